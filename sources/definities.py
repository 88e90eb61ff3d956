"""definities.yml, strictly read: how each definition counts, and which breaks in a series touch it; as raw tables for SQL.

Belongs here: what that file may say, and those tables, made anew at every intake. Does not belong here: counting (dbt),
judging figures by it (expectations), or where the product's own file lies (warehouse.paths).

The definitions of the product always count. A municipality adds its own in a file of its own (SDL_DEFINITIES), in the same form.
"""

import os
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

import duckdb
import pyarrow as pa
from pydantic import Field, model_validator

from sources.berichten.feiten import codelijsten
from sources.norm import Reden, Zin
from sources.regeling import Naam, lees_regelingen
from sources.schemas import DEFINITIE, SCHEMAS
from sources.streng import BeschrijvingFout, Streng, lees_yaml
from sources.verwachting import bewaar_tabel
from warehouse.paths import DBT_PROJECT, DataRoot

BESTAND = DBT_PROJECT / "definities.yml"
VAST = ("gmsd", "peildatum", "tmsd", "alles")
HERKOMST = ("toewijzing", "uitkering", "reintegratie")
"""What use can come from beside the schemes of voorzieningen/."""
Wet = Literal["jeugd", "pwet", "wmo"]
Jaar = Annotated[int, Field(gt=1989, le=2100)]


class Leeftijd(Streng):
    """Ages that count, in whole years, and on which day the age is taken."""

    van: int = Field(default=0, gt=-1, le=150)
    tot_en_met: int = Field(default=150, gt=-1, le=150)
    op: Literal["eerste_gebruik", "eerste_dag", "laatste_dag"]

    @model_validator(mode="after")
    def _volgorde(self) -> "Leeftijd":
        if self.van > self.tot_en_met:
            raise ValueError("loopt van een hogere naar een lagere leeftijd")
        return self


class Wetregel(Streng):
    """Which use of one law counts; what is not left out counts."""

    leeftijd: Leeftijd | None = None
    zonder_leveringsvormen: tuple[Literal["ZIN", "PGB", "geen"], ...] = ()
    zonder_categorieen: tuple[str, ...] = ()
    zonder_regelingen: tuple[str, ...] = ()


class Periode(Streng):
    """On which days of a period use counts, and which periods there are."""

    telt: Literal["hele_periode", "laatste_dag"]
    soorten: tuple[Literal["halfjaar", "jaar"], ...] = Field(min_length=1)


class Huishouden(Streng):
    """Which kinds of household are counted, and of which day somebody's household and area are."""

    soorten: tuple[Literal["adres", "gezin"], ...]
    dag: Literal["laatste_dag_ingezetene", "laatste_dag_periode"]


class Onthulling(Streng):
    """The disclosure rule of the periods from one year to another; None is without limit."""

    van_jaar: Jaar | None = None
    tot_en_met_jaar: Jaar | None = None
    geheim_onder: int = Field(gt=0, le=100)
    nul_geheim: bool
    afronding: int = Field(gt=0, le=100)
    minstens_geheim: int = Field(default=1, gt=0, le=10)
    reden: Reden


class Breedte(Streng):
    """How wide what an outsider may find out about a secret count must stay."""

    norm: int = Field(gt=0, le=100)
    reden: Reden


class Definitie(Streng):
    """One way of counting."""

    titel: Zin
    omschrijving: Zin
    reden: Reden
    wetten: dict[Wet, Wetregel] = Field(min_length=1)
    leeftijd_onbekend: int = Field(default=18, gt=-1, le=150)
    periode: Periode
    huishouden: Huishouden
    onthulling: tuple[Onthulling, ...] = Field(min_length=1)
    beschermingsbreedte: Breedte
    reeksbreuken: tuple[Naam, ...] = ()

    @model_validator(mode="after")
    def _jaren(self) -> "Definitie":
        regels = self.onthulling
        if regels[0].van_jaar is not None or regels[-1].tot_en_met_jaar is not None:
            raise ValueError("de onthullingsregels moeten alle jaren dekken: laat het eerste en het laatste jaar leeg")
        for een, ander in pairwise(regels):
            if een.tot_en_met_jaar is None or ander.van_jaar != een.tot_en_met_jaar + 1:
                raise ValueError("de jaren van de onthullingsregels overlappen of sluiten niet op elkaar aan")
        return self


class Reeksbreuk(Streng):
    """A day from which figures mean something else than before, for whom."""

    titel: Zin
    omschrijving: Zin
    bron: Zin
    vanaf: date
    wetten: tuple[Wet, ...] = ()
    gemeenten: tuple[Annotated[str, Field(pattern=r"^\d{4}$")], ...] = ()
    gebied_soorten: tuple[Literal["gemeente", "wijk", "buurt"], ...] = Field(
        default=("gemeente", "wijk", "buurt"), min_length=1
    )
    cijfers: tuple[Literal["eigen", "cbs"], ...] = Field(default=("eigen", "cbs"), min_length=1)


class Definities(Streng):
    """The whole file."""

    definities: dict[Naam, Definitie]
    reeksbreuken: dict[Naam, Reeksbreuk] = {}


def lees_definities() -> Definities:
    """Those of the product and those of SDL_DEFINITIES together; raises BeschrijvingFout when either cannot be."""
    alles = lees_yaml(Definities, BESTAND)
    if eigen := os.environ.get("SDL_DEFINITIES"):
        alles = _voeg_toe(alles, Path(eigen))
    for naam in VAST:
        if naam not in alles.definities:
            raise BeschrijvingFout(f"{BESTAND.name}: {naam} ontbreekt; die definitie hoort bij de publicatie.")
    for naam, definitie in alles.definities.items():
        _controleer(naam, definitie, alles)
    return alles


