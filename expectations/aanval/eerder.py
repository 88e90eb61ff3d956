"""What an outsider remembers: earlier values of cells that are secret now, when they take the cell to be unchanged.

Belongs here: that reading of the ledger. Does not belong here: keeping the ledger (warehouse.grootboek).

A block is what one publication says of one area under one definition, period and unit. When no visible value in it changed from
one publication to the next, an outsider takes all its cells as unchanged, also one that is no longer shown. When one did change
nothing can be linked: deliveries are corrected without notice, and any other cell may have changed with it.
"""

from collections.abc import Iterable

import pandas as pd

from expectations.aanval.rooster import SLEUTEL

Sleutel = tuple[str, ...]


def onthouden(delen: Iterable[pd.DataFrame]) -> dict[Sleutel, float]:
    """Per cell that is secret after the last part, the value it had: `delen` are the parts of the ledger in order.

    A part holds what is new or changed: SLEUTEL, waarde (NULL when secret) and vervallen.
    """
    stand: dict[Sleutel, float | None] = {}
    bekend: dict[Sleutel, dict[Sleutel, float]] = {}
    for deel in delen:
        waarden = [None if waarde != waarde else waarde for waarde in deel["waarde"].astype("float64")]
        rijen = list(
            zip(zip(*(deel[kolom] for kolom in SLEUTEL), strict=True), waarden, deel["vervallen"], strict=True)
        )
        for sleutel, waarde, vervallen in rijen:
            if vervallen or (waarde is not None and stand.get(sleutel, waarde) not in (None, waarde)):
                bekend.pop(_blok(sleutel), None)
        anders = {
            _blok(sleutel)
            for sleutel, waarde, vervallen in rijen
            if vervallen or (waarde is not None and stand.get(sleutel, waarde) not in (None, waarde))
        }
        for sleutel, waarde, vervallen in rijen:
            eerder, blok = stand.pop(sleutel, None), _blok(sleutel)
            if waarde is None and eerder is not None and blok not in anders:
                bekend.setdefault(blok, {})[sleutel] = eerder
            elif waarde is not None:
                bekend.get(blok, {}).pop(sleutel, None)
            if not vervallen:
                stand[sleutel] = waarde
    return {sleutel: waarde for blok in bekend.values() for sleutel, waarde in blok.items()}


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
