"""The attack as a whole: which secret cells an outsider can narrow down too far, and what holds them there.

Belongs here: going from the published tables to weak cells, again and again while more cells are made secret. Does not belong
here: which cells those are (warehouse.bescherming), or whether the publication goes on (expectations.geheimhouding).

Hiding a cell only adds possible worlds. So what was once proved safe stays safe, and only what was still open is asked again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from expectations.aanval import relaties
from expectations.aanval.grenzen import VOLUIT, Deel, Inzet, Tegenstrijdig, Werelden, naar_binnen
from expectations.aanval.rooster import Rooster
from expectations.aanval.stelsel import ONEINDIG, Gevolg, delen, herzie, nodig, verspreid

_VEEL = 1000
"""From so many cells in one part on it takes long enough to say that it is being done."""


@dataclass(frozen=True)
class Zwak:
    """A variable whose value an outsider knows to lie in laag..hoog, and the variables that tell them so."""

    variabele: int
    laag: int
    hoog: int
    knelt: tuple[int, ...]


class Aanval:
    """The attack on one set of tables."""

    def __init__(
        self, rooster: Rooster, inzet: Inzet = VOLUIT, meld: Callable[[str], None] = lambda regel: None
    ) -> None:
        self.rooster, self._inzet, self._meld = rooster, inzet, meld
        self.onbeslist = self.gevraagd = self.zwak_samen = 0
        self._laag, self._hoog = rooster.laag.copy(), rooster.hoog.copy()
        self._gezien_laag = np.full(len(self._laag), np.inf)
        self._gezien_hoog = np.full(len(self._laag), -np.inf)
        self.begin_opnieuw()

    def begin_opnieuw(self) -> None:
        """Look as who sees these tables for the first time. Bounds can follow from more than one row, and a relation that was left
        out of a year, because it contradicted a cell, may hold now that the cell is hidden. Raises Tegenstrijdig.
        """
        self._reken(set())
        if jaren := self._strijdig():
            self._reken(jaren)
        if self._strijdig():
            raise Tegenstrijdig("de tabellen spreken elkaar tegen")

    def _reken(self, zonder_gewoon: set[int]) -> None:
        """Set up the rows, in some years without those that are only nearly always true, and draw their consequences."""
        self.zonder_gewoon = zonder_gewoon
        self._uitgelegd: dict[int, tuple[tuple[float, float], set[int]]] = {}
        self.stelsel = relaties.bouw(self.rooster, zonder_gewoon=zonder_gewoon).stelsel(self._laag, self._hoog)
        self._gevolg = verspreid(self.stelsel)

    def _strijdig(self) -> set[int]:
        """The years in which no world is left."""
        plek = np.flatnonzero(self._gevolg.laag > self._gevolg.hoog)
        return {int(periode[:4]) for periode in self.rooster.sleutel["periode"].iloc[plek].unique()}

    @property
    def gevoelig(self) -> np.ndarray:
        """Which variables must stay vague."""
        return self.rooster.breedte > 0

    def verberg(self, variabelen: Iterable[int]) -> None:
        """Make these cells secret: an outsider now only knows that they are not small."""
        plek = np.fromiter(variabelen, dtype=np.int64)
        nieuw = set(plek.tolist())
        self._uitgelegd = {n: een for n, een in self._uitgelegd.items() if nieuw.isdisjoint(een[1])}
        self._laag[plek], self._hoog[plek] = self.rooster.geheim_onder[plek], ONEINDIG
        self.stelsel.laag, self.stelsel.hoog = self._laag, self._hoog
        self._gevolg = herzie(self.stelsel, self._gevolg, plek)

    def zwak_zonder_oplosser(self, van: np.ndarray | None = None) -> list[Zwak]:
        """The weak cells that follow from rows one at a time; fast, and nearly all there are. `van` picks variables."""
        gevolg = self._gevolg
        smal = self._smal(gevolg) if van is None else self._smal(gevolg) & van
        zichtbaar = self._zichtbaar()
        return [
            self._zwak(n, gevolg.laag[n], gevolg.hoog[n], self._uitleg(n), zichtbaar)
            for n in np.flatnonzero(smal).tolist()
        ]

    def _smal(self, gevolg: Gevolg) -> np.ndarray:
        """What is too narrow and may be small: who knows a hidden cell that is surely large, knows nothing forbidden."""
        klein = gevolg.laag < self.rooster.geheim_onder
        return self.gevoelig & klein & (gevolg.hoog - gevolg.laag < self.rooster.breedte)

    def _zichtbaar(self) -> np.ndarray:
        return self.rooster.zichtbaar & (self._hoog < ONEINDIG)

    @staticmethod
    def _zwak(n: int, laag: float, hoog: float, knelt: Iterable[int], zichtbaar: np.ndarray) -> Zwak:
        return Zwak(int(n), int(laag), int(hoog), tuple(sorted(k for k in set(knelt) if zichtbaar[k])))

    def _uitleg(self, n: int) -> set[int]:
        """All variables that the bounds of one follow from, through any number of rows.

        Bounds only widen, so what once explained one still does, as long as nothing in it was hidden and the bounds are the same.
        """
        grenzen = (self._gevolg.laag[n], self._gevolg.hoog[n])
        eerder = self._uitgelegd.get(n)
        if eerder is None or eerder[0] != grenzen:
            self._uitgelegd[n] = eerder = (grenzen, self._leg_uit(n))
        return eerder[1]

    def _leg_uit(self, n: int) -> set[int]:
        stelsel, gevolg = self.stelsel, self._gevolg
        gezien: set[tuple[int, bool]] = set()
        te_doen = [(n, True), (n, False)]
        while te_doen:
            plek = te_doen.pop()
            if plek in gezien:
                continue
            gezien.add(plek)
            rij = (gevolg.door_hoog if plek[1] else gevolg.door_laag)[plek[0]]
            if rij < 0:
                continue
            van = slice(stelsel.begin[rij], stelsel.begin[rij + 1])
            kolommen, coef = stelsel.kolom[van], stelsel.coef[van]
            eigen = coef[np.flatnonzero(kolommen == plek[0])[0]]
            for kolom, getal in zip(kolommen.tolist(), coef.tolist(), strict=True):
                if kolom != plek[0]:
                    te_doen.append((kolom, plek[1] if getal * eigen < 0 else not plek[1]))
        return {kolom for kolom, _ in gezien if kolom != n}

    def zwak(self) -> list[Zwak]:
        """Every weak cell. Raises Tegenstrijdig when no world fits the tables."""
        try:
            return self._zoek()
        except Tegenstrijdig:  # the solver does not say where
            self._reken({blok.jaar for blok in self.rooster.blokken})
            return self._zoek()

    def _zoek(self) -> list[Zwak]:
        gevolg, self.onbeslist, self.gevraagd = self._gevolg, 0, 0
        vooraf = self.zwak_zonder_oplosser()
        rijen = nodig(self.stelsel, gevolg.laag, gevolg.hoog)
        deel = delen(self.stelsel, rijen, gevolg.laag == gevolg.hoog)
        open_ = self.gevoelig & (deel >= 0) & ~self._smal(gevolg) & ~self._bewezen()
        nummers, aantallen = np.unique(deel[open_], return_counts=True)
        gevonden, gedaan = list(vooraf), 0
        for nummer, aantal in zip(nummers, aantallen.tolist(), strict=True):
            if aantal > _VEEL:
                self._meld(f"{gedaan} van {aantallen.sum()} cellen bekeken; nu {aantal} die samenhangen")
            gevonden += self._vraag(rijen, deel == nummer, open_)
            gedaan += aantal
        self.zwak_samen = len(gevonden) - len(vooraf)
        return gevonden

    def _bewezen(self) -> np.ndarray:
        laag, hoog = naar_binnen(self._gezien_laag, self._gezien_hoog)
        return (hoog - laag >= self.rooster.breedte) | (self._gevolg.laag >= self.rooster.geheim_onder)

    def _vraag(self, rijen: np.ndarray, in_deel: np.ndarray, open_: np.ndarray) -> list[Zwak]:
        """Ask the solver about the open cells of one part."""
        kolommen = np.flatnonzero(in_deel)
        eigen = np.zeros(len(rijen), dtype=bool)
        eigen[self.stelsel.rijen[in_deel[self.stelsel.kolom]]] = True
        werelden = Werelden(
            Deel(self.stelsel, self._gevolg.laag, self._gevolg.hoog, rijen & eigen, kolommen),
            np.flatnonzero(open_[kolommen]),
            self.rooster.breedte[kolommen],
        )
        vragen = kolommen[werelden.vragen]
        werelden.laagst, werelden.hoogst = self._gezien_laag[vragen].copy(), self._gezien_hoog[vragen].copy()
        smal = werelden.zoek(self._inzet)
        self.onbeslist += int(werelden.open_.sum()) - len(smal)
        self.gevraagd += werelden.gevraagd
        self._gezien_laag[vragen], self._gezien_hoog[vragen] = werelden.laagst, werelden.hoogst
        uit, zichtbaar = [], self._zichtbaar()
        for n, knelt in smal.items():
            laag, hoog = naar_binnen(werelden.laagst[n], werelden.hoogst[n])
            if laag < self.rooster.geheim_onder[vragen[n]]:
                uit.append(
                    self._zwak(vragen[n], laag, hoog, [k for grens in knelt for k in self._achter(grens)], zichtbaar)
                )
        return uit

    def _achter(self, kolom: int) -> set[int]:
        """A variable whose bound holds an answer, and when that bound came from rows, what is behind those."""
        return {kolom} | self._uitleg(kolom)
