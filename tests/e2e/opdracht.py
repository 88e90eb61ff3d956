"""Running `sdl` as a person does, and looking at what it leaves.

Belongs here: the subprocess, the listing of a data root, the published tables. Does not belong here: what is expected.
"""

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from warehouse.publicatie import SLEUTELS

SDL = str(Path(sys.executable).with_name("sdl"))


@dataclass(frozen=True)
class Uitkomst:
    """What a person sees of one command."""

    code: int
    uit: str
    fout: str


def omgeving(home: Path) -> dict[str, str]:
    """The environment of a command on this data root, with nothing left of another."""
    eigen = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith(("SDL_", "DBT_", "DAGSTER_"))}
    return eigen | {"SDL_HOME": str(home), "SDL_CBS": "offline"}


def sdl(home: Path, *argumenten: str) -> Uitkomst:
    """Run one command to its end."""
    gedaan = subprocess.run(
        [SDL, *argumenten],
        env=omgeving(home),
        cwd=home.parent,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    return Uitkomst(gedaan.returncode, gedaan.stdout, gedaan.stderr)


def hashes(publicatie: Path) -> dict[str, str]:
    """The hash of each Parquet file of a publication."""
    return {
        pad.name: hashlib.sha256(pad.read_bytes()).hexdigest() for pad in sorted(publicatie.glob("parquet/*.parquet"))
    }


def listing(map_: Path) -> dict[str, tuple[int, int, int]]:
    """Everything below a folder with what changes when it is touched."""
    staten = {str(pad.relative_to(map_)): pad.lstat() for pad in map_.rglob("*")}
    return {pad: (stat.st_size, stat.st_mtime_ns, stat.st_mode) for pad, stat in staten.items()}


def tabellen(publicatie: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of each published table, in the order of the file."""
    return {tabel: pq.read_table(publicatie / "parquet" / f"{tabel}.parquet").to_pylist() for tabel in SLEUTELS}
