"""The smallest and largest value that each secret cell can have, given all rows together.

Belongs here: how the solver (HiGHS) is asked, and asked as little as possible. Does not belong here: rows (relaties), or what a
narrow range means (aanval).

Every solution is a possible world, and two worlds in which a cell lies far enough apart prove that cell safe. A handful of worlds
that push all cells up, down, or at random settle most. What is left is pushed from the middle of those worlds while only what
lies near it may move: a small question, and what comes out is a world of the whole system too. Only a cell that this does not
prove safe is asked with everything free. Whole numbers: a bound between two of them moves inwards.
"""

from dataclasses import dataclass, replace

import highspy
import numpy as np

from expectations.aanval.stelsel import ONEINDIG, Stelsel, reeksen

_KLEIN = 1e-6
_OPBRENGST = 0.03
"""Worlds are made as long as each settles this part of what is open."""


@dataclass(frozen=True)
class Inzet:
    """How much an attack may ask of the solver, per independent part: worlds, how many variables may move with a cell, and of
    how many cells the exact range, with everything free."""

    werelden: int
    nabij: tuple[int, ...]
    cellen: int


VLUG = Inzet(werelden=40, nabij=(), cellen=20)
"""Settles nearly every cell; what is left is told, not called safe."""
VOLUIT = Inzet(werelden=40, nabij=(400, 4000), cellen=10**9)
"""Every cell is settled."""


