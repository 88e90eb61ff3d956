"""What households cost: millions of residents made in SQL, and the models from landed persons to households, one by one.

Belongs here: BRP statements as they land, use, areas, and the clock per model. Does not belong here: whether a
household is right (dbt unit tests, eigenschappen/test_huishoudens), or the whole run (the module itself).

    .venv/bin/python -m tests.bench.huishoudens --personen 18000000
"""

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import duckdb

from sources.definities import bewaar as bewaar_definities
from tests.bench.meten import piek_mb, vergeet_piek
from tests.keten import Keten
from warehouse.duck import attach_lake, connect
from warehouse.keys import ensure_keys
from warehouse.paths import DataRoot

MODEL, DOEL, GEHEUGEN_GB = "int_huishouden__per_periode", 120, 10
"""What is measured at last: the use of the households. The seconds agreed, for eighteen million persons on two cores, are for
what comes before: who lives in which household on which day. The memory is for all."""
_HIER_GEMAAKT = {"stg_manifest__levering", "stg_gebieden__gemeente", "int_gebruik__per_periode", "int_gebied__adres"}
_DATUMS = ("2024-01-01", "2024-12-31", "2024-07-01", "2024-04-01", "2024-10-01")

# Twenty-two people at ten addresses, over and over: singles, couples, families; in one of ten such blocks a minor without
# a parent, one in four hundred is one large address. Half of the adults have parents who live elsewhere, a quarter of the
# couples no bond. In the later statements one in ten households and three in a hundred
# persons have moved, one in a hundred is gone, died or new; one in two hundred is at a briefadres, one in twelve uses
# something. Pseudonyms are hashes: neighbours in the register are nowhere near each other in the tables.
_DATA = """
CREATE TEMP TABLE plek (slot INT, huis INT, partner INT, ouder INT, kind BOOLEAN);
INSERT INTO plek VALUES (0,0,NULL,NULL,false),(1,1,NULL,NULL,false),(2,2,NULL,NULL,false),(3,3,NULL,NULL,false),
    (4,4,5,NULL,false),(5,4,4,NULL,false),(6,5,NULL,NULL,false),(7,5,NULL,NULL,false),(8,6,NULL,NULL,false),(9,6,NULL,8,true),
    (10,7,11,NULL,false),(11,7,10,NULL,false),(12,7,NULL,10,true),(13,8,14,NULL,false),(14,8,13,NULL,false),(15,8,NULL,13,true),
    (16,8,NULL,13,true),(17,9,18,NULL,false),(18,9,17,NULL,false),(19,9,NULL,17,true),(20,9,NULL,17,true),(21,9,NULL,NULL,true);
CREATE MACRO kenmerk(soort, nummer) AS cast(hash(soort, nummer) >> 1 AS BIGINT);

CREATE TABLE lake.staging.stg_gebieden__gemeente AS SELECT '0141' AS gemeente, 'GM0141' AS gebied_code;
CREATE TABLE lake.staging.stg_manifest__levering AS
SELECT 'brp' AS bron, cast(datum AS DATE) AS leverdatum, 'brp.csv' AS naam, nummer AS bestand_id, 'brp__persoon' AS soort
FROM (SELECT unnest({datums}) AS datum, unnest(range({leveringen})) AS nummer);

CREATE TABLE lake.geland.geland_brp__persoon AS
WITH mens AS (
    SELECT i, i // 22 AS blok, slot, huis, partner, kind, if(slot = 21 AND i // 22 % 10 > 0, 17, ouder) AS ouder, hash(i, 3) % 1000 AS lot,
        i // 22 * 10 + if(i // 22 % 400 = 0, 0, huis) AS thuis, i // 22 % 400 = 0 AS groot
    FROM range({personen}) AS t(i) JOIN plek ON plek.slot = i % 22
), stand AS (
    SELECT mens.*, levering.bestand_id, levering.leverdatum,
        levering.nummer > 1 AND NOT groot AND hash(thuis, 5) % 10 = 0 AS samen_weg,
        levering.nummer > 1 AND lot < 30 AS alleen_weg
    FROM mens CROSS JOIN (SELECT *, row_number() OVER (ORDER BY leverdatum) AS nummer FROM lake.staging.stg_manifest__levering) AS levering
    WHERE NOT (levering.nummer = 1 AND lot BETWEEN 40 AND 49) AND NOT (levering.nummer > 1 AND lot BETWEEN 50 AND 59)
), woning AS (
    SELECT *, CASE WHEN alleen_weg THEN (thuis * 7 + 13) % ({personen} // 22 * 10 + 10) WHEN samen_weg THEN 1000000000 + thuis ELSE thuis END AS huisnummer
    FROM stand
)
SELECT bestand_id, cast(i AS INT) AS rij, kenmerk('p', i) AS persoon, 'geldig' AS bsn_status,
    CASE WHEN i % 2 = 0 AND ouder IS NULL THEN kenmerk('p', i + 99999) WHEN NOT groot THEN kenmerk('p', blok * 22 + ouder) END AS ouder_1,
    CASE WHEN i % 2 = 0 AND ouder IS NULL THEN kenmerk('p', i + 99998) WHEN NOT groot AND ouder <> 8 THEN kenmerk('p', blok * 22 + ouder + 1) END AS ouder_2,
    CASE WHEN NOT groot AND blok % 4 > 0 THEN kenmerk('p', blok * 22 + partner) END AS partner,
    date '1935-01-01' + cast(if(kind, 26800 + hash(i) % 5400, hash(i) % 25000) AS INT) AS geboortedatum,
    CASE WHEN NOT groot AND blok % 4 > 0 AND partner IS NOT NULL THEN date '2005-01-01' + cast(blok % 6000 AS INT) END AS bond_begin,
    CASE WHEN partner IS NOT NULL AND blok % 50 = 1 AND samen_weg THEN leverdatum END AS bond_einde, false AS bond_einde_onbekend,
    CASE WHEN lot BETWEEN 60 AND 69 AND leverdatum > date '2024-01-01' THEN date '2024-01-02' + cast(i % 90 AS INT) END AS overlijden,
    false AS overlijden_onbekend, NULL::DATE AS opschorting, false AS opschorting_onbekend,
    '0141' AS gemeente, if(lot BETWEEN 70 AND 74, 'B', 'W') AS functie_adres,
    if(alleen_weg OR samen_weg, date '2024-01-02' + cast(thuis % 90 AS INT), date '2010-01-01' + cast(thuis % 5000 AS INT)) AS aanvang_adres,
    CASE WHEN huisnummer % 5 > 0 THEN kenmerk('o', huisnummer) END AS object, kenmerk('a', huisnummer) AS adres,
    kenmerk('h', huisnummer) AS pc6_huisnummer, kenmerk('k', i) AS koppelsleutel, 'deel.parquet' AS deel
FROM woning;

CREATE TABLE lake.intermediate.int_gebied__adres AS
SELECT DISTINCT 2024::BIGINT AS jaar, pc6_huisnummer, 'BU0141' || lpad(cast(abs(pc6_huisnummer) % 9000 AS VARCHAR), 4, '0') AS buurt
FROM lake.geland.geland_brp__persoon WHERE bestand_id = 0;
CREATE TABLE lake.intermediate.int_gebruik__per_periode AS
SELECT definitie, periode, kenmerk('p', i) AS persoon, 'wmo' AS wet, 'wmo:0' || i % 7 AS voorziening, [1, 2, 4][1 + i // 7 % 3] AS wet_bit,
    '0141' AS gemeente
FROM range({personen}) AS t(i) CROSS JOIN (VALUES ('2024H1'), ('2024H2'), ('2024')) AS p(periode)
CROSS JOIN (VALUES ('gmsd'), ('peildatum'), ('tmsd'), ('alles')) AS d(definitie) WHERE (definitie <> 'peildatum' OR i % 3 > 0) AND hash(i, 11) % 12 = 0;
"""


