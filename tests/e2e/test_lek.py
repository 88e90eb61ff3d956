"""No personal datum of the deliveries stands readable in any file outside landing/, nor in what a run says.

Belongs here: looking, in every file and in whatever is packed inside it. Does not belong here: what makes the files.
"""

import gzip
import io
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from tests.e2e.conftest import Gedraaid
from tests.e2e.leveringen_maken import MARKERS
from warehouse.duck import PARQUET_KEY, attach_lake, connect
from warehouse.paths import DataRoot

CIJFERS = re.compile(rb"(?<![0-9])(?<![0-9]\.)[0-9]{8,}")
ISO = re.compile(rb"(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
NAMEN = ("Jansen", "de Boer-Vos", "D'Hondt", "Müller", "Çelik")


class Geheimen:
    """What may stand nowhere: the BSNs, names, postcodes and birth dates of a landing folder."""

    def __init__(self, landing: Path) -> None:
        alles = b"\n".join(
            inhoud for pad in landing.rglob("*") if pad.is_file() for inhoud in _uitgepakt(pad.read_bytes())
        )
        self.bsns = {
            nummer.encode() for nummer in re.findall(r"(?<![0-9])99[0-9]{7}(?![0-9])", alles.decode("utf-8", "replace"))
        }
        geboren = {
            date(int(tekst[:4]), int(tekst[4:6]), int(tekst[6:]))
            for tekst in _geboortedatums(landing)
            if tekst < "2010"
        }
        andere = {date.fromisoformat(tekst.decode()) for tekst in ISO.findall(alles) if _is_datum(tekst)} - geboren
        self.kaal = {f"{dag:%Y%m%d}".encode() for dag in geboren - andere}
        self.iso = {dag.isoformat().encode() for dag in geboren - andere}
        postcodes = set(re.findall(rb"76[0-9]{2}[A-Z]{2}", alles))
        self.postcodes = postcodes | {pc6[:4] + b" " + pc6[4:] for pc6 in postcodes}
        namen = {*MARKERS, *NAMEN}
        self.teksten = {v.encode() for naam in namen for v in (naam, naam.upper())} | self.postcodes

    def in_bytes(self, inhoud: bytes) -> set[bytes]:
        """Which of them stand in these bytes, in UTF-8 or UTF-16."""
        gevonden: set[bytes] = set()
        for vorm in {inhoud, inhoud.replace(b"\0", b"")}:
            gevonden |= {tekst for tekst in self.teksten if tekst in vorm}
            gevonden |= self.iso & set(ISO.findall(vorm))
            for reeks in CIJFERS.findall(vorm):
                gevonden |= {reeks} & self.kaal
                gevonden |= {reeks[begin : begin + 9] for begin in range(len(reeks) - 8)} & self.bsns
        return gevonden


def _geboortedatums(landing: Path) -> set[str]:
    """Eight digits in the column of the birth date, as they stand in the good BRP files."""
    return {
        regel.split(";")[4]
        for pad in landing.glob("brp/2*/*.csv")
        if pad.is_file()
        for regel in pad.read_bytes().decode("utf-8", "replace").split("\n")
        if re.fullmatch(r"9[0-9]{8};(?:[^;]*;){3}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8]);.*", regel)
    }


def _is_datum(tekst: bytes) -> bool:
    try:
        date.fromisoformat(tekst.decode())
    except ValueError:
        return False
    return True


def _uitgepakt(inhoud: bytes, diepte: int = 0) -> Iterator[bytes]:
    """The bytes themselves, and those of members if it is an archive."""
    yield inhoud
    if diepte > 3:
        return
    if inhoud[:2] == b"\x1f\x8b":
        yield from _uitgepakt(gzip.decompress(inhoud), diepte + 1)
    if inhoud[:4] == b"PK\x03\x04":
        try:
            with zipfile.ZipFile(io.BytesIO(inhoud)) as doos:
                for lid in doos.infolist():
                    yield lid.filename.encode()
                    yield from _uitgepakt(doos.read(lid), diepte + 1)
        except zipfile.BadZipFile:
            return


def _lagen(pad: Path) -> Iterator[bytes]:
    """Everything that a reader with the right programme, but without a key, can see in a file."""
    inhoud = pad.read_bytes()
    yield from _uitgepakt(inhoud)
    if inhoud.startswith(b"SQLite format 3"):
        yield from _sqlite(pad)
    elif pad.suffix == ".parquet" and inhoud.startswith(b"PAR1"):
        yield repr(pq.read_table(pad).to_pylist()).encode()
    elif pad.name == "publicatie.duckdb":
        with duckdb.connect(str(pad), read_only=True) as con:
            for (tabel,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall():
                yield repr(con.execute(f"SELECT * FROM marts.{tabel}").fetchall()).encode()


def _sqlite(pad: Path) -> Iterator[bytes]:
    """Each value; Dagster keeps some of them compressed."""
    with sqlite3.connect(f"file:{pad}?mode=ro", uri=True) as con:
        for (tabel,) in con.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for rij in con.execute(f'SELECT * FROM "{tabel}"'):
                for waarde in rij:
                    if isinstance(waarde, bytes):
                        yield waarde
                        try:
                            yield zlib.decompress(waarde)
                        except zlib.error:
                            continue


@pytest.fixture(scope="module")
def geheimen(gedraaid: Gedraaid) -> Geheimen:
    return Geheimen(gedraaid.home / "landing")


def test_de_zoeker_vindt_wat_er_staat(gedraaid: Gedraaid, geheimen: Geheimen, tmp_path: Path) -> None:
    """A leak test that finds nothing proves nothing until it has found something."""
    assert len(geheimen.bsns) > 400
    assert len(geheimen.iso) > 100
    bsn, dag = sorted(geheimen.bsns)[0], sorted(geheimen.iso)[0]
    for lek in (bsn, dag, b"x1" + bsn + b"2", "Quastelbergen".encode("utf-16"), b"7609 XQ", dag.replace(b"-", b"")):
        assert geheimen.in_bytes(b"\xff\x00tekst " + lek + b" tekst"), lek
    landing = gedraaid.home / "landing"
    assert all(any(geheimen.in_bytes(laag) for laag in _lagen(pad)) for pad in landing.glob("brp/2023*/brp.csv"))
    with zipfile.ZipFile(tmp_path / "boek.xlsx", "w", zipfile.ZIP_DEFLATED) as doos:
        doos.writestr("blad.xml", gzip.compress(bsn))
    with sqlite3.connect(tmp_path / "runs.db") as con:
        con.execute("CREATE TABLE runs (inhoud BLOB)")
        con.execute("INSERT INTO runs VALUES (?)", [zlib.compress(bsn)])
    for naam in ("boek.xlsx", "runs.db"):
        assert any(bsn in geheimen.in_bytes(laag) for laag in _lagen(tmp_path / naam)), naam


def test_geen_persoonsgegeven_buiten_landing(gedraaid: Gedraaid, geheimen: Geheimen) -> None:
    """Names of files included; Dagster's storage, dbt's target and logs, Data Docs, quarantine, marts, extracts."""
    gezocht, lekken = set(), {}
    for pad in sorted(gedraaid.home.rglob("*")):
        onder = pad.relative_to(gedraaid.home)
        if onder.parts[0] == "landing":
            continue
        gevonden = geheimen.in_bytes(str(onder).encode())
        if pad.is_file():
            gezocht.add(onder.parts[0])
            gevonden = gevonden.union(*(geheimen.in_bytes(laag) for laag in _lagen(pad)))
        if gevonden:
            lekken[str(onder)] = sorted(gevonden)[:5]
    assert lekken == {}
    assert gezocht >= {"dagster", "dbt", "docs", "extracts", "lake.duckdb", "publicaties", "quarantine", "raw"}


def test_een_run_zegt_niets_over_personen(gedraaid: Gedraaid, geheimen: Geheimen) -> None:
    assert geheimen.in_bytes((gedraaid.run.uit + gedraaid.run.fout).encode()) == set()


def test_ook_met_de_sleutel_geen_bsn_of_naam(gedraaid: Gedraaid, geheimen: Geheimen) -> None:
    """The lake and the raw store know a birth date, but no BSN, name or postcode, not as a number either."""
    home = DataRoot(gedraaid.home, gedraaid.home / "keys", gedraaid.home / "landing")
    con = connect(home)
    try:
        attach_lake(con, home, read_only=True)
        lake = [
            f"lake.{schema}.{tabel}"
            for schema, tabel in con.execute(
                "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'lake'"
            ).fetchall()
        ]
        sleutel = f"encryption_config = {{footer_key: '{PARQUET_KEY}'}}"
        raw = [
            f"read_parquet('{map_}/*.parquet', {sleutel})"
            for map_ in sorted((gedraaid.home / "raw").iterdir())
            if map_.is_dir() and not map_.is_symlink() and not map_.name.startswith(("oordeel", "manifest"))
        ]
        raw += [f"read_parquet('{pad}', {sleutel})" for pad in (gedraaid.home / "raw" / "manifest").glob("*.parquet")]
        assert len(lake) > 20
        assert len(raw) > 20
        for bron in [*lake, *raw]:
            kolommen = [
                kolom[0]
                for kolom in con.execute(f"DESCRIBE SELECT * FROM {bron}").fetchall()
                if kolom[1] in {"VARCHAR", "BIGINT", "INTEGER"}
            ]
            for kolom in kolommen:
                waarden = con.execute(f'SELECT DISTINCT "{kolom}" FROM {bron} WHERE "{kolom}" IS NOT NULL').fetchall()
                teksten = {str(waarde).encode() for (waarde,) in waarden}
                assert not teksten & (geheimen.bsns | geheimen.teksten), f"{bron}.{kolom}"
    finally:
        con.close()
