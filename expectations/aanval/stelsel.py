"""A system of linear rows over variables with bounds: what follows without a solver, and which parts are independent.

Belongs here: rows, bounds, propagation. Does not belong here: what a row means (relaties), or optimising (grenzen).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

ONEINDIG = 1e9
"""Larger than any count: a bound that says nothing."""
_RONDEN = 60


@dataclass
class Stelsel:
    """`laag` and `hoog` bound each variable (whole numbers); a row is sum(coef * variable) between its two bounds.

    Rows lie one after another: those of row r are the entries begin[r]:begin[r + 1] of `kolom` and `coef`.
    """

    laag: np.ndarray
    hoog: np.ndarray
    kolom: np.ndarray
    coef: np.ndarray
    begin: np.ndarray
    rij_laag: np.ndarray
    rij_hoog: np.ndarray

    @property
    def reeks(self) -> tuple[np.ndarray, ...]:
        """All it consists of."""
        return self.laag, self.hoog, self.kolom, self.coef, self.begin, self.rij_laag, self.rij_hoog

    @cached_property
    def rijen(self) -> np.ndarray:
        """The row of each entry."""
        return np.repeat(np.arange(len(self.rij_laag)), np.diff(self.begin))

    @cached_property
    def _per_kolom(self) -> tuple[np.ndarray, np.ndarray]:
        """The rows that a variable is in: those of v are the entries begin[v]:begin[v + 1]."""
        begin = np.concatenate([[0], np.cumsum(np.bincount(self.kolom, minlength=len(self.laag)))])
        return self.rijen[np.argsort(self.kolom, kind="stable")], begin

    def raakt(self, variabelen: np.ndarray) -> np.ndarray:
        """The rows, in order, that hold any of these variables."""
        rijen, begin = self._per_kolom
        raak = np.zeros(len(self.rij_laag), dtype=bool)
        raak[rijen[reeksen(begin[variabelen], begin[variabelen + 1])]] = True
        return np.flatnonzero(raak)


@dataclass
class Opbouw:
    """Collects rows that have the same shape: many at a time."""

    _delen: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=list)

    def voeg_toe(
        self, kolommen: np.ndarray, coef: Sequence[float], laag: float | np.ndarray, hoog: float | np.ndarray
    ) -> None:
        """Rows with `kolommen` (rows x entries) and one list of coefficients; bounds for all or for each row."""
        aantal = len(kolommen)
        if aantal:
            grenzen = (np.broadcast_to(np.asarray(grens, dtype=float), aantal) for grens in (laag, hoog))
            self._delen.append((kolommen, np.broadcast_to(np.asarray(coef, float), kolommen.shape), *grenzen))

    def stelsel(self, laag: np.ndarray, hoog: np.ndarray) -> Stelsel:
        """All rows together, over variables with these bounds."""
        breedtes = [np.full(len(deel[0]), deel[0].shape[1]) for deel in self._delen]
        begin = np.concatenate([[0], np.cumsum(np.concatenate([[], *breedtes]))]).astype(np.int64)
        plat = [np.concatenate([np.ravel(deel[k]) for deel in self._delen] or [np.array([])]) for k in range(4)]
        return Stelsel(laag, hoog, plat[0].astype(np.int64), plat[1], begin, plat[2], plat[3])


@dataclass
class Gevolg:
    """Bounds that follow from the rows one at a time."""

    laag: np.ndarray
    hoog: np.ndarray


def reeksen(van: np.ndarray, tot: np.ndarray) -> np.ndarray:
    """The numbers van[0]..tot[0] - 1, van[1]..tot[1] - 1, and so on, one after another."""
    lengte = tot - van
    return np.repeat(van - np.concatenate([[0], np.cumsum(lengte)[:-1]]), lengte) + np.arange(lengte.sum())


def verspreid(stelsel: Stelsel) -> Gevolg:
    """Bounds that follow from each row alone, repeated until nothing changes: never narrower than the true range.

    After the first time only rows that hold something that changed can say something new.
    """
    gevolg = Gevolg(stelsel.laag.copy(), stelsel.hoog.copy())
    rijen = np.arange(len(stelsel.rij_laag))
    for _ in range(_RONDEN):
        if not len(rijen):
            break
        rijen = stelsel.raakt(_stap(stelsel, gevolg, rijen))
    return gevolg


def _stap(stelsel: Stelsel, gevolg: Gevolg, welke: np.ndarray) -> np.ndarray:
    """Narrow the bounds by what each of these rows says; returns the variables that changed."""
    alle = len(welke) == len(stelsel.rij_laag)
    entries = slice(None) if alle else reeksen(stelsel.begin[welke], stelsel.begin[welke + 1])
    kolom, coef = stelsel.kolom[entries], stelsel.coef[entries]
    klein, groot = termen(coef, gevolg.laag[kolom], gevolg.hoog[kolom])
    lengte = stelsel.begin[welke + 1] - stelsel.begin[welke]
    begin = np.concatenate([[0], np.cumsum(lengte)[:-1]])
    onder, boven = (np.add.reduceat(deel, begin) for deel in (klein, groot))
    ruimte_hoog = np.repeat(stelsel.rij_hoog[welke] - onder, lengte) + klein
    ruimte_laag = np.repeat(stelsel.rij_laag[welke] - boven, lengte) + groot
    per_hoog = np.floor(np.where(coef > 0, ruimte_hoog, ruimte_laag) / coef + 1e-6)
    per_laag = np.ceil(np.where(coef > 0, ruimte_laag, ruimte_hoog) / coef - 1e-6)
    anders = []
    for beter, per, grens, kies in (
        (per_hoog < gevolg.hoog[kolom], per_hoog, gevolg.hoog, np.minimum),
        (per_laag > gevolg.laag[kolom], per_laag, gevolg.laag, np.maximum),
    ):
        wie = np.flatnonzero(beter)
        kies.at(grens, kolom[wie], per[wie])
        anders.append(kolom[wie])
    return np.unique(np.concatenate(anders))


def termen(coef: np.ndarray, laag: np.ndarray, hoog: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The least and the most that each entry adds to its row."""
    een, ander = coef * laag, coef * hoog
    return np.minimum(een, ander), np.maximum(een, ander)


