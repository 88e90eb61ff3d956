"""The members of an archive of messages, one by one in memory; nothing is ever extracted to disk.

Belongs here: what makes an archive or a member of it unfit to read. Does not belong here: what a member says.
A member that is unfit does not touch the others. Names are only looked at, never used as a path.
"""

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sources.berichten.keuring import MAX_BYTES
from sources.uitkomst import Uitkomst, weiger_bestand

# An order of magnitude above a year of messages of a large city; more is no delivery but an attack or a mistake.
MAX_LEDEN = 200_000
# The directory of an archive is in memory as a whole, at ten times its size: enough for as many members.
MAX_GIDS = 32 << 20
# Messages shrink to a twentieth or thirtieth. What grows more, beyond what a few messages may be, is made to fill a disk.
MAX_VERHOUDING, MAX_UITGEPAKT = 200, 8 * MAX_BYTES

# With these the amount read is bounded; bzip2 and lzma unpack a whole block before they can be stopped.
_METHODEN = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_VERSLEUTELD, _UTF8 = 0x1, 0x800
_STUK = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, RuntimeError, OverflowError)
_SCHIJF = re.compile(r"[A-Za-z]:")
_ARCHIEF = (b"PK\x03\x04", b"PK\x05\x06")
# What stands before the name of a member: a mark, ..., the lengths of the name and of what follows it.
_KOPJE = "<4s22xHH"
_KOPLENGTE = struct.calcsize(_KOPJE)
# So much of what follows the name is read along with the member; most have less, as times and owners take.
_EXTRA = 64
_VENSTER = 1 << 16


class _Stroom(io.BufferedReader):
    """The bytes of an archive, never so many at once that they fill the memory."""

    _venster = (0, b"")

    def read(self, aantal: int | None = -1, /) -> bytes:
        if aantal is not None and aantal > MAX_GIDS:
            raise OSError
        return super().read(MAX_GIDS if aantal is None or aantal < 0 else aantal)

    def vanaf(self, plek: int, aantal: int) -> bytes:
        """So many bytes from there on, or what is left of the file.

        Members mostly follow one another: who asks for what lies behind the last answer gets it out of one larger read.
        """
        if aantal > MAX_GIDS:
            raise OSError
        van, venster = self._venster
        begin, vervolg = plek - van, 0 <= plek - van <= len(venster)
        if not vervolg or begin + aantal > len(venster):
            venster, begin = os.pread(self.fileno(), max(aantal, _VENSTER if vervolg else 0), plek), 0
            self._venster = (plek, venster)
        return venster[begin : begin + aantal]


def leden(pad: Path) -> Iterator[tuple[str, bytes | Uitkomst]]:
    """Each member's name and content, or the outcome that refuses it; ("", outcome) when the archive itself is unfit.

    Left out without a word, as in landing/: directories, symbolic links, names that begin with a dot or end in .part.
    Refused: F_ZIP_PAD, F_ZIP_GENEST, F_TE_GROOT, F_ZIP (broken, encrypted, unknown compression, a name that occurs
    twice; of the whole: too many members, members that share bytes, far larger than what it is made of). Raises OSError
    when the file cannot be opened.
    """
    with _Stroom(io.FileIO(pad)) as stroom:
        try:
            archief = zipfile.ZipFile(stroom)
        except _STUK:
            yield "", weiger_bestand("F_ZIP")
            return
        gebrek = _gebrek(archief, os.fstat(stroom.fileno()).st_size)
        if gebrek:
            yield "", weiger_bestand("F_ZIP", gebrek)
            return
        alle = [_delen(lid) for lid in archief.infolist()]
        namen = Counter(map(_naam, alle))
        enig = len(namen) == len(alle)
        for lid, delen in zip(archief.infolist(), alle, strict=True):
            if not _overgeslagen(lid, delen):
                dubbel = not enig and namen[_naam(delen)] > 1
                yield lid.filename, weiger_bestand("F_ZIP", "naam") if dubbel else _inhoud(stroom, lid, delen)


