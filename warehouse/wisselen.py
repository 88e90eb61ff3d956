"""One raw store in the place of another: written beside it, then exchanged, and finished by whoever comes after a crash.

Belongs here: those renames and their order. Does not belong here: what stands in the new store (sources.herversleutelen).

A new store is only moved once it is whole, so when raw/ itself is not there the new one is good. The lake goes first:
what it holds follows from the old store, and the next run makes it again.
"""

import os
import shutil
from pathlib import Path

from warehouse.paths import DataRoot


def begin(home: DataRoot) -> Path:
    """An empty folder for the new store; what an earlier attempt left is removed."""
    shutil.rmtree(home.raw_nieuw, ignore_errors=True)
    home.raw_nieuw.mkdir()
    return home.raw_nieuw


def wissel(home: DataRoot) -> None:
    """Put the new store, which must be whole, in the place of raw/."""
    for pad in (home.lake, home.lake.with_name(home.lake.name + ".wal")):
        pad.unlink(missing_ok=True)
    os.sync()  # a power cut may not leave a new store of which only the names were written
    home.raw.rename(home.raw_oud)
    home.raw_nieuw.rename(home.raw)
    shutil.rmtree(home.raw_oud)


def is_onaf(home: DataRoot) -> bool:
    """Whether an exchange was begun and not finished."""
    return home.raw_oud.exists() or home.raw_nieuw.exists()


def maak_af(home: DataRoot) -> None:
    """Finish or undo what a killed exchange left; the lock must be held. Without leftovers it does nothing."""
    if home.raw_oud.exists() and not home.raw.exists():
        home.raw_nieuw.rename(home.raw)
    for rest in (home.raw_nieuw, home.raw_oud):
        if rest.exists():
            shutil.rmtree(rest)