class Tegenstrijdig(Exception):
    """No world fits the rows: a relation does not hold, or the tables contradict each other."""


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
        none. By the inside of the system: an answer in a corner takes ten times as long and is not needed.
        """
        return _los_op(_model(replace(self.stelsel, laag=laag, hoog=hoog), gewicht, solver="ipm", run_crossover="off"))

    def uiterst(self, n: int) -> tuple[np.ndarray, set[int]]:
        """The worlds with the least and the most of variable `n`, and the variables (in the numbers of the whole system) whose
        own bounds hold those."""
        return _uitersten(_model(self.stelsel), n, self.kolommen)

    def nabij(self, n: int, aantal: int) -> np.ndarray:
        """About so many variables nearest to `n`, itself included: those in a row with it, those in a row with these, and on."""
        stelsel, gezien = self.stelsel, np.zeros(len(self.laag), dtype=bool)
        gezien[n], rand, kring = True, np.array([n]), [np.array([n])]
        while len(rand) and sum(map(len, kring)) < aantal:
            rijen = stelsel.raakt(rand)
            erbij = np.unique(stelsel.kolom[reeksen(stelsel.begin[rijen], stelsel.begin[rijen + 1])])
            rand = erbij[~gezien[erbij]][: aantal - sum(map(len, kring))]
            gezien[rand] = True
            kring.append(rand)
        return np.sort(np.concatenate(kring))

    def uiterst_nabij(self, n: int, vrij: np.ndarray, wereld: np.ndarray) -> np.ndarray:
        """The least and the most of `n` (two rows of values of `vrij`) when everything else stays as in this world."""
        stelsel = self.stelsel
        rijen = stelsel.raakt(vrij)
        entries = reeksen(stelsel.begin[rijen], stelsel.begin[rijen + 1])
        lengte = stelsel.begin[rijen + 1] - stelsel.begin[rijen]
        kolom, coef, rij = stelsel.kolom[entries], stelsel.coef[entries], np.repeat(np.arange(len(rijen)), lengte)
        plek = np.minimum(np.searchsorted(vrij, kolom), len(vrij) - 1)
        los = vrij[plek] == kolom
        weg = np.bincount(rij[~los], weights=(coef * wereld[kolom])[~los], minlength=len(rijen))
        # The world is exact to a millionth: where it lies that far over a bound, the bound gives way.
        som = np.bincount(rij, weights=coef * wereld[kolom], minlength=len(rijen))
        klein = Stelsel(
            np.minimum(self.laag[vrij], wereld[vrij]),
            np.maximum(self.hoog[vrij], wereld[vrij]),
            plek[los],
            coef[los],
            np.concatenate([[0], np.cumsum(np.bincount(rij[los], minlength=len(rijen)))]),
            np.minimum(stelsel.rij_laag[rijen], som) - weg,
            np.maximum(stelsel.rij_hoog[rijen], som) - weg,
        )
        return _uitersten(_model(klein), int(np.searchsorted(vrij, n)), vrij)[0]


def _model(stelsel: Stelsel, gewicht: np.ndarray | None = None, **opties: str) -> highspy.Highs:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(stelsel.laag), len(stelsel.rij_laag)
    lp.col_cost_ = np.zeros(len(stelsel.laag)) if gewicht is None else gewicht
    lp.col_lower_, lp.col_upper_ = stelsel.laag, np.where(stelsel.hoog >= ONEINDIG, highspy.kHighsInf, stelsel.hoog)
    lp.row_lower_ = np.where(stelsel.rij_laag <= -ONEINDIG / 2, -highspy.kHighsInf, stelsel.rij_laag)
    lp.row_upper_ = np.where(stelsel.rij_hoog >= ONEINDIG / 2, highspy.kHighsInf, stelsel.rij_hoog)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = stelsel.begin.astype(np.int32)
    lp.a_matrix_.index_ = stelsel.kolom.astype(np.int32)
    lp.a_matrix_.value_ = stelsel.coef
    highs = highspy.Highs()
    for optie, waarde in ({"output_flag": False, "threads": 1, "random_seed": 1, "solver": "simplex"} | opties).items():
        highs.setOptionValue(optie, waarde)
    highs.passModel(lp)
    return highs


def _los_op(highs: highspy.Highs) -> np.ndarray:
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise Tegenstrijdig(str(highs.getModelStatus()))
    return np.asarray(highs.getSolution().col_value)


def _uitersten(highs: highspy.Highs, n: int, namen: np.ndarray) -> tuple[np.ndarray, set[int]]:
    werelden, knelt = [], set()
    for teken in (1.0, -1.0):
        highs.changeColCost(n, teken)
        werelden.append(_los_op(highs))
        prijs = np.abs(np.asarray(highs.getSolution().col_dual))
        knelt |= set(namen[prijs > 1e-5].tolist())
    return np.array(werelden), knelt


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
        midden = self._duw_samen(inzet.werelden)
        for aantal in inzet.nabij:
            if aantal < len(self.deel.kolommen):
                for n in np.flatnonzero(self.open_):
                    if self.open_[n]:
                        self._vraag_nabij(n, aantal, midden)
        knelt: dict[int, list[int]] = {}
        for n in np.flatnonzero(self.open_):
            if len(knelt) < inzet.cellen and self.open_[n]:
                alle, waardoor = self.deel.uiterst(self.vragen[n])
                self._zie(self.vragen, alle[:, self.vragen])
                knelt[int(n)] = sorted(waardoor)
        return {n: waarom for n, waarom in knelt.items() if self.open_[n]}

    def _duw_samen(self, hoogstens: int) -> np.ndarray:
        """Make worlds that push all open cells at once, while that settles enough; returns the middle of them, a world too."""
        rng = np.random.default_rng(1)
        wereld, som, beurt = None, np.zeros(len(self.deel.kolommen)), 0
        while beurt < hoogstens:
            voor = np.flatnonzero(self.open_)
            if beurt and not len(voor):
                break
            wereld = self._duw(voor, beurt, wereld, rng)
            som, beurt = som + wereld, beurt + 1
            if beurt > 2 and len(voor) - self.open_.sum() < _OPBRENGST * len(voor):
                break
        return som / beurt

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
        wereld = deel.wereld(gewicht, laag, hoog)
        self._zie(self.vragen, wereld[None, self.vragen])
        return wereld

    def _vraag_nabij(self, n: int, aantal: int, wereld: np.ndarray) -> None:
        vrij = self.deel.nabij(self.vragen[n], aantal)
        uitersten = self.deel.uiterst_nabij(self.vragen[n], vrij, wereld)
        gevraagd = np.isin(vrij, self.vragen, assume_unique=True)
        self._zie(vrij[gevraagd], uitersten[:, gevraagd])

    def _zie(self, variabelen: np.ndarray, waarden: np.ndarray) -> None:
        """Remember what worlds (rows) say of these variables, all of which are in `vragen`, which is in order."""
        plek = np.searchsorted(self.vragen, variabelen)
        self.laagst[plek] = np.minimum(self.laagst[plek], waarden.min(axis=0))
        self.hoogst[plek] = np.maximum(self.hoogst[plek], waarden.max(axis=0))
