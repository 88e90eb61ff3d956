"""The new schema beside the old: tables, rows, keys, comments and rights, and the proof that it holds what was published.

Belongs here: everything up to the moment that somebody may read it. Does not belong here: that moment (wissel).

All of it is one transaction: whoever kills it leaves nothing. Rows are loaded as frozen, so that a reader whose
transaction is older than the load does not find the new tables empty.
"""

import re
import tempfile
from pathlib import Path

import duckdb
import psycopg
from psycopg import sql

from warehouse.postgres.controle import Controle, controleer
from warehouse.postgres.fouten import PostgresFout
from warehouse.postgres.indeling import lees_indeling
from warehouse.postgres.nieuw import NIEUW, Kolommen, doe, namen
from warehouse.postgres.rechten import geef_rechten
from warehouse.postgres.uitleg import maak_ster, verklaar
from warehouse.publicatie import SLEUTELS

_TYPEN = {"VARCHAR": "text", "INTEGER": "integer", "BIGINT": "bigint", "BOOLEAN": "boolean", "DATE": "date"}
_DECIMAAL = re.compile(r"DECIMAL\((\d+), ?(\d+)\)")
_BLOK = 1 << 20


def bouw(con: psycopg.Connection, bron: duckdb.DuckDBPyConnection, tmp: Path, opmerking: str) -> dict[str, Controle]:
    """Make the new schema from the published tables of `bron` and verify it; returns rows and checksum per table."""
    tabellen = _tabellen(bron)
    with con.transaction():
        doe(con, "CREATE SCHEMA {schema}; COMMENT ON SCHEMA {schema} IS {tekst}", tekst=sql.Literal(opmerking))
        con.execute(sql.SQL("SET LOCAL search_path = {}, pg_catalog").format(sql.Identifier(NIEUW)))
        with tempfile.TemporaryDirectory(dir=tmp, prefix="postgres-") as map_:
            for tabel, kolommen in tabellen.items():
                _maak(con, bron, tabel, kolommen, Path(map_))
        _leg_relaties(con, set(tabellen))
        for tabel, kolommen in tabellen.items():
            maak_ster(con, bron, tabel, kolommen)
        geef_rechten(con)
        con.execute("ANALYZE " + ", ".join(tabellen))
    return controleer(con, bron, tabellen)


def _tabellen(bron: duckdb.DuckDBPyConnection) -> dict[str, Kolommen]:
    """Each table with its columns: type in PostgreSQL and comment."""
    rijen = bron.execute(
        "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE schema_name = 'marts' AND NOT internal "
        "ORDER BY table_name, column_index"
    ).fetchall()
    tabellen: dict[str, Kolommen] = {}
    for tabel, kolom, soort, uitleg in rijen:
        tabellen.setdefault(tabel, {})[kolom] = (pg_type(tabel, kolom, soort), uitleg)
    return tabellen


def pg_type(tabel: str, kolom: str, soort: str) -> str:
    """The type in PostgreSQL of a column's type in DuckDB; raises PostgresFout for one without an agreed counterpart."""
    decimaal = _DECIMAAL.fullmatch(soort)
    if decimaal:
        return f"numeric({decimaal[1]}, {decimaal[2]})"
    if soort not in _TYPEN:
        raise PostgresFout(
            f"{tabel}.{kolom} heeft type {soort}; daarvoor is in warehouse/postgres geen type afgesproken."
        )
    return _TYPEN[soort]


def _maak(con: psycopg.Connection, bron: duckdb.DuckDBPyConnection, tabel: str, kolommen: Kolommen, map_: Path) -> None:
    """One table with its rows in the order of its key, its key and its comments."""
    velden = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(k), sql.SQL(s)) for k, (s, _) in kolommen.items()
    )
    doe(con, "CREATE TABLE {schema}.{tabel} ({velden})", tabel=sql.Identifier(tabel), velden=velden)
    _laad(con, bron, tabel, kolommen, map_ / f"{tabel}.csv")
    sleutel = SLEUTELS[tabel]
    # A key may hold an empty column (a revision of a table without areas): then it is unique, but no primary key.
    leeg = bron.execute(
        f"SELECT count(*) FROM marts.{tabel} WHERE {' OR '.join(f'{k} IS NULL' for k in sleutel)}"
    ).fetchone()[0]
    soort = sql.SQL("UNIQUE NULLS NOT DISTINCT" if leeg else "PRIMARY KEY")
    doe(
        con,
        "ALTER TABLE {schema}.{tabel} ADD {soort} ({sleutel})",
        tabel=sql.Identifier(tabel),
        soort=soort,
        sleutel=namen(sleutel),
    )
    verklaar(con, bron, tabel, kolommen)


def _laad(con: psycopg.Connection, bron: duckdb.DuckDBPyConnection, tabel: str, kolommen: Kolommen, pad: Path) -> None:
    tekst = [kolom for kolom, (soort, _) in kolommen.items() if soort == "text"]
    # Quoted text keeps an empty text apart from no value.
    citeer = f", FORCE_QUOTE ({', '.join(tekst)})" if tekst else ""
    volgorde = ", ".join(SLEUTELS[tabel])
    bron.execute(f"COPY (FROM marts.{tabel} ORDER BY {volgorde}) TO '{pad}' (FORMAT csv, HEADER false{citeer})")
    opdracht = sql.SQL("COPY {}.{} FROM STDIN (FORMAT csv, FREEZE)").format(
        sql.Identifier(NIEUW), sql.Identifier(tabel)
    )
    with con.cursor().copy(opdracht) as kopie, pad.open("rb") as bestand:
        while blok := bestand.read(_BLOK):
            kopie.write(blok)
    pad.unlink()


def _leg_relaties(con: psycopg.Connection, aanwezig: set[str]) -> None:
    for relatie in lees_indeling().relaties:
        for van in relatie.van:
            if {van, relatie.naar} <= aanwezig:
                doe(
                    con,
                    "ALTER TABLE {schema}.{van} ADD FOREIGN KEY ({kolommen}) REFERENCES {schema}.{naar} ({kolommen})",
                    van=sql.Identifier(van),
                    kolommen=namen(relatie.kolommen),
                    naar=sql.Identifier(relatie.naar),
                )
