"""Forgetting persons, and taking that back: one step on the raw store.

Belongs here: the order of that work, and the proof of it. Does not belong here: whose a row is (vergeten,
vergeten_berichten), who asks for it (orchestration), or the publication that follows.

The lake and the kept states follow from raw and go first. Then new parts are written beside the old ones, and the manifest
that names them, which also holds who was forgotten, takes the place of the one before. Killed at any moment, all was
forgotten or nothing was; what is left of parts the next run removes, or the same command given again.
"""

import hashlib
import hmac
import mmap
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sources import manifest
from sources.bestandlezer import lees_bestand
from sources.boekhouding import GEWEIGERD
from sources.intake import neem_in
from sources.intake_werk import Werk, deelnaam
from sources.landing import openen, toonbaar
from sources.manifest import STAND, Manifest
from sources.vergeten_boek import verwijder_bestanden
from sources.vergeten_origineel import Originelen
from sources.vergeten_raw import bestanden_met, herschrijf, ruim_afgeleide
from warehouse.audit import vastgelegd
from warehouse.duck import connect
from warehouse.paths import DataRoot
from warehouse.zegel import vernietig

_ARCHIEF = b"PK\x03\x04"


@dataclass
class Bewijs:
    """What was done, without identity.

    `verzameling` is a keyed hash of who it was about: whoever has the key and the same numbers can compute it again.
    `rijen` are rows that left or lost a field, per raw table. `open_` are files in landing/ that still hold them,
    `niet_hersteld` files that could not be read again, with the reason.
    """

    personen: int
    al: int
    verzameling: str
    bestanden: int = 0
    rijen: dict[str, int] = field(default_factory=dict)
    verzegeld: int = 0
    open_: list[str] = field(default_factory=list)
    niet_hersteld: dict[str, str] = field(default_factory=dict)


def vergeet(home: DataRoot, bsns: Collection[str], vandaag: date, meld: Callable[[str], None]) -> Bewijs:
    """Remove these persons from every layer but landing/, and keep them away; the lock must be held.

    `bsns` are valid numbers. Raises SleutelFout, VormFout or OSError; then nobody was forgotten.
    """
    with _werk(home, meld) as werk:
        stand, personen = werk.boeken.stand, _personen(werk, bsns)
        nieuw = personen.filter(pc.invert(pc.is_in(personen, value_set=stand.vergeten["persoon"].combine_chunks())))
        bewijs = Bewijs(len(nieuw), len(personen) - len(nieuw), _verzameling(werk, personen))
        with vastgelegd(home, "vergeten", verzameling=bewijs.verzameling, personen=bewijs.personen) as einde:
            _vergeet(werk, nieuw, bsns, vandaag, bewijs)
            einde.update(bestanden=bewijs.bestanden, rijen=bewijs.rijen, verzegeld_vernietigd=bewijs.verzegeld)
    return bewijs


def _vergeet(werk: Werk, nieuw: pa.Array, bsns: Collection[str], vandaag: date, bewijs: Bewijs) -> None:
    home, con, voor = werk.home, werk.con, werk.boeken.stand
    grafstenen = pa.table([nieuw, pa.repeat(pa.scalar(vandaag), len(nieuw))], schema=STAND["vergeten"])
    werk.boeken.stand = voor.met(vergeten=pa.concat_tables([voor.vergeten, grafstenen]))
    werk.vergeet(werk.boeken.stand)
    originelen = Originelen(werk, vandaag)
    opnieuw = _te_herlezen(werk, originelen, bsns)
    ruim_afgeleide(home)
    for wie in _ids(voor.bestand.filter(_geweigerde_berichten(voor))):
        werk.pseudoniem.neem_weg(wie, originelen.bericht(wie) or b"")
    geraakt = bestanden_met(con, home, nieuw)
    werk.boeken.stand = herschrijf(con, home, werk.boeken.stand, geraakt, werk.weglating.uit)
    bewijs.rijen = dict(werk.weglating.rijen)
    werk.boeken.stand = werk.weglating.verwerk(con, home, werk.boeken.stand)
    _herlees(werk, opnieuw)
    stand = werk.weglating.verwerk(con, home, werk.boeken.stand)
    manifest.schrijf(con, home, stand)
    manifest.ruim_op(home, stand)
    uitgedund = set(_ids(stand.uitgedund)) - set(() if bewijs.al else _ids(voor.uitgedund)) | geraakt
    # Who is forgotten for the second time may have been so by a call that was killed before this.
    bewijs.bestanden = len(uitgedund)
    bewijs.open_ = [toonbaar(pad) for pad in originelen.open(uitgedund)]
    bewijs.verzegeld = vernietig(home, originelen.verzegeld(uitgedund))


def _te_herlezen(werk: Werk, originelen: Originelen, bsns: Collection[str]) -> dict[int, Path]:
    """The files with refused records in which these numbers stand, as far as the original is there.

    What was refused was not landed: only the original says whose it was.
    """
    bestand = werk.boeken.stand.bestand
    met_fout = bestand.filter(pc.and_(pc.greater(bestand["geweigerd"], 0), pc.not_equal(bestand["bron"], "bericht")))
    gevonden = {}
    for wie in _ids(met_fout):
        plek = originelen.heel(wie)
        if plek is not None and _noemt(werk.plaats(plek), bsns):
            gevonden[wie] = Path(werk.plaats(plek))
    return gevonden


def _geweigerde_berichten(stand: Manifest) -> pa.ChunkedArray:
    return pc.and_(pc.equal(stand.bestand["klasse"], GEWEIGERD), pc.equal(stand.bestand["bron"], "bericht"))