def _voeg_toe(alles: Definities, pad: Path) -> Definities:
    try:
        eigen = lees_yaml(Definities, pad)
    except OSError:
        raise BeschrijvingFout(f"{pad.name}: SDL_DEFINITIES wijst naar een bestand dat niet te lezen is.") from None
    for soort in ("definities", "reeksbreuken"):
        for naam in getattr(eigen, soort).keys() & getattr(alles, soort).keys():
            raise BeschrijvingFout(f"{pad.name}: {soort}.{naam} bestaat al; kies een andere naam.")
    return Definities(
        definities={**alles.definities, **eigen.definities}, reeksbreuken={**alles.reeksbreuken, **eigen.reeksbreuken}
    )


def _controleer(naam: str, definitie: Definitie, alles: Definities) -> None:
    """What a definition names must be there, or it would silently leave out nothing."""
    regelingen = {*HERKOMST, *lees_regelingen()}
    categorieen = {code for wet in ("jeugd", "wmo") for code in codelijsten(wet)["LDT_ProductCategorie"]}
    for wet, regel in definitie.wetten.items():
        codes = set() if wet == "pwet" else categorieen
        for soort, genoemd, bekend in (
            ("zonder_categorieen", regel.zonder_categorieen, codes),
            ("zonder_regelingen", regel.zonder_regelingen, regelingen),
        ):
            if vreemd := sorted(set(genoemd) - bekend):
                raise BeschrijvingFout(f"definities.{naam}.wetten.{wet}.{soort}: {', '.join(vreemd)} is onbekend.")
    if vreemd := sorted(set(definitie.reeksbreuken) - alles.reeksbreuken.keys()):
        raise BeschrijvingFout(f"definities.{naam}.reeksbreuken: {', '.join(vreemd)} is onbekend.")


def tabellen() -> dict[str, pa.Table]:
    """The raw tables of DEFINITIE by name, rows in the order of the file; raises BeschrijvingFout."""
    alles = lees_definities()
    rijen: dict[str, list[dict[str, Any]]] = {tabel: [] for tabel in DEFINITIE}
    for naam, definitie in alles.definities.items():
        rijen["definitie__definitie"].append(_definitie(naam, definitie))
        for wet, regel in definitie.wetten.items():
            leeftijd = regel.leeftijd.model_dump() if regel.leeftijd else {}
            eigen = {f"leeftijd_{sleutel}": waarde for sleutel, waarde in leeftijd.items()}
            rijen["definitie__wet"].append(
                {"definitie": naam, "wet": wet, "leeftijd_onbekend": definitie.leeftijd_onbekend, **eigen}
            )
            rijen["definitie__uitsluiting"] += [{"definitie": naam, "wet": wet, **wat} for wat in _uitgesloten(regel)]
        rijen["definitie__onthulling"] += [
            {"definitie": naam, **regel.model_dump(exclude={"reden"})} for regel in definitie.onthulling
        ]
        rijen["definitie__breuk"] += [{"definitie": naam, "reeksbreuk": breuk} for breuk in definitie.reeksbreuken]
    rijen["definitie__reeksbreuk"] = [_breuk(naam, breuk) for naam, breuk in alles.reeksbreuken.items()]
    return {tabel: pa.Table.from_pylist(rij, schema=SCHEMAS[tabel]) for tabel, rij in rijen.items()}


def bewaar(con: duckdb.DuckDBPyConnection, home: DataRoot) -> None:
    """Put the tables in the raw store, where they are not there already as they should be."""
    for naam, tabel in tabellen().items():
        bewaar_tabel(con, home, naam, tabel)


def _definitie(naam: str, definitie: Definitie) -> dict[str, Any]:
    return {
        "definitie": naam,
        "titel": definitie.titel,
        "omschrijving": definitie.omschrijving,
        "reden": definitie.reden,
        "telt": definitie.periode.telt,
        "met_halfjaar": "halfjaar" in definitie.periode.soorten,
        "met_jaar": "jaar" in definitie.periode.soorten,
        "met_adres": "adres" in definitie.huishouden.soorten,
        "met_gezin": "gezin" in definitie.huishouden.soorten,
        "huishouden_dag": definitie.huishouden.dag,
        "beschermingsbreedte": definitie.beschermingsbreedte.norm,
    }


def _uitgesloten(regel: Wetregel) -> list[dict[str, str]]:
    """What is left out of a law, a row each; a scheme under each of its names."""
    bekend, namen = lees_regelingen(), set()
    for naam in regel.zonder_regelingen:
        ook = () if naam in HERKOMST else (bekend[naam].regeling, *bekend[naam].ook)
        namen |= {f"regeling:{een}" for een in ook} or {naam}
    soorten = {
        "leveringsvorm": regel.zonder_leveringsvormen,
        "categorie": regel.zonder_categorieen,
        "herkomst": sorted(namen),
    }
    return [{"kenmerk": kenmerk, "waarde": waarde} for kenmerk, waarden in soorten.items() for waarde in waarden]


def _breuk(naam: str, breuk: Reeksbreuk) -> dict[str, Any]:
    return {
        "reeksbreuk": naam,
        **breuk.model_dump(exclude={"wetten", "gemeenten", "gebied_soorten", "cijfers"}),
        "wetten": ",".join(breuk.wetten) or None,
        "gemeenten": ",".join(breuk.gemeenten) or None,
        "gebied_soorten": ",".join(breuk.gebied_soorten),
        "cijfers": ",".join(breuk.cijfers),
    }
