"""The schema that is being made, and how a statement on it is written.

Belongs here: names and the shape of a column. Does not belong here: what is made (bouwen).
"""

from collections.abc import Iterable

import psycopg
from psycopg import sql

SCHEMA, NIEUW = "marts", "marts_nieuw"
MERK = "Publicatie sociaal domein"
"""What the comment of every schema of ours begins with; another schema is never touched."""
Kolommen = dict[str, tuple[str, str | None]]
"""Of each column the type in PostgreSQL and the description."""


def doe(con: psycopg.Connection, opdracht: str, **delen: sql.Composable) -> None:
    """Run one statement; {schema} is the schema that is being made."""
    con.execute(sql.SQL(opdracht).format(schema=sql.Identifier(NIEUW), **delen))


def namen(delen: Iterable[str]) -> sql.Composed:
    """Names with commas between them."""
    return sql.SQL(", ").join(map(sql.Identifier, delen))
