"""The moment at which readers of PostgreSQL go from the old publication to the new, and what becomes of the old.

Belongs here: the swap, its patience, removing what is no longer read. Does not belong here: making the new (bouwen).

A reader finds tables by name, one after another. If the names change in between, one query could join the old with the
new. So the swap first locks all tables of the old schema: a query that reads is left to finish, one that comes waits for
the swap and finds the new. It asks for those locks for at most KORT, as whoever comes waits as long, then lets go and tries
again. Someone who holds a table for longer than GEDULD (a report that was left open) does not hold up the publication:
then the names change without the locks. That query reads on in the old tables.
"""

import time
from dataclasses import dataclass

import psycopg
from psycopg import sql

from warehouse.postgres.fouten import PostgresFout
from warehouse.postgres.indeling import lees_indeling
from warehouse.postgres.nieuw import MERK, NIEUW, SCHEMA
from warehouse.postgres.rechten import ontneem, relaties

KORT = "50ms"
GEDULD = 20.0
_UITERSTE = 5.0
_RUST = 0.15
_WEG_SECONDEN = 3.0
_OUD = f"{SCHEMA}_oud_"
_VAN_ONS = """
    SELECT nspname::text FROM pg_namespace
    WHERE (nspname = %s OR nspname ~ %s) AND obj_description(oid, 'pg_namespace') LIKE %s ORDER BY 1
"""
_BEZET = (psycopg.errors.LockNotAvailable, psycopg.errors.QueryCanceled, psycopg.errors.DeadlockDetected)


@dataclass(frozen=True)
class Wissel:
    """How often the swap was tried, and whether it had to do without the locks."""

    pogingen: int
    zonder_slot: bool


def wissel(con: psycopg.Connection, geduld: float = GEDULD) -> Wissel:
    """Let the new schema take the place of the old; raises PostgresFout when it cannot be done in time."""
    begin, pogingen = time.monotonic(), 0
    while (bezig := time.monotonic() - begin) < geduld + _UITERSTE:
        pogingen += 1
        zonder_slot = bezig > geduld
        try:
            _wissel(con, met_slot=not zonder_slot)
        except _BEZET:
            time.sleep(_RUST)
        else:
            return Wissel(pogingen, zonder_slot)
    raise PostgresFout(
        "iemand houdt de tabellen vast (een wijziging die niet is afgerond). Laat een beheerder die sessie sluiten."
    )


def _wissel(con: psycopg.Connection, *, met_slot: bool) -> None:
    with con.transaction():
        # Without the locks nobody waits for us.
        _hooguit(con, KORT if met_slot else "2s")
        stappen = []
        if bestaat(con, SCHEMA):
            oud = f"{_OUD}{time.time_ns()}"
            stappen = [
                sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(sql.Identifier(SCHEMA), sql.Identifier(oud)),
                # Tables, not yet the schema: who already found it must come as far as finding the table again.
                *ontneem(con, SCHEMA, oud)[:1],
            ]
        rollen = sql.SQL(", ").join(map(sql.Identifier, lees_indeling().rollen))
        nieuw = sql.Identifier(NIEUW)
        stappen += [
            sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(nieuw, rollen),
            sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(nieuw, sql.Identifier(SCHEMA)),
        ]
        if met_slot:
            _neem_slot(con, SCHEMA)
        con.execute(sql.SQL("; ").join(stappen))


def bestaat(con: psycopg.Connection, schema: str) -> bool:
    """Whether there is a schema of this name."""
    return con.execute("SELECT to_regnamespace(%s) IS NOT NULL", [schema]).fetchone()[0]


def ruim_op(con: psycopg.Connection) -> list[str]:
    """Remove what an earlier run left or is no longer read; returns the schemas that somebody still holds."""
    over = []
    for (schema,) in con.execute(_VAN_ONS, [NIEUW, f"^{_OUD}[0-9]+$", f"{MERK}%"]).fetchall():
        # Its tables were closed at the swap; whoever had found the schema by then has passed it.
        for opdracht in ontneem(con, schema):
            con.execute(opdracht)
        if not _weg(con, schema):
            over.append(schema)
    return over


def _weg(con: psycopg.Connection, schema: str) -> bool:
    eind = time.monotonic() + _WEG_SECONDEN
    while True:
        try:
            with con.transaction():
                _hooguit(con, KORT)
                _neem_slot(con, schema)
                con.execute("SET LOCAL statement_timeout = '30s'")
                con.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))
        except _BEZET:
            if time.monotonic() > eind:
                return False
            time.sleep(_RUST)
        else:
            return True


def _hooguit(con: psycopg.Connection, grens: str) -> None:
    con.execute(
        sql.SQL("SET LOCAL lock_timeout = {grens}; SET LOCAL statement_timeout = {grens}").format(
            grens=sql.Literal(grens)
        )
    )


def _neem_slot(con: psycopg.Connection, schema: str) -> None:
    """All tables and views at once: one limit of time for the lot."""
    namen = [sql.Identifier(schema, naam) for naam in relaties(con, schema)]
    if namen:
        con.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(sql.SQL(", ").join(namen)))
