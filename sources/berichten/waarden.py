"""Texts of a valid message as values.

Belongs here: the types of XML Schema that the messages use. Does not belong here: which element means what (regie.py and
its neighbours).
"""

from datetime import date, time
from functools import lru_cache

from sources.berichten.klasse import Velden

_EINDE_VAN_DE_DAG = time(23, 59, 59, 999999)


@lru_cache(maxsize=20_000)
def datum(tekst: str | None) -> date | None:
    """An xs:date without zone; ValueError outside the years 1 to 9999."""
    return None if tekst is None else date.fromisoformat(tekst.strip())


def tijd(tekst: str) -> time:
    """An xs:time without zone in microseconds; 24:00:00, which XML Schema allows, is the end of the day."""
    kern, _, breuk = tekst.strip().partition(".")
    if kern == "24:00:00":
        return _EINDE_VAN_DE_DAG
    heel = time.fromisoformat(kern)
    return heel.replace(microsecond=int(breuk[:6].ljust(6, "0"))) if breuk else heel


def getal(tekst: str | None) -> int | None:
    """An xs:integer."""
    return None if tekst is None else int(tekst)


def opdracht(velden: Velden) -> tuple[int | None, str | None, str | None]:
    """Number of the assignment, product category and code, as far as given."""
    return getal(velden.get("ToewijzingNummer")), velden.get("Product/Categorie"), velden.get("Product/Code")


def omvang(velden: Velden) -> tuple[int | None, str | None, str | None, int | None]:
    """Volume, unit, frequency and budget in cents of a product, as far as given."""
    hoeveel = (velden.get("Omvang/Eenheid"), velden.get("Omvang/Frequentie"))
    return getal(velden.get("Omvang/Volume")), *hoeveel, getal(velden.get("Budget"))


def retourcodes(velden: Velden, pad: str = "RetourCodes") -> set[str]:
    """The codes that a class ends with."""
    codes = velden.get(f"{pad}/RetourCode")
    return set(codes.split(",")) if codes else set()