def _noemt(pad: str, bsns: Collection[str]) -> bool:
    """False only when none of the numbers can stand in the file."""
    with openen(pad) as stroom:
        if not stroom.peek(1):
            return False
        with mmap.mmap(stroom.fileno(), 0, access=mmap.ACCESS_READ) as inhoud:
            return inhoud[:4] == _ARCHIEF or any(inhoud.find(bsn.encode()) >= 0 for bsn in bsns)


def _herlees(werk: Werk, opnieuw: dict[int, Path]) -> None:
    """Read these files once more, now without who was forgotten, and book them in the place of what was booked.

    What was made from their rows (sources/koppeling) stays.
    """
    stand = werk.boeken.stand
    bestand = stand.bestand.filter(_is_een_van(stand.bestand, opnieuw))
    werk.boeken.stand = _zonder_boeking(stand, opnieuw)
    for oud in bestand.to_pylist():
        wie, bron = oud["bestand_id"], oud["bron"]
        uitkomst = lees_bestand(bron, opnieuw[wie], wie, werk.pseudoniem)
        rest = [deel for deel in oud["delen"].split(",") if deel and not deel.startswith(f"{oud['soort']}/")]
        delen = werk.schrijf(uitkomst.tabellen, deelnaam(f"{wie}|{oud['delen']}".encode()))
        werk.boeken.boek(wie, bron, oud["sha256"], oud["bytes"], uitkomst, [*delen, *rest])
    werk.boeken.leg_vast()


def maak_ongedaan(home: DataRoot, bsns: Collection[str], vandaag: date, meld: Callable[[str], None]) -> Bewijs:
    """Take forgetting back, and read again what can be; the lock must be held.

    The originals that lie in landing/ as they were are read by the intake, which may be killed: the next run goes on.
    """
    with _werk(home, meld) as werk:
        stand, personen = werk.boeken.stand, _personen(werk, bsns)
        terug = pc.is_in(stand.vergeten["persoon"], value_set=personen)
        aantal = pc.sum(terug).as_py() or 0
        bewijs = Bewijs(aantal, len(personen) - aantal, _verzameling(werk, personen))
        with vastgelegd(home, "vergeten_ongedaan", verzameling=bewijs.verzameling, personen=aantal) as einde:
            werk.boeken.stand = stand.met(vergeten=stand.vergeten.filter(pc.invert(terug)))
            _maak_ongelezen(werk, vandaag, bewijs)
            einde.update(bestanden=bewijs.bestanden, niet_hersteld=len(bewijs.niet_hersteld))
    neem_in(home, vandaag=vandaag, meld=meld)
    return bewijs


def _maak_ongelezen(werk: Werk, vandaag: date, bewijs: Bewijs) -> None:
    """Forget that the files were read of which something was left out, where they can be read again."""
    home, con, stand = werk.home, werk.con, werk.boeken.stand
    originelen = Originelen(werk, vandaag)
    uitgedund = set(_ids(stand.uitgedund))
    plekken = {wie: plek for wie in uitgedund if (plek := originelen.heel(wie)) is not None}
    for wie, naam in originelen.namen(uitgedund - plekken.keys()).items():
        verzegeld = bool(originelen.verzegeld([wie]))
        bewijs.niet_hersteld[naam] = "verzegeld" if verzegeld else "het origineel staat niet meer in landing/"
    bewijs.bestanden = len(plekken)
    ruim_afgeleide(home)
    stand = verwijder_bestanden(con, home, stand, plekken)
    stand = _zonder_boeking(stand, plekken)
    gezien = pc.is_in(
        stand.waarneming["pad_id"], value_set=pa.array([werk.pad_id(plek) for plek in plekken.values()], pa.int64())
    )
    over = stand.uitgedund.filter(pc.invert(_is_een_van(stand.uitgedund, plekken)))
    stand = stand.met(waarneming=stand.waarneming.filter(pc.invert(gezien)), uitgedund=over)
    manifest.schrijf(con, home, stand)
    manifest.ruim_op(home, stand)


@contextmanager
def _werk(home: DataRoot, meld: Callable[[str], None]) -> Iterator[Werk]:
    """The raw store as the last run left it, without what a killed one left."""
    con = connect(home)
    try:
        manifest.controleer_vorm(home)
        manifest.zorg_voor_leeg(con, home)
        werk = Werk(home, con, meld)
        manifest.ruim_op(home, werk.boeken.stand)
        yield werk
    finally:
        con.close()


def _zonder_boeking(stand: Manifest, bestanden: Collection[int]) -> Manifest:
    """The manifest as if these files had never been read; where they were seen stays."""
    return stand.met(
        bestand=stand.bestand.filter(pc.invert(_is_een_van(stand.bestand, bestanden))),
        melding=stand.melding.filter(pc.invert(_is_een_van(stand.melding, bestanden))),
    )


def _is_een_van(tabel: pa.Table, bestanden: Collection[int]) -> pa.ChunkedArray:
    return pc.is_in(tabel["bestand_id"], value_set=pa.array(sorted(bestanden), pa.int64()))


def _personen(werk: Werk, bsns: Collection[str]) -> pa.Array:
    return pa.array(sorted({werk.pseudoniem.een("bsn", bsn) for bsn in bsns}), pa.int64())


def _verzameling(werk: Werk, personen: pa.Array) -> str:
    tekst = ",".join(map(str, personen.to_pylist()))
    return hmac.new(werk.sleutel, f"verzameling:{tekst}".encode(), hashlib.sha256).hexdigest()


def _ids(tabel: pa.Table) -> list[int]:
    return tabel["bestand_id"].unique().to_pylist()
