"""The behaviour of the synthetic municipality as typed values, read strictly from gedrag.yml.

Belongs here: the shape of that file. Does not belong here: any value.
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

GROEPEN = {"jeugd", "pwet", "wmo", "jeugd+pwet", "jeugd+wmo", "pwet+wmo", "jeugd+pwet+wmo"}
Kans = Annotated[float, Field(ge=0, le=1)]


class _Streng(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Voorzieningen(_Streng):
    """Weights of 1 to 6 facilities per kind of household."""

    jeugd: list[float] = Field(min_length=6, max_length=6)
    pwet: list[float] = Field(min_length=6, max_length=6)
    wmo: list[float] = Field(min_length=6, max_length=6)
    twee: list[float] = Field(min_length=6, max_length=6)
    drie: list[float] = Field(min_length=6, max_length=6)


class PerWet(_Streng):
    """One value per law."""

    jeugd: float
    pwet: float
    wmo: float

    def van(self, wet: str) -> float:
        """The value of a law."""
        return getattr(self, wet)


class Leven(_Streng):
    """Chances per year of what happens to a household."""

    verhuizing_alleen: Kans
    verhuizing_paar: Kans
    verhuizing_gezin: Kans
    vertrek_alleen: Kans
    vertrek_paar: Kans
    vertrek_gezin: Kans
    aandeel_afwezig: Kans
    aandeel_emigratie: Kans
    uit_huis: Kans
    uit_huis_binnen: Kans
    geboorte: Kans
    huwelijk: Kans
    scheiding: Kans
    partner_erbij: Kans
    geregistreerd_overlijden: Kans
    groei: float
    sterfte_basis: float
    sterfte_helling: float


class Bevolking(_Streng):
    """How the population of 1 January 2022 is composed."""

    eenouder: Kans
    gehuwd: list[Kans] = Field(min_length=4, max_length=4)
    kamers: Kans
    briefadres: Kans
    zonder_adresveld: Kans
    grens_gezin: float
    grijs: Kans
    grijs_instelling: Kans
    zonder_object: Kans
    zonder_gebied: Kans
    zonder_aanvang: Kans
    datum_onvolledig: Kans
    pleegkind: Kans
    registratie_vertraagd: Kans


class Gebruik(_Streng):
    """How use runs."""

    staand: PerWet
    einde_per_jaar: PerWet
    meer_per_jaar: Kans
    tweede_kind: Kans
    zelfde_persoon: Kans
    pgb: Kans
    buiten_berichten: Kans
    pgb_jeugd: Kans
    sterkte_sturing: float


class Toewijzing(_Streng):
    """How assignments are sent, changed and ended."""

    looptijd: list[Annotated[list[float], Field(min_length=2, max_length=2)]]
    ander_volume: Kans
    ander_volume_gevraagd: Kans
    zonder_stop: Kans
    ingekort: Kans
    tijdelijke_stop: Kans
    hervat: Kans
    verwijderd: Kans
    start_hersteld: Kans
    aspecifiek: Kans
    generiek: Kans
    te_laat: Kans
    los: Kans
    zip_leden: int = Field(ge=1, le=2000)


class Aanvraag(_Streng):
    """What providers ask for, and what comes of it."""

    vot_wmo: Kans
    vot_jeugd: Kans
    vow: Kans
    onderzoek: Kans
    afgewezen: Kans
    woonplaatsbeginsel: Kans


class Retour(_Streng):
    """Which messages get a return."""

    aanvaard: Kans
    technisch: Kans
    geweigerd: Kans


class Declaratie(_Streng):
    """How providers declare."""

    laat: Kans
    correctie: Kans
    afgewezen: Kans
    gezien: Kans
    opnieuw: Kans
    geen_levering: Kans
    deel_bytes: int = Field(ge=10_000, le=24_000_000)


class Registraties(_Streng):
    """The other registrations."""

    schuldhulp: Kans
    wsw: Kans
    wajong: Kans
    bijzondere_bijstand: Kans
    leerlingenvervoer: Kans
    rmc: Kans
    wlz: Kans
    zonder_bsn: Kans
    naam_afwijkend: Kans
    naam_fout: Kans
    vertraagd: Kans


class Ruis(_Streng):
    """What is wrong on purpose."""

    buitenstaander: Kans
    andere_gemeente: Kans
    bsn_fout: Kans
    bsn_onbekend: Kans
    bsn_leeg: Kans
    bsn_uitkering: Kans
    onleesbaar: bool


class Aanbieders(_Streng):
    """How many providers there are."""

    per_inwoners: int = Field(ge=1)
    hoogstens: int = Field(ge=3, le=60)


class Gedrag(_Streng):
    """All of gedrag.yml."""

    doelen: dict[str, float]
    drift: PerWet
    voorzieningen: Voorzieningen
    schaal: dict[str, float]
    leven: Leven
    bevolking: Bevolking
    gebruik: Gebruik
    toewijzing: Toewijzing
    aanvraag: Aanvraag
    retour: Retour
    declaratie: Declaratie
    gebreken: dict[str, Kans]
    registraties: Registraties
    ruis: Ruis
    aanbieders: Aanbieders

    @model_validator(mode="after")
    def _zelfde_groepen(self) -> Self:
        for naam in ("doelen", "schaal"):
            if set(getattr(self, naam)) != GROEPEN:
                raise ValueError(f"{naam} moet precies deze groepen hebben: {', '.join(sorted(GROEPEN))}")
        return self


@cache
def lees_gedrag() -> Gedrag:
    """The behaviour file of this package; a value that is missing, unknown or out of range is an error."""
    tekst = (Path(__file__).parent / "gedrag.yml").read_text(encoding="utf-8")
    return Gedrag.model_validate(yaml.safe_load(tekst))
