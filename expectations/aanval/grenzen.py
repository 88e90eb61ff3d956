"""The smallest and largest value that each secret cell can have, given all rows together.

Belongs here: how the solver (HiGHS) is asked, and asked as little as possible. Does not belong here: rows (relaties), or what a
narrow range means (aanval).

Every solution is a possible world. Two worlds in which a cell lies far enough apart prove that cell safe, so a handful of worlds
that push all cells up, down, or at random settle nearly all of them; only the rest is asked one by one. Whole numbers: a bound
between two of them moves inwards.
"""

from dataclasses import dataclass

import highspy
import numpy as np

from expectations.aanval.stelsel import ONEINDIG, Stelsel

_KLEIN = 1e-6
_OPBRENGST = 0.03
_WEINIG = 10


@dataclass(frozen=True)
class Inzet:
    """How much an attack may ask of the solver, per independent part: worlds, and cells one by one."""

    werelden: int
    cellen: int


VLUG = Inzet(werelden=12, cellen=20)
"""For a gate: settles nearly every cell; what is left is told, not called safe."""
VOLUIT = Inzet(werelden=200, cellen=10**9)
"""Every cell is settled."""


class Tegenstrijdig(Exception):
    """No world fits the rows: a relation does not hold, or the tables contradict each other."""


class Deel:
    """One independent part of a system, kept in the solver so that a next question starts from the last answer."""

    def __init__(
        self, stelsel: Stelsel, laag: np.ndarray, hoog: np.ndarray, rijen: np.ndarray, kolommen: np.ndarray
    ) -> None:
        self.kolommen = kolommen
        plaats = np.full(len(laag), -1)
        plaats[kolommen] = np.arange(len(kolommen))
        nummers = np.flatnonzero(rijen)
        mee = rijen[stelsel.rijen]
        kolom, coef = stelsel.kolom[mee], stelsel.coef[mee]
        rij = np.searchsorted(nummers, stelsel.rijen[mee])
        vast = plaats[kolom] < 0
        weg = np.bincount(rij[vast], weights=coef[vast] * laag[kolom[vast]], minlength=len(nummers))
        self._highs = _model(
            laag[kolommen],
            hoog[kolommen],
            np.bincount(rij[~vast], minlength=len(nummers)),
            plaats[kolom[~vast]],
            coef[~vast],
            stelsel.rij_laag[nummers] - weg,
            stelsel.rij_hoog[nummers] - weg,
        )
        self.laag, self.hoog = laag[kolommen], hoog[kolommen]

    def wereld(self, gewicht: np.ndarray, laag: np.ndarray | None = None, hoog: np.ndarray | None = None) -> np.ndarray:
        """The world in which the weighted sum of the variables is least, within narrower bounds when given."""
        highs, alle = self._highs, np.arange(len(gewicht), dtype=np.int32)
        laag, hoog = self.laag if laag is None else laag, self.hoog if hoog is None else hoog
        highs.changeColsBounds(len(alle), alle, laag, np.where(hoog >= ONEINDIG, highspy.kHighsInf, hoog))
        highs.changeColsCost(len(alle), alle, gewicht)
        # From nothing: presolve shrinks these systems so far that the last answer is no help.
        highs.clearSolver()
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise Tegenstrijdig(str(highs.getModelStatus()))
        return np.asarray(highs.getSolution().col_value)

    def knelt(self) -> set[int]:
        """Of the last question: the variables (in the numbers of the system) whose own bounds hold the answer."""
        prijs = np.abs(np.asarray(self._highs.getSolution().col_dual))
        return set(self.kolommen[prijs > 1e-5].tolist())


