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

from warehouse.postgres.fouten import PostgresFout
from warehouse.postgres.indeling import STER, lees_indeling
from warehouse.publicatie import SLEUTELS

NIEUW = "marts_nieuw"
MERK = "Publicatie sociaal domein"
"""What the comment of every schema of ours begins with; another schema is never touched."""
_TYPEN = {"VARCHAR": "text", "INTEGER": "integer", "BIGINT": "bigint", "BOOLEAN": "boolean", "DATE": "date"}
_DECIMAAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
_BLOK = 1 << 20
Kolommen = dict[str, tuple[str, str | None]]
Controle = tuple[int, str]


def bouw(con: psycopg.Connection, bron: duckdb.DuckDBPyConnection, tmp: Path, opmerking: str) -> dict[str, Controle]:
    """Make the new schema from the published tables of `bron` and verify it; returns rows and checksum per table."""
    tabellen = _tabellen(bron)
    with con.transaction():
        _doe(con, "CREATE SCHEMA {schema}; COMMENT ON SCHEMA {schema} IS {tekst}", tekst=sql.Literal(opmerking))
        con.execute(sql.SQL("SET LOCAL search_path = {}, pg_catalog").format(sql.Identifier(NIEUW)))
        with tempfile.TemporaryDirectory(dir=tmp, prefix="postgres-") as map_:
            for tabel in tabellen:
                _maak(con, bron, tabel, Path(map_))
        _leg_relaties(con, bron)
        for tabel, kolommen in tabellen.items():
            _maak_ster(con, bron, tabel, kolommen)
        _geef_rechten(con)
        con.execute("ANALYZE " + ", ".join(tabellen))
    return _controleer(con, bron, tabellen)


def _tabellen(bron: duckdb.DuckDBPyConnection) -> dict[str, Kolommen]:
    """Each table with its columns: type in PostgreSQL and comment. Dimensions first: others refer to them."""
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


def _maak(con: psycopg.Connection, bron: duckdb.DuckDBPyConnection, tabel: str, map_: Path) -> None:
    """One table with its rows in the order of its key, its key and its comments."""
    kolommen = _tabellen(bron)[tabel]
    velden = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(k), sql.SQL(s)) for k, (s, _) in kolommen.items()
    )
    _doe(con, "CREATE TABLE {schema}.{tabel} ({velden})", tabel=sql.Identifier(tabel), velden=velden)
    _laad(con, bron, tabel, kolommen, map_ / f"{tabel}.csv")
    sleutel = SLEUTELS[tabel]
    # A key may hold an empty column (a revision of a table without areas): then it is unique, but no primary key.
    leeg = bron.execute(
        f"SELECT count(*) FROM marts.{tabel} WHERE {' OR '.join(f'{k} IS NULL' for k in sleutel)}"
    ).fetchone()[0]
    soort = sql.SQL("UNIQUE NULLS NOT DISTINCT" if leeg else "PRIMARY KEY")
    _doe(
        con,
        "ALTER TABLE {schema}.{tabel} ADD {soort} ({sleutel})",
        tabel=sql.Identifier(tabel),
        soort=soort,
        sleutel=_namen(sleutel),
    )
    _verklaar(con, bron, tabel, kolommen)


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


def _verklaar(con: psycopg.Connection, bron: duckdb.DuckDBPyConnection, tabel: str, kolommen: Kolommen) -> None:
    """The label and description of the table and of its columns, as comments that tools show."""
    soort, namen = sql.SQL("VIEW" if tabel.startswith(STER) else "TABLE"), {"tabel": sql.Identifier(tabel)}
    uitleg = bron.execute(
        "SELECT comment FROM duckdb_tables() WHERE schema_name = 'marts' AND table_name = ?", [tabel.removeprefix(STER)]
    ).fetchone()[0]
    _doe(con, "COMMENT ON {soort} {schema}.{tabel} IS {tekst}", soort=soort, tekst=sql.Literal(uitleg), **namen)
    for kolom, (_, tekst) in kolommen.items():
        _doe(
            con,
            "COMMENT ON COLUMN {schema}.{tabel}.{kolom} IS {tekst}",
            kolom=sql.Identifier(kolom),
            tekst=sql.Literal(tekst),
            **namen,
        )


def _leg_relaties(con: psycopg.Connection, bron: duckdb.DuckDBPyConnection) -> None:
    aanwezig = _tabellen(bron)
    for relatie in lees_indeling().relaties:
        for van in relatie.van:
            if {van, relatie.naar} <= set(aanwezig):
                _doe(
                    con,
                    "ALTER TABLE {schema}.{van} ADD FOREIGN KEY ({kolommen}) REFERENCES {schema}.{naar} ({kolommen})",
                    van=sql.Identifier(van),
                    kolommen=_namen(relatie.kolommen),
                    naar=sql.Identifier(relatie.naar),
                )


def _maak_ster(con: psycopg.Connection, bron: duckdb.DuckDBPyConnection, tabel: str, kolommen: Kolommen) -> None:
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
    _doe(
        con,
        f"CREATE VIEW {{schema}}.{{ster}} AS SELECT {velden} FROM {{schema}}.{{tabel}}",
        ster=ster,
        jaar=sql.Identifier(jaar),
        tabel=sql.Identifier(tabel),
    )
    _verklaar(con, bron, STER + tabel, kolommen | extra)


def _geef_rechten(con: psycopg.Connection) -> None:
    """Exactly what indeling.yml says, whatever the default privileges of this database hand out."""
    relaties = [naam for (naam,) in con.execute(_RELATIES, [NIEUW])]
    for opdracht in ontneem(con, NIEUW):
        con.execute(opdracht)
    for rol, recht in lees_indeling().rollen.items():
        leest = [naam for naam in relaties if recht.leest(naam)]
        if leest:
            _doe(con, "GRANT SELECT ON {tabellen} TO {rol}", tabellen=_namen(leest), rol=sql.Identifier(rol))
    verwacht = {
        (rol, naam, "SELECT") for rol, r in lees_indeling().rollen.items() for naam in relaties if r.leest(naam)
    }
    if set(con.execute(_RECHTEN, [NIEUW])) != verwacht:
        raise PostgresFout("de rechten op de nieuwe tabellen zijn niet die van warehouse/postgres/indeling.yml.")


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


def ontneem(con: psycopg.Connection, schema: str, nieuwe_naam: str | None = None) -> list[sql.Composed]:
    """What takes every right from everybody but the owner: first on the tables, then on the schema."""
    wie = [naam for (naam,) in con.execute(_BEGUNSTIGDEN, {"s": schema})]
    if not wie:
        return []
    namen = sql.SQL(", ").join(sql.SQL("PUBLIC") if naam == "PUBLIC" else sql.Identifier(naam) for naam in wie)
    waar = sql.Identifier(nieuwe_naam or schema)
    return [
        sql.SQL("REVOKE ALL ON {} {} FROM {}").format(sql.SQL(soort), waar, namen)
        for soort in ("ALL TABLES IN SCHEMA", "SCHEMA")
    ]


def _controleer(
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


def _doe(con: psycopg.Connection, opdracht: str, **delen: sql.Composable) -> None:
    con.execute(sql.SQL(opdracht).format(schema=sql.Identifier(NIEUW), **delen))


def _namen(namen: list[str] | tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, namen))
