"""What a person is told on the console, and the counts per delivery that the first gate judges.

Belongs here: reading the manifest and the publication for people. Does not belong here: judging.
"""

import csv
from typing import TYPE_CHECKING, Any

import duckdb

from sources.fouten import BeschrijvingFout
from warehouse.duck import PARQUET_KEY, connect
from warehouse.paths import DBT_PROJECT, DataRoot
from warehouse.publicatie import gepubliceerd_op

if TYPE_CHECKING:
    import pandas as pd

_LEVERINGEN = """
WITH levering AS (
    SELECT DISTINCT waarneming.bron, waarneming.leverdatum, bestand.*
    FROM read_parquet($1 || '/manifest/waarneming.parquet', encryption_config = {{footer_key: '{sleutel}'}}) AS waarneming
    JOIN read_parquet($1 || '/manifest/bestand.parquet', encryption_config = {{footer_key: '{sleutel}'}}) AS bestand USING (bestand_id)
    WHERE
        bestand.klasse = 'geaccepteerd' AND waarneming.leverdatum <= CAST($2 AS DATE)
),
compleet AS (
    -- Areas are of use only when both the addresses and the names are there.
    SELECT * FROM levering
    WHERE bron <> 'gebieden' OR (SELECT count(DISTINCT soort) FROM levering WHERE bron = 'gebieden') = 2
),
per_levering AS (
    SELECT bron, leverdatum, count(*) AS bestanden, sum(gelezen) AS gelezen, sum(geland) AS geland, sum(geweigerd) AS geweigerd
    FROM compleet GROUP BY ALL
)
SELECT
    bron, leverdatum, CAST(bestanden AS BIGINT) AS bestanden, CAST(gelezen AS BIGINT) AS gelezen,
    CAST(geland AS BIGINT) AS geland, CAST(geweigerd AS BIGINT) AS geweigerd,
    CASE WHEN bron IN ('brp', 'pwet') THEN geland / nullif(lag(geland) OVER (PARTITION BY bron ORDER BY leverdatum), 0) END AS aandeel_vorige
FROM per_levering ORDER BY bron, leverdatum
"""


def leveringen(home: DataRoot, bekend_op: str) -> "pd.DataFrame":
    """One row per source and delivery date with accepted files: counts, and rows relative to the delivery before."""
    con = connect(home)
    try:
        return con.execute(_LEVERINGEN.format(sleutel=PARQUET_KEY), [str(home.raw), bekend_op]).df()
    finally:
        con.close()


def toon_publicatie(home: DataRoot) -> None:
    """Print what is published and the open findings."""
    bekend_op = gepubliceerd_op(home)
    if bekend_op is None:
        print("Gepubliceerd   nog niets")
        return
    print(f"Gepubliceerd   leveringen tot en met {bekend_op}  ({home.marts / 'publicatie.duckdb'})")
    _toon_beschrijving()
    with duckdb.connect(str(home.marts / "publicatie.duckdb"), read_only=True) as con:
        bevindingen = con.execute(
            "SELECT ernst, bron, regel, sum(aantal) FROM marts.bevinding WHERE status = 'open' GROUP BY ALL ORDER BY ALL"
        ).fetchall()
    print(f"Open           {len(bevindingen)} soorten bevindingen")
    for ernst, bron, regel, aantal in bevindingen:
        print(f"               {ernst:<13} {bron or '':<14} {regel:<28} {aantal:>9}")


def _toon_beschrijving() -> None:
    from warehouse.catalogus import lees_instelling, niet_ingevuld  # half a second to load

    try:
        open_ = niet_ingevuld(lees_instelling())
    except BeschrijvingFout as fout:
        print(f"Beschrijving   {fout} De volgende run publiceert pas als dat is verbeterd.")
        return
    if open_:
        print(f"Beschrijving   nog in te vullen in warehouse/catalogus.yml: {', '.join(open_)}")


def toon_demo(home: DataRoot) -> None:
    """Print the overlap of the municipality in 2022 beside the published figures, and where everything lies."""
    with duckdb.connect(str(home.marts / "publicatie.duckdb"), read_only=True) as con:
        gemeente, naam = con.execute(
            "SELECT gebied_code, gebied_naam FROM marts.gebied WHERE gebied_soort = 'gemeente' ORDER BY 1 LIMIT 1"
        ).fetchone()
        eigen = {
            combinatie: (aantal, per_1000)
            for combinatie, aantal, per_1000 in con.execute(
                "SELECT combinatie, huishoudens, per_1000_huishoudens FROM marts.huishouden_overlap "
                "WHERE definitie = 'gmsd' AND huishoudensoort = 'gezin' AND periode = '2022' AND gebied_code = ?",
                [gemeente],
            ).fetchall()
        }
    if eigen:
        print(
            f"\n{naam} 2022, huishoudens (gezin, definitie gmsd); de gemeente is verzonnen, de gepubliceerde cijfers zijn echt\n"
        )
        print(f"{'groep':<18}{'aantal':>10}{'per 1.000':>12}{'gepubliceerd':>15}")
        for combinatie, gepubliceerd in _gepubliceerd(gemeente).items():
            aantal, per_1000 = eigen.get(combinatie, (None, None))
            print(f"{combinatie:<18}{_cel(aantal):>10}{_cel(per_1000):>12}{gepubliceerd:>15}")
    print(f"\nMarts       {home.marts / 'publicatie.duckdb'} en {home.marts / 'parquet'}")
    print(f"Extracts    {home.extracts}")
    print(f"Portaal     {home.docs / 'index.html'} (met Data Docs en dbt docs)")
    print("Dagster     make dev")


def _cel(waarde: Any) -> str:
    return "geheim" if waarde is None else str(waarde)


def _gepubliceerd(gebied_code: str) -> dict[str, int]:
    """The published figures of 2022 per 1,000 households by group, of the seed benchmark_gepubliceerd."""
    gezocht = (gebied_code, "2022", "huishoudens_overlap", "per 1.000 huishoudens")
    with (DBT_PROJECT / "seeds" / "benchmark_gepubliceerd.csv").open(encoding="utf-8", newline="") as bestand:
        return {
            rij["onderdeel"]: int(rij["waarde"])
            for rij in csv.DictReader(bestand)
            if (rij["gebied_code"], rij["periode"], rij["indicator"], rij["eenheid"]) == gezocht and rij["waarde"]
        }
