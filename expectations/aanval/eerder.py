"""What an outsider remembers: earlier values of cells that are secret now, when they take the cell to be unchanged.

Belongs here: that reading of the ledger. Does not belong here: keeping the ledger (warehouse.grootboek).

A block is what one publication says of one area under one definition, period and unit. When no visible value in it changed from
one publication to the next, an outsider takes all its cells as unchanged, also one that is no longer shown. When one did change
nothing can be linked: deliveries are corrected without notice, and any other cell may have changed with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from expectations.aanval.rooster import SLEUTEL

Sleutel = tuple[str, ...]


@dataclass(frozen=True)
class Herinnering:
    """What is known to who kept every publication: per cell that is secret now the value it had, and the cells (`vast`) that are
    shown now but would be known as well if they were hidden from now on.
    """

    waarden: dict[Sleutel, float]
    vast: frozenset[Sleutel]


def onthouden(delen: Iterable[pd.DataFrame], nu: pd.DataFrame) -> Herinnering:
    """What is remembered beside the cells that are published `nu` (SLEUTEL, waarde: NULL when secret): `delen` are the parts of the
    ledger in order, of which each holds what was new or changed (and vervallen: whether the cell was gone).
    """
    stand: dict[Sleutel, float | None] = {}
    bekend: dict[Sleutel, dict[Sleutel, float]] = {}
    for deel in delen:
        _lees_bij(stand, bekend, _rijen(deel))
    getoond, geheugen = dict(stand), {sleutel for blok in bekend.values() for sleutel in blok}
    rijen = _rijen(nu.assign(vervallen=False))
    gezien = {sleutel for sleutel, _, _ in rijen}
    tabellen = {sleutel[0] for sleutel in gezien}  # the ledger also holds denominators, which are not secret
    weg = [(sleutel, None, True) for sleutel in stand if sleutel[0] in tabellen and sleutel not in gezien]
    anders = _lees_bij(stand, bekend, [*rijen, *weg])
    waarden = {sleutel: waarde for blok in bekend.values() for sleutel, waarde in blok.items()}
    vast = {
        sleutel
        for sleutel, waarde, _ in rijen
        if waarde is not None
        and (getoond.get(sleutel) is not None or sleutel in geheugen)
        and _blok(sleutel) not in anders
    }
    return Herinnering(waarden, frozenset(vast | waarden.keys()))


_Rij = tuple[Sleutel, float | None, bool]


def _rijen(deel: pd.DataFrame) -> list[_Rij]:
    waarden = [None if waarde != waarde else waarde for waarde in deel["waarde"].astype("float64")]
    return list(zip(zip(*(deel[kolom] for kolom in SLEUTEL), strict=True), waarden, deel["vervallen"], strict=True))


def _lees_bij(
    stand: dict[Sleutel, float | None], bekend: dict[Sleutel, dict[Sleutel, float]], rijen: list[_Rij]
) -> set[Sleutel]:
    """Bring what each cell showed last, and what is known of each block, up to the next publication; returns the blocks in which
    something changed.
    """
    anders = {
        _blok(sleutel)
        for sleutel, waarde, vervallen in rijen
        if vervallen or (waarde is not None and stand.get(sleutel, waarde) not in (None, waarde))
    }
    for blok in anders:
        bekend.pop(blok, None)
    for sleutel, waarde, vervallen in rijen:
        eerder, blok = stand.pop(sleutel, None), _blok(sleutel)
        if waarde is None and eerder is not None and blok not in anders:
            bekend.setdefault(blok, {})[sleutel] = eerder
        elif waarde is not None:
            bekend.get(blok, {}).pop(sleutel, None)
        if not vervallen:
            stand[sleutel] = waarde
    return anders


def _blok(sleutel: Sleutel) -> Sleutel:
    """Definition, period, unit and area of a cell: both tables of an area together."""
    return (sleutel[0] if sleutel[0] == "overlap_matrix" else "", *sleutel[1:5])


def met_geheugen(cel: pd.DataFrame, bekend: dict[Sleutel, float], tweede: set[Sleutel]) -> pd.DataFrame:
    """The cells as an outsider with a memory sees them: what was shown before counts as shown.

    A cell that is small now and was not before has changed: who takes its block as unchanged is wrong, so nothing of it is used.
    """
    fout = {_blok(sleutel) for sleutel in bekend if sleutel not in tweede}
    goed = {sleutel: waarde for sleutel, waarde in bekend.items() if sleutel in tweede and _blok(sleutel) not in fout}
    if not goed:
        return cel
    eerder = pd.DataFrame(list(goed), columns=SLEUTEL, dtype="str").assign(eerder=list(goed.values()))
    samen = cel[SLEUTEL].merge(eerder, on=SLEUTEL, how="left")["eerder"].to_numpy(dtype="float64")
    return cel.assign(waarde=cel["waarde"].astype("float64").where(cel["waarde"].notna().to_numpy(), samen))
