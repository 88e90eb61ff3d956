"""The members of an archive of messages, one by one in memory; nothing is ever extracted to disk.

Belongs here: what makes an archive or a member of it unfit to read. Does not belong here: what a member says.
A member that is unfit does not touch the others. Names are only looked at, never used as a path.
"""

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from sources.berichten.keuring import MAX_BYTES
from sources.uitkomst import Uitkomst, weiger_bestand

# An order of magnitude above a year of messages of a large city; more is no delivery but an attack or a mistake.
MAX_LEDEN = 200_000

# With these the amount read is bounded; bzip2 and lzma unpack a whole block before they can be stopped.
_METHODEN = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_VERSLEUTELD = 0x1
_STUK = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, RuntimeError, OverflowError)
_SCHIJF = re.compile(r"[A-Za-z]:")


def leden(pad: Path) -> Iterator[tuple[str, bytes | Uitkomst]]:
    """Each member's name and content, or the outcome that refuses it; ("", outcome) when the archive itself is unfit.

    Left out without a word, as in landing/: directories, symbolic links, names that begin with a dot or end in .part.
    Refused: F_ZIP_PAD, F_ZIP_GENEST, F_TE_GROOT, F_ZIP (broken, encrypted, unknown compression, too many members).
    """
    try:
        archief = zipfile.ZipFile(pad)
    except _STUK:
        yield "", weiger_bestand("F_ZIP")
        return
    with archief:
        if len(archief.infolist()) > MAX_LEDEN:
            yield "", weiger_bestand("F_ZIP", "aantal")
            return
        for lid in archief.infolist():
            if not _overgeslagen(lid):
                yield lid.filename, _inhoud(archief, lid)


def _delen(lid: zipfile.ZipInfo) -> list[str]:
    return lid.filename.replace("\\", "/").split("/")


def _buiten(lid: zipfile.ZipInfo) -> bool:
    """True for a name that, taken as a path, would leave the folder it is unpacked in."""
    return ".." in _delen(lid) or _delen(lid)[0] == "" or _SCHIJF.match(lid.filename) is not None


def _overgeslagen(lid: zipfile.ZipInfo) -> bool:
    delen = _delen(lid)
    if delen[-1] == "" or stat.S_ISLNK(lid.external_attr >> 16):
        return True
    verborgen = any(deel.startswith(".") and deel not in (".", "..") for deel in delen)
    return verborgen or delen[-1].endswith(".part")


def _inhoud(archief: zipfile.ZipFile, lid: zipfile.ZipInfo) -> bytes | Uitkomst:
    if _buiten(lid):
        return weiger_bestand("F_ZIP_PAD")
    if lid.filename.lower().endswith(".zip"):
        return weiger_bestand("F_ZIP_GENEST")
    if lid.flag_bits & _VERSLEUTELD or lid.compress_type not in _METHODEN:
        return weiger_bestand("F_ZIP")
    if lid.file_size > MAX_BYTES:
        return weiger_bestand("F_TE_GROOT")
    try:
        with archief.open(lid) as bron:
            inhoud = bron.read(MAX_BYTES + 1)  # what the archive says of its size is not to be trusted
    except _STUK:
        return weiger_bestand("F_ZIP")
    if len(inhoud) > MAX_BYTES:
        return weiger_bestand("F_TE_GROOT")
    return weiger_bestand("F_ZIP_GENEST") if inhoud.startswith(b"PK\x03\x04") else inhoud
