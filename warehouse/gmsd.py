"""The Wmo delivery of the municipality to CBS (GMSD): the report of its checks, and the file, encrypted for who may read it.

Belongs here: the form of both, and that no readable BSN ever stands on disk. Does not belong here: what goes along and which
checks there are (dbt: int_gmsd__wmo, int_gmsd__toets), or how a BSN is found again (sources.bsn_terug).
"""

import csv
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyrage import encrypt
from pyrage.x25519 import Recipient

from sources.bsn_terug import bsns
from sources.norm import Zin
from sources.streng import Streng, lees_yaml
from warehouse.duck import attach_lake, connect
from warehouse.paths import DataRoot

_OPEN = date(9999, 12, 31)


class GmsdFout(Exception):
    """The delivery cannot be made; the message says why, and that nothing was written."""


class Kolom(Streng):
    """A field of the file."""

    naam: str
    omschrijving: Zin


class Controle(Streng):
    """What a check found, and what to do."""

    zin: Zin
    doe: Zin


class Instelling(Streng):
    """What gmsd.yml says."""

    kolommen: tuple[Kolom, ...]
    leveringsvormen: dict[str, str]
    controles: dict[str, Controle]


@dataclass(frozen=True)
class Toets:
    """One check on one half-year: how many rows fail it, of how many; a `weigering` keeps a row out of the file."""

    controle: str
    soort: str
    aantal: int
    gecontroleerd: int


@dataclass(frozen=True)
class Gemaakt:
    """What was written: rows in the file, and rows whose BSN stands in no readable original."""

    rijen: int
    origineel_weg: int


def lees_instelling() -> Instelling:
    """The layout and the words of the report."""
    return lees_yaml(Instelling, Path(__file__).with_name("gmsd.yml"))


def toetsen(home: DataRoot, periode: str) -> list[Toets]:
    """The checks on a half-year, in the order of the report; raises GmsdFout when there is no such half-year."""
    vraag = "SELECT controle, soort, aantal, gecontroleerd FROM lake.intermediate.int_gmsd__toets WHERE periode = ? ORDER BY volgorde"
    gevonden = [Toets(*rij) for rij in _vraag(home, vraag, [periode])]
    if not gevonden:
        perioden = [
            een
            for (een,) in _vraag(home, "SELECT DISTINCT periode FROM lake.intermediate.int_gmsd__wmo ORDER BY 1", [])
        ]
        raise GmsdFout(
            f"Over {periode} is er niets te leveren; kies uit {', '.join(perioden) or 'geen enkel halfjaar'}."
        )
    return gevonden


def maak(home: DataRoot, periode: str, uit: Path, ontvangers: Sequence[Recipient], vandaag: date) -> Gemaakt:
    """Write the delivery of a half-year to `uit`, encrypted, readable for its owner alone.

    Raises GmsdFout when `uit` lies in the data root or is there already, or OSError; nothing is left half then.
    """
    keur_plek(home, uit)
    rijen = _rijen(home, periode)
    nummers = bsns(home, {rij["persoon"] for rij in rijen}, vandaag)
    mee = [rij | {"bsn": nummers[rij["persoon"]]} for rij in rijen if rij["persoon"] in nummers]
    _schrijf(uit, encrypt(inhoud(mee, vandaag), list(ontvangers)))
    return Gemaakt(len(mee), len(rijen) - len(mee))


def inhoud(rijen: list[dict[str, Any]], vandaag: date) -> bytes:
    """The delivery as CSV, sorted; `rijen` have the columns of int_gmsd__wmo and `bsn`."""
    instelling = lees_instelling()
    namen = [kolom.naam for kolom in instelling.kolommen]
    regels = sorted([_regel(rij, vandaag, instelling.leveringsvormen)[naam] for naam in namen] for rij in rijen)
    tekst = io.StringIO(newline="")
    schrijver = csv.writer(tekst, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(namen)
    schrijver.writerows(regels)
    return tekst.getvalue().encode()


def _regel(rij: dict[str, Any], vandaag: date, vormen: dict[str, str]) -> dict[str, str]:
    intensiteit = [str(rij[deel]) for deel in ("volume", "eenheid", "frequentie") if rij[deel] is not None]
    cent = rij["betaald_cent"]
    return {
        "aanmaakdatum": _dag(vandaag),
        "gemeentecode": rij["gemeente"],
        "bsn": rij["bsn"],
        "productcategorie": rij["productcategorie"],
        "aanbieder": rij["aanbieder"] or "",
        "beoogde_startdatum": _dag(rij["beoogde_start"]),
        "beoogde_einddatum": _dag(rij["beoogd_einde"]),
        "leveringsvorm": vormen[rij["leveringsvorm"]],
        "startdatum": _dag(rij["start"]),
        "einddatum": _dag(rij["einde"]),
        "intensiteit": "-".join(intensiteit),
        "betaald_bedrag": "" if cent is None else str(Decimal(cent).scaleb(-2)),
        "reden_beeindiging": rij["reden_beeindiging"] or "",
    }


def _dag(dag: date | None) -> str:
    return "" if dag is None or dag == _OPEN else f"{dag:%Y%m%d}"


def _rijen(home: DataRoot, periode: str) -> list[dict[str, Any]]:
    kolommen = (
        "persoon, gemeente, productcategorie, aanbieder, beoogde_start, beoogd_einde, leveringsvorm, start, einde, volume, eenheid, "
        "frequentie, betaald_cent, reden_beeindiging"
    )
    vraag = f"SELECT {kolommen} FROM lake.intermediate.int_gmsd__wmo WHERE periode = ? AND weigering IS NULL"
    return [dict(zip(kolommen.split(", "), rij, strict=True)) for rij in _vraag(home, vraag, [periode])]


def _vraag(home: DataRoot, vraag: str, waarden: list[str]) -> list[tuple[Any, ...]]:
    if not home.lake.exists():
        raise GmsdFout("Er is nog geen lake; start eerst: sdl run")
    con = connect(home)
    try:
        attach_lake(con, home, read_only=True)
        return con.execute(vraag, waarden).fetchall()
    finally:
        con.close()


def keur_plek(home: DataRoot, uit: Path) -> None:
    """Raise GmsdFout when the delivery may not, or cannot, be written there."""
    map_ = uit.absolute().parent.resolve()
    if any(map_.is_relative_to(eigen.resolve()) for eigen in (home.root, home.landing, home.sleutels)):
        raise GmsdFout(
            "Een levering met BSN's hoort niet in de gegevensmap; noem met --out een plek daarbuiten. Er is niets geschreven."
        )
    if os.path.lexists(uit):
        raise GmsdFout(f"{uit} bestaat al; kies een andere naam. Er is niets geschreven.")
    if not map_.is_dir() or not os.access(map_, os.W_OK):
        raise GmsdFout(f"In {map_} kan niet worden geschreven; kies een andere map. Er is niets geschreven.")


def _schrijf(uit: Path, dicht: bytes) -> None:
    beschrijver = os.open(uit, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(beschrijver, "wb") as bestand:
            bestand.write(dicht)
            bestand.flush()
            os.fsync(bestand.fileno())
    except BaseException:
        uit.unlink(missing_ok=True)
        raise
