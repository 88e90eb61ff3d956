"""Which further amounts are secret, because a secret one would follow from sums: of areas, categories and half-years.

Belongs here: choosing them, and the proof that a secret amount stays uncertain. Does not belong here: which amounts are
secret by themselves (int_kosten__cel), or the limits (seeds).

The proof of a cell is a shift: the same amount added to some secret cells and taken off others such that every published
sum stays what it is. In one direction that is a half-year against the other, or against its year; a category against
another, or the total; a buurt against one of the same wijk, and so on. One of each direction together is a box of cells.
Are all of them secret, and can each of the others bear a shift of `speling` percent of the cell, then whoever combines all
published amounts cannot tell the cell from one so much higher or lower. A contributor knows what is his: of each of the
others only counts what it holds beside its largest contributor, unless that is the one whom the secret protects, the
largest of the cell itself. Where no such box is secret yet, the cheapest one becomes so.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import product
from typing import Any

import numpy as np
import pyarrow as pa

BLOK = ("soort", "wet", "jaar", "gemeente")
PLEK = ("periode", "gebied_code", "productcategorie")
BIJDRAGERS = ("client", "aanbieder")
TOTAAL = "totaal"
# What it costs to hide a cell: its amount in cents, and so much more for each step towards the totals that all look at.
_VAST, _PER_STAP = 5_000_000, 6
_STAPPEN = {"BU": 0, "WK": 1, "GM": 2}
_ONMOGELIJK = 10**15

SCHEMA = pa.schema([(naam, pa.int32() if naam == "jaar" else pa.string()) for naam in (*BLOK, *PLEK)])


def model(dbt: Any, session: Any) -> pa.Table:
    """A row per cell that becomes secret; whether it was shown before does not matter."""
    dbt.config(materialized="table")
    cellen = dbt.ref("int_kosten__cel").to_arrow_table().to_pylist()
    grenzen = dict(dbt.ref("kostengrens").project("naam, norm").fetchall())
    return pa.Table.from_pylist(tweede(cellen, grenzen["speling_procent"]), schema=SCHEMA)


def tweede(cellen: list[dict], speling: int) -> list[dict]:
    """The further secret cells of these (columns of int_kosten__cel), sorted; `speling` in percent of a cell."""
    blokken = defaultdict(list)
    for cel in cellen:
        blokken[tuple(cel[naam] for naam in BLOK)].append(cel)
    rijen = [
        dict(zip((*BLOK, *PLEK), (*blok, *plek), strict=True))
        for blok, inhoud in sorted(blokken.items())
        for plek in Blok(inhoud).bescherm(speling)
    ]
    return sorted(rijen, key=lambda rij: tuple(rij.values()))


class Blok:
    """The cells of one year, law and municipality as an array of periods, areas and categories; one area too many, which
    costs nothing, fills up sets of areas that are smaller than others."""

    def __init__(self, cellen: list[dict]) -> None:
        self.assen = [sorted({cel[naam] for cel in cellen}) for naam in PLEK]
        plaats = [{naam: nummer for nummer, naam in enumerate(as_)} for as_ in self.assen]
        vorm = [len(as_) for as_ in self.assen]
        self.waarde = np.zeros(vorm, np.int64)
        self.grootste, self.tweede, self.wie = (np.zeros((len(BIJDRAGERS), *vorm), np.int64) for _ in range(3))
        self.geheim, self.gevoelig = np.ones(vorm, bool), np.zeros(vorm, bool)
        nummers = {wie: _nummers(cel[f"grootste_{wie}"] for cel in cellen) for wie in BIJDRAGERS}
        for cel in cellen:
            plek = tuple(kant[cel[naam]] for kant, naam in zip(plaats, PLEK, strict=True))
            self.waarde[plek] = abs(cel["cent"])
            for soort, wie in enumerate(BIJDRAGERS):
                self.grootste[soort][plek], self.tweede[soort][plek] = cel[f"{wie}_cent"], cel[f"tweede_{wie}_cent"]
                self.wie[soort][plek] = nummers[wie][cel[f"grootste_{wie}"]]
            self.gevoelig[plek] = cel["is_gevoelig"]
            self.geheim[plek] = cel["is_gevoelig"] or cel["is_buiten_beeld"]
        self.kosten = self.waarde + _VAST * _PER_STAP ** sum(np.ix_(*map(self._stappen, self.assen)))
        self.perioden = tegen_perioden(self.assen[0])
        self.gebieden = [self._vul(keuzes) for keuzes in tegen_gebieden(self.assen[1])]
        self.categorieen = tegen_categorieen(self.assen[2])

    @staticmethod
    def _stappen(namen: list[str]) -> list[int]:
        return [_STAPPEN.get(naam[:2], int(naam == TOTAAL or len(naam) == 4)) for naam in namen]

    def _vul(self, keuzes: list[tuple[int, ...]]) -> np.ndarray:
        breedste = max(map(len, keuzes), default=0)
        leeg = len(self.assen[1])
        return np.array([[*keuze, *[leeg] * (breedste - len(keuze))] for keuze in keuzes], int).reshape(
            len(keuzes), breedste
        )

    def bescherm(self, speling: int) -> list[tuple[str, str, str]]:
        """The cells that become secret. One that cannot be protected from contributors is from others; else it is all of them."""
        eerst = self.geheim.copy()
        gevoelig = np.argwhere(self.gevoelig)
        op_grootte = np.argsort(-self.waarde[self.gevoelig], kind="stable")
        for nummer in op_grootte:
            cel = tuple(gevoelig[nummer])
            van_allen = [self._bescherm(cel, soort, speling) for soort in range(len(BIJDRAGERS))]
            if not all(van_allen) and not self._bescherm(cel, None, speling):
                self.geheim[:] = True
        return [
            tuple(as_[i] for as_, i in zip(self.assen, plek, strict=True)) for plek in np.argwhere(self.geheim & ~eerst)
        ]

    def _ruimte(self, cel: tuple[int, int, int], soort: int | None) -> np.ndarray:
        """What every cell holds beside the largest contributor who is not the one that this cell protects, in cents; all of
        it for who contributes nothing."""
        if soort is None:
            return self.waarde
        zelfde = self.wie[soort] == self.wie[soort][cel]
        return self.waarde - np.where(zelfde, self.tweede[soort], self.grootste[soort])

    def _bescherm(self, cel: tuple[int, int, int], soort: int | None, speling: int) -> bool:
        """Make the cheapest box around the cell secret; False when there is none that can bear the shift."""
        periode, gebied, categorie = cel
        kosten = np.where(self.geheim, 0, self.kosten)
        kosten[self._ruimte(cel, soort) * 100 < self.waarde[cel] * speling] = _ONMOGELIJK
        kosten[cel] = 0
        andere_p, andere_c, rijen = self.perioden[periode], self.categorieen[categorie], self.gebieden[gebied]
        beste, doos = _ONMOGELIJK, None
        for tegen in andere_p:
            per_gebied = kosten[[periode, *tegen]].sum(axis=0)
            met = per_gebied[:, [categorie]] + (per_gebied[:, andere_c] if andere_c else 0)
            met = np.vstack([met, np.zeros((1, met.shape[1]), np.int64)])
            samen = met[gebied] + met[rijen].sum(axis=1)
            laagste = samen.min(initial=_ONMOGELIJK)
            if laagste < beste:
                beste = laagste
                rij, kolom = np.unravel_index(samen.argmin(), samen.shape)
                doos = ([periode, *tegen], [gebied, *rijen[rij]], [categorie, *andere_c[kolom : kolom + 1]])
            if not beste:
                break
        if doos is None:
            return False
        for plek in product(*doos):
            if plek[1] < len(self.assen[1]):
                self.geheim[plek] = True
        return True


def _nummers(namen: Iterable) -> dict:
    """A number above 0 for each name."""
    return {naam: nummer for nummer, naam in enumerate(dict.fromkeys(namen), start=1)}


def tegen_perioden(perioden: list[str]) -> list[list[tuple[int, ...]]]:
    """Per period against which it can shift; a half-year whose year is not there yet is in no sum."""
    if len(perioden) == 1:
        return [[()]]
    return [[(ander,) for ander in range(len(perioden)) if ander != zelf] for zelf in range(len(perioden))]


def tegen_categorieen(namen: list[str]) -> list[list[int]]:
    """Per category the others and the total; the total goes with any category."""
    return [[ander for ander in range(len(namen)) if ander != zelf] for zelf in range(len(namen))]


def tegen_gebieden(codes: list[str]) -> list[list[tuple[int, ...]]]:
    """Per area the sets of other areas that shift with it, so that buurten still make their wijk, and wijken and what has no
    buurt the municipality; a municipality by itself is in no sum."""
    if len(codes) == 1:
        return [[()]]
    plaats = {code: nummer for nummer, code in enumerate(codes)}
    gemeente = next(plaats[code] for code in codes if code.startswith("GM") and not code.endswith("rest"))
    # A branch is what moves below the municipality: a wijk with one of its buurten, or the rest.
    takken = [(plaats[code], plaats["WK" + code[2:8]]) for code in codes if code.startswith("BU")]
    takken += [(plaats[code],) for code in codes if code.endswith("rest")]
    keuzes: list[list[tuple[int, ...]]] = [[] for _ in codes]
    for tak in takken:
        keuzes[gemeente].append(tak)
        andere = [(gemeente,), *(ander for ander in takken if ander[1:] != tak[1:] or len(ander) != len(tak))]
        for zelf in tak:
            eigen = tuple(deel for deel in tak if deel != zelf)
            keuzes[zelf] += [(*eigen, *ander) for ander in andere]
        if len(tak) > 1:
            keuzes[tak[0]] += [(ander[0],) for ander in takken if ander[1:] == tak[1:] and ander != tak]
    return keuzes
