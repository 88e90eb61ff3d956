"""The publication: marts copied out of the encrypted lake into files that anyone may read, replaced as a whole.

Belongs here: building aside, verifying, swapping. Does not belong here: what the marts contain (dbt) or whether they
may be published (expectations).

`marts` is a link to publicaties/<id>; renaming a new link over it is the one moment of change. A process killed before
that leaves the old publication, one killed after it the new one. Readers of the old keep their open files.
"""

import os
import shutil
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

from sources.streng import Streng, lees_yaml
from warehouse.duck import EXTENSIONS, attach_lake, prepare
from warehouse.paths import DataRoot

SLEUTELS = {
    "gebied": ("gebied_code", "jaar"),
    "periode": ("periode",),
    "combinatie": ("combinatie",),
    "huishouden_overlap": ("definitie", "periode", "huishoudensoort", "gebied_code", "combinatie"),
    "client_overlap": ("definitie", "periode", "gebied_code", "combinatie"),
    "stapeling": ("definitie", "periode", "eenheid", "gebied_code", "aantal_voorzieningen"),
    "overlap_matrix": ("periode", "regeling_a", "regeling_b"),
    "geheimhouding": ("definitie", "tabel", "periode"),
    "bevinding": ("bevinding_id",),
    "bevinding_verloop": ("bevinding_id",),
    "bevinding_effect": ("bevinding_id", "definitie", "periode", "eenheid", "gebied_code", "combinatie"),
    "koppelkwaliteit": ("regeling", "wet", "gebied_code", "koppeling"),
    "koppelmarge": ("definitie", "periode", "eenheid", "gebied_code", "combinatie"),
    "huishoudens_vergelijking": ("gebied_code", "jaar", "huishoudensoort"),
    "definitie": ("definitie",),
    "reeksbreuk": ("reeksbreuk",),
    "trendbreuk": ("definitie", "wet", "gebied_code", "periode", "reeksbreuk"),
    "kolom": ("tabel", "kolom"),
    "aansluiting": ("definitie", "periode", "eenheid", "gebied_code", "combinatie"),
    "benchmark": ("bron", "tabel", "indicator", "onderdeel", "eenheid", "periode", "gebied_code", "reeks"),
    "volledigheid": ("wet", "maat", "periode", "na_maanden"),
    "kosten": ("wet", "periode", "gebied_code", "productcategorie"),
    "herziening": ("tabel", "definitie", "periode", "eenheid", "gebied_code", "onderdeel"),
}
_BEWAREN = 3


class PublicatieFout(Exception):
    """The built publication does not hold what the lake holds; nothing was published."""


def publiceer(home: DataRoot, naam: str, oordelen: pa.Table | None = None) -> dict[str, int]:
    """Build, verify and swap; returns the number of rows per table.

    `oordelen` are findings of the last gate, in the columns of `bevinding`; they are added to that table.
    """
    home.publicaties.mkdir(parents=True, exist_ok=True)
    _ruim_op(home)
    bouw = home.publicaties / f"{naam}.bouw"
    rijen = bouw_publicatie(home, bouw, oordelen)
    _beschrijf(bouw)
    klaar = home.publicaties / naam
    bouw.rename(klaar)
    _wissel(home.marts, klaar)
    _ruim_op(home)
    return rijen


def _beschrijf(bouw: Path) -> None:
    """Add the description for data catalogues, that is swapped with what it describes."""
    from warehouse.catalogus import schrijf_catalogus  # it reads SLEUTELS, and takes half a second to load

    schrijf_catalogus(bouw)


def bouw_publicatie(home: DataRoot, bouw: Path, oordelen: pa.Table | None = None) -> dict[str, int]:
    """Write publicatie.duckdb and parquet/ in `bouw` from this data root's lake and verify them; returns rows per table."""
    (bouw / "parquet").mkdir(parents=True)
    # One thread: the same marts give the same bytes.
    con = duckdb.connect(config={"extension_directory": str(EXTENSIONS), "threads": 1})
    try:
        prepare(con, home)
        attach_lake(con, home, read_only=True)
        con.execute(f"ATTACH '{bouw / 'publicatie.duckdb'}' AS publicatie")
        con.execute("CREATE SCHEMA publicatie.marts")
        rijen = {tabel: _kopieer(con, tabel, bouw, oordelen) for tabel in SLEUTELS}
        con.execute("DETACH publicatie")
    finally:
        con.close()
    _controleer(bouw, rijen)
    return rijen


