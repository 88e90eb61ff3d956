"""The smallest and largest value that each secret cell can have, given all rows together.

Belongs here: how the solver (HiGHS) is asked, and asked as little as possible. Does not belong here: rows (relaties), or what a
narrow range means (aanval).

Every solution is a possible world, and two worlds in which a cell lies far enough apart prove that cell safe. So worlds are made
that each push many cells; of what they leave open, cells are asked one by one, in random order: how many of those are weak says
how many of the others are. Whole numbers: a bound between two of them moves inwards.
"""

from dataclasses import dataclass, replace

import highspy
import numpy as np

from expectations.aanval.stelsel import ONEINDIG, Stelsel

_KLEIN = 1e-3
"""A world by the inside comes this close to its bounds."""
_OPBRENGST = 4
"""Worlds are made as long as each settles this many cells: one cell by itself costs two worlds."""


@dataclass(frozen=True)
class Inzet:
    """How much an attack may ask of the solver, per independent part: worlds, and cells one by one."""

    werelden: int
    cellen: int


VLUG = Inzet(werelden=25, cellen=10)
"""Settles most cells; what is left is told, not called safe."""
VOLUIT = Inzet(werelden=10**9, cellen=10**9)
"""Every cell is settled."""


class Tegenstrijdig(Exception):
    """No world fits the rows: a relation does not hold, or the tables contradict each other."""


