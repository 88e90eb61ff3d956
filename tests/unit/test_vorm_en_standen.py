"""What of an earlier run or version may still be used: the raw store, and kept states of the publication.

Belongs here: finding and refusing what no longer holds. Does not belong here: computing a state (e2e).
"""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from sources.fouten import VormFout
from sources.intake import neem_in
from warehouse import standen
from warehouse.keys import ensure_keys
from warehouse.paths import DataRoot

VANDAAG = date(2024, 6, 1)
RIJ = "regeling;wet;bsn;voorziening;ingangsdatum;einddatum\nwlz;overig;{};x;2024-01-01;\n"


@pytest.fixture
def home(tmp_path: Path) -> DataRoot:
    home = DataRoot(tmp_path / "data", sleutels=tmp_path / "keys", landing=tmp_path / "landing")
    ensure_keys(home.sleutels, has_data=False)
    return home


def lever(home: DataRoot, dag: str, bsn: str) -> None:
    pad = home.landing / "voorzieningen" / dag / "wlz.csv"
    pad.parent.mkdir(parents=True)
    pad.write_text(RIJ.format(bsn))
    neem_in(home, vandaag=VANDAAG, meld=lambda regel: None)


def test_raw_van_een_andere_versie_wordt_geweigerd_en_blijft_zoals_het_is(home: DataRoot) -> None:
    lever(home, "2024-02-01", "990000006")
    (home.raw / "vorm").write_text("anders")
    voor = {pad: pad.stat().st_mtime_ns for pad in home.raw.rglob("*")}
    with pytest.raises(VormFout, match="andere versie"):
        neem_in(home, vandaag=VANDAAG, meld=lambda regel: None)
    assert {pad: pad.stat().st_mtime_ns for pad in home.raw.rglob("*")} == voor


def test_een_stand_heet_naar_zijn_leveringen_en_de_versie(home: DataRoot) -> None:
    lever(home, "2024-02-01", "990000006")
    begin = standen.naam_van(home, date(2024, 2, 1), "v1")
    assert begin != standen.naam_van(home, date(2024, 2, 1), "v2")
    lever(home, "2024-03-01", "990000018")
    assert standen.naam_van(home, date(2024, 2, 1), "v1") == begin
    assert standen.naam_van(home, date(2024, 3, 1), "v1") != begin
    lever(home, "2024-01-15", "990000020")  # an earlier date, delivered later: the state of then is another one now
    assert standen.naam_van(home, date(2024, 2, 1), "v1") != begin


def test_zonder_vorige_stand_zijn_er_tabellen_zonder_rijen(home: DataRoot) -> None:
    lever(home, "2024-02-01", "990000006")
    standen.kies(home, None)
    for tabel in standen.TABELLEN:
        assert duckdb.execute(f"FROM '{home.raw}/vorige/{tabel}.parquet'").fetchall() == []


def test_er_blijven_er_maar_een_paar(home: DataRoot) -> None:
    (home.marts).mkdir(parents=True)
    with duckdb.connect(str(home.marts / "publicatie.duckdb")) as con:
        con.execute("CREATE SCHEMA marts")
        for tabel in standen.TABELLEN:
            con.execute(f"CREATE TABLE marts.{tabel} AS SELECT 1 AS getal")
    lever(home, "2024-02-01", "990000006")
    standen.kies(home, None)
    for nummer in range(5):
        standen.bewaar_publicatie(home, f"stand{nummer}")
    assert sorted(pad.name for pad in home.standen.iterdir()) == ["leeg", "stand2", "stand3", "stand4"]
    standen.kies(home, "stand3")
    assert duckdb.execute(f"FROM '{home.raw}/vorige/gebied.parquet'").fetchall() == [(1,)]
