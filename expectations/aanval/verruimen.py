"""Which cells to hide so that weak ones become vague enough: the fewest that do.

Belongs here: asking the solver for them, within what may be hidden. Does not belong here: which cells are weak (aanval), or what is
done with the answer (warehouse.bescherming hides, expectations.geheimhouding judges).

A visible cell may leave its bounds at a price, as it may once it is hidden: upwards, and downwards to where it would be small. The
cheapest world in which the weak cell lies far enough from where it was seen says which cells must be hidden. The price of a cell
leans on its name alone: so the same cells are hidden in every period and publication, for a partner that changes gives itself away
to who kept the publication before.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from itertools import product

import highspy
import numpy as np
import pandas as pd

from expectations.aanval.aanval import Aanval, Zwak
from expectations.aanval.geheugen import Antwoord, merk
from expectations.aanval.grenzen import model, naar_binnen
from expectations.aanval.nabij import knip
from expectations.aanval.rooster import SLEUTEL, Rooster, in_cellen
from expectations.aanval.stelsel import ONEINDIG, delen, reeksen

_KLEIN = 1e-6
_SOORTEN = [25, 100, 1000]
"""Cells of about the same size cost about the same: where one class of size ends and the next begins."""
_GROOT = 5000
"""A place of more variables takes too long for every day."""
_PER_RIJ = 10
"""A cell that is hidden helps at most about so many weak ones: a definition with little room left need not be searched whole."""
_PER_KLASSE, _PER_NAAM = 0.25, 0.2
"""What a class of size adds to the price of a cell, for large figures are used most, and at most its name: less than a class, so that
it decides between cells of about the same size only."""


@dataclass(frozen=True)
class Verbergbaar:
    """Per variable what hiding it costs (0: it may not be hidden), its definition, and how many rows it is; and how many rows of
    each definition may still be hidden. `afgerond` are the variables of definitions that round: those come first, for few cells
    protect them, also from a definition beside them that does not round and whose room is used up soon.
    """

    prijs: np.ndarray
    definitie: np.ndarray
    rijen: np.ndarray
    afgerond: np.ndarray
    ruimte: Counter

    def past(self, cellen: Iterable[int]) -> bool:
        """Whether there is room to hide all of these."""
        nodig = self._rijen(cellen)
        return all(self.ruimte[definitie] >= aantal for definitie, aantal in nodig.items())

    def neem(self, cellen: list[int]) -> None:
        """Take the room that these need; they are hidden now."""
        self.ruimte.subtract(self._rijen(cellen))
        self.prijs[cellen] = 0

    def nu(self) -> np.ndarray:
        """The prices, 0 where the definition has no room left."""
        namen, plek = np.unique(self.definitie.astype(str), return_inverse=True)
        return np.where(np.array([self.ruimte[naam] for naam in namen])[plek] >= self.rijen, self.prijs, 0.0)

    def _rijen(self, cellen: Iterable[int]) -> Counter:
        uit: Counter = Counter()
        for n in cellen:
            uit[self.definitie[n]] += int(self.rijen[n])
        return uit


def verbergbaar(rooster: Rooster, ruimte: Counter, niet: Iterable[tuple[str, ...]] = ()) -> Verbergbaar:
    """What may be hidden of a grid: what is visible, but not the clients of one scheme or what is `niet` helped by hiding it, in the
    room that its definition has.
    """
    sleutel = rooster.sleutel
    mag = rooster.zichtbaar & ~in_cellen(sleutel, pd.DataFrame(list(niet), columns=SLEUTEL, dtype="str"))
    mag[list(rooster.regeling.values())] = False
    klasse = np.digitize(rooster.laag, _SOORTEN)
    prijs = np.where(mag, (1 + _PER_KLASSE * klasse) * (1 + _PER_NAAM * _naamprijs(rooster)), 0.0)
    rijen = np.where(sleutel["tabel"] == "overlap_matrix", 2, 1)  # a pair of schemes stands in two rows
    return Verbergbaar(prijs, sleutel["definitie"].to_numpy(), rijen, rooster.afgerond, ruimte)


def _naamprijs(rooster: Rooster) -> np.ndarray:
    """Between 0 and 1, from what a cell is called: the same in every period."""
    zonder_periode = [kolom for kolom in SLEUTEL if kolom != "periode"]
    naam = rooster.sleutel["onderdeel"].astype(str)
    for kolom in zonder_periode[:-1]:
        naam = rooster.sleutel[kolom].astype(str) + "|" + naam
    per_naam = {
        een: int.from_bytes(blake2b(een.encode(), digest_size=4).digest(), "big") / 2**32 for een in naam.unique()
    }
    return naam.map(per_naam).to_numpy()


@dataclass(frozen=True)
class _Wens:
    """A weak variable, and how far apart its bounds should be."""

    zwak: Zwak
    breedte: float


def verruim(aanval: Aanval, zwak: list[Zwak], mag: Verbergbaar) -> dict[int, list[int]]:
    """Hide cells for each weak variable that can be helped within the room there is; returns which, per variable.

    Looks within each wijk; when that helps nobody, at all areas together, as far as those are few enough to do so every day.
    """
    return _trap(aanval, zwak, mag, aanval.wijk) or _trap(aanval, zwak, mag, np.zeros_like(aanval.wijk))


def _trap(aanval: Aanval, zwak: list[Zwak], mag: Verbergbaar, groep: np.ndarray) -> dict[int, list[int]]:
    """In two steps, first halfway, and the narrowest first: when room runs out, what is left is as wide as could be. After each step
    the bounds that are known are worked out again.
    """
    uit: dict[int, list[int]] = {}
    norm = aanval.rooster.breedte
    for afgerond, helft in product((True, False), (True, False)):
        kan = _hoogstens([een for een in zwak if mag.afgerond[een.variabele] == afgerond], mag)
        wensen = [_Wens(een, np.ceil(norm[een.variabele] / (2 if helft else 1))) for een in kan]
        nieuw: list[int] = []
        paren = _per_plaats(aanval, groep, wensen, mag.nu())
        for wens, cellen in sorted(paren, key=lambda paar: paar[0].zwak.hoog - paar[0].zwak.laag):
            erbij = [n for n in cellen if mag.prijs[n] > 0]
            if erbij and mag.past(erbij):
                mag.neem(erbij)
                nieuw += erbij
                uit.setdefault(wens.zwak.variabele, []).extend(erbij)
        if nieuw:
            aanval.verberg(nieuw)
    return uit


def _hoogstens(zwak: list[Zwak], mag: Verbergbaar) -> list[Zwak]:
    """The narrowest first, and of each definition no more than its room could ever help."""
    uit, gezien = [], Counter()
    for een in sorted(zwak, key=lambda een: (een.hoog - een.laag, een.variabele)):
        definitie = mag.definitie[een.variabele]
        gezien[definitie] += 1
        if gezien[definitie] <= _PER_RIJ * mag.ruimte[definitie]:
            uit.append(een)
    return uit


def _per_plaats(
    aanval: Aanval, groep: np.ndarray, wensen: list[_Wens], prijs: np.ndarray
) -> list[tuple[_Wens, list[int]]]:
    """Per wish what to hide, in the order of the wishes within a place."""
    stelsel = aanval.stelsel
    deel = delen(stelsel, np.ones(len(stelsel.rij_laag), bool), np.zeros(len(stelsel.laag), bool), groep)
    per_plaats: dict[int, list[_Wens]] = {}
    for wens in wensen:
        per_plaats.setdefault(int(deel[wens.zwak.variabele]), []).append(wens)
    plaatsen = [
        _Plaats(aanval, kolommen, prijs[kolommen], per_plaats[nummer])
        for nummer in per_plaats
        if len(kolommen := np.flatnonzero(deel == nummer)) <= _GROOT
    ]
    namen = [plaats.merk for plaats in plaatsen]
    vragen = {naam: partial(_vraag, plaats) for naam, plaats in zip(namen, plaatsen, strict=True)}
    antwoorden = aanval.geheugen.vraag(vragen)
    return [
        (plaats.wensen[nummer], plaats.kolommen[np.array(cellen, dtype=int)].tolist())
        for naam, plaats in zip(namen, plaatsen, strict=True)
        for nummer, *cellen in antwoorden[naam]
    ]


class _Plaats:
    """One place as a problem: its variables, which of them can be hidden at which price, and the wishes there."""

    def __init__(self, aanval: Aanval, kolommen: np.ndarray, prijs: np.ndarray, wensen: list[_Wens]) -> None:
        self.kolommen, self.kan, self.wensen = kolommen, np.flatnonzero(prijs > 0), wensen
        self.prijs = prijs[self.kan]
        laag, hoog, onder = aanval.stelsel.laag, aanval.stelsel.hoog, aanval.rooster.geheim_onder
        alle_laag, alle_hoog = aanval.gevolg.laag.copy(), aanval.gevolg.hoog.copy()
        alle_laag[kolommen], alle_hoog[kolommen] = laag[kolommen], hoog[kolommen]
        wijd = kolommen[self.kan]
        alle_laag[wijd], alle_hoog[wijd] = np.minimum(laag[wijd], onder[wijd]), ONEINDIG
        self.stelsel = knip(aanval.stelsel, alle_laag, alle_hoog, aanval.stelsel.raakt(kolommen), kolommen)
        self.stelsel.laag, self.stelsel.hoog = laag[kolommen], hoog[kolommen]
        self.omlaag = np.maximum(laag[wijd] - onder[wijd], 0.0)
        self.plek = np.searchsorted(kolommen, [wens.zwak.variabele for wens in wensen])
        self.gezien = np.array([(wens.zwak.laag, wens.zwak.hoog, wens.breedte) for wens in wensen], dtype=float)

    @property
    def merk(self) -> bytes:
        """The same for places with the same problem."""
        return merk("verruimen", *self.stelsel.reeks, self.kan, self.prijs, self.omlaag, self.plek, self.gezien.ravel())


class _Vraag:
    """The problem as the solver sees it: behind the variables twice those that can be hidden, for what those leave their bounds."""

    def __init__(self, plaats: _Plaats) -> None:
        self.plaats = plaats
        self._highs = model(plaats.stelsel, np.zeros(len(plaats.kolommen)))
        for optie, waarde in (("solver", "simplex"), ("presolve", "off")):
            self._highs.setOptionValue(optie, waarde)
        self._voeg_toe(1.0, np.full(len(plaats.kan), highspy.kHighsInf))
        self._voeg_toe(-1.0, plaats.omlaag)

    def _voeg_toe(self, teken: float, hoogst: np.ndarray) -> None:
        """A second column for what a variable is more, or less, than its bounds."""
        eigen, kan = self.plaats.stelsel, self.plaats.kan
        volgorde = np.argsort(eigen.kolom, kind="stable")
        begin = np.concatenate([[0], np.cumsum(np.bincount(eigen.kolom, minlength=len(eigen.laag)))])
        plat = volgorde[reeksen(begin[kan], begin[kan + 1])]
        starts = np.concatenate([[0], np.cumsum(begin[kan + 1] - begin[kan])])[:-1].astype(np.int32)
        rijen, coef = eigen.rijen[plat].astype(np.int32), teken * eigen.coef[plat]
        nul = np.zeros(len(kan))
        self._highs.addCols(len(nul), self.plaats.prijs, nul, hoogst, len(plat), starts, rijen, coef)

    def goedkoopst(self, n: int, gezien_laag: float, gezien_hoog: float, breedte: float) -> tuple | None:
        """The cheaper of two worlds, in which the weak variable is more, or less, than it was seen; and what to hide for it."""
        eigen, breed, kan = self.plaats.stelsel, len(self.plaats.kolommen), len(self.plaats.kan)
        beste, minst = None, np.inf
        for laag, hoog in (
            (max(gezien_laag + breedte, eigen.laag[n]), eigen.hoog[n]),
            (eigen.laag[n], min(gezien_hoog - breedte, eigen.hoog[n])),
        ):
            if laag <= hoog:
                self._begrens(n, laag, hoog)
                self._highs.run()
                kosten = self._highs.getInfo().objective_function_value
                if self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal and kosten < minst - _KLEIN:
                    waarden = np.asarray(self._highs.getSolution().col_value)
                    meer, minder = waarden[breed : breed + kan], waarden[breed + kan :]
                    wereld = waarden[:breed].copy()
                    wereld[self.plaats.kan] += meer - minder
                    minst, beste = kosten, (wereld, np.flatnonzero((meer > _KLEIN) | (minder > _KLEIN)))
        self._begrens(n, eigen.laag[n], eigen.hoog[n])
        return beste

    def verborgen(self, weg: np.ndarray) -> None:
        """These are hidden now: to leave their bounds costs nothing any more."""
        breed, kan = len(self.plaats.kolommen), len(self.plaats.kan)
        for n in (*(breed + weg), *(breed + kan + weg)):
            self._highs.changeColCost(int(n), 0.0)

    def _begrens(self, n: int, laag: float, hoog: float) -> None:
        self._highs.changeColBounds(n, float(laag), float(hoog) if hoog < ONEINDIG else highspy.kHighsInf)


def _vraag(plaats: _Plaats) -> Antwoord:
    """Per wish its number and the variables to hide beside those for earlier ones. Every answer is a world, and may grant later
    wishes too.
    """
    vraag, uit = _Vraag(plaats), []
    laagst, hoogst, breedtes = plaats.gezien.T
    for nummer, (n, breedte) in enumerate(zip(plaats.plek.tolist(), breedtes.tolist(), strict=True)):
        laag, hoog = naar_binnen(laagst[nummer], hoogst[nummer])
        antwoord = vraag.goedkoopst(n, laag, hoog, breedte) if hoog - laag < breedte else None
        if antwoord is not None:
            wereld, weg = antwoord
            laagst, hoogst = np.minimum(laagst, wereld[plaats.plek]), np.maximum(hoogst, wereld[plaats.plek])
            vraag.verborgen(weg)
            uit.append((nummer, *plaats.kan[weg].tolist()))
    return uit
