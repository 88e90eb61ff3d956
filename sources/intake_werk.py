"""What the steps of one run of the intake share.

Belongs here: the open data root, the books of this run, and writing raw parts without who was forgotten. Does not belong
here: the order of work.
"""

import hashlib
import os
from collections.abc import Callable

import duckdb
import pyarrow as pa

from sources import grafstenen, manifest
from sources.boekhouding import Boekhouding
from sources.landing import Gevonden, Plaatsfout, leesbaar, openen, toonbaar
from sources.vergeten import ZonderVergetenen
from sources.vergeten_boek import Weglating
from sources.verslag import Verslag
from warehouse.duck import write_raw
from warehouse.keys import pseudoniemsleutel
from warehouse.paths import DataRoot

_ZONDER_CIJFERS = str.maketrans("0123456789", "ghijklmnop")


def hash_van(pad: str) -> bytes:
    """The SHA-256 of a landed file; raises OSError when it cannot be read."""
    with openen(pad) as stroom:
        return hashlib.file_digest(stroom, "sha256").digest()


def deelnaam(inhoud: bytes) -> str:
    """The name of a raw part, from what it is made of; letters alone, so that it cannot hold what looks like a BSN."""
    return hashlib.sha256(inhoud).hexdigest()[:24].translate(_ZONDER_CIJFERS) + ".parquet"


class Werk:
    """One run: where it reads and writes, what it found, and what it has to tell.

    `nog_te_vergeten` are those who were forgotten while what was landed still holds them (see grafstenen).
    """

    def __init__(self, home: DataRoot, con: duckdb.DuckDBPyConnection, meld: Callable[[str], None]) -> None:
        self.home, self.con, self.meld = home, con, meld
        self.sleutel = pseudoniemsleutel(home)
        stand, self.nog_te_vergeten = grafstenen.neem_mee(con, home, manifest.lees(con, home))
        self.boeken = Boekhouding(stand)
        self.vergeet(self.boeken.stand)
        self.verslag = Verslag()
        self.fouten: list[Plaatsfout] = []

    def vergeet(self, stand: manifest.Manifest) -> None:
        """From here on leave out who was forgotten according to this manifest."""
        self.pseudoniem = ZonderVergetenen(self.sleutel, stand.vergeten["persoon"].combine_chunks())
        self.weglating = Weglating(self.pseudoniem, stand)

    def plaats(self, plek: Gevonden) -> str:
        """Where the file is on disk."""
        return f"{self.home.landing}/{plek.pad}"

    def pad_id(self, plek: Gevonden) -> int:
        """What tells one path from another, without saying it."""
        return self.pad_id_van(plek.pad)

    def pad_id_van(self, pad: str) -> int:
        """The same for a path below landing/."""
        return self.pseudoniem.een("pad", leesbaar(pad))

    def veranderd(self, plek: Gevonden) -> bool:
        """True when the file was written to while it was read: it is left for the next run."""
        stand = os.lstat(self.plaats(plek))
        anders = (stand.st_size, stand.st_mtime_ns) != (plek.grootte, plek.mtime_ns)
        if anders:
            self.meld(f"{toonbaar(plek.pad)} wordt nog geschreven; de volgende run leest het")
        return anders

    def onleesbaar(self, plek: Gevonden) -> None:
        """Note a file that could not be opened; one that is gone by now is no mistake."""
        if os.path.lexists(self.plaats(plek)):
            self.fouten.append(Plaatsfout(plek.bron, plek.leverdatum, plek.pad, "F_ONLEESBAAR"))

    def schrijf(self, tabellen: dict[str, pa.Table], naam: str) -> list[str]:
        """Write raw parts under one name; returns what the manifest calls them."""
        for tabel, rijen in self.weglating.uit(tabellen).items():
            write_raw(self.con, rijen, self.home.raw / tabel / naam)
        return [f"{tabel}/{naam}" for tabel in tabellen]

    def bewaar(self, gewijzigd: bool) -> None:
        """Put the books on disk when they changed, or were never there."""
        if gewijzigd:
            self.boeken.stand = self.weglating.verwerk(self.con, self.home, self.boeken.stand)
        if gewijzigd or not (self.home.raw / "manifest").is_symlink():
            manifest.schrijf(self.con, self.home, self.boeken.stand)
            grafstenen.bewaar(self.con, self.home, self.boeken.stand)
            self.verslag.gewijzigd = True
