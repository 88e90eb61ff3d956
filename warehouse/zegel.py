"""One original and its sealed form: `x.csv` becomes `.x.csv.age` beside it, which the intake never reads.

Belongs here: sealing, opening, destroying and rewriting one file so that a crash or a full disk loses nothing. Does not
belong here: which files (verzegelen), or keys (zegelsleutel).

At every moment at least one form is there, whole: the other is on disk under its own name before the first is removed.
Sealed files keep the time and the rights of the original, so that what is opened again is the file that was seen.
"""

import contextlib
import hashlib
import io
import os
from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from pyrage import DecryptError, EncryptError, decrypt, decrypt_io, encrypt_io
from pyrage.x25519 import Identity, Recipient

from sources.landing import openen, toonbaar
from warehouse.paths import DataRoot
from warehouse.zegelsleutel import ZegelFout, lees_prive

EINDE, DEEL, OPEN = ".age", ".part", ".ontzegeld.part"
_KOP, _GEEN_SLEUTEL = b"age-encryption.org/v1\n", "No matching keys found"
_STUK, _MERK, _NONCE = 65_536, 16, 16
"""Of the format of age: the payload is a nonce, then pieces of 64 KiB that each have a tag."""


class Ontzegeld(Enum):
    """What became of a sealed file."""

    HERSTELD = "hersteld"
    STOND_ER_AL = "het origineel stond er al"
    BEZET = "er staat een ander bestand met die naam"
    BESCHADIGD = "beschadigd"


class _Stroom:
    """A file on its way through age: counts and hashes, and keeps the OSError that age turns into an error of its own."""

    def __init__(self, bestand: BinaryIO) -> None:
        self._bestand, self._hash = bestand, hashlib.sha256()
        self.bytes, self.fout = 0, None

    def read(self, aantal: int = -1) -> bytes:
        return self._doe(lambda: self._telt(self._bestand.read(aantal)))

    def write(self, inhoud: bytes) -> int:
        self._telt(inhoud)
        return self._doe(lambda: self._bestand.write(inhoud))

    def flush(self) -> None:
        self._doe(self._bestand.flush)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def _telt(self, inhoud: bytes) -> bytes:
        self.bytes += len(inhoud)
        self._hash.update(inhoud)
        return inhoud

    def _doe(self, daad: Callable[[], int | bytes | None]) -> int | bytes | None:
        try:
            return daad()
        except OSError as fout:
            self.fout = fout
            raise


class _Nergens:
    """Takes nothing: the first piece that is opened ends the opening."""

    def write(self, inhoud: bytes) -> int:
        raise OSError(f"{len(inhoud)} bytes geopend")

    def flush(self) -> None:
        """Nothing was kept."""


def zegel_van(origineel: Path) -> Path:
    """Where the sealed form of an original lies."""
    return origineel.with_name(f".{origineel.name}{EINDE}")


def origineel_van(zegel: Path) -> Path:
    """The original of a sealed form."""
    return zegel.with_name(zegel.name[1 : -len(EINDE)])


def verzegel(origineel: Path, ontvangers: Sequence[Recipient], gezien: tuple[int, int], sha256: str | None) -> bool:
    """Seal one file; False when it is not, or no longer, what was seen: then it stays as it is.

    `gezien` is size in bytes and time in ns as the intake saw them, `sha256` the content if that is known. Raises OSError
    when it cannot be read or written (a full disk); then the original stays and no half form is left.
    """
    zegel = zegel_van(origineel)
    deel = zegel.with_name(zegel.name + DEEL)
    with openen(origineel) as bestand, _weg_bij_fout(deel):
        stand = os.fstat(bestand.fileno())
        if (stand.st_size, stand.st_mtime_ns) != gezien:
            return False
        bron = _Stroom(bestand)
        _schrijf(deel, stand, lambda doel: encrypt_io(bron, doel, list(ontvangers)), bron)
        nu = os.lstat(origineel)
        zelfde = (nu.st_ino, nu.st_size, nu.st_mtime_ns) == (stand.st_ino, *gezien)
        if not zelfde or bron.bytes != stand.st_size or sha256 not in (None, bron.sha256):
            deel.unlink()
            return False
        _controleer(deel, bron.bytes)
        deel.replace(zegel)
    _map_naar_schijf(zegel.parent)
    origineel.unlink()
    return True


def ontzegel(zegel: Path, sleutels: Sequence[Identity]) -> Ontzegeld:
    """Put one original back, with its time and rights; a file that has taken its name meanwhile is never touched.

    Raises OSError when it cannot be written; then the sealed form stays and no half original is left.
    """
    origineel = origineel_van(zegel)
    deel = origineel.with_name(f".{origineel.name}{OPEN}")
    with openen(zegel) as bestand, _weg_bij_fout(deel):
        bron = _Stroom(bestand)
        try:
            inhoud = _schrijf(
                deel, os.fstat(bestand.fileno()), lambda doel: decrypt_io(bron, doel, list(sleutels)), bron
            )
        except DecryptError:
            deel.unlink()
            return Ontzegeld.BESCHADIGD
        if os.path.lexists(origineel):
            deel.unlink()
            if not _is_inhoud(origineel, inhoud.sha256):
                return Ontzegeld.BEZET
            zegel.unlink()
            return Ontzegeld.STOND_ER_AL
        deel.rename(origineel)
    _map_naar_schijf(zegel.parent)
    zegel.unlink()
    return Ontzegeld.HERSTELD


