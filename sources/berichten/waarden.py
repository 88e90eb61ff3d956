"""Texts of a valid message as values.

Belongs here: the types of XML Schema that the messages use. Does not belong here: which element means what (uitlezen.py).
"""

from datetime import date, time
from functools import lru_cache

from lxml import etree

_EINDE_VAN_DE_DAG = time(23, 59, 59, 999999)
Bladen = dict[str, str]


def bladen(element: etree._Element) -> Bladen:
    """The text of each element below this one that has no children, by its name without namespace."""
    return {_zonder_naamruimte(blad.tag): blad.text for blad in element.iter() if not len(blad)}


@lru_cache(maxsize=1000)
def _zonder_naamruimte(tag: str) -> str:
    return tag.rpartition("}")[2]


@lru_cache(maxsize=20_000)
def datum(tekst: str | None) -> date | None:
    """An xs:date without zone; ValueError outside the years 1 to 9999."""
    return None if tekst is None else date.fromisoformat(tekst.strip())


def tijd(tekst: str) -> time:
    """An xs:time without zone in microseconds; 24:00:00, which XML Schema allows, is the end of the day."""
    kern, _, breuk = tekst.strip().partition(".")
    if kern == "24:00:00":
        return _EINDE_VAN_DE_DAG
    return time.fromisoformat(kern).replace(microsecond=int(breuk[:6].ljust(6, "0")))


def getal(tekst: str | None) -> int | None:
    """An xs:integer."""
    return None if tekst is None else int(tekst)