def _gebrek(archief: zipfile.ZipFile, omvang: int) -> str | None:
    """What shows, before anything is unpacked, that an archive was made to do harm."""
    alle = sorted(archief.infolist(), key=lambda lid: lid.header_offset)
    if len(alle) > MAX_LEDEN:
        return "aantal"
    einden = [lid.header_offset + _KOPLENGTE + len(lid.orig_filename) + lid.compress_size for lid in alle]
    beginnen = [lid.header_offset for lid in alle] + [archief.start_dir]
    if beginnen[0] < 0 or any(einde > begin for einde, begin in zip(einden, beginnen[1:], strict=True)):
        return "overlap"
    uitgepakt = sum(lid.file_size for lid in alle if lid.file_size <= MAX_BYTES)  # what is larger is not unpacked
    return "omvang" if uitgepakt > max(MAX_UITGEPAKT, MAX_VERHOUDING * omvang) else None


def _delen(lid: zipfile.ZipInfo) -> list[str]:
    return lid.filename.replace("\\", "/").split("/")


def _naam(delen: list[str]) -> str:
    """The place that a member would be unpacked in."""
    return "/".join([deel for deel in delen if deel not in ("", ".")])


def _buiten(delen: list[str]) -> bool:
    """True for a name that, taken as a path, would leave the folder it is unpacked in."""
    return ".." in delen or delen[0] == "" or _SCHIJF.match(delen[0]) is not None


def _overgeslagen(lid: zipfile.ZipInfo, delen: list[str]) -> bool:
    if (delen[-1] == "" and not lid.file_size) or stat.S_ISLNK(lid.external_attr >> 16):
        return True
    verborgen = [deel for deel in delen if deel.startswith(".") and deel not in (".", "..")]
    return bool(verborgen) or delen[-1].endswith(".part")


def _inhoud(stroom: _Stroom, lid: zipfile.ZipInfo, delen: list[str]) -> bytes | Uitkomst:
    if _buiten(delen):
        return weiger_bestand("F_ZIP_PAD")
    if delen[-1] == "":
        return weiger_bestand("F_ZIP", "map")  # a directory that holds something
    if lid.filename.lower().endswith(".zip"):
        return weiger_bestand("F_ZIP_GENEST")
    if lid.flag_bits & _VERSLEUTELD or lid.compress_type not in _METHODEN:
        return weiger_bestand("F_ZIP")
    if lid.file_size > MAX_BYTES:
        return weiger_bestand("F_TE_GROOT")
    try:
        inhoud = _pak_uit(stroom, lid)
    except _STUK:
        return weiger_bestand("F_ZIP")
    return weiger_bestand("F_ZIP_GENEST") if inhoud.startswith(_ARCHIEF) else inhoud


def _pak_uit(stroom: _Stroom, lid: zipfile.ZipInfo) -> bytes:
    """A member as the directory of the archive describes it, and never more; raises one of _STUK when it is not so.

    By hand: an archive holds thousands of messages, and the stream that zipfile makes of each costs more than reading it.
    """
    naam = lid.orig_filename.encode("utf-8" if lid.flag_bits & _UTF8 or lid.orig_filename.isascii() else "cp437")
    begin, extra = _KOPLENGTE + len(naam), _EXTRA
    blok = stroom.vanaf(lid.header_offset, begin + extra + lid.compress_size)
    merk, naamlengte, extra = struct.unpack_from(_KOPJE, blok)
    if extra > _EXTRA:
        blok = stroom.vanaf(lid.header_offset, begin + extra + lid.compress_size)
    zoals_beschreven = merk == _ARCHIEF[0] and naamlengte == len(naam) and blok.startswith(naam, _KOPLENGTE)
    inhoud = blok[begin + extra : begin + extra + lid.compress_size]
    heel = len(inhoud) == lid.compress_size
    if lid.compress_type == zipfile.ZIP_DEFLATED:
        ontpakker = zlib.decompressobj(-zlib.MAX_WBITS)
        inhoud = ontpakker.decompress(inhoud, lid.file_size + 1)
        heel = heel and ontpakker.eof and not ontpakker.unused_data
    if not (heel and zoals_beschreven and len(inhoud) == lid.file_size and zlib.crc32(inhoud) == lid.CRC):
        raise zipfile.BadZipFile
    return inhoud
