"""Values of single fields: dates, numbers of persons, names, addresses.

Here belongs what can be said of one field without its record. Not here: files, records, persons.

Readings
--------
* "An unknown day or month counts as the first": `20240015` is 15 January, `20240200` 1 February; a date whose year is
  `0000` is wholly unknown whatever follows.
* "Numbers that fail the 11-test": a number that is not nine digits fails too (leading zeros are part of a number).
* "Ignoring case and diacritics": the name is decomposed, its combining marks dropped, its case folded and its outer
  blanks dropped; nothing else (a hyphen stays a hyphen, a letter with a stroke stays that letter).
"""

import re
import unicodedata
from datetime import date
from functools import cache
from typing import NamedTuple

ALTIJD = date.min
NOOIT = date.max
NIEMAND = frozenset({"000000000", "999999999"})
GEWICHTEN = (9, 8, 7, 6, 5, 4, 3, 2, -1)


class Rubriekdatum(NamedTuple):
    """A BRP date: `gevuld` = something stands there, `datum` None = wholly unknown, `volledig` = no part is unknown."""

    gevuld: bool
    datum: date | None
    volledig: bool


def bsn_geldig(bsn: str) -> bool:
    """True if the number identifies a person."""
    if not re.fullmatch(r"[0-9]{9}", bsn) or bsn in NIEMAND:
        return False
    return sum(int(cijfer) * gewicht for cijfer, gewicht in zip(bsn, GEWICHTEN, strict=True)) % 11 == 0


def persoon(bsn: str) -> str | None:
    """The person of a number, None if it identifies nobody."""
    return f"bsn:{bsn}" if bsn_geldig(bsn) else None


@cache
def rubriekdatum(tekst: str) -> Rubriekdatum:
    """Reads YYYYMMDD with zero parts; ValueError if it is no date."""
    if tekst == "":
        return Rubriekdatum(False, None, False)
    if not re.fullmatch(r"[0-9]{8}", tekst):
        raise ValueError("geen rubriekdatum")
    jaar, maand, dag = int(tekst[:4]), int(tekst[4:6]), int(tekst[6:])
    if jaar == 0:
        return Rubriekdatum(True, None, False)
    return Rubriekdatum(True, date(jaar, maand or 1, dag or 1), bool(maand and dag))


@cache
def isodatum(tekst: str) -> date | None:
    """Reads YYYY-MM-DD, empty = None; ValueError if it is no date."""
    if tekst == "":
        return None
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", tekst):
        raise ValueError("geen datum")
    return date.fromisoformat(tekst)


def naam_gelijk(naam: str) -> str:
    """The form in which names are compared."""
    ontleed = unicodedata.normalize("NFKD", naam)
    return "".join(teken for teken in ontleed if not unicodedata.combining(teken)).casefold().strip()


def pc6(postcode: str) -> str:
    """A postcode as 9999AA."""
    return postcode.replace(" ", "").upper()


def huisnummer(tekst: str) -> str:
    """A house number without leading zeros, empty if empty; ValueError if it is no number."""
    return str(int(tekst)) if tekst else ""
