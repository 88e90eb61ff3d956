"""Taking chances: at every place of a dossier where a rule can be broken, until one is.

Belongs here: the places, and drawing. Does not belong here: how a rule is broken (the planters, one module per kind of
message).
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import accumulate
from random import Random
from typing import Any

from sources.synthetisch.dossier import Dossier

from . import verzoek
from .gepland import Schending
from .register import GEBREKEN, Hulp

ZONDER_START = "OP364"
VREEMD = "CS002"


class Gebreken:
    """Plants defects at the given chances, and passes on what was planted."""

    def __init__(self, kansen: dict[str, float], hulp: Hulp, noteer: Callable[[Schending], None]) -> None:
        self._kansen, self.hulp, self.noteer = kansen, hulp, noteer
        self._per_soort: dict[str, tuple[list[str], list[float]]] = {}
        for soort in {gebrek.soort for gebrek in GEBREKEN.values()}:
            regels = sorted(naam for naam, een in GEBREKEN.items() if een.soort == soort and kansen.get(naam, 0) > 0)
            if regels:
                self._per_soort[soort] = (regels, list(accumulate(kansen[naam] for naam in regels)))

    def kans(self, regel: str) -> float:
        """The chance on a rule."""
        return self._kansen.get(regel, 0.0)

    def plant(self, rng: Random, dossier: Dossier) -> None:
        """One defect at most."""
        if not dossier.persoon.bsn_bekend:
            self._plant(VREEMD, rng, dossier, None)
            return
        if any(een.zonder_start for een in dossier.toewijzingen):
            self._plant(ZONDER_START, rng, dossier, None)
            return
        for soort, plekken in _PLEKKEN.items():
            if soort in self._per_soort:
                for plek in plekken(dossier):
                    regel = self._kies(rng, soort)
                    if regel and self._plant(regel, rng, dossier, plek):
                        return
        verzoek.onthoud(dossier, self.hulp)

    def _kies(self, rng: Random, soort: str) -> str:
        """A rule to break here, mostly none."""
        regels, grenzen = self._per_soort[soort]
        keuze = bisect_right(grenzen, rng.random())
        return regels[keuze] if keuze < len(regels) else ""

    def _plant(self, regel: str, rng: Random, dossier: Dossier, plek: Any) -> bool:
        schendingen = GEBREKEN[regel].plant(dossier, plek, rng, self.hulp)
        for een in schendingen or ():
            self.noteer(een)
        return schendingen is not None


def _rijen(soort: str) -> Callable[[Dossier], Iterator[Any]]:
    """The rows of a kind of message that arrives."""

    def plekken(dossier: Dossier) -> Iterator[Any]:
        for bericht in list(dossier.berichten):
            if bericht.soort == soort and bericht.leverdatum is not None:
                for rij in list(bericht.rijen):
                    yield bericht, rij

    return plekken


def _berichten(dossier: Dossier) -> Iterator[Any]:
    for bericht in list(dossier.berichten):
        if bericht.soort in ("301", "305", "307") and bericht.leverdatum is not None:
            yield bericht


def _regels(dossier: Dossier) -> Iterator[Any]:
    for een in list(dossier.regels):
        if een.debet_credit == "D" and not een.vast:
            yield een


_PLEKKEN: dict[str, Callable[[Dossier], Iterator[Any]]] = {
    "bericht": _berichten,
    "301": _rijen("301"),
    "305": _rijen("305"),
    "307": _rijen("307"),
    "aanvraag": lambda dossier: iter(list(dossier.aanvragen)),
    "creditregel": lambda dossier: iter([een for een in dossier.regels if een.debet_credit == "C"]),
    "declaratieregel": _regels,
}
