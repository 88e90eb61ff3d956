"""How DuckDB is opened here: with the extensions, the keys and spill files inside the data root.

Belongs here: connections and the encrypted raw Parquet. Does not belong here: SQL that says what data means.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from warehouse.keys import SleutelFout, lakesleutel, lees_stempel
from warehouse.paths import CHECKOUT, DataRoot

if TYPE_CHECKING:  # a second and a half at start, for who needs it
    import pandas as pd

EXTENSIONS = Path(os.environ.get("SDL_EXTENSIONS") or CHECKOUT / ".venv" / "duckdb-extensions")
PARQUET_KEY = "lake"


def install_extensions() -> None:
    """Put httpfs, whose OpenSSL does the encryption, where every connection finds it; needs no network."""
    from duckdb_extensions import import_extension

    con = duckdb.connect(config={"extension_directory": str(EXTENSIONS)})
    import_extension("httpfs", con=con)


def prepare(con: duckdb.DuckDBPyConnection, home: DataRoot) -> None:
    """Make an open connection read and write encrypted Parquet, and spill encrypted and inside the data root alone."""
    home.tmp.mkdir(parents=True, exist_ok=True)
    con.execute(f"SET temp_directory = '{home.tmp}'")
    con.execute("SET temp_file_encryption = true")
    con.execute("LOAD httpfs")
    ken_sleutel(con, PARQUET_KEY, lakesleutel(home))


def ken_sleutel(con: duckdb.DuckDBPyConnection, naam: str, sleutel: bytes) -> None:
    """Let a connection know a lake key under a name, as the key of Parquet files."""
    con.execute(f"PRAGMA add_parquet_key('{naam}', '{sleutel.hex()[:32]}')")


def connect(home: DataRoot) -> duckdb.DuckDBPyConnection:
    """An in-memory connection that can open this data root's raw Parquet."""
    con = duckdb.connect(config={"extension_directory": str(EXTENSIONS)})
    prepare(con, home)
    return con


def write_raw(
    con: duckdb.DuckDBPyConnection, table: pa.Table | pa.RecordBatchReader, path: Path, sleutelnaam: str = PARQUET_KEY
) -> None:
    """Write one immutable, encrypted Parquet file; half a file never gets the final name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    con.register("_te_landen", table)
    con.execute(
        f"COPY _te_landen TO '{part}' (FORMAT parquet, COMPRESSION zstd, ENCRYPTION_CONFIG {{footer_key: '{sleutelnaam}'}})"
    )
    con.unregister("_te_landen")
    part.rename(path)


def attach_lake(con: duckdb.DuckDBPyConnection, home: DataRoot, *, read_only: bool = False) -> None:
    """Attach lake.duckdb as `lake`; a wrong key raises SleutelFout before anything is touched."""
    mode = ", READ_ONLY" if read_only else ""
    key = lakesleutel(home).hex()
    try:
        con.execute(f"ATTACH IF NOT EXISTS '{home.lake}' AS lake (ENCRYPTION_KEY '{key}'{mode})")
    except duckdb.InvalidInputException:
        raise SleutelFout(
            f"De sleutel 'lake' past niet op {home.lake}, wel op raw/. Verwijder {home.lake.name}: "
            "de volgende run maakt het opnieuw uit raw/."
        ) from None


def proef(home: DataRoot) -> None:
    """Open what is there with the lake key, to read; raises SleutelFout when it does not fit."""
    con = connect(home)
    try:
        bestand = home.raw / "manifest" / "bestand.parquet"
        if bestand.exists():
            _proef_raw(con, bestand)
        if home.lake.exists():
            with suppress(duckdb.IOException):  # left half by a kill: that is no matter of keys, and dbt mends it
                attach_lake(con, home, read_only=True)
    finally:
        con.close()


def _proef_raw(con: duckdb.DuckDBPyConnection, bestand: Path) -> None:
    try:
        con.execute(
            f"FROM read_parquet(?, encryption_config = {{footer_key: '{PARQUET_KEY}'}}) LIMIT 1", [str(bestand)]
        )
    except duckdb.InvalidInputException:
        raise SleutelFout(
            f"De sleutel 'lake' past niet op {bestand.parent}. Zet de sleutel terug waarmee raw/ is gemaakt."
        ) from None


def verwijder_verouderd_lake(home: DataRoot, vorm: str) -> None:
    """Remove a lake that was made in another shape than `vorm`, or with other keys: all is then read from raw again."""
    bewijs, vorm = home.dbt / "lake.vorm", f"{vorm} {lees_stempel(home.raw)}"
    if not bewijs.exists() or bewijs.read_text("utf-8") != vorm:
        verwijder_lake(home)
    half = bewijs.with_suffix(".half")
    half.write_text(vorm, "utf-8")
    half.replace(bewijs)


def verwijder_lake(home: DataRoot) -> None:
    """Remove the lake and its log, so that the next build starts empty."""
    for pad in (home.lake, home.lake.with_name(home.lake.name + ".wal")):
        pad.unlink(missing_ok=True)


def lees_lake(home: DataRoot, vraag: str) -> "pd.DataFrame":
    """The answer to a question on the lake, read-only; for small tables only."""
    return lees_lake_samen(home, {"antwoord": vraag})["antwoord"]


def lees_lake_samen(home: DataRoot, vragen: dict[str, str]) -> "dict[str, pd.DataFrame]":
    """The answers to questions on the lake, by name: opening it takes longer than most questions."""
    con = connect(home)
    try:
        attach_lake(con, home, read_only=True)
        return {naam: con.execute(vraag).df() for naam, vraag in vragen.items()}
    finally:
        con.close()
