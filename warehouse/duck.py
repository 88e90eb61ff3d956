"""How DuckDB is opened here: with the extensions, the keys and spill files inside the data root.

Belongs here: connections and the encrypted raw Parquet. Does not belong here: SQL that says what data means.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from warehouse.keys import SleutelFout, read_key
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
    """Load the extension and the key on an open connection, so that it reads and writes encrypted Parquet."""
    con.execute("LOAD httpfs")
    con.execute(f"PRAGMA add_parquet_key('{PARQUET_KEY}', '{read_key(home.sleutels, 'lake').hex()[:32]}')")


def connect(home: DataRoot) -> duckdb.DuckDBPyConnection:
    """An in-memory connection that can open this data root's raw Parquet."""
    home.tmp.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect(
        config={
            "extension_directory": str(EXTENSIONS),
            "temp_directory": str(home.tmp),
            "temp_file_encryption": "true",
        }
    )
    prepare(con, home)
    return con


def write_raw(con: duckdb.DuckDBPyConnection, table: pa.Table, path: Path) -> None:
    """Write one immutable, encrypted Parquet file; half a file never gets the final name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    con.register("_te_landen", table)
    con.execute(
        f"COPY _te_landen TO '{part}' (FORMAT parquet, COMPRESSION zstd, ENCRYPTION_CONFIG {{footer_key: '{PARQUET_KEY}'}})"
    )
    con.unregister("_te_landen")
    part.rename(path)


def attach_lake(con: duckdb.DuckDBPyConnection, home: DataRoot, *, read_only: bool = False) -> None:
    """Attach lake.duckdb as `lake`; a wrong key raises SleutelFout before anything is touched."""
    mode = ", READ_ONLY" if read_only else ""
    key = read_key(home.sleutels, "lake").hex()
    try:
        con.execute(f"ATTACH IF NOT EXISTS '{home.lake}' AS lake (ENCRYPTION_KEY '{key}'{mode})")
    except duckdb.InvalidInputException:
        raise SleutelFout(
            f"De sleutel lake.key past niet op {home.lake}. Zet de sleutel terug waarmee dit lake is gemaakt."
        ) from None


def verwijder_verouderd_lake(home: DataRoot, vorm: str) -> None:
    """Remove a lake that was made in another shape than `vorm`, so that everything is read from raw again."""
    bewijs = home.dbt / "lake.vorm"
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
    con = connect(home)
    try:
        attach_lake(con, home, read_only=True)
        return con.execute(vraag).df()
    finally:
        con.close()
