"""The ledger of published cells: only what changes is added, and a killed run is made up for.

Belongs here: what stands in the ledger after a series of publications. Does not belong here: what an attacker does with it.
"""

from pathlib import Path

import duckdb
import pytest

from warehouse.grootboek import delen, schrijf_bij
from warehouse.paths import DataRoot

_TABELLEN = """
    CREATE SCHEMA marts;
    CREATE TABLE marts.gebied AS SELECT 'GM0141' AS gebied_code, 2024 AS jaar, 100 AS inwoners, 40 AS huishoudens_adres,
        45 AS huishoudens_gezin;
    CREATE TABLE marts.huishouden_overlap AS SELECT 'gmsd' AS definitie, '2024' AS periode, 'adres' AS huishoudensoort,
        'GM0141' AS gebied_code, 'jeugd' AS combinatie, 10 AS huishoudens;
    CREATE TABLE marts.client_overlap AS SELECT 'gmsd' AS definitie, '2024' AS periode, 'GM0141' AS gebied_code,
        combinatie, clienten FROM (VALUES ('jeugd', 15), ('wmo', NULL)) AS t(combinatie, clienten);
    CREATE TABLE marts.stapeling AS SELECT 'gmsd' AS definitie, '2024' AS periode, 'clienten' AS eenheid,
        'GM0141' AS gebied_code, '1' AS aantal_voorzieningen, 15 AS aantal;
    CREATE TABLE marts.overlap_matrix AS SELECT '2024' AS periode, a AS regeling_a, b AS regeling_b, 20 AS clienten_a,
        CAST(NULL AS INTEGER) AS clienten_a_en_b FROM (VALUES ('jeugd', 'wmo'), ('wmo', 'jeugd')) AS t(a, b);
"""


@pytest.fixture
def home(tmp_path: Path) -> DataRoot:
    return DataRoot(tmp_path, sleutels=tmp_path / "keys", landing=tmp_path / "landing")


def _publiceer(home: DataRoot, naam: str, anders: str = "") -> None:
    map_ = home.publicaties / naam
    map_.mkdir(parents=True)
    with duckdb.connect(str(map_ / "publicatie.duckdb")) as con:
        con.execute(_TABELLEN)
        con.execute(anders) if anders else None
    home.marts.unlink(missing_ok=True)
    home.marts.symlink_to(map_)


def test_zonder_publicatie_is_er_niets(home: DataRoot) -> None:
    assert schrijf_bij(home) is None
    assert delen(home) == []


def test_alleen_wat_verandert_komt_erbij(home: DataRoot) -> None:
    _publiceer(home, "20260101")
    assert schrijf_bij(home)[0] == 10
    assert schrijf_bij(home) is None
    _publiceer(home, "20260201", "UPDATE marts.client_overlap SET clienten = NULL")
    assert schrijf_bij(home)[0] == 1
    _publiceer(home, "20260301", "DELETE FROM marts.stapeling")
    assert schrijf_bij(home)[0] == 2  # the cell that is gone, and the one that is shown again
    deel = delen(home)[-1].set_index("tabel")
    assert bool(deel.loc["stapeling", "vervallen"])
    assert deel.loc["client_overlap", "waarde"] == 15
    _publiceer(home, "20260401", "DELETE FROM marts.stapeling")
    assert schrijf_bij(home) is None


def test_een_gedode_run_laat_geen_half_deel_en_wordt_ingehaald(home: DataRoot) -> None:
    _publiceer(home, "20260101")
    home.grootboek.mkdir()
    (home.grootboek / "20260101.half").write_bytes(b"half")
    assert delen(home) == []
    assert schrijf_bij(home)[0] == 10
    assert [pad.name for pad in home.grootboek.iterdir()] == ["20260101.parquet"]