def nodig(stelsel: Stelsel, laag: np.ndarray, hoog: np.ndarray) -> np.ndarray:
    """Which rows can bind at all: those that the bounds of their variables do not already satisfy."""
    if not len(stelsel.kolom):
        return np.zeros(0, dtype=bool)
    klein, groot = termen(stelsel.coef, laag[stelsel.kolom], hoog[stelsel.kolom])
    onder, boven = (np.add.reduceat(deel, stelsel.begin[:-1]) for deel in (klein, groot))
    return (onder < stelsel.rij_laag - 1e-6) | (boven > stelsel.rij_hoog + 1e-6)


def delen(stelsel: Stelsel, rijen: np.ndarray, los: np.ndarray, groep: np.ndarray | None = None) -> np.ndarray:
    """Per variable the part it is in: variables that a row of `rijen` ties together, directly or through others.

    `los` are variables that have one value left: they tie nothing together. Their part is -1, as that of a variable in no row.
    With `groep`, per variable a number, a row ties only variables of one number together.
    """
    mee = rijen[stelsel.rijen] & ~los[stelsel.kolom]
    kolom, rij = stelsel.kolom[mee], stelsel.rijen[mee]
    if groep is not None and len(kolom):
        rij = np.unique(rij * (groep.max() + 1) + groep[kolom], return_inverse=True)[1]
    deel, rijen_samen = np.arange(len(stelsel.laag)), rij.max(initial=-1) + 1
    while len(kolom):
        per_rij = np.full(rijen_samen, len(deel))
        np.minimum.at(per_rij, rij, deel[kolom])
        nieuw = deel.copy()
        np.minimum.at(nieuw, kolom, per_rij[rij])
        nieuw = nieuw[nieuw]
        if (nieuw == deel).all():
            break
        deel = nieuw
    in_rij = np.zeros(len(deel), dtype=bool)
    in_rij[kolom] = True
    return np.where(in_rij, deel, -1)
