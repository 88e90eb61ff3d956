"""Steering: which group of laws a household gets, so that the published figures come out, without sampling noise.

Belongs here: targets, shortages, and drawing a group or a number of facilities. Does not belong here: what that means
for a person (gebruik).

Households pass one after another. What should have been given so far is compared with what was given; a shortage of a
group (in households) raises its chance, a surplus lowers it. So the totals land on the target for any number of
inhabitants, while nothing but a few counters is kept.
"""

import math
from collections import defaultdict
from random import Random

from .gedrag import Gedrag
from .planning import Buurt
from .tijd import JAREN

WETTEN = ("jeugd", "pwet", "wmo")


class Sturing:
    """Counters per year and group."""

    def __init__(self, plan: list[Buurt], gedrag: Gedrag) -> None:
        self._gedrag = gedrag
        buurt = _buurtfactoren(plan, gedrag)
        # households of a buurt that should use a group, per household: what is published, per year and buurt
        self._doel = {
            jaar: {code: {naam: _niveau(naam, jaar, gedrag) * een[naam] for naam in een} for code, een in buurt.items()}
            for jaar in JAREN
        }
        self._schaal = {
            naam: (gedrag.schaal[naam], tuple(naam.split("+")), gedrag.gebruik.sterkte_sturing)
            for naam in gedrag.doelen
        }
        self._gewenst: dict[int, dict[str, float]] = {jaar: dict.fromkeys(gedrag.doelen, 0.0) for jaar in JAREN}
        self._gegeven: dict[int, dict[str, int]] = {jaar: dict.fromkeys(gedrag.doelen, 0) for jaar in JAREN}
        self._noemer = dict.fromkeys(JAREN, 0)
        self._aantallen: defaultdict[str, list[float]] = defaultdict(lambda: [0.0] * 6)

    def tel_noemer(self, jaar: int, buurt: str) -> None:
        """A household that exists on 1 January asks for its share of every group."""
        self._noemer[jaar] += 1
        gewenst = self._gewenst[jaar]
        for combinatie, doel in self._doel[jaar][buurt].items():
            gewenst[combinatie] += doel

    def tel_gegeven(self, jaar: int, combinatie: str) -> None:
        """A household uses this group in the year."""
        self._gegeven[jaar][combinatie] += 1

    def kies(self, rng: Random, jaar: int, buurt: str, gewicht: dict[str, float]) -> str | None:
        """A group for a household without use so far; `gewicht` is how apt it is per law (0 = cannot)."""
        lot = rng.random()
        nieuw = 1.0 if jaar == JAREN[0] else 0.3  # later most of the use is still there from the year before
        gewenst, gegeven, doel = self._gewenst[jaar], self._gegeven[jaar], self._doel[jaar][buurt]
        for combinatie, (schaal, wetten, sterkte) in self._schaal.items():
            past = schaal
            for wet in wetten:
                past *= gewicht[wet]
            if past > 0:
                tekort = gewenst[combinatie] - gegeven[combinatie]
                sturing = math.exp(min(max(sterkte * tekort, -8.0), 3.0))
                lot -= min(doel[combinatie] * past * sturing * nieuw, 0.9)
                if lot < 0:
                    return combinatie
        return None

    def aantal_voorzieningen(self, combinatie: str) -> int:
        """1 to 6: the number that is furthest behind its share, so that shares are exact at every moment."""
        wetten = combinatie.count("+") + 1
        soort = {1: combinatie, 2: "twee", 3: "drie"}[wetten]
        gewichten = getattr(self._gedrag.voorzieningen, soort)
        achter = self._aantallen[soort]
        som = sum(gewichten)
        for nummer, gewicht in enumerate(gewichten):
            achter[nummer] += gewicht / som
        keuze = max(range(6), key=achter.__getitem__)
        achter[keuze] -= 1
        return keuze + 1

    def stand(self, jaar: int) -> dict[str, float]:
        """Households per 1,000 of 1 January that the generator gave each group in a year."""
        return {naam: 1000 * aantal / max(self._noemer[jaar], 1) for naam, aantal in self._gegeven[jaar].items()}


def _niveau(combinatie: str, jaar: int, gedrag: Gedrag) -> float:
    """The share of all households that should use exactly this group in a year."""
    wetten = combinatie.split("+")
    drift = sum(gedrag.drift.van(wet) for wet in wetten) / len(wetten)
    return gedrag.doelen[combinatie] / 1000 * (1 + drift) ** (jaar - JAREN[0])


def _buurtfactoren(plan: list[Buurt], gedrag: Gedrag) -> dict[str, dict[str, float]]:
    """How far use in a buurt lies above the mean: by its benefits, its old people and its families; mean 1."""
    huishoudens = sum(buurt.huishoudens for buurt in plan) or 1

    def verhouding(waarde: dict[str, float]) -> dict[str, float]:
        gemiddeld = sum(waarde[buurt.code] * buurt.huishoudens for buurt in plan) / huishoudens or 1.0
        return {code: min(max(een / gemiddeld, 0.15), 3.0) for code, een in waarde.items()}

    bijstand = verhouding({buurt.code: buurt.bijstand for buurt in plan})
    grijs = verhouding({buurt.code: buurt.grijs + 0.05 for buurt in plan})
    gezin = verhouding({buurt.code: buurt.gezinnen / max(buurt.huishoudens, 1) for buurt in plan})
    wet = {
        "jeugd": gezin,
        "pwet": bijstand,
        "wmo": {code: 0.5 + 0.5 * grijs[code] for code in grijs},
    }
    ruw = {
        combinatie: {buurt.code: math.prod(wet[een][buurt.code] for een in combinatie.split("+")) for buurt in plan}
        for combinatie in gedrag.doelen
    }
    uit: dict[str, dict[str, float]] = {buurt.code: {} for buurt in plan}
    for combinatie, waarden in ruw.items():
        gemiddeld = sum(waarden[buurt.code] * buurt.huishoudens for buurt in plan) / huishoudens or 1.0
        for code, waarde in waarden.items():
            uit[code][combinatie] = waarde / gemiddeld
    return uit
