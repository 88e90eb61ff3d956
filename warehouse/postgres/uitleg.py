"""What people read of tables in PostgreSQL, and the views that make them fit the relations of a tool.

Belongs here: comments and views. Does not belong here: rows and keys (bouwen).
"""

import duckdb
import psycopg
from psycopg import sql

from warehouse.postgres.indeling import STER
from warehouse.postgres.nieuw import Kolommen, doe


def verklaar(con: psycopg.Connection, bron: duckdb.DuckDBPyConnection, tabel: str, kolommen: Kolommen) -> None:
    """The label and description of the table and of its columns, as comments that tools show."""
    soort, namen = sql.SQL("VIEW" if tabel.startswith(STER) else "TABLE"), {"tabel": sql.Identifier(tabel)}
    uitleg = bron.execute(
        "SELECT comment FROM duckdb_tables() WHERE schema_name = 'marts' AND table_name = ?", [tabel.removeprefix(STER)]
    ).fetchone()[0]
    doe(con, "COMMENT ON {soort} {schema}.{tabel} IS {tekst}", soort=soort, tekst=sql.Literal(uitleg), **namen)
    for kolom, (_, tekst) in kolommen.items():
        doe(
            con,
            "COMMENT ON COLUMN {schema}.{tabel}.{kolom} IS {tekst}",
            kolom=sql.Identifier(kolom),
            tekst=sql.Literal(tekst),
            **namen,
        )


def maak_ster(con: psycopg.Connection, bron: duckdb.DuckDBPyConnection, tabel: str, kolommen: Kolommen) -> None:
    """A view with a key for the area of a year: tools as Power BI draw relations over one column only."""
    jaar = "jaar" if "jaar" in kolommen else "periode"
    if not {"gebied_code", jaar} <= set(kolommen):
        return
    velden = "*, gebied_code || '-' || left({jaar}::text, 4) AS gebied_jaar"
    extra: Kolommen = {"gebied_jaar": ("text", "Gebied in een jaar, om op te koppelen: gebied_code, streepje, jaar.")}
    if tabel == "gebied":
        velden += ", gebied_naam || ' (' || jaar || ')' AS gebied_label"
        extra["gebied_label"] = ("text", "Naam van het gebied met het jaar, voor in een rapport.")
    ster = sql.Identifier(STER + tabel)
    doe(
        con,
        f"CREATE VIEW {{schema}}.{{ster}} AS SELECT {velden} FROM {{schema}}.{{tabel}}",
        ster=ster,
        jaar=sql.Identifier(jaar),
        tabel=sql.Identifier(tabel),
    )
    verklaar(con, bron, STER + tabel, kolommen | extra)
