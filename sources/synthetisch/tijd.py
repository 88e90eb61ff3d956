"""The calendar of the synthetic deliveries: days as whole numbers, delivery dates, months.

Belongs here: the window that is simulated and how a day is written. Does not belong here: what happens on a day.

A day is `date.toordinal()`: comparing and adding whole numbers is what the simulation mostly does.
"""

import calendar
from datetime import date
from functools import cache

JAREN = (2022, 2023, 2024)


def dag(jaar: int, maand: int = 1, dagnummer: int = 1) -> int:
    """The number of a day."""
    return date(jaar, maand, dagnummer).toordinal()


START = dag(2022)
EIND = dag(2025)
EERSTE_POST = START - 20
"""What was decided before this day, and still held, was sent on it: the first load."""
JAARGRENZEN = {jaar: (dag(jaar), dag(jaar, 12, 31)) for jaar in JAREN}
STANDEN = tuple(dag(jaar, maand) for jaar in JAREN for maand in (1, 4, 7, 10)) + (EIND,)
MAANDMAPPEN = tuple(dag(jaar, maand) for jaar in JAREN for maand in range(1, 13)) + (EIND,)


@cache
def iso(dagnummer: int) -> str:
    """YYYY-MM-DD."""
    return date.fromordinal(dagnummer).isoformat()


@cache
def kaal(dagnummer: int) -> str:
    """YYYYMMDD, as BRP rubrieken hold dates."""
    return iso(dagnummer).replace("-", "")


@cache
def maand_van(dagnummer: int) -> int:
    """The month of a day, counted from January 2022 = 0 (December 2021 = -1)."""
    moment = date.fromordinal(dagnummer)
    return (moment.year - 2022) * 12 + moment.month - 1


@cache
def maandgrenzen(maand: int) -> tuple[int, int]:
    """First and last day of a month counted from January 2022 = 0."""
    jaar, index = 2022 + maand // 12, maand % 12 + 1
    return dag(jaar, index), dag(jaar, index, calendar.monthrange(jaar, index)[1])


def weken(begin: int, einde: int) -> int:
    """How many ISO weeks a period touches."""
    return (einde - 1) // 7 - (begin - 1) // 7 + 1


def jaar_van(dagnummer: int) -> int:
    """The calendar year of a day."""
    return date.fromordinal(dagnummer).year


@cache
def bezorgmap(verstuurd: int, later: int = 0) -> int | None:
    """The delivery date of what was sent on a day: the first of the next month, `later` months on; None after the last.

    What was sent before December 2021 was still valid at the start and arrives with the first delivery.
    """
    nummer = max(maand_van(verstuurd) + 1, 0) + later
    return MAANDMAPPEN[nummer] if nummer < len(MAANDMAPPEN) else None
