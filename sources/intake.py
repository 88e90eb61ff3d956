"""The intake: everything new in landing/ becomes raw Parquet, with its place in the manifest.

Belongs here: what is new, the order of work, and files that are no message. Does not belong here: messages
(intake_berichten), reading content (bestandlezer), linking without a BSN (koppeling), and what a delivery means (dbt).

Parts are written first, then the manifest names them in one step: killed in between, the next run removes the parts and
reads the files again. What is taken depends on places and content alone, never on the order of arrival.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from sources import grafstenen, manifest, quarantaine, verwachting
from sources.bestandlezer import lees_bestand
from sources.intake_berichten import neem_berichten
from sources.intake_werk import Werk, deelnaam, hash_van
from sources.koppeling.inname import koppel_zonder_bsn
from sources.landing import Gevonden, Plaatsfout, loop
from sources.pseudoniem import bestand_id
from sources.soort import BERICHT_BRONNEN, CSV_BRONNEN
from sources.vergeten_stap import maak_af
from sources.verlopen import verwijder_verlopen
from sources.verslag import Verslag
from warehouse.duck import connect
from warehouse.paths import DataRoot


def neem_in(home: DataRoot, *, vandaag: date, meld: Callable[[str], None]) -> Verslag:
    """Take in all that is new in landing/; a second time changes nothing. `meld` gets lines on progress, in Dutch.

    Refused files and records are in the manifest and in quarantine/, and raise nothing. Raises SleutelFout without keys.
    """
    con = connect(home)
    con.execute("SET threads = 1")  # each thread of the writer holds row groups of its own; reading takes the time here
    try:
        return _neem_in(Werk(home, con, meld), vandaag)
    finally:
        con.close()


def _neem_in(werk: Werk, vandaag: date) -> Verslag:
    grafstenen.bewaar(werk.con, werk.home, werk.boeken.stand)  # first: a store of another shape has to be removed
    manifest.controleer_vorm(werk.home)
    manifest.ruim_op(werk.home, werk.boeken.stand)
    manifest.zorg_voor_leeg(werk.con, werk.home)
    maak_af(werk, vandaag)
    verwachting.bewaar(werk.con, werk.home)
    aanwezig, nieuw = _kijk(werk, vandaag)
    for bron in CSV_BRONNEN:
        _csv_bron(werk, bron, [plek for plek in nieuw if plek.bron == bron])
    koppel_zonder_bsn(werk, aanwezig)
    neem_berichten(werk, [plek for plek in nieuw if plek.bron in BERICHT_BRONNEN])
    werk.bewaar(werk.boeken.sluit_af(list(aanwezig), werk.fouten))
    verwijder_verlopen(werk, vandaag)
    werk.verslag.in_quarantaine = quarantaine.werk_bij(werk.con, werk.home, werk.boeken.stand, werk.fouten)
    return werk.verslag


def _kijk(werk: Werk, vandaag: date) -> tuple[dict[int, Gevonden], list[Gevonden]]:
    """The files that are there, by their `pad_id`, and those among them that were not seen as they are now."""
    aanwezig, nieuw = {}, []
    for plek in loop(werk.home.landing, vandaag):
        if isinstance(plek, Plaatsfout):
            werk.fouten.append(plek)
            continue
        pad_id = werk.pad_id(plek)
        aanwezig[pad_id] = plek
        if not werk.boeken.is_gezien(pad_id, plek):
            nieuw.append(plek)
    return aanwezig, nieuw


def _csv_bron(werk: Werk, bron: str, plekken: list[Gevonden]) -> None:
    if not plekken:
        return
    werk.meld(f"{bron}: {len(plekken)} nieuwe bestanden")
    for plek in plekken:
        _csv(werk, plek)
    werk.bewaar(werk.boeken.leg_vast())


def _csv(werk: Werk, plek: Gevonden) -> None:
    """Take in one file, unless its content is known; then it was only seen at one more place."""
    telling = werk.verslag.per_bron[plek.bron]
    try:
        sha256 = hash_van(werk.plaats(plek))
        wie = bestand_id(plek.bron, sha256)
        bekend = wie in werk.boeken.bekend
        uitkomst = None if bekend else lees_bestand(plek.bron, Path(werk.plaats(plek)), wie, werk.pseudoniem)
        if werk.veranderd(plek):
            return
    except OSError:
        werk.onleesbaar(plek)
        return
    if uitkomst is None:
        telling.bekend += 1
    else:
        delen = werk.schrijf(uitkomst.tabellen, deelnaam(plek.bron.encode() + sha256))
        werk.boeken.boek(wie, plek.bron, sha256.hex(), plek.grootte, uitkomst, delen)
        telling.tel(uitkomst)
    werk.boeken.zag(plek, werk.pad_id(plek), wie)
