"""The bare work: what the machine needs at least for the same answer.

Belongs here: reading the raw Parquet, and one query by hand for the overlap per household, straight in DuckDB. Does not
belong here: the lineage, checks, other definitions and secrecy that the pipeline adds; the ratio tells what those cost.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import duckdb

from warehouse.duck import attach_lake, connect
from warehouse.paths import DataRoot

_KLAAR = """
CREATE TEMP TABLE periode AS SELECT periode, begin_datum, eind_datum FROM lake.intermediate.int_peil__periode;
CREATE TEMP TABLE tijdvak AS
SELECT persoon, wet, van, tot_en_met FROM lake.intermediate.int_gebruik__tijdvak
WHERE is_bruikbaar AND telt_voor_wet AND wet IN ('jeugd', 'pwet', 'wmo') AND NOT (wet = 'jeugd' AND leveringsvorm = 'PGB');
CREATE TEMP TABLE lid AS
SELECT periode, huishoudensoort, persoon, adres_id, gezin
FROM lake.intermediate.int_huishouden__persoon_per_periode WHERE huishouden_dag = 'laatste_dag_ingezetene';
"""
_OVERLAP = """
WITH gebruik AS (
    SELECT periode, persoon, bit_or(CASE wet WHEN 'jeugd' THEN 1 WHEN 'pwet' THEN 2 ELSE 4 END) AS wetten
    FROM periode JOIN tijdvak ON van <= eind_datum AND tot_en_met >= begin_datum GROUP BY ALL
), huishouden AS (
    SELECT periode, huishoudensoort, adres_id, gezin, bit_or(wetten) AS wetten
    FROM lid JOIN gebruik USING (periode, persoon) GROUP BY ALL
)
SELECT periode, huishoudensoort, wetten, count(*) AS huishoudens FROM huishouden GROUP BY ALL
"""
# The same cells as published, where they are not secret: each count rounds to the nearest five.
_AFWIJKEND = """
SELECT count(*) FROM lake.marts.huishouden_overlap AS gepubliceerd
JOIN lake.marts.gebied ON gebied.gebied_code = gepubliceerd.gebied_code AND gebied.jaar = left(periode, 4)::INTEGER
LEFT JOIN overlap ON overlap.periode = gepubliceerd.periode AND overlap.huishoudensoort = gepubliceerd.huishoudensoort
    AND ['jeugd', 'pwet', 'jeugd+pwet', 'wmo', 'jeugd+wmo', 'pwet+wmo', 'jeugd+pwet+wmo'][overlap.wetten] = combinatie
WHERE definitie = 'gmsd' AND gebied_soort = 'gemeente' AND combinatie NOT IN ('geen', 'totaal') AND NOT geheim
    AND gepubliceerd.huishoudens IS DISTINCT FROM 5 * ((overlap.huishoudens + 2) // 5)
"""


@dataclass
class Kaal:
    """Seconds of the bare work, rows per raw table, and cells in which it differs from what was published."""

    lezen: float = 0.0
    overlap: float = 0.0
    afwijkend: int = 0
    rijen: dict[str, int] = field(default_factory=dict)


def kaal_werk(home: DataRoot) -> Kaal:
    """Do it on a data root that was published; changes nothing."""
    uit = Kaal()
    con = connect(home)
    try:
        with _klok() as klok:
            uit.rijen = {map_.name: _lees(con, str(map_)) for map_ in sorted(home.raw.glob("*__*")) if map_.is_dir()}
        uit.lezen = klok[0]
        attach_lake(con, home, read_only=True)
        con.execute(_KLAAR)
        with _klok() as klok:
            con.execute(f"CREATE TEMP TABLE overlap AS {_OVERLAP}")
        uit.overlap = klok[0]
        uit.afwijkend = con.execute(_AFWIJKEND).fetchone()[0]
    finally:
        con.close()
    return uit


def _lees(con: duckdb.DuckDBPyConnection, map_: str) -> int:
    """Read every value of every row once; returns the number of rows."""
    bron = f"read_parquet('{map_}/*.parquet', encryption_config = struct_pack(footer_key := 'lake'))"
    return con.execute(f"SELECT count(*), bit_xor(hash(alles)) FROM {bron} AS alles").fetchone()[0]


@contextmanager
def _klok() -> Iterator[list[float]]:
    verstreken = [0.0]
    begin = time.perf_counter()
    yield verstreken
    verstreken[0] = time.perf_counter() - begin
