"""The proof that PostgreSQL holds what was published.

Belongs here: comparing with the files. Does not belong here: what to do about a difference.
"""

import duckdb
import psycopg

from warehouse.postgres.fouten import PostgresFout
from warehouse.postgres.nieuw import NIEUW, Kolommen

Controle = tuple[int, str]
"""Rows, and the sum of their hashes."""


def controleer(
    con: psycopg.Connection, bron: duckdb.DuckDBPyConnection, tabellen: dict[str, Kolommen]
) -> dict[str, Controle]:
    """Rows and content as they were committed, beside those of the files; raises PostgresFout when they differ."""
    gevonden = {}
    for tabel, kolommen in tabellen.items():
        hier = con.execute(_som(kolommen, f"{NIEUW}.{tabel}", "('x' || substr({}, 1, 15))::bit(60)::bigint")).fetchone()
        daar = bron.execute(_som(kolommen, f"marts.{tabel}", "CAST('0x' || substr({}, 1, 15) AS BIGINT)")).fetchone()
        if hier != daar:
            raise PostgresFout(f"{tabel} is niet gelijk aan wat is gepubliceerd ({hier[0]} rijen, {daar[0]} verwacht).")
        gevonden[tabel] = hier
    return gevonden


def _som(kolommen: Kolommen, tabel: str, getal: str) -> str:
    """Rows, and the sum over rows of a part of their md5: the same in both engines, whatever the order of rows."""
    delen = ", ".join(f"coalesce(CAST({kolom} AS text), chr(30))" for kolom in kolommen)
    som = getal.format(f"md5(concat_ws(chr(31), {delen}))")
    return f"SELECT count(*), CAST(coalesce(sum({som}), 0) AS text) FROM {tabel}"