def past(zegel: Path, sleutels: Sequence[Identity]) -> bool:
    """True when one of these keys opens this file; reads its head alone. Raises OSError when it cannot be read."""
    with openen(zegel) as bestand:
        bron = _Stroom(bestand)
        try:
            decrypt_io(bron, _Nergens(), list(sleutels))
        except DecryptError as fout:
            if bron.fout:
                raise bron.fout from None
            # A head that is damaged says something else; that is found, and told, when the file is opened.
            return str(fout) != _GEEN_SLEUTEL
        except OSError:
            # Stopped by us, or damaged further on: the key fits.
            if bron.fout:
                raise bron.fout from None
    return True


def vernietig(home: DataRoot, paden: list[Path]) -> int:
    """Remove the sealed forms of these originals (paths below landing/); returns how many there were."""
    aantal = 0
    for pad in paden:
        zegel = zegel_van(_binnen(home, pad))
        aantal += zegel.is_file() and not zegel.is_symlink()
        for vorm in (zegel.with_name(zegel.name + DEEL), zegel):
            vorm.unlink(missing_ok=True)
    return aantal


def herschrijf(home: DataRoot, pad: Path, prive_sleutel: str, functie: Callable[[bytes], bytes]) -> bool:
    """Pass the content of a sealed original through `functie` in memory and seal it again for the same key.

    `prive_sleutel` is a file or "-" (see zegelsleutel.lees_prive). Returns whether anything changed; what changed gets a new
    time, so that the intake reads it when it is unsealed. Raises ZegelFout when no key fits, or OSError; nothing is changed then.
    """
    zegel = zegel_van(_binnen(home, pad))
    with openen(zegel) as bestand:
        stand, dicht = os.fstat(bestand.fileno()), bestand.read()
    passend = [sleutel for sleutel in lees_prive(prive_sleutel) if past(zegel, [sleutel])]
    try:
        oud = decrypt(dicht, passend) if passend else None
    except (DecryptError, OSError):
        oud = None
    if oud is None:
        raise ZegelFout(f"{toonbaar(str(pad))} gaat met deze privésleutel niet open; er is niets gewijzigd.")
    nieuw = functie(oud)
    if nieuw == oud:
        return False
    deel = zegel.with_name(zegel.name + DEEL)
    with _weg_bij_fout(deel):
        bron = _Stroom(io.BytesIO(nieuw))
        _schrijf(deel, stand, lambda doel: encrypt_io(bron, doel, [passend[0].to_public()]), bron)
        _controleer(deel, len(nieuw))
        os.utime(deel)
        deel.replace(zegel)
    _map_naar_schijf(zegel.parent)
    return True


def is_zegel(pad: Path) -> bool:
    """True for a file that was sealed here, or looks the same."""
    if not (pad.name.startswith(".") and pad.name.endswith(EINDE)) or pad.is_symlink() or not pad.is_file():
        return False
    with openen(pad) as bestand:
        return bestand.read(len(_KOP)) == _KOP


def _binnen(home: DataRoot, pad: Path) -> Path:
    heel = home.landing / pad
    if ".." in pad.parts or not heel.is_relative_to(home.landing):
        raise ZegelFout("Een pad naar een verzegeld bestand wijst buiten landing/; er is niets gewijzigd.")
    return heel


def _schrijf(deel: Path, stand: os.stat_result, stroom: Callable[[_Stroom], None], bron: _Stroom) -> _Stroom:
    """Let `stroom` fill a new file, with the time and rights of `stand`; on disk when this returns what was written."""
    beschrijver = os.open(deel, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(beschrijver, "wb") as bestand:
        doel = _Stroom(bestand)
        try:
            stroom(doel)
        except (EncryptError, DecryptError, OSError) as fout:
            if not (doel.fout or bron.fout):
                raise DecryptError("beschadigd") if isinstance(fout, OSError) else fout from None
        # Also without an exception: age keeps silent on what goes wrong with the last piece it writes.
        kapot = doel.fout or bron.fout
        if kapot:
            raise kapot from None
        bestand.flush()
        os.fchmod(bestand.fileno(), stand.st_mode & 0o777)
        os.utime(bestand.fileno(), ns=(stand.st_atime_ns, stand.st_mtime_ns))
        os.fsync(bestand.fileno())
    return doel


def _controleer(deel: Path, grootte: int) -> None:
    """A sealed file has a head and holds exactly so many bytes; raises OSError when what was written is not that."""
    with deel.open("rb") as bestand:
        regel = kop = bestand.readline()
        while kop == _KOP and regel and not regel.startswith(b"--- "):
            regel = bestand.readline()
        stukken = max(1, -(-grootte // _STUK))
        verwacht = bestand.tell() + _NONCE + grootte + stukken * _MERK
        if not regel.startswith(b"--- ") or os.fstat(bestand.fileno()).st_size != verwacht:
            raise OSError("verzegeld bestand is niet volledig geschreven")


def _is_inhoud(pad: Path, sha256: str) -> bool:
    if pad.is_symlink() or not pad.is_file():
        return False
    with openen(pad) as bestand:
        return hashlib.file_digest(bestand, "sha256").hexdigest() == sha256


@contextlib.contextmanager
def _weg_bij_fout(deel: Path) -> Iterator[None]:
    """Leave no half file when something goes wrong."""
    try:
        yield
    except BaseException:
        deel.unlink(missing_ok=True)
        raise


def _map_naar_schijf(map_: Path) -> None:
    beschrijver = os.open(map_, os.O_RDONLY)
    try:
        os.fsync(beschrijver)
    finally:
        os.close(beschrijver)
