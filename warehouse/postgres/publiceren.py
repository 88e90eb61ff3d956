"""Publishing in PostgreSQL from beginning to end.

Belongs here: the order of the steps. Does not belong here: any of them.
"""

import hashlib
import time
from dataclasses import dataclass
from datetime import date

import duckdb
import psycopg

from warehouse.paths import DataRoot
from warehouse.postgres.bouwen import bouw
from warehouse.postgres.fouten import PostgresFout
from warehouse.postgres.indeling import lees_indeling
from warehouse.postgres.nieuw import MERK, SCHEMA
from warehouse.postgres.rollen import regel_rollen
from warehouse.postgres.verbinding import GRENS_SECONDEN, verbonden
from warehouse.postgres.wissel import GEDULD, bestaat, ruim_op, wissel
from warehouse.publicatie import gepubliceerd_op

# One publication at a time in a database, also from two data roots.
_SLOT = 0x5D_C0_FF_EE
_SLOT_SECONDEN = 15


@dataclass(frozen=True)
class Gepubliceerd:
    """What now stands in PostgreSQL: rows and checksum per table, and how the swap went."""

    bekend_op: date | None
    rijen: dict[str, int]
    controle: dict[str, str]
    pogingen: int
    zonder_slot: bool
    blijft_staan: int


def publiceer_postgres(home: DataRoot, uri: str, geduld: float = GEDULD, grens: float = GRENS_SECONDEN) -> Gepubliceerd:
    """Build, verify and swap the current publication of this data root; raises PostgresFout, then the old one stays."""
    bekend_op = gepubliceerd_op(home)
    opmerking = f"{MERK} {home.marts.resolve().name}: leveringen tot en met {bekend_op}."
    home.tmp.mkdir(parents=True, exist_ok=True)
    with (
        duckdb.connect(str(home.marts / "publicatie.duckdb"), read_only=True) as bron,
        verbonden(uri, grens) as con,
    ):
        _neem_slot(con)
        _is_van_ons(con)
        ruim_op(con)
        regel_rollen(con, list(lees_indeling().rollen))
        controle = bouw(con, bron, home.tmp, opmerking)
        gewisseld = wissel(con, geduld)
        over = ruim_op(con)
    return Gepubliceerd(
        bekend_op,
        {tabel: rijen for tabel, (rijen, _) in controle.items()},
        {
            tabel: hashlib.sha256(f"{tabel} {rijen} {som}".encode()).hexdigest()
            for tabel, (rijen, som) in controle.items()
        },
        gewisseld.pogingen,
        gewisseld.zonder_slot,
        len(over),
    )


def _neem_slot(con: psycopg.Connection) -> None:
    eind = time.monotonic() + _SLOT_SECONDEN
    while not con.execute("SELECT pg_try_advisory_lock(%s)", [_SLOT]).fetchone()[0]:
        if time.monotonic() > eind:
            raise PostgresFout("er wordt al in deze database gepubliceerd. Wacht tot dat klaar is.")
        time.sleep(0.2)


def _is_van_ons(con: psycopg.Connection) -> None:
    """A schema `marts` that was not made here is somebody's work."""
    if not bestaat(con, SCHEMA):
        return
    eigen = con.execute(
        "SELECT pg_get_userbyid(nspowner) = current_user AND coalesce(obj_description(oid, 'pg_namespace') LIKE %s, false) "
        "FROM pg_namespace WHERE nspname = %s",
        [f"{MERK}%", SCHEMA],
    ).fetchone()[0]
    if not eigen:
        raise PostgresFout(
            f"schema {SCHEMA} bestaat al en is niet van dit product of van een ander account. Geef het een andere naam of kies een andere database."
        )
