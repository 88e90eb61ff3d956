"""The two secrets of a data root: the pseudonym key and the lake key.

Belongs here: making, reading and guarding them. Does not belong here: what is done with them.
"""

import hashlib
import os
import secrets
from pathlib import Path

NAMES = ("pseudoniem", "lake")


class SleutelFout(Exception):
    """A key that is missing, broken or open to others; the message says what to do."""


def read_key(folder: Path, name: str) -> bytes:
    """The 32 bytes of key `name` ("pseudoniem" or "lake"); raises SleutelFout when it cannot be trusted."""
    path = folder / f"{name}.key"
    if not path.is_file():
        raise SleutelFout(
            f"Sleutel {path} ontbreekt. Zet hem terug uit de kluis; zonder deze sleutel is het lake onleesbaar."
        )
    if path.stat().st_mode & 0o077:
        raise SleutelFout(f"Sleutel {path} is leesbaar voor anderen. Herstel met: chmod 600 {path}")
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except ValueError as error:
        raise SleutelFout(f"Sleutel {path} is beschadigd: verwacht 64 hexadecimale tekens.") from error
    if len(key) != 32:
        raise SleutelFout(f"Sleutel {path} is beschadigd: verwacht 64 hexadecimale tekens.")
    return key


def ensure_keys(folder: Path, *, has_data: bool) -> None:
    """Make both keys at the first run. With `has_data` a missing key is an error: a new one would orphan the data."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    for name in NAMES:
        if not (folder / f"{name}.key").exists() and not has_data:
            _write_new(folder / f"{name}.key")
        read_key(folder, name)


def check_fingerprint(folder: Path, stamp: Path) -> None:
    """Remember which keys this data root was made with, in `stamp`; raises SleutelFout when they are other ones now."""
    for name in NAMES:
        now = hashlib.sha256(b"vingerafdruk" + read_key(folder, name)).hexdigest()[:16]
        path = stamp.with_name(f"{stamp.name}.{name}")
        if not path.exists():
            path.write_text(now, "ascii")
        elif path.read_text("ascii") != now:
            raise SleutelFout(
                f"Sleutel {folder / name}.key is een andere dan waarmee deze gegevensmap is gemaakt. "
                "Zet de oude sleutel terug, of begin met een lege gegevensmap."
            )


def _write_new(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
