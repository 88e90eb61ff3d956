"""The facts about the messages: the tables in beschrijving/ as rows, and what follows from them.

Belongs here: names, numbers, types and codes of the standard. Does not belong here: what is made of them to judge a
message (schema.py, gewoon.py), or any rule of the standard beyond the schema.
"""

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

RELEASE = "3_2"
_BESCHRIJVING = Path(__file__).parent / "beschrijving"
_STANDAARD = {"wmo": ("iwmo", "wmo"), "jeugd": ("ijw", "jw")}

Rij = dict[str, str]


@cache
def tabel(naam: str) -> tuple[Rij, ...]:
    """One of the tables."""
    with (_BESCHRIJVING / f"{naam}.csv").open(encoding="utf-8", newline="") as bestand:
        return tuple(csv.DictReader(bestand, delimiter=";"))


def elementen(bericht: str, wet: str) -> Iterator[Rij]:
    """The elements of a kind, or with "basis" of the CDT_ types, in their order within each class."""
    return (rij for rij in tabel("elementen") if rij["bericht"] == bericht and rij["wet"] in ("", wet))


@cache
def codelijsten(wet: str) -> dict[str, list[str]]:
    """The codes of each type that has a list of them."""
    return {rij["type"]: rij["codes"].split() for rij in tabel("codelijsten") if rij["wet"] in ("", wet)}


@cache
def berichtcode(wet: str, soort: str) -> str | None:
    """The fixed BerichtCode of a kind ("301") under a law ("wmo", "jeugd"); None for a kind that does not exist."""
    return next((rij[f"code_{wet}"] for rij in tabel("berichten") if rij["bericht"] == soort), None)


@cache
def elementnamen() -> frozenset[str]:
    """Every element name of the standard: a name that is not among them may itself hold personal data."""
    return frozenset(rij["element"] for rij in tabel("elementen")) | {"Bericht"}


@cache
def verzender_is_gemeente(soort: str) -> bool:
    """True for the kinds whose Afzender is the municipality and whose Ontvanger is the provider."""
    return any(rij["element"] == "Afzender" and rij["type"] == "LDT_Gemeente" for rij in elementen(soort, "jeugd"))


@cache
def lijsten(soort: str) -> dict[str, str]:
    """The lists of a kind, each with the class that may occur in it more than once; a list holds nothing else."""
    return {
        rij["klasse"]: rij["element"]
        for rij in tabel("elementen")
        if rij["bericht"] == soort and not rij["max"] and not rij["type"].startswith("LDT_")
    }


@cache
def heeft_clienten(soort: str) -> bool:
    """True for the kinds that hold any number of clients, and not one at most."""
    return "Clienten" in lijsten(soort)


@cache
def naamruimte(wet: str, soort: str) -> str:
    """The namespace of a message kind, or with soort "basis" that of the elements inside CDT_ types."""
    familie, voorvoegsel = _STANDAARD[wet]
    deel = "basisschema" if soort == "basis" else voorvoegsel + soort
    return f"http://www.istandaarden.nl/{familie}/{RELEASE}/{deel}/schema"