def naar_binnen(laagst: np.ndarray, hoogst: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The whole numbers within a range that was seen."""
    return np.ceil(laagst - _KLEIN), np.floor(hoogst + _KLEIN)


class Deel:
    """One independent part of a system: its variables are free, all others have one value left."""

    def __init__(
        self, stelsel: Stelsel, laag: np.ndarray, hoog: np.ndarray, rijen: np.ndarray, kolommen: np.ndarray
    ) -> None:
        self.kolommen, self.laag, self.hoog = kolommen, laag[kolommen], hoog[kolommen]
        plaats = np.full(len(laag), -1)
        plaats[kolommen] = np.arange(len(kolommen))
        nummers = np.flatnonzero(rijen)
        mee = rijen[stelsel.rijen]
        kolom, coef = stelsel.kolom[mee], stelsel.coef[mee]
        rij = np.searchsorted(nummers, stelsel.rijen[mee])
        vast = plaats[kolom] < 0
        weg = np.bincount(rij[vast], weights=coef[vast] * laag[kolom[vast]], minlength=len(nummers))
        lengte = np.bincount(rij[~vast], minlength=len(nummers))
        begin = np.concatenate([[0], np.cumsum(lengte)])
        self.stelsel = Stelsel(
            self.laag,
            self.hoog,
            plaats[kolom[~vast]],
            coef[~vast],
            begin,
            stelsel.rij_laag[nummers] - weg,
            stelsel.rij_hoog[nummers] - weg,
        )

    def wereld(self, gewicht: np.ndarray, laag: np.ndarray, hoog: np.ndarray) -> np.ndarray:
        """A world in which the weighted sum of the variables is least, within these bounds. Raises Tegenstrijdig when there is
        none.
        """
        return _los_op(model(replace(self.stelsel, laag=laag, hoog=hoog), gewicht))

    def uiterst(self, n: int) -> np.ndarray:
        """The worlds with the least and the most of variable `n`."""
        highs, werelden = model(self.stelsel, np.zeros(len(self.laag))), []
        for teken in (1.0, -1.0):
            highs.changeColCost(n, teken)
            werelden.append(_los_op(highs))
        return np.array(werelden)


def model(stelsel: Stelsel, gewicht: np.ndarray) -> highspy.Highs:
    """The question to the solver which solution has the least weighted sum; one thread, and the same answer each time."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(stelsel.laag), len(stelsel.rij_laag)
    lp.col_cost_ = gewicht
    lp.col_lower_, lp.col_upper_ = stelsel.laag, np.where(stelsel.hoog >= ONEINDIG, highspy.kHighsInf, stelsel.hoog)
    lp.row_lower_ = np.where(stelsel.rij_laag <= -ONEINDIG / 2, -highspy.kHighsInf, stelsel.rij_laag)
    lp.row_upper_ = np.where(stelsel.rij_hoog >= ONEINDIG / 2, highspy.kHighsInf, stelsel.rij_hoog)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = stelsel.begin.astype(np.int32)
    lp.a_matrix_.index_ = stelsel.kolom.astype(np.int32)
    lp.a_matrix_.value_ = stelsel.coef
    highs = highspy.Highs()
    for optie, waarde in (("output_flag", False), ("threads", 1), ("random_seed", 1)):
        highs.setOptionValue(optie, waarde)
    highs.passModel(lp)
    return highs


def _los_op(highs: highspy.Highs) -> np.ndarray:
    """By the inside of the system: an answer in a corner takes ten times as long and is not needed. Where the inside gives no
    answer, and that is rare, a corner does.
    """
    for solver, hoek in (("ipm", "off"), ("simplex", "on")):
        highs.setOptionValue("solver", solver)
        highs.setOptionValue("run_crossover", hoek)
        highs.run()
        if highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            break
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise Tegenstrijdig(str(highs.getModelStatus()))
    return np.asarray(highs.getSolution().col_value)


class Werelden:
    """The search over one part: of each variable asked, the lowest and highest value seen in any world."""

    def __init__(self, deel: Deel, vragen: np.ndarray, breedte: np.ndarray) -> None:
        self.deel, self.vragen, self.breedte = deel, vragen, breedte[vragen]
        self.laagst = np.full(len(vragen), np.inf)
        self.hoogst = np.full(len(vragen), -np.inf)
        self.gevraagd = 0

    @property
    def open_(self) -> np.ndarray:
        """Which are not proved safe."""
        laag, hoog = naar_binnen(self.laagst, self.hoogst)
        return hoog - laag < self.breedte

    def zoek(self, inzet: Inzet) -> list[int]:
        """The variables (places in `vragen`) that are too narrow."""
        self._duw_samen(inzet.werelden)
        gevraagd = []
        for n in np.random.default_rng(1).permutation(np.flatnonzero(self.open_)).tolist():
            if len(gevraagd) < inzet.cellen and self.open_[n]:
                self._zie(self.deel.uiterst(self.vragen[n])[:, self.vragen])
                gevraagd.append(n)
        self.gevraagd = len(gevraagd)
        return [n for n in gevraagd if self.open_[n]]

    def _duw_samen(self, hoogstens: int) -> None:
        """Make worlds that push open cells, while that settles enough; fewer at a time when most of those pushed do not come."""
        rng, deel, wereld = np.random.default_rng(1), 0.5, None
        for beurt in range(hoogstens):
            voor = np.flatnonzero(self.open_)
            if beurt and not len(voor):
                break
            wereld = self._duw(voor, wereld, rng.random(len(voor)) < deel, rng)
            gelukt = len(voor) - self.open_.sum()
            if beurt > 1 and gelukt < _OPBRENGST:
                break
            if beurt and gelukt < deel * len(voor) / 2:
                deel /= 2

    def _duw(
        self, voor: np.ndarray, wereld: np.ndarray | None, omhoog: np.ndarray, rng: np.random.Generator
    ) -> np.ndarray:
        """One world that pushes some of the open cells up and the rest down: what one takes another cannot have. Up no further
        than needed, for the same reason.
        """
        plek, deel = self.vragen[voor], self.deel
        hoog = deel.hoog.copy()
        if wereld is None:
            omhoog = np.zeros(len(voor), dtype=bool)
        else:
            plafond = np.maximum(naar_binnen(self.laagst, self.hoogst)[0][voor] + self.breedte[voor], deel.laag[plek])
            hoog[plek] = np.where(omhoog, np.minimum(hoog[plek], plafond), hoog[plek])
        gewicht = np.zeros(len(deel.kolommen))
        gewicht[plek] = np.where(omhoog, -1.0, 0.1) * (rng.random(len(voor)) + 0.1)
        wereld = deel.wereld(gewicht, deel.laag, hoog)
        self._zie(wereld[None, self.vragen])
        return wereld

    def _zie(self, werelden: np.ndarray) -> None:
        """Remember what worlds (a row each) say of the variables asked."""
        self.laagst = np.minimum(self.laagst, werelden.min(axis=0))
        self.hoogst = np.maximum(self.hoogst, werelden.max(axis=0))
