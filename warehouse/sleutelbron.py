"""Where keys come from: a file in the key folder, or a command that asks a secret manager for them.

Belongs here: reading one ring of keys, adding to it, and distrusting what is open, broken or double. Does not belong here:
which key of a ring a data root was made with (warehouse.keys).

A ring is 64 hexadecimal digits a line, the oldest key first. No message here repeats what stands in a file or was printed.
"""

import os
import secrets
import shlex
import signal
import subprocess
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

BYTES = 32
GEDULD = 30
"""Seconds that a command may take."""
_VORM = "verwacht 64 hexadecimale tekens per regel, de oudste sleutel eerst, geen twee keer dezelfde"


class SleutelFout(Exception):
    """A key that is missing, broken, open to others or another one; the message says what to do."""


def lees_ring(folder: Path, name: str) -> tuple[bytes, ...]:
    """All keys of `name`, oldest first; raises SleutelFout when they cannot be trusted."""
    if folder.is_dir():
        _gesloten(folder, 700)
    bestand, opdracht = plekken(folder, name)
    if bestand.exists() and opdracht.exists():
        raise SleutelFout(
            f"{bestand} en {opdracht.name} staan er allebei. Haal weg wat niet de bron van de sleutel is."
        )
    if opdracht.is_file():
        _gesloten(opdracht, 600)
        stand = opdracht.stat()
        return _ontleed(_vraag(opdracht, stand.st_mtime_ns, stand.st_size), f"Wat {opdracht} geeft")
    if not bestand.is_file():
        raise SleutelFout(
            f"Sleutel {bestand} ontbreekt. Zet hem terug uit de kluis; zonder deze sleutel is het lake onleesbaar."
        )
    _gesloten(bestand, 600)
    try:
        return _ontleed(bestand.read_text("ascii"), f"Sleutel {bestand}")
    except (OSError, UnicodeDecodeError):
        raise SleutelFout(f"Sleutel {bestand} is niet te lezen of beschadigd: {_VORM}.") from None


def plekken(folder: Path, name: str) -> tuple[Path, Path]:
    """The file of a ring and the command that may stand in its place."""
    return folder / f"{name}.key", folder / f"{name}.opdracht"


def maak_map(folder: Path) -> None:
    """Make the key folder, closed to others; one that was open and holds a key already is left for lees_ring to refuse."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not any(folder.iterdir()):
        folder.chmod(0o700)


def voeg_toe(folder: Path, name: str) -> None:
    """Add a new key to the ring of a file, or begin one; the file is replaced as a whole. Raises OSError on a full disk."""
    bestand, _ = plekken(folder, name)
    oud = bestand.read_text("ascii").split() if bestand.exists() else []
    half = bestand.with_suffix(".nieuw")
    half.unlink(missing_ok=True)
    beschrijver = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(beschrijver, "w", encoding="ascii") as stroom:
        stroom.writelines(f"{regel}\n" for regel in [*oud, secrets.token_hex(BYTES)])
        stroom.flush()
        os.fsync(beschrijver)
    half.replace(bestand)


def vergeet_antwoorden() -> None:
    """Let the next reading ask the commands again; within a run they are asked once per process."""
    _vraag.cache_clear()


def _gesloten(pad: Path, rechten: int) -> None:
    if pad.stat().st_mode & 0o077:
        wat = "De sleutelmap" if pad.is_dir() else "Sleutel"
        raise SleutelFout(f"{wat} {pad} is leesbaar voor anderen. Herstel met: chmod {rechten} {pad}")


def _ontleed(tekst: str, waar: str) -> tuple[bytes, ...]:
    try:
        ring = tuple(bytes.fromhex(regel) for regel in tekst.split())
    except ValueError:
        ring = ()
    if not ring or {len(sleutel) for sleutel in ring} != {BYTES} or len(set(ring)) < len(ring):
        raise SleutelFout(f"{waar} is beschadigd: {_VORM}. Zet de goede terug uit de kluis.")
    return ring


@lru_cache
def _vraag(opdracht: Path, _mtime_ns: int, _grootte: int) -> str:
    """What the command prints; only that it failed is said, never what it printed."""
    zelf = f"Voer de opdracht uit {opdracht} zelf uit om te zien wat eraan schort, en begin opnieuw."
    try:
        woorden = shlex.split(opdracht.read_text("utf-8"))
        proces = subprocess.Popen(
            woorden,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except (OSError, ValueError, IndexError):
        raise SleutelFout(
            f"De opdracht in {opdracht} kan niet starten; verwacht één opdrachtregel zonder shell. {zelf}"
        ) from None
    try:
        uit, _ = proces.communicate(timeout=GEDULD)
    except subprocess.TimeoutExpired:
        # The whole session: what the command started itself would keep its output open.
        with suppress(ProcessLookupError):
            os.killpg(proces.pid, signal.SIGKILL)
        proces.communicate()
        raise SleutelFout(f"De opdracht in {opdracht} gaf binnen {GEDULD} seconden geen sleutel. {zelf}") from None
    if proces.returncode:
        raise SleutelFout(f"De opdracht in {opdracht} eindigde met code {proces.returncode}. {zelf}")
    return uit.decode("ascii", "replace")
