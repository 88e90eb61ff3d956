"""What the rules on declarations cost: millions of lines made in SQL, and the models that judge them, one by one.

Belongs here: lines, assignments, starts and contracts as they land, and the clock per model. Does not belong here: whether
a rule is right (dbt unit tests, tests/regels), or the whole run (the module itself).

    .venv/bin/python -m tests.bench.regels --regels 3000000

With --cijfers the last line holds the figures as JSON: so the bench takes them from a process of its own (meet).
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from tests.bench.meten import draai, piek_mb, vergeet_piek
from tests.keten import Keten
from warehouse.duck import attach_lake, connect
from warehouse.keys import ensure_keys
from warehouse.paths import DataRoot

MODEL, REGELS, DOEL = "int_schending__declaratie", 3_000_000, 30
"""What is measured, on how many lines, and the seconds agreed for those on two cores."""
Cijfers = dict[str, float | None]
_PER_TOEWIJZING, _AANBIEDERS, _MAANDEN = 12, 40, 36
_HIER_GEMAAKT = {"stg_manifest__levering", "stg_gebieden__gemeente"}

# Every fiftieth line is credited and declared again, every thirty-third is wrong, rejected and declared again; each a
# month later. Half of the assignments were sent twice; one in a hundred never started.
_DATA = """
CREATE MACRO maand(n) AS cast(date '2021-01-01' + to_months(n::INT) AS DATE);
CREATE TABLE lake.staging.stg_gebieden__gemeente AS SELECT '0141' AS gemeente, 'GM0141' AS gebied_code;
CREATE TEMP TABLE opdracht AS
SELECT a AS nummer, a % {partijen} AS partij, if(a % 2 = 0, 'wmo', 'jeugd') AS wet, a // 2 AS persoon,
    format('{{:08d}}', 42000000 + a % {partijen}) AS aanbieder, (a // {partijen}) % ({maanden} - {looptijd} - 1) AS van_maand,
    cast(maand(van_maand) + (a % 28)::INT AS DATE) AS ingang, cast(maand(van_maand + {looptijd}) - 1 AS DATE) AS einde,
    format('{{:02d}}A0{{}}', 2 + a % 5, a % 9) AS code, ['1', '2', '4', '6'][1 + a // 3 % 4] AS frequentie,
    ['01', '04', '16', '82', '83', '84'][1 + a // 12 % 6] AS eenheid, a % 20 = 0 AS met_budget
FROM range({toewijzingen}) AS t(a);

CREATE TABLE lake.geland.geland_bericht__toewijzing AS
SELECT nummer * 2 + keer AS bestand_id, 1::INT AS rij, wet, '0141' AS gemeente, aanbieder, ingang AS dagtekening,
    persoon, 'geldig' AS bsn_status, nummer AS toewijzingnummer, left(code, 2) AS productcategorie, code AS productcode,
    cast(ingang - 30 + keer::INT * 90 AS DATE) AS toewijzingsdatum, time '10:00:00' AS toewijzingstijd, ingang AS ingangsdatum,
    einde AS einddatum, NULL::VARCHAR AS reden_wijziging, if(met_budget, NULL, 600) AS volume, if(met_budget, NULL, eenheid) AS eenheid,
    if(met_budget, NULL, frequentie) AS frequentie, if(met_budget, 90000000, NULL) AS budget_cent,
    NULL::VARCHAR AS referentie_aanbieder, cast(ingang - 20 + keer::INT * 90 AS DATE) AS op
FROM opdracht CROSS JOIN range(2) AS k(keer) WHERE keer = 0 OR nummer % 4 < 2;

CREATE TABLE lake.geland.geland_bericht__start AS
SELECT 1000000000 + nummer AS bestand_id, 1::INT AS rij, wet, '0141' AS gemeente, aanbieder, ingang AS dagtekening, persoon,
    'geldig' AS bsn_status, nummer AS toewijzingnummer, left(code, 2) AS productcategorie, code AS productcode,
    ingang AS toewijzing_ingangsdatum, ingang AS begindatum, '1' AS status_aanlevering, cast(ingang + 5 AS DATE) AS op
FROM opdracht WHERE nummer % 100 <> 7;

CREATE TEMP TABLE prestatie AS
SELECT i, opdracht.*, van_maand + i // {toewijzingen} AS maand, i % 50 = 0 AS verbeterd, if(i % 33 = 1, 1 + i // 33 % 5, 0) AS fout,
    greatest(maand(van_maand + i // {toewijzingen}), ingang) AS product_begin, least(last_day(maand(van_maand + i // {toewijzingen})), einde) AS product_einde,
    CASE frequentie WHEN '1' THEN 600 WHEN '2' THEN 500 WHEN '4' THEN 480 ELSE 40 END AS volume,
    if(eenheid = '83', NULL, 1250) AS tarief
FROM range({regels}) AS t(i) JOIN opdracht ON nummer = i % {toewijzingen};

CREATE TEMP TABLE gestuurd AS
SELECT *, maand AS in_maand, if(fout > 0, 'F', '') AS achter, '' AS vorig, 'D' AS dc, fout AS f FROM prestatie
UNION ALL SELECT *, maand + 1, '', '', 'D', 0 FROM prestatie WHERE fout > 0
UNION ALL SELECT *, maand + 1, 'C', 'ja', 'C', 0 FROM prestatie WHERE verbeterd AND fout = 0
UNION ALL SELECT *, maand + 1, 'N', '', 'D', 0 FROM prestatie WHERE verbeterd AND fout = 0;

CREATE TABLE lake.geland.geland_bericht__declaratieregel AS
SELECT 2000000000 + in_maand * {partijen} + partij AS bestand_id,
    row_number() OVER (PARTITION BY in_maand, partij ORDER BY i, achter)::INT AS rij, wet, '0141' AS gemeente, aanbieder,
    cast(maand(in_maand + 1) + 5 AS DATE) AS dagtekening, 'D' || in_maand AS declaratienummer, persoon, 'geldig' AS bsn_status,
    'R' || i || achter AS referentienummer, if(vorig = '', NULL, 'R' || i) AS vorig_referentienummer,
    nummer + if(f = 1, 800000000, 0) AS toewijzingnummer, left(code, 2) AS productcategorie, if(f = 2, 'ZZ', code) AS productcode,
    product_begin, product_einde, volume * if(f = 3, 90, 1) AS volume, eenheid, tarief + if(f = 4, 50, 0) AS tarief_cent,
    volume * if(f = 3, 90, 1) * (coalesce(tarief, 1) + if(f = 4 AND eenheid <> '83', 50, 0)) + if(f = 5, 7, 0) AS bedrag_cent, dc AS debet_credit,
    f > 0 AS afgewezen
FROM gestuurd ORDER BY bestand_id, rij;

CREATE TABLE lake.geland.geland_bericht__declaratie AS
SELECT bestand_id, 1::INT AS rij, any_value(wet) AS wet, any_value(gemeente) AS gemeente, any_value(aanbieder) AS aanbieder,
    any_value(dagtekening) AS dagtekening, any_value(declaratienummer) AS declaratienummer,
    cast(date_trunc('month', any_value(dagtekening)) - INTERVAL 1 MONTH AS DATE) AS periode_begin,
    cast(date_trunc('month', any_value(dagtekening)) - INTERVAL 1 DAY AS DATE) AS periode_einde,
    any_value(dagtekening) AS declaratie_dagtekening, sum(if(debet_credit = 'D', bedrag_cent, -bedrag_cent))::BIGINT AS totaal_cent,
    'D' AS debet_credit, sum(if(NOT afgewezen, 0, if(debet_credit = 'D', bedrag_cent, -bedrag_cent)))::BIGINT AS niet_toegekend
FROM lake.geland.geland_bericht__declaratieregel GROUP BY bestand_id;

CREATE TABLE lake.geland.geland_bericht__antwoord AS
SELECT bestand_id + 1000000 AS bestand_id, 1::INT AS rij, wet, gemeente, aanbieder, cast(dagtekening + 9 AS DATE) AS dagtekening,
    'B' || declaratienummer AS declaratie_identificatie, '1.0.0' AS declaratie_basis_xsd_versie, '1.0.0' AS declaratie_bericht_xsd_versie,
    declaratienummer, totaal_cent AS ingediend_cent, 'D' AS ingediend_debet_credit, totaal_cent - niet_toegekend AS toegekend_cent,
    'D' AS toegekend_debet_credit, '0200' AS retourcodes
FROM lake.geland.geland_bericht__declaratie;

CREATE TABLE lake.geland.geland_bericht__antwoordregel AS
SELECT * EXCLUDE (afgewezen) REPLACE (bestand_id + 1000000 AS bestand_id, cast(dagtekening + 9 AS DATE) AS dagtekening), '9338' AS retourcodes
FROM lake.geland.geland_bericht__declaratieregel WHERE afgewezen;

CREATE TABLE lake.geland.geland_bericht__bericht AS
SELECT bestand_id, 1::INT AS rij, wet, soort AS berichtsoort, gemeente, aanbieder, identificatie, dagtekening,
    '1.0.0' AS basis_xsd_versie, '1.0.0' AS bericht_xsd_versie
FROM (SELECT *, '323' AS soort, 'B' || declaratienummer AS identificatie FROM lake.geland.geland_bericht__declaratie
    UNION ALL BY NAME SELECT *, '325' AS soort, 'A' || declaratienummer AS identificatie FROM lake.geland.geland_bericht__antwoord);

CREATE TABLE lake.geland.geland_contracten__contract AS
SELECT 9000000000 AS bestand_id, p::INT AS rij, 'C' || p AS contract, format('{{:08d}}', 42000000 + p) AS agb, 'aanbieder' AS aanbieder,
    if(p % 2 = 0, 'wmo', 'jeugd') AS wet, 'inspanning' AS contractvorm, date '2020-01-01' AS ingangsdatum, NULL::DATE AS einddatum
FROM range({partijen}) AS t(p);
CREATE TABLE lake.geland.geland_contracten__tarief AS
SELECT DISTINCT 9000000001 AS bestand_id, 1::INT AS rij, 'C' || partij AS contract, left(code, 2) AS productcategorie, code AS productcode,
    eenheid, 1250::BIGINT AS tarief_cent, date '2020-01-01' AS ingangsdatum, NULL::DATE AS einddatum
FROM opdracht;

CREATE TABLE lake.staging.stg_manifest__levering AS
SELECT bestand_id, soort, max(op) AS leverdatum FROM (
    SELECT bestand_id, 'bericht' AS soort, op FROM lake.geland.geland_bericht__toewijzing
    UNION ALL SELECT bestand_id, 'bericht', op FROM lake.geland.geland_bericht__start
    UNION ALL SELECT bestand_id, 'bericht', dagtekening FROM lake.geland.geland_bericht__bericht
    UNION ALL SELECT 9000000000, 'contracten__contract', date '2021-01-01'
    UNION ALL SELECT 9000000001, 'contracten__tarief', date '2021-01-01'
) GROUP BY ALL;
"""


def main() -> int:
    """Make the data, run the models, show what each cost; returns 0."""
    ontleder = argparse.ArgumentParser(prog="tests.bench.regels", description="Meet de regels op declaraties.")
    ontleder.add_argument("--regels", type=int, default=REGELS, metavar="N", help="declaratieregels voor correcties")
    ontleder.add_argument("--cijfers", action="store_true", help="de cijfers als JSON op de laatste regel")
    opties = ontleder.parse_args()
    if hasattr(os, "getloadavg"):
        print(f"belasting vooraf {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="bench-regels-") as map_:
        home = DataRoot(Path(map_) / "data", sleutels=Path(map_) / "keys", landing=Path(map_) / "landing")
        ensure_keys(home.sleutels, has_data=False)
        keten = Keten(Path(map_) / "keten")
        con = connect(home)
        try:
            attach_lake(con, home)
            _maak(con, opties.regels)
            cijfers = _meet(con, _modellen(keten))
            _toon(con)
        finally:
            con.close()
    if opties.cijfers:
        print(json.dumps(cijfers))
    return 0


def meet(regels: int) -> Cijfers:
    """The figures for so many lines, measured in a process of its own."""
    opdracht = [sys.executable, "-m", "tests.bench.regels", "--regels", str(regels), "--cijfers"]
    return json.loads(draai(opdracht, os.environ).regels[-1][1])


def _maak(con: duckdb.DuckDBPyConnection, regels: int) -> None:
    for schema in ("geland", "staging", "intermediate"):
        con.execute(f"CREATE SCHEMA IF NOT EXISTS lake.{schema}")
    con.execute(
        _DATA.format(
            regels=regels,
            toewijzingen=-(-regels // _PER_TOEWIJZING),
            partijen=2 * _AANBIEDERS,
            maanden=_MAANDEN,
            looptijd=_PER_TOEWIJZING,
        )
    )
    for tijdelijk in ("opdracht", "prestatie", "gestuurd"):
        con.execute(f"DROP TABLE {tijdelijk}")


def _modellen(keten: Keten) -> list[dict[str, Any]]:
    """The models above the one that is measured, each after those it reads; what lands is made here."""
    knopen = json.loads((keten.home.dbt / "target" / "manifest.json").read_text("utf-8"))["nodes"]
    modellen: dict[str, dict[str, Any]] = {}

    def voeg(naam: str) -> None:
        knoop = knopen.get(naam)
        if knoop is None or naam in modellen or knoop["name"].startswith("geland_") or knoop["name"] in _HIER_GEMAAKT:
            return
        for bron in knoop["depends_on"]["nodes"]:
            voeg(bron)
        modellen[naam] = knoop

    voeg(f"model.sociaal_domein.{MODEL}")
    return list(modellen.values())


def _meet(con: duckdb.DuckDBPyConnection, modellen: list[dict[str, Any]]) -> Cijfers:
    """Make the models one after another; then the same lines once more, only read."""
    vergeet_piek()
    totaal, processor = 0.0, time.process_time()
    for knoop in modellen:
        soort, naam = knoop["config"]["materialized"], f"lake.{knoop['schema']}.{knoop['name']}"
        seconden = _duur(con, f"CREATE {soort} {naam} AS {knoop['compiled_code']}")
        totaal += seconden
        if soort == "table":
            rijen = con.execute(f"SELECT count(*) FROM {naam}").fetchone()[0]
            print(f"{knoop['name']:32} {seconden:7.2f} s {rijen:12,} rijen")
    processor, piek = time.process_time() - processor, piek_mb()
    bron = "lake.staging.stg_bericht__declaratieregel"
    kaal = _duur(con, f"SELECT count(*), bit_xor(hash(alles)) FROM {bron} AS alles")
    aantal = con.execute(f"SELECT count(*) FROM {bron}").fetchone()[0]
    print(
        f"samen {totaal:.1f} s (doel {DOEL} bij 3.000.000), processor {processor:.1f} s, geheugen {piek or 'onbekend'} MB"
    )
    print(f"{aantal:,} regels: {aantal / totaal:,.0f} regels/s, {totaal / kaal:.0f} keer kaal lezen ({kaal:.2f} s)")
    return {"klok": totaal, "processor": processor, "piek": piek, "kaal": totaal / kaal}


def _toon(con: duckdb.DuckDBPyConnection) -> None:
    """What was found: nothing but what was put in."""
    vraag = f"SELECT regel, count(*), count(hersteld_op) FROM lake.intermediate.{MODEL} GROUP BY ALL ORDER BY ALL"
    for regel, schendingen, hersteld in con.execute(vraag).fetchall():
        print(f"  {regel:28} {schendingen:9,} waarvan hersteld {hersteld:9,}")


def _duur(con: duckdb.DuckDBPyConnection, opdracht: str) -> float:
    begin = time.perf_counter()
    con.execute(opdracht).fetchall()
    return time.perf_counter() - begin


if __name__ == "__main__":
    sys.exit(main())
