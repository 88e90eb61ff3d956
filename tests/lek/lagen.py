"""Everything that somebody with the right programme, but without a key, can see in a file.

Belongs here: opening what is packed: compressed streams anywhere in a file, archives, SQLite, Parquet, DuckDB. Does not
belong here: what is looked for (geheimen).
"""

import bz2
import contextlib
import io
import lzma
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

DIEPST = 5
GROOTST = 200_000_000


def _zlib(vorm: int) -> Callable[[bytes], bytes]:
    return lambda inhoud: zlib.decompressobj(vorm).decompress(inhoud, GROOTST)


def _arrow(codec: str) -> Callable[[bytes], bytes]:
    """Arrow refuses a piece that ends in what comes after the stream: then the end is read byte by byte."""

    def pak_uit(inhoud: bytes) -> bytes:
        delen: list[bytes] = []
        for stuk in (4096, 1):
            stroom = pa.CompressedInputStream(pa.BufferReader(inhoud), codec)
            with contextlib.suppress(OSError, pa.ArrowException):
                stroom.read(sum(map(len, delen)))
                while deel := stroom.read(stuk):
                    delen.append(deel)
        return b"".join(delen)

    return pak_uit


# What a compressed stream begins with, wherever it stands, and how it is opened.
STROMEN: tuple[tuple[bytes, Callable[[bytes], bytes]], ...] = (
    (b"\x1f\x8b\x08", _zlib(31)),
    (b"\x78\x01", _zlib(15)),
    (b"\x78\x5e", _zlib(15)),
    (b"\x78\x9c", _zlib(15)),
    (b"\x78\xda", _zlib(15)),
    (b"\x28\xb5\x2f\xfd", _arrow("zstd")),
    (b"\x04\x22\x4d\x18", _arrow("lz4")),
    (b"BZh", lambda inhoud: bz2.BZ2Decompressor().decompress(inhoud, GROOTST)),
    (b"\xfd7zXZ\0", lambda inhoud: lzma.LZMADecompressor().decompress(inhoud, GROOTST)),
)


def uitgepakt(inhoud: bytes, diepte: int = 0) -> Iterator[bytes]:
    """The bytes themselves, and those of every stream and member in them."""
    yield inhoud
    if diepte >= DIEPST:
        return
    for merk, pak_uit in STROMEN:
        begin = inhoud.find(merk)
        while begin >= 0:
            try:
                binnen = pak_uit(inhoud[begin:])
            except (zlib.error, OSError, EOFError, lzma.LZMAError, pa.ArrowException):
                binnen = b""
            if len(binnen) > 3:
                yield from uitgepakt(binnen, diepte + 1)
            begin = inhoud.find(merk, begin + 1)
    if b"PK\x03\x04" in inhoud:
        yield from _leden(inhoud, diepte)
    if inhoud.startswith(b"PAR1"):
        yield from _parquet(inhoud)


def _leden(inhoud: bytes, diepte: int) -> Iterator[bytes]:
    """The members of an archive; of a broken one, each that begins somewhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(inhoud)) as doos:
            for lid in doos.infolist():
                yield lid.filename.encode() + b" " + lid.comment
                yield from uitgepakt(doos.read(lid), diepte + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError):
        begin = inhoud.find(b"PK\x03\x04")
        while begin >= 0:
            kop = inhoud[begin : begin + 30]
            van = begin + 30 + int.from_bytes(kop[26:28], "little") + int.from_bytes(kop[28:30], "little")
            with contextlib.suppress(zlib.error):
                yield from uitgepakt(_zlib(-15)(inhoud[van:]), diepte + 1)
            begin = inhoud.find(b"PK\x03\x04", begin + 1)


def _parquet(inhoud: bytes) -> Iterator[bytes]:
    """Values, statistics, key-value metadata; half a file has none that can be read."""
    try:
        bestand = pq.ParquetFile(io.BytesIO(inhoud))
    except (pa.ArrowException, OSError):
        return
    groepen = [bestand.metadata.row_group(nummer).to_dict() for nummer in range(bestand.metadata.num_row_groups)]
    yield repr((groepen, bestand.metadata.metadata, bestand.schema_arrow.metadata)).encode()
    yield repr(bestand.read().to_pydict()).encode()


def lagen(pad: Path) -> Iterator[bytes]:
    """Every layer of a file: its bytes, what is packed in it, and the cells of a database."""
    inhoud = pad.read_bytes()
    yield from uitgepakt(inhoud)
    if inhoud.startswith(b"SQLite format 3"):
        yield from _van_kopie(pad, _sqlite)
    elif inhoud[8:12] == b"DUCK":
        yield from _van_kopie(pad, _duckdb)


def _van_kopie(pad: Path, lees: Callable[[Path], Iterator[bytes]]) -> Iterator[bytes]:
    """Read a database with its log, as it would be after recovery, without touching it."""
    with tempfile.TemporaryDirectory() as map_:
        for deel in pad.parent.glob(pad.name + "*"):
            shutil.copy(deel, map_)
        yield from lees(Path(map_) / pad.name)


def _sqlite(pad: Path) -> Iterator[bytes]:
    with sqlite3.connect(pad) as con:
        con.text_factory = bytes
        for (tabel,) in con.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for rij in con.execute(f'SELECT * FROM "{tabel.decode()}"'):
                for waarde in rij:
                    if isinstance(waarde, bytes):
                        yield from uitgepakt(waarde)
                    elif waarde is not None:
                        yield repr(waarde).encode()


def _duckdb(pad: Path) -> Iterator[bytes]:
    """Every table and its comments; an encrypted or half-written database cannot be opened, so only its bytes count."""
    try:
        con = duckdb.connect(str(pad))
    except duckdb.Error:
        return
    try:
        yield repr(con.execute("SELECT sql, comment FROM duckdb_tables()").fetchall()).encode()
        yield repr(con.execute("SELECT * FROM duckdb_columns()").fetchall()).encode()
        for schema, tabel in con.execute("SELECT schema_name, table_name FROM duckdb_tables()").fetchall():
            yield repr(con.execute(f'SELECT * FROM "{schema}"."{tabel}"').fetchall()).encode()
    finally:
        con.close()
