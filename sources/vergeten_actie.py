"""Forgetting persons because somebody asks for it, and taking that back.

Belongs here: whom that concerns, and what taking it back reads again. Does not belong here: how raw is left without them
(vergeten_stap), who asks for it (orchestration), or the publication that follows.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from sources import grafstenen, manifest
from sources.intake import neem_in
from sources.intake_werk import Werk
from sources.vergeten_boek import verwijder_bestanden
from sources.vergeten_origineel import Originelen
from sources.vergeten_raw import ruim_afgeleide
from sources.vergeten_stap import Bewijs, ids, is_een_van, maak_af, vergeet_uit_raw, verzameling, zonder_boeking
from warehouse.audit import vastgelegd
from warehouse.duck import connect
from warehouse.paths import DataRoot


def vergeet(home: DataRoot, bsns: Collection[str], vandaag: date, meld: Callable[[str], None]) -> Bewijs:
    """Remove these persons from every layer but landing/, and keep them away; the lock must be held.

    `bsns` are valid numbers. Raises SleutelFout, VormFout or OSError; then raw is as it was, and the next run forgets them
    when they could be written down.
    """
    with _werk(home, meld) as werk:
        personen = _personen(werk, bsns)
        maak_af(werk, vandaag, behalve=personen)
        stand = werk.boeken.stand
        nieuw = personen.filter(pc.invert(pc.is_in(personen, value_set=stand.vergeten["persoon"].combine_chunks())))
        bewijs = Bewijs(len(nieuw), len(personen) - len(nieuw), verzameling(werk, personen))
        with vastgelegd(home, "vergeten", verzameling=bewijs.verzameling, personen=bewijs.personen) as einde:
            vergeet_uit_raw(werk, nieuw, bsns, vandaag, bewijs)
            einde.update(bestanden=bewijs.bestanden, rijen=bewijs.rijen, verzegeld_vernietigd=bewijs.verzegeld)
    return bewijs


def maak_ongedaan(home: DataRoot, bsns: Collection[str], vandaag: date, meld: Callable[[str], None]) -> Bewijs:
    """Take forgetting back, and read again what can be; the lock must be held.

    The originals that lie in landing/ as they were are read by the intake, which may be killed: the next run goes on.
    """
    with _werk(home, meld) as werk:
        maak_af(werk, vandaag)
        stand, personen = werk.boeken.stand, _personen(werk, bsns)
        terug = pc.is_in(stand.vergeten["persoon"], value_set=personen)
        aantal = pc.sum(terug).as_py() or 0
        bewijs = Bewijs(aantal, len(personen) - aantal, verzameling(werk, personen))
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
    uitgedund = set(ids(stand.uitgedund))
    plekken = {wie: plek for wie in uitgedund if (plek := originelen.heel(wie)) is not None}
    for wie, naam in originelen.namen(uitgedund - plekken.keys()).items():
        verzegeld = bool(originelen.verzegeld([wie]))
        bewijs.niet_hersteld[naam] = "verzegeld" if verzegeld else "het origineel staat niet meer in landing/"
    bewijs.bestanden = len(plekken)
    ruim_afgeleide(home)
    stand = verwijder_bestanden(con, home, stand, plekken)
    stand = zonder_boeking(stand, plekken)
    gezien = pc.is_in(
        stand.waarneming["pad_id"], value_set=pa.array([werk.pad_id(plek) for plek in plekken.values()], pa.int64())
    )
    over = stand.uitgedund.filter(pc.invert(is_een_van(stand.uitgedund, plekken)))
    stand = stand.met(waarneming=stand.waarneming.filter(pc.invert(gezien)), uitgedund=over)
    grafstenen.haal_weg(con, home, stand)
    manifest.schrijf(con, home, stand)
    manifest.ruim_op(home, stand)


@contextmanager
def _werk(home: DataRoot, meld: Callable[[str], None]) -> Iterator[Werk]:
    """The raw store as the last run left it, without what a killed one left."""
    con = connect(home)
    try:
        werk = Werk(home, con, meld)
        grafstenen.bewaar(con, home, werk.boeken.stand)
        manifest.controleer_vorm(home)
        manifest.zorg_voor_leeg(con, home)
        manifest.ruim_op(home, werk.boeken.stand)
        yield werk
    finally:
        con.close()


def _personen(werk: Werk, bsns: Collection[str]) -> pa.Array:
    return pa.array(sorted({werk.pseudoniem.een("bsn", bsn) for bsn in bsns}), pa.int64())
