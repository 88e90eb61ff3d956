"""What the solver answered in earlier runs, kept so that a day asks only about places that changed.

Belongs here: keeping the answers and dropping old ones. Does not belong here: what is asked (expectations.aanval).

An answer says how narrowly a secret cell is known, so the file is encrypted. Who removes it loses time and nothing else: an answer
follows from the question alone. Another solver, or another way of asking, makes another file.
"""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

import duckdb
import pyarrow as pa

import expectations.aanval
from expectations.aanval.geheugen import Antwoord, Geheugen
from warehouse.duck import PARQUET_KEY, connect, write_raw
from warehouse.paths import DataRoot

_BEWAREN = timedelta(days=35)
"""Most sources deliver every month: what a month and some days did not need stands for figures that have changed since."""
_VORM = pa.schema([("merk", pa.binary()), ("antwoord", pa.list_(pa.list_(pa.int64()))), ("gebruikt", pa.date32())])


@contextmanager
def geheugen(home: DataRoot) -> Iterator[Geheugen]:
    """The answers that are known; what is learned within is kept as well."""
    gebruikt, antwoorden = _lees(home)
    uit = Geheugen(antwoorden)
    yield uit
    _bewaar(home, uit, gebruikt)


def neem_mee(van: DataRoot, naar: DataRoot) -> None:
    """Let another data root with the same keys know what this one knows."""
    if _pad(van).exists():
        naar.antwoorden.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_pad(van), _pad(naar))


def _pad(home: DataRoot) -> Path:
    bron = sorted(Path(expectations.aanval.__file__).parent.glob("*.py"))
    stempel = hashlib.sha256(b"|".join([version("highspy").encode(), *(pad.read_bytes() for pad in bron)]))
    return home.antwoorden / f"{stempel.hexdigest()[:16]}.parquet"


def _lees(home: DataRoot) -> tuple[dict[bytes, date], dict[bytes, Antwoord]]:
    """When each answer was last of use, and the answers; none when the file cannot be read, for it is only there to save time."""
    vraag = f"FROM read_parquet(?, encryption_config = {{footer_key: '{PARQUET_KEY}'}})"
    con = connect(home)
    try:
        rijen = con.execute(vraag, [str(_pad(home))]).fetchall() if _pad(home).exists() else []
    except duckdb.Error:  # of before the keys were changed, or left half
        rijen = []
    finally:
        con.close()
    return (
        {merk: gebruikt for merk, _, gebruikt in rijen},
        {merk: [tuple(deel) for deel in antwoord] for merk, antwoord, _ in rijen},
    )


def _bewaar(home: DataRoot, nieuw: Geheugen, gebruikt: dict[bytes, date]) -> None:
    vandaag = date.today()
    gebruikt = gebruikt | dict.fromkeys(nieuw.gebruikt, vandaag)
    merken = sorted(merk for merk, dag in gebruikt.items() if abs(vandaag - dag) <= _BEWAREN)
    kolommen = [merken, [nieuw.antwoorden[merk] for merk in merken], [gebruikt[merk] for merk in merken]]
    tabel = pa.Table.from_arrays(
        [pa.array(kolom, veld.type) for kolom, veld in zip(kolommen, _VORM, strict=True)], schema=_VORM
    )
    con = connect(home)
    try:
        write_raw(con, tabel, _pad(home))
    finally:
        con.close()
    for pad in home.antwoorden.iterdir():
        if pad != _pad(home):
            pad.unlink()
