"""The roles that read: that they exist, and that they can do nothing else in this database.

Belongs here: creating roles, taking back what everybody may, judging what is left. Does not belong here: rights on one
publication (bouwen, wissel).

Rights are judged, not settings: a setting as default_transaction_read_only is switched off by who has it.
"""

from contextlib import suppress

import psycopg
from psycopg import sql

from warehouse.postgres.fouten import PostgresFout
from warehouse.postgres.nieuw import SCHEMA

# Large objects can be made by everybody in every database. Only a superuser can take that back, and some hosts have none.
GROTE_OBJECTEN = (
    "REVOKE EXECUTE ON FUNCTION pg_catalog.lo_creat(integer), pg_catalog.lo_create(oid), "
    "pg_catalog.lo_from_bytea(oid, bytea), pg_catalog.lo_open(oid, integer) FROM PUBLIC"
)
_KENMERKEN = """
    SELECT rolname,
        rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls,
        ARRAY(SELECT quote_ident(pg_get_userbyid(roleid)) FROM pg_auth_members WHERE member = rol.oid ORDER BY 1),
        has_database_privilege(rol.oid, current_database(), 'CREATE'),
        has_database_privilege(rol.oid, current_database(), 'TEMPORARY'),
        ARRAY(
            SELECT quote_ident(nspname) FROM pg_namespace
            WHERE nspname NOT IN (%(schema)s, 'pg_catalog', 'information_schema', 'pg_toast') AND nspname !~ '^pg_(toast_)?temp_'
                AND (has_schema_privilege(rol.oid, oid, 'USAGE') OR has_schema_privilege(rol.oid, oid, 'CREATE'))
            ORDER BY 1
        )
    FROM pg_roles AS rol WHERE rolname = ANY(%(rollen)s) ORDER BY 1
"""


def regel_rollen(con: psycopg.Connection, rollen: list[str]) -> None:
    """Create the roles that are not there and take back what everybody may; raises PostgresFout when more rights are left."""
    over = _over(con, rollen)
    for _ in range(2):  # a role first has to be there before it can have too much
        for opdracht in (*over.values(), *([GROTE_OBJECTEN] if over else [])):
            # What the account may not is found by looking at what holds afterwards.
            with suppress(psycopg.errors.InsufficientPrivilege, psycopg.errors.DuplicateObject):
                con.execute(opdracht)
        over = _over(con, rollen)
    if over:
        herstel = "\n".join(f"  {opdracht};" for opdracht in dict.fromkeys(over.values()))
        raise PostgresFout(
            f"de rechten kloppen niet ({'; '.join(over)}). Laat een beheerder dit uitvoeren in deze database:\n{herstel}\n"
        )


def _over(con: psycopg.Connection, rollen: list[str]) -> dict[str, str]:
    """What is missing or too much, in words, each with the SQL that mends it."""
    account, database = (sql.Identifier(naam).as_string(con) for naam in (con.info.user, con.info.dbname))
    gevonden = {rij[0]: rij[1:] for rij in con.execute(_KENMERKEN, {"rollen": rollen, "schema": SCHEMA})}
    over = {f"rol {rol} bestaat niet": f"CREATE ROLE {rol} NOLOGIN" for rol in rollen if rol not in gevonden}
    for rol, (beheerder, lid_van, maakt_schemas, maakt_tijdelijk, schemas) in gevonden.items():
        if beheerder:
            gewoon = "NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION NOBYPASSRLS"
            over[f"rol {rol} heeft kenmerken van een beheerder"] = f"ALTER ROLE {rol} {gewoon}"
        for andere in lid_van:
            over[f"rol {rol} is lid van {andere}"] = f"REVOKE {andere} FROM {rol}"
        if maakt_schemas or maakt_tijdelijk:
            over[f"rol {rol} mag schema's of tijdelijke tabellen maken"] = (
                f"REVOKE CREATE, TEMPORARY ON DATABASE {database} FROM PUBLIC, {rol}"
            )
        for schema in schemas:
            over[f"rol {rol} mag in schema {schema}"] = f"REVOKE ALL ON SCHEMA {schema} FROM PUBLIC, {rol}"
    if not con.execute("SELECT has_database_privilege(current_database(), 'CREATE')").fetchone()[0]:
        over["het account mag geen schema maken"] = f"GRANT CREATE ON DATABASE {database} TO {account}"
    return over
