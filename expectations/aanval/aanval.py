"""The attack as a whole: which secret cells an outsider can narrow down too far.

Belongs here: going from the published tables to weak cells, again and again while more cells are made secret. Does not belong
here: which cells those are (verruimen), or whether the publication goes on (expectations.geheimhouding).

Hiding a cell only adds possible worlds. So what was once wide stays wide, and only the rest is asked again.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from expectations.aanval import nabij, relaties
from expectations.aanval.geheugen import Geheugen
from expectations.aanval.grenzen import VOLUIT, Deel, Inzet, Tegenstrijdig, Werelden, naar_binnen
from expectations.aanval.rooster import Rooster
from expectations.aanval.stelsel import ONEINDIG, delen, nodig, verspreid

_VEEL = 1000
"""From so many cells in one part on it takes long enough to say that it is being done."""


@dataclass(frozen=True)
class Zwak:
    """A variable whose value an outsider knows to lie in laag..hoog."""

    variabele: int
    laag: int
    hoog: int


class Aanval:
    """The attack on one set of tables. `geheugen` is what was answered before: what is the same here is not asked again."""

    def __init__(
        self,
        rooster: Rooster,
        inzet: Inzet = VOLUIT,
        meld: Callable[[str], None] = lambda regel: None,
        geheugen: Geheugen | None = None,
    ) -> None:
        self.rooster, self._inzet, self._meld = rooster, inzet, meld
        self.geheugen = Geheugen() if geheugen is None else geheugen
        self.wijk = nabij.per_wijk(rooster)
        self.onbeslist = self.gevraagd = self.zwak_samen = 0
        self._laag, self._hoog = rooster.laag.copy(), rooster.hoog.copy()
        self.zonder_gewoon: set[int] = set()
        self._ruim = np.zeros(len(self._laag), dtype=bool)
        self._begin()

    def _begin(self) -> None:
        """Set up the rows; a relation that is only nearly always true is left out of a year that it contradicts."""
        self._reken(set())
        if jaren := self._strijdig():
            self._reken(jaren)
        if self._strijdig():
            raise Tegenstrijdig("de tabellen spreken elkaar tegen")

    def _reken(self, zonder_gewoon: set[int]) -> None:
        if zonder_gewoon != self.zonder_gewoon:  # with other rows what was wide may be narrow
            self._ruim[:] = False
        self.zonder_gewoon = zonder_gewoon
        self.stelsel = relaties.bouw(self.rooster, zonder_gewoon=zonder_gewoon).stelsel(self._laag, self._hoog)
        self.gevolg = verspreid(self.stelsel)

    def _strijdig(self) -> set[int]:
        """The years in which no world is left."""
        plek = np.flatnonzero(self.gevolg.laag > self.gevolg.hoog)
        return {int(periode[:4]) for periode in self.rooster.sleutel["periode"].iloc[plek].unique()}

    @property
    def _gevoelig(self) -> np.ndarray:
        """Which variables must stay vague: who knows that a hidden cell is surely large, knows nothing forbidden."""
        return (self.rooster.breedte > 0) & (self.gevolg.laag < self.rooster.geheim_onder)

    def verberg(self, variabelen: Iterable[int]) -> None:
        """Make these cells secret: an outsider now only knows that they are not small. Looks as who sees the tables for the first
        time: a relation that contradicted a cell may hold now that it is hidden. Raises Tegenstrijdig.
        """
        plek = np.fromiter(variabelen, dtype=np.int64)
        self._laag[plek], self._hoog[plek] = self.rooster.geheim_onder[plek], ONEINDIG
        self._begin()

    def zwak_nabij(self) -> list[Zwak]:
        """The weak cells that follow from rows one at a time, or, in definitions that round, from all rows within a wijk together.

        A definition that does not round gives cells away by single sums already. Raises Tegenstrijdig when no world fits the tables.
        """
        return self._probeer(lambda: self._zoek_nabij(self.rooster.afgerond))

    def _probeer(self, zoek: Callable[[], list[Zwak]]) -> list[Zwak]:
        try:
            return zoek()
        except Tegenstrijdig:  # the solver does not say in which year
            self._reken({blok.jaar for blok in self.rooster.blokken})
            return zoek()

    def _zoek_nabij(self, van: np.ndarray) -> list[Zwak]:
        laag, hoog, breedte = self.gevolg.laag.copy(), self.gevolg.hoog.copy(), self.rooster.breedte
        vraag = self._gevoelig & van & ~self._ruim
        for smal in nabij.zoek(self.stelsel, self.gevolg, self.wijk, vraag, breedte, self.geheugen):
            laag[smal.variabele], hoog[smal.variabele] = smal.laag, smal.hoog
        zwak = self._gevoelig & (laag < self.rooster.geheim_onder) & (hoog - laag < breedte)
        self._ruim |= vraag & ~zwak
        return [Zwak(n, int(laag[n]), int(hoog[n])) for n in np.flatnonzero(zwak).tolist()]

    def zwak(self) -> list[Zwak]:
        """Every weak cell. Raises Tegenstrijdig when no world fits the tables."""
        return self._probeer(self._zoek)

    def _zoek(self) -> list[Zwak]:
        gevolg, self.onbeslist, self.gevraagd = self.gevolg, 0, 0
        vooraf = self._zoek_nabij(np.ones_like(self._ruim))
        rijen = nodig(self.stelsel, gevolg.laag, gevolg.hoog)
        deel = delen(self.stelsel, rijen, gevolg.laag == gevolg.hoog)
        open_ = self._gevoelig & (deel >= 0)
        open_[[een.variabele for een in vooraf]] = False
        nummers, aantallen = np.unique(deel[open_], return_counts=True)
        gevonden, gedaan = list(vooraf), 0
        for nummer, aantal in zip(nummers, aantallen.tolist(), strict=True):
            if aantal > _VEEL:
                self._meld(f"{gedaan} van {aantallen.sum()} cellen bekeken; nu {aantal} die samenhangen")
            gevonden += self._vraag(rijen, deel == nummer, open_)
            gedaan += aantal
        self.zwak_samen = len(gevonden) - len(vooraf)
        return gevonden

    def _vraag(self, rijen: np.ndarray, in_deel: np.ndarray, open_: np.ndarray) -> list[Zwak]:
        """Ask the solver about the open cells of one part."""
        kolommen = np.flatnonzero(in_deel)
        eigen = np.zeros(len(rijen), dtype=bool)
        eigen[self.stelsel.rijen[in_deel[self.stelsel.kolom]]] = True
        werelden = Werelden(
            Deel(self.stelsel, self.gevolg.laag, self.gevolg.hoog, rijen & eigen, kolommen),
            np.flatnonzero(open_[kolommen]),
            self.rooster.breedte[kolommen],
        )
        smal = werelden.zoek(self._inzet)
        self.onbeslist += int(werelden.open_.sum()) - len(smal)
        self.gevraagd += werelden.gevraagd
        uit = []
        for n in smal:
            variabele = int(kolommen[werelden.vragen[n]])
            laag, hoog = naar_binnen(werelden.laagst[n], werelden.hoogst[n])
            if laag < self.rooster.geheim_onder[variabele]:
                uit.append(Zwak(variabele, int(laag), int(hoog)))
        return uit
