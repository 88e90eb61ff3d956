"""The intake: everything new in landing/ becomes raw Parquet, with its place in the manifest.

Belongs here: what is new, the order of work, and when it is safe on disk. Does not belong here: reading content
(csv_lezer, berichten), and what a delivery means (dbt).

Parts are written first, then the manifest names them in one step: killed in between, the next run removes the parts and
reads the files again. What is taken depends on places and content alone, never on the order of arrival.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from sources import manifest, quarantaine
from sources.boekhouding import Boekhouding
from sources.csv_lezer import lees_csv
from sources.intake_berichten import Bericht, Gelezen, inhoud, lees_alle
from sources.landing import Gevonden, Plaatsfout, leesbaar, loop, toonbaar
from sources.pseudoniem import Pseudoniem, bestand_id
from sources.soort import BERICHT_BRONNEN, BRONNEN, CSV_BRONNEN
from sources.uitkomst import Uitkomst
from warehouse.duck import connect, write_raw
from warehouse.keys import read_key
from warehouse.paths import DataRoot

DEEL = 4_000
"""Messages in one raw part: enough to make few files, few enough to hold in memory."""
RONDE = 20_000
"""Landed message files between two commits: what a killed run has to do again at most."""
ONTHOUDEN = 1_000_000
"""Pseudonyms remembered, some 250 MB; a national area file alone has 8 million addresses."""
_ZONDER_CIJFERS = str.maketrans("0123456789", "ghijklmnop")


@dataclass
class Telling:
    """What the run found new of one source; `bekend` are files whose content was known from another place or date."""

    nieuw: int = 0
    bekend: int = 0
    geweigerd: int = 0
    records: int = 0
    records_geweigerd: int = 0


@dataclass
class Verslag:
    """The run in numbers: per source, whether the manifest changed, and how many files are in quarantine."""

    per_bron: dict[str, Telling] = field(default_factory=lambda: {bron: Telling() for bron in BRONNEN})
    gewijzigd: bool = False
    in_quarantaine: int = 0

    def metadata(self) -> dict[str, int]:
        """The counts under one name each, for what shows a run; sources without anything new are left out."""
        tellingen = {
            f"{bron}_{wat}": aantal
            for bron, telling in self.per_bron.items()
            for wat, aantal in asdict(telling).items()
            if aantal
        }
        return {**tellingen, "in_quarantaine": self.in_quarantaine}


def neem_in(home: DataRoot, *, vandaag: date, meld: Callable[[str], None]) -> Verslag:
    """Take in all that is new in landing/; a second time changes nothing. `meld` gets lines on progress, in Dutch.

    Refused files and records are in the manifest and in quarantine/, and raise nothing. Raises SleutelFout without keys.
    """
    con = connect(home)
    try:
        return _Inname(home, con, meld).voer_uit(vandaag)
    finally:
        con.close()


def deelnaam(inhoud: bytes) -> str:
    """The name of a raw part, from what it is made of; letters alone, so that it cannot hold what looks like a BSN."""
    return hashlib.sha256(inhoud).hexdigest()[:24].translate(_ZONDER_CIJFERS) + ".parquet"


class _Zuinig(Pseudoniem):
    """Forgets what it remembered when that becomes too much."""

    def kolom(self, domein: str, waarden: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
        if len(self._bekend) >= ONTHOUDEN:
            self._bekend.clear()
        return super().kolom(domein, waarden)


class _Inname:
    def __init__(self, home: DataRoot, con: duckdb.DuckDBPyConnection, meld: Callable[[str], None]) -> None:
        self.home, self.con, self.meld = home, con, meld
        self.sleutel = read_key(home.sleutels, "pseudoniem")
        self.pseudoniem = _Zuinig(self.sleutel)
        self.boeken = Boekhouding(manifest.lees(con, home))
        self.verslag = Verslag()
        self.fouten: list[Plaatsfout] = []

    def voer_uit(self, vandaag: date) -> Verslag:
        """From landing to manifest and quarantine."""
        manifest.ruim_op(self.home, self.boeken.stand)
        manifest.zorg_voor_leeg(self.con, self.home)
        aanwezig, nieuw = self._kijk(vandaag)
        for bron in CSV_BRONNEN:
            self._csv_bron(bron, [plek for plek in nieuw if plek.bron == bron])
        berichten = [plek for plek in nieuw if plek.bron in BERICHT_BRONNEN]
        for begin in range(0, len(berichten), RONDE):
            self._berichten(berichten[begin : begin + RONDE])
            self._bewaar(self.boeken.leg_vast())
        self._bewaar(self.boeken.sluit_af(aanwezig, self.fouten))
        stand = self.boeken.stand
        self.verslag.in_quarantaine = quarantaine.werk_bij(self.con, self.home, stand, self.fouten)
        return self.verslag

    def _kijk(self, vandaag: date) -> tuple[list[int], list[Gevonden]]:
        """The paths that are there, and the files among them that were not seen as they are now."""
        aanwezig, nieuw = [], []
        for plek in loop(self.home.landing, vandaag):
            if isinstance(plek, Plaatsfout):
                self.fouten.append(plek)
                continue
            aanwezig.append(self._pad_id(plek))
            if not self.boeken.is_gezien(aanwezig[-1], plek):
                nieuw.append(plek)
        return aanwezig, nieuw

    def _pad_id(self, plek: Gevonden) -> int:
        return self.pseudoniem.een("pad", leesbaar(plek.pad))

    def _bewaar(self, gewijzigd: bool) -> None:
        if gewijzigd or not (self.home.raw / "manifest").is_symlink():
            manifest.schrijf(self.con, self.home, self.boeken.stand)
            self.verslag.gewijzigd = True

    def _csv_bron(self, bron: str, plekken: list[Gevonden]) -> None:
        if not plekken:
            return
        self.meld(f"{bron}: {len(plekken)} nieuwe bestanden")
        for plek in plekken:
            try:
                self._csv(plek)
            except OSError:
                self._onleesbaar(plek)
        self._bewaar(self.boeken.leg_vast())

    def _csv(self, plek: Gevonden) -> None:
        pad = self.home.landing / plek.pad
        sha256 = _hash(pad)
        wie = bestand_id(plek.bron, sha256)
        if wie in self.boeken.bekend:
            self.verslag.per_bron[plek.bron].bekend += 1
        else:
            uitkomst = lees_csv(plek.bron, pad, wie, self.pseudoniem)
            if self._veranderd(plek):
                return
            tabellen = {} if uitkomst.bestand_geweigerd else uitkomst.tabellen
            delen = self._schrijf(tabellen, deelnaam(plek.bron.encode() + sha256))
            self.boeken.boek(wie, plek.bron, sha256.hex(), plek.grootte, uitkomst, delen)
            self._tel(plek.bron, uitkomst)
        self.boeken.zag(plek, self._pad_id(plek), wie)

    def _veranderd(self, plek: Gevonden) -> bool:
        """True when the file was written to while it was read: it is left for the next run."""
        stand = (self.home.landing / plek.pad).lstat()
        anders = (stand.st_size, stand.st_mtime_ns) != (plek.grootte, plek.mtime_ns)
        if anders:
            self.meld(f"{toonbaar(plek.pad)} wordt nog geschreven; de volgende run leest het")
        return anders

    def _onleesbaar(self, plek: Gevonden) -> None:
        if (self.home.landing / plek.pad).exists():
            self.fouten.append(Plaatsfout(plek.bron, plek.leverdatum, plek.pad, "F_ONLEESBAAR"))

    def _tel(self, bron: str, uitkomst: Uitkomst) -> None:
        telling = self.verslag.per_bron[bron]
        telling.nieuw += 1
        telling.geweigerd += uitkomst.bestand_geweigerd
        telling.records += uitkomst.gelezen
        telling.records_geweigerd += uitkomst.geweigerd

    def _schrijf(self, tabellen: dict[str, pa.Table], naam: str) -> list[str]:
        for tabel, inhoud_ in tabellen.items():
            write_raw(self.con, inhoud_, self.home.raw / tabel / naam)
        return [f"{tabel}/{naam}" for tabel in tabellen]

    def _berichten(self, plekken: list[Gevonden]) -> None:
        """Read the messages of these files; their rows are written per DEEL messages."""
        self.meld(f"berichten: {len(plekken)} nieuwe bestanden")
        bronnen: dict[int, str] = {}
        wachtend: list[Gelezen] = []
        klaar = 0
        for gelezen in lees_alle(self._nieuwe_berichten(plekken, bronnen), self.sleutel):
            wachtend.append(gelezen)
            if sum(len(partij.uitkomsten) for partij in wachtend) >= DEEL:
                klaar += self._land(wachtend, bronnen)
                self.meld(f"berichten: {klaar} gelezen")
                wachtend = []
        self._land(wachtend, bronnen)

    def _nieuwe_berichten(self, plekken: list[Gevonden], bronnen: dict[int, str]) -> Iterator[Bericht]:
        """The messages that are not known by content; a place counts as seen once it is read to its end."""
        for plek in plekken:
            gezien: list[tuple[str, int]] = []
            try:
                for lid, wat in inhoud(self.home.landing / plek.pad):
                    bericht = self._bericht(plek, lid, wat)
                    gezien.append((lid, bericht.bestand_id))
                    if bericht.bestand_id in self.boeken.bekend:
                        self.verslag.per_bron[plek.bron].bekend += 1
                        continue
                    self.boeken.bekend.add(bericht.bestand_id)
                    bronnen[bericht.bestand_id] = plek.bron
                    yield bericht
                veranderd = self._veranderd(plek)
            except OSError:
                self._onleesbaar(plek)
                continue
            for lid, wie in gezien if not veranderd else ():
                self.boeken.zag(plek, self._pad_id(plek), wie, leesbaar(lid))

    def _bericht(self, plek: Gevonden, lid: str, wat: bytes | Uitkomst) -> Bericht:
        """A message with what identifies it: its content; of a member that cannot be read its place and the reason."""
        if isinstance(wat, bytes):
            sha256 = wie = hashlib.sha256(wat).digest()
        elif lid:
            pad = f"{leesbaar(plek.pad)}/{leesbaar(lid)}".encode()
            sha256, wie = hashlib.sha256(pad).digest(), pad + wat.meldingen[0].code.encode()
        else:
            sha256 = wie = _hash(self.home.landing / plek.pad)
        grootte = len(wat) if isinstance(wat, bytes) else 0 if lid else plek.grootte
        return Bericht(bestand_id("bericht", wie), sha256.hex(), wat, grootte)

    def _land(self, partijen: list[Gelezen], bronnen: dict[int, str]) -> int:
        """Write the rows of these batches as one part per table, and book each message. Returns how many."""
        uitkomsten = [paar for partij in partijen for paar in partij.uitkomsten]
        tabellen = {
            tabel: pa.concat_tables([partij.tabellen[tabel] for partij in partijen if tabel in partij.tabellen])
            for tabel in sorted({tabel for partij in partijen for tabel in partij.tabellen})
        }
        naam = deelnaam(b"".join(bericht.sha256.encode() for bericht, _ in uitkomsten))
        self._schrijf(tabellen, naam)
        delen: dict[int, list[str]] = {}
        for tabel, rijen in tabellen.items():
            for wie in rijen["bestand_id"].unique().to_pylist():
                delen.setdefault(wie, []).append(f"{tabel}/{naam}")
        for bericht, uitkomst in uitkomsten:
            wie = bericht.bestand_id
            self.boeken.boek(wie, "bericht", bericht.sha256, bericht.grootte, uitkomst, delen.get(wie, ()))
            self._tel(bronnen[wie], uitkomst)
        return len(uitkomsten)


def _hash(pad: Path) -> bytes:
    with pad.open("rb") as stroom:
        return hashlib.file_digest(stroom, "sha256").digest()
