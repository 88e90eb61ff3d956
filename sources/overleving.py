"""What is left in raw of each datum that is delivered, found by reading records and looking, not by saying so.

Belongs here: that experiment for columns, and for messages which elements the readers take. Does not belong here: how it
is shown (warehouse.registerdoc), or reading itself.

Of every kind of CSV file a record is read, and records that differ from it in one column alone. What differs in raw came
from that column: a pseudonym, the value itself, or something derived from it. A column of which nothing differs is gone.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from sources.berichten import feiten
from sources.bestandlezer import lees_bestand
from sources.pseudoniem import Pseudoniem, bsn_geldig
from sources.schemas import PSEUDONIEMEN
from sources.soort import Kolom, lees_bron

_EEN, _TWEE = islice(filter(bsn_geldig, map(str, range(990_000_000, 990_000_099))), 2)
_PER_DOEL = {
    "postcode": ("7607AA", "7608BB"),
    "geslacht": ("M", "V"),
    "geboortedatum": ("20100102", "20110203"),
    "object": ("0141010000000001", "0141010000000002"),
}
VOORBEELDEN: dict[str, tuple[str, ...]] = {
    "tekst": ("Een", "Twee"),
    "bsn": (_EEN, _TWEE, "1", ""),
    "datum": ("2024-01-02", "2024-03-04"),
    "datum_of_cijfers": ("2024-01-02", "2024-03-04"),
    "datum_brp": ("20100102", "20110203", "00000000"),
    "decimaal": ("12.50", "13.75"),
    "geheel": ("7", "8"),
    "jaar": ("2024", "2025"),
    "huisnummer": ("12", "13"),
    "gemeentecode": ("0141", "0142"),
    "cbs_code": ("1411001", "1411002"),
    "gebiedscode": ("BU01411001", "BU01411002"),
    "gebiedsoort": ("buurt", "wijk"),
    "geslacht": ("M", "V"),
    "functie_adres": ("W", "B"),
    "wet": ("jeugd", "overig"),
    "leveringsvorm": ("ZIN", "PGB"),
    "hulpvorm": ("01", "02"),
    "contractvorm": ("output", "maatwerk"),
    "bedragsoort": ("begroting", "realisatie"),
}
"""Of each type a value, and others that a record may hold instead; numbers of nobody, from the range for tests."""
_ZONDER_BEWERKING = re.compile(r"[^0-9a-z]")


@dataclass(frozen=True)
class Lot:
    """What one delivered column became: columns of raw with its pseudonym, its value, or what follows from it."""

    pseudoniem: tuple[str, ...] = ()
    bewaard: tuple[str, ...] = ()
    afgeleid: tuple[str, ...] = ()

    @property
    def woord(self) -> str:
        """The fate in one word."""
        if self.bewaard:
            return "bewaard"
        return "pseudoniem" if self.pseudoniem else "afgeleid" if self.afgeleid else "verwijderd"


@cache
def van_soort(bron: str, soort: str) -> dict[Kolom, Lot]:
    """The fate of each column of a kind of file. A type without examples here is a KeyError."""
    kolommen = lees_bron(bron).soorten[soort].kolommen
    verschillen: dict[Kolom, set[str]] = {kolom: set() for kolom in kolommen}
    bewaard: dict[Kolom, set[str]] = {kolom: set() for kolom in kolommen}
    for basis, varianten in _proeven(kolommen):
        raw = _lees(bron, soort, kolommen, [basis, *(rij for _, _, rij in varianten)])
        for (kolom, waarde, _), rij in zip(varianten, raw[1:], strict=True):
            anders = {naam for naam, wat in rij.items() if naam != "rij" and wat != raw[0][naam]}
            verschillen[kolom] |= anders
            bewaard[kolom] |= {naam for naam in anders if _is_waarde(waarde, rij[naam])}
    return {kolom: _lot(soort, verschillen[kolom], bewaard[kolom]) for kolom in kolommen}


def _voorbeelden(kolom: Kolom) -> tuple[str, ...]:
    return _PER_DOEL.get(kolom.doel, VOORBEELDEN[kolom.type]) if kolom.type == "tekst" else VOORBEELDEN[kolom.type]


def _proeven(kolommen: tuple[Kolom, ...]) -> Iterator[tuple[list[str], list[tuple[Kolom, str, list[str]]]]]:
    """A record with its variants, once with a BSN and once without: then a person is told by other columns."""
    for met_bsn in (True, False):
        basis = ["" if kolom.type == "bsn" and not met_bsn else _voorbeelden(kolom)[0] for kolom in kolommen]
        yield (
            basis,
            [
                (kolom, waarde, [*basis[:plaats], waarde, *basis[plaats + 1 :]])
                for plaats, kolom in enumerate(kolommen)
                for waarde in _voorbeelden(kolom)[1:]
            ],
        )


def _lees(bron: str, soort: str, kolommen: tuple[Kolom, ...], rijen: list[list[str]]) -> list[dict[str, Any]]:
    kop = [kolom.naam.replace("<jaar>", "2024") for kolom in kolommen]
    tekst = "\n".join(";".join(rij) for rij in (kop, *rijen)) + "\n"
    geland = lees_bestand(bron, tekst.encode(), 1, Pseudoniem(b"overleving".ljust(32))).tabellen[soort].to_pylist()
    if len(geland) != len(rijen):
        raise ValueError(f"{soort}: een voorbeeld in {__name__} past niet bij zijn type")
    return geland


def _is_waarde(gegeven: str, raw: object) -> bool:
    """Whether a landed value says what was delivered, in whatever notation."""
    kaal, geland = (_ZONDER_BEWERKING.sub("", str(tekst).casefold()) for tekst in (gegeven, raw))
    return raw is not None and bool(kaal) and kaal in geland


def _lot(tabel: str, verschillen: set[str], bewaard: set[str]) -> Lot:
    pseudoniem = verschillen & set(PSEUDONIEMEN.get(tabel, ()))
    waarden = bewaard - pseudoniem
    return Lot(tuple(sorted(pseudoniem)), tuple(sorted(waarden)), tuple(sorted(verschillen - pseudoniem - waarden)))


# The modules that take values from a message into raw, and those that only judge it.
_LEZERS = ("kop", "regie", "verzoek", "declaratie", "retour", "waarden")
_BEOORDELAARS = ("schending",)


@dataclass(frozen=True)
class Element:
    """One element of the messages: in which kinds it stands, and its fate in raw."""

    naam: str
    berichten: tuple[str, ...]
    lot: str


def _namen_in(modules: tuple[str, ...]) -> set[str]:
    """The words in the texts of these modules of sources.berichten: the names of elements that they look at."""
    namen: set[str] = set()
    for module in modules:
        boom = ast.parse((Path(feiten.__file__).parent / f"{module}.py").read_text("utf-8"))
        for knoop in ast.walk(boom):
            if isinstance(knoop, ast.Constant) and isinstance(knoop.value, str):
                namen |= set(re.findall(r"\w+", knoop.value))
    return namen


@cache
def van_berichten() -> tuple[Element, ...]:
    """Every element of the messages that holds a value, with its fate; an element a reader names counts as kept."""
    gelezen, beoordeeld = _namen_in(_LEZERS), _namen_in(_BEOORDELAARS)
    waar: dict[str, set[str]] = {}
    for rij in feiten.tabel("elementen"):
        if not _heeft_delen(rij["type"]):
            waar.setdefault(rij["element"], set()).add(rij["bericht"])
    return tuple(
        Element(naam, tuple(sorted(berichten)), _lot_van_element(naam, gelezen, beoordeeld))
        for naam, berichten in sorted(waar.items())
    )


@cache
def _klassen() -> frozenset[str]:
    return frozenset(rij["klasse"] for rij in feiten.tabel("elementen"))


def _heeft_delen(soort: str) -> bool:
    return soort in _klassen()


def _lot_van_element(naam: str, gelezen: set[str], beoordeeld: set[str]) -> str:
    if naam in gelezen:
        return "pseudoniem" if naam == "Bsn" else "bewaard"
    return "beoordeeld" if naam in beoordeeld else "verwijderd"
