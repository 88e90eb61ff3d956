"""The list of what was planted, so that findings can be compared with it exactly.

Belongs here: counting and writing that list. Does not belong here: how a defect is planted.
"""

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from sources.synthetisch.bestanden import csv_regel
from sources.synthetisch.tijd import iso

BESTAND = ".gepland.csv"
"""Begins with a dot, so that no run reads it; it holds no personal data."""


class Schending(NamedTuple):
    """Rows that break a rule: who sent them, when they arrive, and when another message puts that right (None: never)."""

    regel: str
    wet: str
    leverancier: str
    leverdatum: int
    hersteld_op: int | None = None
    aantal: int = 1


class Gepland:
    """Counts violations per rule, law, sender and delivery."""

    def __init__(self) -> None:
        self._aantallen: defaultdict[tuple, int] = defaultdict(int)

    def noteer(self, schending: Schending) -> None:
        """Count one violation."""
        self._aantallen[schending[:5]] += schending.aantal

    @property
    def aantal(self) -> int:
        """All rows that break a rule."""
        return sum(self._aantallen.values())

    def schrijf(self, map_: Path) -> None:
        """Write the list, sorted."""
        regels = [csv_regel("regel", "wet", "leverancier", "leverdatum", "hersteld_op", "aantal")]
        for (*wie, leverdatum, hersteld), aantal in sorted(self._aantallen.items(), key=lambda een: _sleutel(een[0])):
            regels.append(csv_regel(*wie, iso(leverdatum), "" if hersteld is None else iso(hersteld), aantal))
        (map_ / BESTAND).write_bytes(b"".join(regels))


def _sleutel(wat: tuple) -> tuple:
    return (*wat[:4], wat[4] or 0)