def _model(
    laag: np.ndarray,
    hoog: np.ndarray,
    per_rij: np.ndarray,
    kolom: np.ndarray,
    coef: np.ndarray,
    rij_laag: np.ndarray,
    rij_hoog: np.ndarray,
) -> highspy.Highs:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(laag), len(rij_laag)
    lp.col_cost_ = np.zeros(len(laag))
    lp.col_lower_, lp.col_upper_ = laag, np.where(hoog >= ONEINDIG, highspy.kHighsInf, hoog)
    lp.row_lower_ = np.where(rij_laag <= -ONEINDIG / 2, -highspy.kHighsInf, rij_laag)
    lp.row_upper_ = np.where(rij_hoog >= ONEINDIG / 2, highspy.kHighsInf, rij_hoog)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(per_rij)]).astype(np.int32)
    lp.a_matrix_.index_ = kolom.astype(np.int32)
    lp.a_matrix_.value_ = coef
    highs = highspy.Highs()
    for optie, waarde in (("output_flag", False), ("threads", 1), ("random_seed", 1), ("solver", "simplex")):
        highs.setOptionValue(optie, waarde)
    highs.passModel(lp)
    return highs


class Werelden:
    """The search over one part: of each variable asked, the lowest and highest value seen in any world."""

    def __init__(self, deel: Deel, vragen: np.ndarray, breedte: np.ndarray) -> None:
        self.deel, self.vragen, self.breedte = deel, vragen, breedte[vragen]
        self.laagst = np.full(len(vragen), np.inf)
        self.hoogst = np.full(len(vragen), -np.inf)

    @property
    def open_(self) -> np.ndarray:
        """Which are not proved safe."""
        return np.floor(self.hoogst + _KLEIN) - np.ceil(self.laagst - _KLEIN) < self.breedte

    def zoek(self, inzet: Inzet) -> dict[int, list[int]]:
        """The variables (places in `vragen`) that are too narrow, each with the variables whose bounds hold it there."""
        rng = np.random.default_rng(1)
        wereld = None
        for beurt in range(inzet.werelden):
            voor = np.flatnonzero(self.open_)
            if len(voor) <= _WEINIG:
                break
            wereld = self._duw(voor, beurt, wereld, rng)
            if beurt >= 2 and len(voor) - self.open_.sum() < _OPBRENGST * len(voor):
                break
        knelt: dict[int, list[int]] = {}
        for n in np.flatnonzero(self.open_):
            if len(knelt) < inzet.cellen and self.open_[n]:
                knelt[int(n)] = self._vraag(n)
        return {n: waarom for n, waarom in knelt.items() if self.open_[n]}

    def _duw(self, voor: np.ndarray, beurt: int, wereld: np.ndarray | None, rng: np.random.Generator) -> np.ndarray:
        """One world that pushes the open cells; no further than needed, for what one takes another cannot have."""
        plek, deel = self.vragen[voor], self.deel
        omhoog = rng.random(len(voor)) < 0.5
        omhoog = np.where(
            self.laagst[voor] <= deel.laag[plek], True, np.where(self.hoogst[voor] >= deel.hoog[plek], False, omhoog)
        )
        laag, hoog = deel.laag.copy(), deel.hoog.copy()
        if beurt == 0 or wereld is None:
            omhoog[:] = False
        else:
            hier, ver = wereld[plek], self.breedte[voor]
            plafond = np.maximum(np.ceil(self.laagst[voor] - _KLEIN) + ver, np.ceil(hier - _KLEIN))
            vloer = np.minimum(np.floor(self.hoogst[voor] + _KLEIN) - ver, np.floor(hier + _KLEIN))
            hoog[plek] = np.where(omhoog, np.minimum(hoog[plek], plafond), hoog[plek])
            laag[plek] = np.where(omhoog, laag[plek], np.maximum(laag[plek], vloer))
        gewicht = np.zeros(len(deel.kolommen))
        gewicht[plek] = np.where(omhoog, -1.0, 1.0) * (rng.random(len(voor)) + 0.1)
        return self._zie(deel.wereld(gewicht, laag, hoog))

    def _zie(self, wereld: np.ndarray) -> np.ndarray:
        np.minimum(self.laagst, wereld[self.vragen], out=self.laagst)
        np.maximum(self.hoogst, wereld[self.vragen], out=self.hoogst)
        return wereld

    def _vraag(self, n: int) -> list[int]:
        """Ask for the least and the most of one cell; returns what held it."""
        knelt: set[int] = set()
        for teken in (1.0, -1.0):
            gewicht = np.zeros(len(self.deel.kolommen))
            gewicht[self.vragen[n]] = teken
            self._zie(self.deel.wereld(gewicht))
            knelt |= self.deel.knelt()
        return sorted(knelt)
