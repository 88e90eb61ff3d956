"""Leaving persons out of the raw store that is open: the step by which they are forgotten.

Belongs here: the order of that work, and the proof of it. Does not belong here: whose a row is (vergeten,
vergeten_berichten), whom it concerns (vergeten_actie), or what outlives raw (grafstenen).

First it is written down beside raw who is forgotten. The lake and the kept states follow from raw and go next. Then new
parts are written beside the old ones, and the manifest that names them takes the place of the one before. Killed at any
moment, raw holds all of them or none; then the next run finishes it, or the same command given again.
"""

import hashlib
import hmac
import mmap
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sources import grafstenen, manifest
from sources.bestandlezer import lees_bestand
from sources.boekhouding import GEWEIGERD
from sources.intake_werk import Werk, deelnaam
from sources.landing import openen, toonbaar
from sources.manifest import STAND, Manifest
from sources.vergeten_origineel import Originelen
from sources.vergeten_raw import bestanden_met, herschrijf, ruim_afgeleide
from warehouse.audit import vastgelegd
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


def maak_af(werk: Werk, vandaag: date, behalve: pa.Array | None = None) -> None:
    """Forget who should have been: by an action that was killed, or whom an older copy of raw brought back.

    `behalve` are those who are forgotten right after this. The numbers are not known here: every original is looked into.
    """
    nog = werk.nog_te_vergeten
    if behalve is not None:
        nog = nog.filter(pc.invert(pc.is_in(nog, value_set=behalve)))
    if not len(nog):
        return
    bewijs = Bewijs(len(nog), 0, verzameling(werk, nog))
    with vastgelegd(werk.home, "vergeten", verzameling=bewijs.verzameling, personen=bewijs.personen) as einde:
        vergeet_uit_raw(werk, nog, None, vandaag, bewijs)
        einde.update(bestanden=bewijs.bestanden, rijen=bewijs.rijen, verzegeld_vernietigd=bewijs.verzegeld)
    werk.meld(f"vergeten: {bewijs.personen} personen van wie raw nog gegevens had, zijn daaruit verwijderd")


def vergeet_uit_raw(werk: Werk, nieuw: pa.Array, bsns: Collection[str] | None, vandaag: date, bewijs: Bewijs) -> None:
    """Forget these persons (pseudonyms), and complete the proof; `bsns` are their numbers, None when those are not known."""
    home, con, voor = werk.home, werk.con, werk.boeken.stand
    nieuwe = pa.table([nieuw, pa.repeat(pa.scalar(vandaag), len(nieuw))], schema=STAND["vergeten"])
    werk.boeken.stand = voor.met(vergeten=pa.concat_tables([voor.vergeten, nieuwe]))
    grafstenen.bewaar(con, home, werk.boeken.stand)
    werk.vergeet(werk.boeken.stand)
    originelen = Originelen(werk, vandaag)
    opnieuw = _te_herlezen(werk, originelen, bsns)
    ruim_afgeleide(home)
    for wie in ids(voor.bestand.filter(_geweigerde_berichten(voor))):
        werk.pseudoniem.neem_weg(wie, originelen.bericht(wie) or b"")
    geraakt = bestanden_met(con, home, nieuw)
    werk.boeken.stand = herschrijf(con, home, werk.boeken.stand, geraakt, werk.weglating.uit)
    bewijs.rijen = dict(werk.weglating.rijen)
    werk.boeken.stand = werk.weglating.verwerk(con, home, werk.boeken.stand)
    _herlees(werk, opnieuw)
    stand = werk.weglating.verwerk(con, home, werk.boeken.stand)
    manifest.schrijf(con, home, stand)
    grafstenen.bewaar(con, home, stand)
    manifest.ruim_op(home, stand)
    werk.boeken.stand = stand
    uitgedund = set(ids(stand.uitgedund)) - set(() if bewijs.al else ids(voor.uitgedund)) | geraakt
    # Who is forgotten for the second time may have been so by a call that was killed before this.
    bewijs.bestanden = len(uitgedund)
    bewijs.open_ = [toonbaar(pad) for pad in originelen.open(uitgedund)]
    bewijs.verzegeld = vernietig(home, originelen.verzegeld(uitgedund))


def _te_herlezen(werk: Werk, originelen: Originelen, bsns: Collection[str] | None) -> dict[int, Path]:
    """The files with refused records in which these numbers stand, as far as the original is there.

    What was refused was not landed: only the original says whose it was.
    """
    bestand = werk.boeken.stand.bestand
    met_fout = bestand.filter(pc.and_(pc.greater(bestand["geweigerd"], 0), pc.not_equal(bestand["bron"], "bericht")))
    gevonden = {}
    for wie in ids(met_fout):
        plek = originelen.heel(wie)
        if plek is not None and (bsns is None or _noemt(werk.plaats(plek), bsns)):
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
    bestand = stand.bestand.filter(is_een_van(stand.bestand, opnieuw))
    werk.boeken.stand = zonder_boeking(stand, opnieuw)
    for oud in bestand.to_pylist():
        wie, bron = oud["bestand_id"], oud["bron"]
        uitkomst = lees_bestand(bron, opnieuw[wie], wie, werk.pseudoniem)
        rest = [deel for deel in oud["delen"].split(",") if deel and not deel.startswith(f"{oud['soort']}/")]
        delen = werk.schrijf(uitkomst.tabellen, deelnaam(f"{wie}|{oud['delen']}".encode()))
        werk.boeken.boek(wie, bron, oud["sha256"], oud["bytes"], uitkomst, [*delen, *rest])
    werk.boeken.leg_vast()


def zonder_boeking(stand: Manifest, bestanden: Collection[int]) -> Manifest:
    """The manifest as if these files had never been read; where they were seen stays."""
    return stand.met(
        bestand=stand.bestand.filter(pc.invert(is_een_van(stand.bestand, bestanden))),
        melding=stand.melding.filter(pc.invert(is_een_van(stand.melding, bestanden))),
    )


def is_een_van(tabel: pa.Table, bestanden: Collection[int]) -> pa.ChunkedArray:
    """True for the rows of these files."""
    return pc.is_in(tabel["bestand_id"], value_set=pa.array(sorted(bestanden), pa.int64()))


def verzameling(werk: Werk, personen: pa.Array) -> str:
    """A keyed hash of these persons together."""
    tekst = ",".join(map(str, personen.to_pylist()))
    return hmac.new(werk.sleutel, f"verzameling:{tekst}".encode(), hashlib.sha256).hexdigest()


def ids(tabel: pa.Table) -> list[int]:
    """The files that a table names, each once."""
    return tabel["bestand_id"].unique().to_pylist()
