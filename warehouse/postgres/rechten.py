"""Who may read the tables of one publication: exactly whom indeling.yml names.

Belongs here: granting and taking rights on tables and schemas. Does not belong here: the roles themselves (rollen).
"""

import psycopg
from psycopg import sql

from warehouse.postgres.fouten import PostgresFout
from warehouse.postgres.indeling import lees_indeling
from warehouse.postgres.nieuw import NIEUW, doe, namen

_RELATIES = """
    SELECT relname::text FROM pg_class WHERE relnamespace = to_regnamespace(%s) AND relkind IN ('r', 'v') ORDER BY 1
"""
_RECHTEN = """
    SELECT coalesce(rolname::text, 'PUBLIC'), relname::text, privilege_type
    FROM pg_class CROSS JOIN LATERAL aclexplode(relacl) AS recht LEFT JOIN pg_roles ON pg_roles.oid = recht.grantee
    WHERE relnamespace = to_regnamespace(%s) AND recht.grantee <> relowner AND relkind IN ('r', 'v')
"""
_BEGUNSTIGDEN = """
    SELECT DISTINCT coalesce(rolname::text, 'PUBLIC') FROM (
        SELECT relowner AS eigenaar, (aclexplode(relacl)).grantee FROM pg_class WHERE relnamespace = to_regnamespace(%(s)s)
        UNION ALL
        SELECT nspowner, (aclexplode(nspacl)).grantee FROM pg_namespace WHERE nspname = %(s)s
        UNION ALL
        SELECT relowner, (aclexplode(attacl)).grantee FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relnamespace = to_regnamespace(%(s)s)
    ) AS recht LEFT JOIN pg_roles ON pg_roles.oid = grantee WHERE grantee <> eigenaar ORDER BY 1
"""


def relaties(con: psycopg.Connection, schema: str) -> list[str]:
    """The names of the tables and views of a schema."""
    return [naam for (naam,) in con.execute(_RELATIES, [schema])]


def geef_rechten(con: psycopg.Connection) -> None:
    """Exactly what indeling.yml says, whatever the default privileges of this database hand out."""
    tabellen = relaties(con, NIEUW)
    for opdracht in ontneem(con, NIEUW):
        con.execute(opdracht)
    for rol, recht in lees_indeling().rollen.items():
        leest = [naam for naam in tabellen if recht.leest(naam)]
        if leest:
            doe(con, "GRANT SELECT ON {tabellen} TO {rol}", tabellen=namen(leest), rol=sql.Identifier(rol))
    verwacht = {
        (rol, naam, "SELECT") for rol, r in lees_indeling().rollen.items() for naam in tabellen if r.leest(naam)
    }
    if set(con.execute(_RECHTEN, [NIEUW])) != verwacht:
        raise PostgresFout("de rechten op de nieuwe tabellen zijn niet die van warehouse/postgres/indeling.yml.")


def ontneem(con: psycopg.Connection, schema: str, nieuwe_naam: str | None = None) -> list[sql.Composed]:
    """What takes every right from everybody but the owner: first on the tables, then on the schema."""
    wie = [naam for (naam,) in con.execute(_BEGUNSTIGDEN, {"s": schema})]
    if not wie:
        return []
    van = sql.SQL(", ").join(sql.SQL("PUBLIC") if naam == "PUBLIC" else sql.Identifier(naam) for naam in wie)
    waar = sql.Identifier(nieuwe_naam or schema)
    return [
        sql.SQL("REVOKE ALL ON {} {} FROM {}").format(sql.SQL(soort), waar, van)
        for soort in ("ALL TABLES IN SCHEMA", "SCHEMA")
    ]
