"""The landed tables of the lake: each raw part is read once, and what the manifest no longer names is gone.

Belongs here: dbt runs on a growing raw store. Does not belong here: what the rows mean (unit tests), or whole runs (e2e).
"""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.omgeving import richt_in
from tests import berichten_maken as maak
from tests.keten import DBT, Keten
from warehouse.duck import attach_lake, connect
from warehouse.paths import DBT_PROJECT, DataRoot

TABELLEN = ("bericht__bericht", "bericht__start", "voorzieningen__voorziening")
KOP = "regeling;wet;bsn;voorziening;ingangsdatum;einddatum\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DataRoot]:
    for naam, plek in (("SDL_HOME", ""), ("SDL_KEYS", "keys"), ("SDL_LANDING", "landing")):
        monkeypatch.setenv(naam, str(tmp_path / plek))
    monkeypatch.delenv("SDL_BEKEND_OP", raising=False)
    voor = dict(os.environ)
    yield richt_in()
    os.environ.clear()
    os.environ.update(voor)


def lever(home: DataRoot, dag: str, nummer: int) -> None:
    """A message and a statement on a day, taken in."""
    for bron, naam, inhoud in (
        ("iwmo", "start.xml", maak.bericht("wmo", "305", nummer=maak.bsn(nummer), identificatie=f"S{nummer}")),
        ("voorzieningen", "wlz.csv", (KOP + f"wlz;overig;{maak.bsn(nummer)};x;2024-01-01;\n" * nummer).encode()),
    ):
        plek = home.landing / bron / dag
        plek.mkdir(parents=True)
        (plek / naam).write_bytes(inhoud)
    Keten.neem_in(home)


def bouw() -> None:
    gedaan = subprocess.run(
        [str(DBT), "run", "--quiet", "--select", "geland"], cwd=DBT_PROJECT, capture_output=True, text=True, check=False
    )
    assert gedaan.returncode == 0, gedaan.stdout[-2000:]


def rijen(home: DataRoot) -> dict[str, list[tuple]]:
    con = connect(home)
    try:
        attach_lake(con, home, read_only=True)
        return {t: con.execute(f"FROM lake.geland.geland_{t} ORDER BY ALL").fetchall() for t in TABELLEN}
    finally:
        con.close()


def test_een_dag_leest_alleen_wat_die_dag_bracht(home: DataRoot) -> None:
    """Older parts cannot even be read, and day by day gives what a rebuild gives."""
    lever(home, "2024-02-01", 1)
    bouw()
    oud = [deel for tabel in TABELLEN for deel in (home.raw / tabel).glob("*.parquet") if deel.stem != "leeg"]
    weg = [deel.rename(deel.with_suffix(".weg")) for deel in oud]
    lever(home, "2024-02-02", 2)
    bouw()
    dag_voor_dag = rijen(home)
    assert {tabel: len(alle) for tabel, alle in dag_voor_dag.items()} == dict(zip(TABELLEN, (2, 2, 3), strict=True))
    for deel in weg:
        deel.rename(deel.with_suffix(".parquet"))
    home.lake.unlink()
    bouw()
    assert rijen(home) == dag_voor_dag
