"""Walking the landing zone: which files lie there, and which folders cannot be used.

Belongs here: the rules on places and names, and opening by them. Does not belong here: content, or what was seen before.

Left out without a word: symbolic links, names that begin with a dot or end in .part (still being written).
"""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO, NamedTuple

from sources.pseudoniem import masker
from sources.soort import BRONNEN
from sources.typen import iso_datum


class Gevonden(NamedTuple):
    """One file in a delivery: its path below landing/ as on disk, and what tells that it has changed."""

    bron: str
    leverdatum: date
    pad: str
    grootte: int
    mtime_ns: int


class Plaatsfout(NamedTuple):
    """A folder, or something else than a readable file, that is not processed."""

    bron: str
    leverdatum: date | None
    pad: str
    code: str


def leesbaar(naam: str) -> str:
    """A name as valid text, also when the bytes on disk are not; different names stay different."""
    return os.fsencode(naam).decode("utf-8", "backslashreplace")


def toonbaar(naam: str) -> str:
    """A name as it may stand in a log or a table: valid text, with what could be a BSN made unreadable."""
    return masker(leesbaar(naam))


def openen(pad: str | Path) -> BinaryIO:
    """A landed file for reading; OSError when it cannot be read, or has become a symbolic link since it was found."""
    return os.fdopen(os.open(pad, os.O_RDONLY | os.O_NOFOLLOW), "rb")


def loop(landing: Path, vandaag: date) -> Iterator[Gevonden | Plaatsfout]:
    """Everything in the landing zone, in a fixed order; a zone that does not exist is empty."""
    for bron in _inhoud(landing):
        if bron.name not in BRONNEN or not bron.is_dir(follow_symlinks=False):
            yield Plaatsfout(bron.name, None, bron.name, "M_BRON_ONBEKEND")
            continue
        try:
            mappen = _inhoud(Path(bron.path))
        except OSError:
            yield Plaatsfout(bron.name, None, bron.name, "F_ONLEESBAAR")
            continue
        for levering in mappen:
            yield from _levering(bron.name, levering, vandaag)


def _inhoud(pad: Path) -> list[os.DirEntry]:
    """What lies in a folder and counts, sorted by name; a folder that is gone is empty."""
    try:
        with os.scandir(pad) as alles:
            return sorted(filter(_telt, alles), key=lambda plek: plek.name)
    except FileNotFoundError:
        return []


def _telt(plek: os.DirEntry) -> bool:
    return not (plek.name.startswith(".") or plek.name.endswith(".part") or plek.is_symlink())


def _levering(bron: str, levering: os.DirEntry, vandaag: date) -> Iterator[Gevonden | Plaatsfout]:
    pad = f"{bron}/{levering.name}"
    datum = iso_datum(levering.name) if levering.is_dir(follow_symlinks=False) else None
    if datum is None:
        yield Plaatsfout(bron, None, pad, "M_DATUM")
    elif datum > vandaag:
        yield Plaatsfout(bron, datum, pad, "M_TOEKOMST")
    else:
        try:
            bestanden = _inhoud(Path(levering.path))
        except OSError:
            yield Plaatsfout(bron, datum, pad, "F_ONLEESBAAR")
            return
        for plek in bestanden:
            yield from _bestand(bron, datum, f"{pad}/{plek.name}", plek)


def _bestand(bron: str, datum: date, pad: str, plek: os.DirEntry) -> Iterator[Gevonden | Plaatsfout]:
    if plek.is_dir(follow_symlinks=False):
        yield Plaatsfout(bron, datum, pad, "F_MAP")
    elif not plek.is_file(follow_symlinks=False):
        yield Plaatsfout(bron, datum, pad, "F_ONLEESBAAR")
    else:
        try:
            stand = plek.stat(follow_symlinks=False)
        except FileNotFoundError:
            return
        yield Gevonden(bron, datum, pad, stand.st_size, stand.st_mtime_ns)
