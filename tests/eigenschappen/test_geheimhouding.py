"""What must hold of secrecy on random small municipalities: the relations, the protection, and that it stays the same.

Belongs here: properties over the whole chain. Does not belong here: the solver (unit/test_aanval), or the gate in a run (e2e).
"""

import random
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from expectations.aanval import relaties
from expectations.aanval.aanval import Aanval
from expectations.aanval.grenzen import VLUG
from expectations.aanval.rooster import SLEUTEL, maak_rooster
from tests.keten import Keten
from tests.orakel.gemeente_maken import maak_gemeente
from warehouse.bescherming import regels_van, tweede

zaden = st.integers(0, 2**32)
VIER = ("huishouden_overlap", "client_overlap", "stapeling", "overlap_matrix")


def voorbeelden(aantal: int) -> settings:
    return settings(max_examples=aantal, phases=(Phase.explicit, Phase.generate))


@pytest.fixture
def plek(tmp_path: Path) -> Any:
    """An empty folder at each call."""

    def maak() -> Path:
        shutil.rmtree(tmp_path / "voorbeeld", ignore_errors=True)
        (tmp_path / "voorbeeld").mkdir()
        return tmp_path / "voorbeeld"

    return maak


def _gebouwd(keten: Keten, map_: Path, zaad: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Cells as by themselves, the areas, and the true counts of the cells."""
    landing = maak_gemeente(map_ / "landing", random.Random(zaad)).map
    home = keten.wortel(map_ / "data", landing)
    keten.neem_in(home)
    con = keten.bouw(home)
    try:
        cel = con.execute("FROM lake.intermediate.int_geheim__cel").df()
        waar = con.execute("""
            SELECT eenheid, definitie, periode, gebied_code, combinatie AS onderdeel, aantal FROM lake.intermediate.int_telling__overlap
            UNION ALL SELECT eenheid, definitie, periode, gebied_code, aantal_voorzieningen, aantal
            FROM lake.intermediate.int_telling__stapeling
        """).df()
        return cel, con.execute("FROM lake.marts.gebied").df(), waar
    finally:
        con.close()


def _aanval(cel: pd.DataFrame, gebied: pd.DataFrame, verborgen: pd.DataFrame) -> Aanval:
    """The attack on these cells when `verborgen` are hidden as well."""
    weg = cel.merge(verborgen, on=SLEUTEL, how="left", indicator=True)["_merge"].eq("both").to_numpy()
    gezien = cel.assign(waarde=cel["waarde"].mask(weg)).sort_values(SLEUTEL, ignore_index=True)
    return Aanval(
        maak_rooster(gezien, gebied, regels_van(cel), list(verborgen.itertuples(index=False, name=None))), VLUG
    )


@voorbeelden(4)
@given(zaad=zaden)
def test_met_bescherming_vindt_de_aanvaller_niets(keten: Keten, plek: Any, zaad: int) -> None:
    """With room for it; and without protection he does find something, in municipalities this small."""
    cel, gebied, _ = _gebouwd(keten, plek(), zaad)
    if not len(cel):
        return
    geen = pd.DataFrame(columns=["tabel"]).reindex(columns=SLEUTEL)
    verborgen = tweede(cel, gebied, geen, aandeel=1.0).to_pandas()
    zonder = _aanval(cel, gebied, geen.astype(str)).zwak_zonder_oplosser()
    assert not _aanval(cel, gebied, verborgen).zwak_zonder_oplosser()
    assert bool(zonder) <= bool(len(verborgen))
    klein = tweede(cel, gebied, geen).to_pandas().merge(cel, on=SLEUTEL).groupby("definitie")["rijen"].sum()
    totaal = cel.groupby("definitie")["rijen"].sum()
    assert (50 * klein <= totaal.reindex(klein.index)).all()


@voorbeelden(6)
@given(zaad=zaden)
def test_ware_aantallen_voldoen_aan_elke_relatie(keten: Keten, plek: Any, zaad: int) -> None:
    """Rows whose variables are all published counts hold for the counts themselves."""
    cel, gebied, waar = _gebouwd(keten, plek(), zaad)
    if not len(cel):
        return
    rooster = maak_rooster(cel.sort_values(SLEUTEL, ignore_index=True), gebied, regels_van(cel), [])
    stelsel = relaties.bouw(rooster, gewoon=False).stelsel(rooster.laag, rooster.hoog)
    samen = rooster.sleutel.merge(waar, on=["eenheid", "definitie", "periode", "gebied_code", "onderdeel"], how="left")
    aantal = samen["aantal"].to_numpy(dtype=float)
    som = np.add.reduceat(stelsel.coef * aantal[stelsel.kolom], stelsel.begin[:-1])
    bekend = ~np.isnan(som)
    assert bekend.any()
    assert (som[bekend] >= stelsel.rij_laag[bekend] - 1e-6).all()
    assert (som[bekend] <= stelsel.rij_hoog[bekend] + 1e-6).all()
    Aanval(rooster)  # and with everything else no contradiction


@voorbeelden(2)
@given(zaad=zaden)
def test_volgorde_van_rijen_doet_er_niet_toe(keten: Keten, plek: Any, zaad: int) -> None:
    cel, gebied, _ = _gebouwd(keten, plek(), zaad)
    geen = pd.DataFrame(columns=SLEUTEL)
    anders = cel.sample(frac=1, random_state=zaad % 1000)
    assert tweede(cel, gebied, geen).equals(tweede(anders, gebied.sample(frac=1, random_state=1), geen))