def main() -> int:
    """Make the residents, run the models, show what each cost; returns 0."""
    ontleder = argparse.ArgumentParser(prog="tests.bench.huishoudens", description="Meet de huishoudens.")
    ontleder.add_argument("--personen", type=int, default=18_000_000, metavar="N", help="personen in de BRP")
    ontleder.add_argument(
        "--leveringen", type=int, default=2, metavar="N", choices=range(2, len(_DATUMS) + 1), help="standen van de BRP"
    )
    ontleder.add_argument("--geheugen", default="8GB", metavar="GROOTTE", help="wat DuckDB mag gebruiken")
    keuze = ontleder.parse_args()
    if hasattr(os, "getloadavg"):
        print(f"belasting vooraf {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="bench-huishoudens-") as map_:
        home = DataRoot(Path(map_) / "data", sleutels=Path(map_) / "keys", landing=Path(map_) / "landing")
        ensure_keys(home.sleutels, has_data=False)
        keten = Keten(Path(map_) / "keten")
        con = connect(home)
        try:
            con.execute(f"SET memory_limit = '{keuze.geheugen}'; SET threads = 2; SET preserve_insertion_order = false")
            attach_lake(con, home)
            bewaar_definities(con, home)
            _maak(con, keuze.personen, keuze.leveringen)
            _meet(con, home, _modellen(keten, home), keuze.personen)
        finally:
            con.close()
    return 0


def _maak(con: duckdb.DuckDBPyConnection, personen: int, leveringen: int) -> None:
    for schema in ("geland", "staging", "intermediate"):
        con.execute(f"CREATE SCHEMA IF NOT EXISTS lake.{schema}")
    datums = sorted(_DATUMS[:leveringen])
    con.execute(_DATA.format(personen=personen, leveringen=leveringen, datums=datums))
    con.execute("DROP TABLE plek")


def _modellen(keten: Keten, home: DataRoot) -> list[dict[str, Any]]:
    """The models above the one that is measured, each after those it reads; what lands is made here, in this data root."""
    knopen = json.loads((keten.home.dbt / "target" / "manifest.json").read_text("utf-8"))["nodes"]
    modellen: dict[str, dict[str, Any]] = {}

    def voeg(naam: str) -> None:
        knoop = knopen.get(naam)
        if knoop is None or naam in modellen or knoop["name"].startswith("geland_") or knoop["name"] in _HIER_GEMAAKT:
            return
        for bron in knoop["depends_on"]["nodes"]:
            voeg(bron)
        hier = knoop["compiled_code"].replace(str(keten.home.raw), str(home.raw))
        modellen[naam] = knoop | {"compiled_code": hier}

    voeg(f"model.sociaal_domein.{MODEL}")
    return list(modellen.values())


def _meet(con: duckdb.DuckDBPyConnection, home: DataRoot, modellen: list[dict[str, Any]], personen: int) -> None:
    """Make the models one after another, and say what it took."""
    vergeet_piek()
    totaal, gebruik, processor = 0.0, 0.0, time.process_time()
    with _Uitwijk(home.tmp) as uitwijk:
        for knoop in modellen:
            soort, naam = knoop["config"]["materialized"], f"lake.{knoop['schema']}.{knoop['name']}"
            begin, cpu = time.perf_counter(), time.process_time()
            con.execute(f"CREATE {soort} {naam} AS {knoop['compiled_code']}").fetchall()
            seconden, cpu = time.perf_counter() - begin, time.process_time() - cpu
            totaal += seconden
            gebruik = seconden if knoop["name"] == MODEL else gebruik
            if soort == "table":
                rijen = con.execute(f"SELECT count(*) FROM {naam}").fetchone()[0]
                print(f"{knoop['name']:38} {seconden:7.2f} s, processor {cpu:7.2f} s {rijen:13,} rijen", flush=True)
    processor = time.process_time() - processor
    print(f"{personen:,} personen: hun huishoudens {totaal - gebruik:.1f} s (doel {DOEL} bij 18.000.000)")
    print(f"wie daarvan wat gebruikt, volgens elke definitie, {gebruik:.1f} s; samen processor {processor:.1f} s")
    print(
        f"geheugen {piek_mb() or 'onbekend'} MB (doel {GEHEUGEN_GB}.000), tijdelijke bestanden {uitwijk.piek // 1_000_000} MB"
    )


class _Uitwijk:
    """How much DuckDB wrote aside at most, looked at a few times a second."""

    def __init__(self, map_: Path) -> None:
        self._map, self.piek = map_, 0
        self._klaar = threading.Event()
        self._draad = threading.Thread(target=self._kijk, daemon=True)

    def __enter__(self) -> "_Uitwijk":
        self._draad.start()
        return self

    def __exit__(self, *fout: object) -> None:
        self._klaar.set()
        self._draad.join()

    def _kijk(self) -> None:
        while not self._klaar.wait(0.2):
            self.piek = max(self.piek, sum(_grootte(pad) for pad in self._map.rglob("*")))


def _grootte(pad: Path) -> int:
    try:
        return pad.stat().st_size
    except FileNotFoundError:  # DuckDB removed it in between
        return 0


if __name__ == "__main__":
    sys.exit(main())
