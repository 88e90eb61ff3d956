"""The roles that read: that they exist, and that they can do nothing else in this database.

Belongs here: creating roles, taking back what everybody may, judging what is left. Does not belong here: rights on one
publication (bouwen, wissel).

Rights are judged, not settings: a setting as default_transaction_read_only is switched off by who has it.
"""

from contextlib import suppress

import psycopg
from psycopg import sql

from warehouse.postgres.fouten import PostgresFout

SCHEMA = "marts"
# What everybody may in a new database, and what reading needs not: temporary tables, and the schema `public`.
_OPENBAAR = (
    "REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
)
# Large objects can be made by everybody in every database. Only a superuser can take that back, and some hosts have none.
_GROTE_OBJECTEN = (
    "REVOKE EXECUTE ON FUNCTION pg_catalog.lo_creat(integer), pg_catalog.lo_create(oid), "
    "pg_catalog.lo_from_bytea(oid, bytea), pg_catalog.lo_open(oid, integer) FROM PUBLIC"
)
_KENMERKEN = """
    SELECT rolname,
        rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls,
        EXISTS (SELECT 1 FROM pg_auth_members WHERE member = rol.oid),
        has_database_privilege(rol.oid, current_database(), 'CREATE'),
        has_database_privilege(rol.oid, current_database(), 'TEMPORARY'),
        ARRAY(
            SELECT nspname::text FROM pg_namespace
            WHERE nspname NOT IN (%(schema)s, 'pg_catalog', 'information_schema', 'pg_toast') AND nspname !~ '^pg_(toast_)?temp_'
                AND (has_schema_privilege(rol.oid, oid, 'USAGE') OR has_schema_privilege(rol.oid, oid, 'CREATE'))
            ORDER BY 1
        )
    FROM pg_roles AS rol WHERE rolname = ANY(%(rollen)s) ORDER BY 1
"""


def regel_rollen(con: psycopg.Connection, rollen: list[str]) -> None:
    """Create the roles that are not there and take back what everybody may; raises PostgresFout when more rights are left."""
    bestaat = {naam for (naam,) in con.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [rollen])}
    for rol in rollen:
        if rol not in bestaat:
            _probeer(con, sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(rol)))
    over = _over(con, rollen)
    if over:
        for opdracht in (*_OPENBAAR, _GROTE_OBJECTEN):
            _probeer(con, sql.SQL(opdracht).format(database=sql.Identifier(con.info.dbname)))
        over = _over(con, rollen)
    mag_bouwen = con.execute("SELECT has_database_privilege(current_database(), 'CREATE')").fetchone()[0]
    if over or not mag_bouwen:
        if not mag_bouwen:
            over.append("het account mag geen schema maken")
        raise PostgresFout(
            f"de rechten kloppen niet ({'; '.join(over)}). Laat een beheerder dit uitvoeren:\n{beheer(con, rollen)}\n"
        )


def beheer(con: psycopg.Connection, rollen: list[str]) -> str:
    """The SQL that an administrator runs once in this database, when the account may not do so itself."""
    bestaat = {naam for (naam,) in con.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [rollen])}
    maken = [f"CREATE ROLE {rol} NOLOGIN" for rol in rollen if rol not in bestaat]
    namen = {"database": sql.Identifier(con.info.dbname), "account": sql.Identifier(con.info.user)}
    geven = ["GRANT CREATE ON DATABASE {database} TO {account}", *_OPENBAAR, _GROTE_OBJECTEN]
    return "\n".join(
        f"  {opdracht};" for opdracht in [*maken, *(sql.SQL(o).format(**namen).as_string(con) for o in geven)]
    )


def _probeer(con: psycopg.Connection, opdracht: sql.Composed) -> None:
    # What the account may not is found by looking at what holds afterwards.
    with suppress(psycopg.errors.InsufficientPrivilege, psycopg.errors.DuplicateObject):
        con.execute(opdracht)


def _over(con: psycopg.Connection, rollen: list[str]) -> list[str]:
    """What is missing or too much, in words."""
    gevonden = {rij[0]: rij[1:] for rij in con.execute(_KENMERKEN, {"rollen": rollen, "schema": SCHEMA})}
    zinnen = [f"rol {rol} bestaat niet" for rol in rollen if rol not in gevonden]
    woorden = (
        "heeft kenmerken van een beheerder",
        "is lid van een andere rol",
        "mag schema's maken",
        "mag tijdelijke tabellen maken",
    )
    for rol, (*te_veel, schemas) in gevonden.items():
        zinnen += [f"rol {rol} {woord}" for woord, ja in zip(woorden, te_veel, strict=True) if ja]
        if schemas:
            zinnen.append(f"rol {rol} mag in schema {', '.join(schemas)}")
    return zinnen