def _kopieer(con: duckdb.DuckDBPyConnection, tabel: str, bouw: Path, oordelen: pa.Table | None) -> int:
    volgorde = ", ".join(SLEUTELS[tabel])
    bron = f"SELECT * FROM lake.marts.{tabel}"
    if tabel == "bevinding" and oordelen is not None:
        con.register("_oordelen", oordelen)
        bron += " UNION ALL BY NAME SELECT * FROM _oordelen"
    con.execute(f"CREATE TABLE publicatie.marts.{tabel} AS SELECT * FROM ({bron}) ORDER BY {volgorde}")
    _neem_beschrijvingen_over(con, tabel)
    con.execute(
        f"COPY (SELECT * FROM publicatie.marts.{tabel} ORDER BY {volgorde}) "
        f"TO '{bouw / 'parquet' / tabel}.parquet' (FORMAT parquet, COMPRESSION zstd)"
    )
    return con.execute(f"SELECT count(*) FROM publicatie.marts.{tabel}").fetchone()[0]


def _neem_beschrijvingen_over(con: duckdb.DuckDBPyConnection, tabel: str) -> None:
    """The label and description of the table and the descriptions of its columns, for tools that show comments."""
    hier = "database_name = 'lake' AND schema_name = 'marts' AND table_name = ?"
    tekst = con.execute(f"SELECT comment FROM duckdb_tables() WHERE {hier}", [tabel]).fetchone()[0]
    con.execute(
        f"COMMENT ON TABLE publicatie.marts.{tabel} IS {_tekst('. '.join(filter(None, (label(tabel), tekst))))}"
    )
    kolommen = con.execute(
        f"SELECT column_name, comment FROM duckdb_columns() WHERE {hier} AND comment IS NOT NULL", [tabel]
    ).fetchall()
    for kolom, uitleg in kolommen:
        con.execute(f"COMMENT ON COLUMN publicatie.marts.{tabel}.{kolom} IS {_tekst(uitleg)}")


def _tekst(tekst: str) -> str:
    return "'" + tekst.replace("'", "''") + "'"


def label(tabel: str) -> str:
    """The name of a table for people, of labels.yml."""
    return _labels()[tabel]


class _Labels(Streng):
    labels: dict[str, str]


@cache
def _labels() -> dict[str, str]:
    return lees_yaml(_Labels, Path(__file__).with_name("labels.yml")).labels


def _controleer(bouw: Path, rijen: dict[str, int]) -> None:
    con = duckdb.connect(str(bouw / "publicatie.duckdb"), read_only=True)
    try:
        for tabel, verwacht in rijen.items():
            parquet = bouw / "parquet" / f"{tabel}.parquet"
            for bron in (f"marts.{tabel}", f"read_parquet('{parquet}')"):
                geteld = con.execute(f"SELECT count(*) FROM {bron}").fetchone()[0]
                if geteld != verwacht:
                    raise PublicatieFout(
                        f"{tabel}: {geteld} rijen geschreven, {verwacht} verwacht; niets gepubliceerd."
                    )
    finally:
        con.close()
    for pad in [*bouw.rglob("*"), bouw]:
        if pad.is_file():
            # Who opens it to write, by mistake, would lock out the readers.
            pad.chmod(pad.stat().st_mode & ~0o222)
        _naar_schijf(pad)


def _naar_schijf(pad: Path) -> None:
    beschrijver = os.open(pad, os.O_RDONLY)
    try:
        os.fsync(beschrijver)
    finally:
        os.close(beschrijver)


def _wissel(link: Path, doel: Path) -> None:
    nieuw = link.with_name(f".{link.name}.nieuw")
    nieuw.unlink(missing_ok=True)
    nieuw.symlink_to(os.path.relpath(doel, link.parent))
    nieuw.replace(link)


def _ruim_op(home: DataRoot) -> None:
    """Remove half-built publications, and all but the last few that were published."""
    huidig = home.marts.resolve() if home.marts.is_symlink() else None
    for pad in home.publicaties.glob("*.bouw"):
        shutil.rmtree(pad)
    oud = sorted(pad for pad in home.publicaties.iterdir() if pad != huidig)
    for pad in oud[: max(0, len(oud) - _BEWAREN + 1)]:
        shutil.rmtree(pad)


def gepubliceerd_op(home: DataRoot) -> date | None:
    """The `bekend_op` of the current publication, or None when nothing was published yet."""
    bestand = home.marts / "publicatie.duckdb"
    if not bestand.exists():
        return None
    con = duckdb.connect(str(bestand), read_only=True)
    try:
        return con.execute("SELECT max(bekend_op) FROM marts.huishouden_overlap").fetchone()[0]
    finally:
        con.close()
