"""What the secrecy of a publication costs: choosing what is hidden, and the attack of gate 3 on everything together.

Belongs here: time on the tables of a finished run, and what part of them is hidden. Does not belong here: whether the
attacker finds anything (expectations.geheimhouding judges that).
"""

import time

import pandas as pd

from expectations.geheimhouding import val_aan
from expectations.publicatie import TABELLEN
from warehouse.bescherming import tweede
from warehouse.duck import lees_lake
from warehouse.grootboek import delen
from warehouse.paths import DataRoot

DOEL_POORT = 20
"""Seconds for a municipality of 75,000, on two cores: the solver uses both."""


def meet(home: DataRoot) -> dict[str, float]:
    """Seconds of both, cells, secret and weak ones, and the largest part of a definition that is hidden (%)."""
    cel, gebied, extra, verborgen = (
        lees_lake(home, f"FROM lake.{naam}")
        for naam in (
            "intermediate.int_geheim__cel",
            "intermediate.int_telling__gebied",
            "staging.geheim_extra",
            "intermediate.int_geheim__tweede",
        )
    )
    begin = time.perf_counter()
    tweede(cel, gebied, extra)
    keuze = time.perf_counter() - begin
    tabellen = {tabel.naam: lees_lake(home, f"FROM lake.marts.{tabel.naam}") for tabel in TABELLEN}
    boek = delen(home)
    begin = time.perf_counter()
    uitkomst = val_aan(tabellen, verborgen.itertuples(index=False, name=None), boek, oplosser=False)
    poort = time.perf_counter() - begin
    return {
        "keuze": keuze,
        "poort": poort,
        "cellen": uitkomst.cellen,
        "geheim": uitkomst.geheim,
        "zwak": len(uitkomst.zwak),
        "verborgen": _grootste_deel(cel, verborgen),
    }


def _grootste_deel(cel: pd.DataFrame, verborgen: pd.DataFrame) -> float:
    rijen = cel.groupby("definitie")["rijen"].sum()
    weg = verborgen.merge(cel, how="left").groupby("definitie")["rijen"].sum().reindex(rijen.index, fill_value=0)
    return float((100 * weg / rijen).max())
