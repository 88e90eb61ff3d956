"""What follows from all relations of one place together: a wijk with its buurten.

Belongs here: cutting the system into places, and asking the solver about each. Does not belong here: rows (relaties), or all
places at once (grenzen).

Relations tie areas together only by sums, so nearly all that follows from more than one row follows within a wijk. What lies
outside a place keeps the bounds that are known of it: an answer can be too wide, never too narrow. A place is small, so every
cell in it is asked; a place that is the same as before is not asked again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count

import highspy
import numpy as np

from expectations.aanval.geheugen import Antwoord, Geheugen, merk
from expectations.aanval.grenzen import Tegenstrijdig, model, naar_binnen
from expectations.aanval.rooster import Rooster
from expectations.aanval.stelsel import ONEINDIG, Gevolg, Stelsel, delen, nodig, reeksen, termen

_KLEIN = 1e-6
_OPBRENGST = 8
"""A question about many cells is worth asking while it settles this many."""


@dataclass(frozen=True)
class Smal:
    """A variable that lies in laag..hoog within its place."""

    variabele: int
    laag: int
    hoog: int


@dataclass(frozen=True)
class _Plaats:
    """One place: its variables, its own system, which of its variables are asked, and how wide those should be."""

    kolommen: np.ndarray
    stelsel: Stelsel
    vragen: np.ndarray
    breedte: np.ndarray

    @property
    def merk(self) -> bytes:
        """The same for places of which the same is known."""
        return merk("nabij", *self.stelsel.reeks, self.vragen, self.breedte)


def per_wijk(rooster: Rooster) -> np.ndarray:
    """Per variable the number of its wijk, for buurten that of the wijk they are in; a municipality stands by itself."""
    buurt = rooster.gebieden[rooster.gebieden["gebied_soort"] == "buurt"]
    boven = dict(zip(buurt["jaar"].astype(str) + buurt["gebied_code"], buurt["bovenliggend"], strict=True))
    code = rooster.sleutel["gebied_code"].astype(str)
    wijk = (rooster.sleutel["periode"].str[:4] + code).map(boven).fillna(code).astype(str)
    return np.unique(wijk, return_inverse=True)[1]


def zoek(
    stelsel: Stelsel, gevolg: Gevolg, groep: np.ndarray, vraag: np.ndarray, breedte: np.ndarray, geheugen: Geheugen
) -> list[Smal]:
    """The variables of `vraag` that are narrower than their `breedte`, each place of one `groep` by itself.

    Adds what it learns to `geheugen`. Raises Tegenstrijdig when a place has no world.
    """
    plaatsen = [(plaats.merk, plaats) for plaats in _plaatsen(stelsel, gevolg, groep, vraag, breedte)]
    antwoorden = geheugen.vraag({naam: partial(_vraag, plaats) for naam, plaats in plaatsen})
    return [
        Smal(int(plaats.kolommen[n]), laag, hoog) for naam, plaats in plaatsen for n, laag, hoog in antwoorden[naam]
    ]


def _plaatsen(
    stelsel: Stelsel, gevolg: Gevolg, groep: np.ndarray, vraag: np.ndarray, breedte: np.ndarray
) -> Iterator[_Plaats]:
    rijen = nodig(stelsel, gevolg.laag, gevolg.hoog)
    deel = delen(stelsel, rijen, gevolg.laag == gevolg.hoog, groep)
    volgorde = np.argsort(deel, kind="stable")
    volgorde = volgorde[deel[volgorde] >= 0]
    for kolommen in np.split(volgorde, np.flatnonzero(np.diff(deel[volgorde])) + 1):
        vragen = np.flatnonzero(vraag[kolommen])
        if len(vragen):
            raakt = stelsel.raakt(kolommen)
            eigen = knip(stelsel, gevolg.laag, gevolg.hoog, raakt[rijen[raakt]], kolommen)
            yield _Plaats(kolommen, eigen, vragen, breedte[kolommen[vragen]])


def knip(stelsel: Stelsel, laag: np.ndarray, hoog: np.ndarray, rijen: np.ndarray, kolommen: np.ndarray) -> Stelsel:
    """The system of a place: of these rows the ones that matter to its `kolommen`. What other variables may add, given the bounds
    `laag` and `hoog` of all, widens the bounds of a row.
    """
    plek = np.full(len(laag), -1)
    plek[kolommen] = np.arange(len(kolommen))
    entries = reeksen(stelsel.begin[rijen], stelsel.begin[rijen + 1])
    rij = np.repeat(np.arange(len(rijen)), stelsel.begin[rijen + 1] - stelsel.begin[rijen])
    van, coef = stelsel.kolom[entries], stelsel.coef[entries]
    kolom, (klein, groot) = plek[van], termen(coef, laag[van], hoog[van])
    binnen = kolom >= 0

    def som(termen_: np.ndarray, welke: np.ndarray) -> np.ndarray:
        return np.bincount(rij[welke], weights=termen_[welke], minlength=len(rijen))

    onder, boven = stelsel.rij_laag[rijen] - som(groot, ~binnen), stelsel.rij_hoog[rijen] - som(klein, ~binnen)
    telt = (som(klein, binnen) < onder - _KLEIN) | (som(groot, binnen) > boven + _KLEIN)
    mee = binnen & telt[rij]
    begin = np.concatenate([[0], np.cumsum(np.bincount(rij[mee], minlength=len(rijen))[telt])])
    return Stelsel(laag[kolommen], hoog[kolommen], kolom[mee], coef[mee], begin, onder[telt], boven[telt])


def _vraag(plaats: _Plaats) -> Antwoord:
    """What is too narrow in one place, with its bounds: first questions that move many cells at once, then one by one what those left open."""
    vraag = _Vraag(plaats)
    vraag.duw_samen()
    for n in range(len(plaats.vragen)):
        vraag.vraag_een(n)
    laag, hoog = naar_binnen(vraag.laagst, vraag.hoogst)
    return [(int(plaats.vragen[n]), int(laag[n]), int(min(hoog[n], ONEINDIG))) for n in np.flatnonzero(vraag.open_)]


class _Vraag:
    """The lowest and highest value of each cell in any answer: every answer is a world, and says something of all cells."""

    def __init__(self, plaats: _Plaats) -> None:
        self.plaats, self.plek = plaats, plaats.vragen
        self._highs = model(plaats.stelsel, np.zeros(len(plaats.kolommen)))
        # From one corner to the next: only the question differs, so the last answer is a good place to begin.
        for optie, waarde in (("solver", "simplex"), ("presolve", "off"), ("simplex_strategy", 4)):
            self._highs.setOptionValue(optie, waarde)
        self.laagst, self.hoogst = np.full(len(self.plek), np.inf), np.full(len(self.plek), -np.inf)

    @property
    def open_(self) -> np.ndarray:
        """Which are not proved wide enough."""
        laag, hoog = naar_binnen(self.laagst, self.hoogst)
        return hoog - laag < self.plaats.breedte

    def duw_samen(self) -> None:
        """Push half of what is open up and the rest down, as long as that settles more than asking would."""
        rng = np.random.default_rng(1)
        alle = np.arange(len(self.plaats.kolommen), dtype=np.int32)
        voor, gelukt = np.arange(len(self.plek)), _OPBRENGST
        for beurt in count():
            if not len(voor) or gelukt < _OPBRENGST:
                break
            gewicht = np.zeros(len(alle))
            omhoog = (rng.random(len(voor)) < 0.5) & (self.plaats.stelsel.hoog[self.plek[voor]] < ONEINDIG)
            gewicht[self.plek[voor]] = np.where(omhoog, -1.0, 0.3) * (rng.random(len(voor)) + 0.1)
            self._highs.changeColsCost(len(alle), alle, gewicht)
            self._los_op()
            over = np.flatnonzero(self.open_)
            gelukt, voor = (len(voor) - len(over) if beurt else _OPBRENGST), over  # one world alone settles nothing
        self._highs.changeColsCost(len(alle), alle, np.zeros(len(alle)))

    def vraag_een(self, n: int) -> None:
        """The least and the most of one cell, unless it is wide or has been seen at its bound."""
        variabele, eigen = int(self.plek[n]), self.plaats.stelsel
        for teken, aan_grens in (
            (1.0, lambda: self.laagst[n] <= eigen.laag[variabele] + _KLEIN),
            (-1.0, lambda: self.hoogst[n] >= eigen.hoog[variabele] - _KLEIN),
        ):
            if not (aan_grens() or self._ruim(n)):
                self._highs.changeColCost(variabele, teken)
                if not self._los_op():
                    self.hoogst[n] = ONEINDIG
                self._highs.changeColCost(variabele, 0.0)

    def _ruim(self, n: int) -> bool:
        laag, hoog = naar_binnen(self.laagst[n], self.hoogst[n])
        return bool(hoog - laag >= self.plaats.breedte[n])

    def _los_op(self) -> bool:
        """One answer; False when there is no end to it."""
        self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kUnbounded:
            return False
        if status != highspy.HighsModelStatus.kOptimal:
            raise Tegenstrijdig(str(status))
        waarden = np.asarray(self._highs.getSolution().col_value)[self.plek]
        self.laagst, self.hoogst = np.minimum(self.laagst, waarden), np.maximum(self.hoogst, waarden)
        return True
