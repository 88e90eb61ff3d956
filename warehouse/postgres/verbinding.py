"""How PostgreSQL is reached: never for ever, and without a word of the URI in what is said.

Belongs here: the connection, its limits in time, and errors in Dutch. Does not belong here: any statement on the marts.

The URI holds a password. Texts of libpq can repeat parts of it (a URI that cannot be read, for one), so no text of the
library is passed on: only the kind of error and the SQLSTATE.
"""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from psycopg.conninfo import conninfo_to_dict

from warehouse.postgres.fouten import PostgresFout

VERBIND_SECONDEN = 5
GRENS_SECONDEN = 300
"""A whole publication takes seconds; a server that stops answering half-way must not hold up the run for ever."""
MINSTE_VERSIE = 15
_VOORAF = {
    "connect_timeout": str(VERBIND_SECONDEN),
    "application_name": "sociaal-domein-lakehouse",
    "tcp_user_timeout": "30000",
    "keepalives_idle": "10",
}
# Nothing but the catalog is found by an unqualified name: another account cannot slip in a function of its own.
_SESSIE = """
    SET search_path = pg_catalog; SET DateStyle = 'ISO, YMD'; SET client_encoding = 'UTF8'; SET TimeZone = 'UTC';
    SET default_transaction_read_only = off; SET default_transaction_isolation = 'read committed';
    SET statement_timeout = '120s'; SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '120s'
"""


@contextmanager
def verbonden(uri: str, grens: float = GRENS_SECONDEN) -> Iterator[psycopg.Connection]:
    """A connection in autocommit that is cut off after `grens` seconds; every error of PostgreSQL becomes PostgresFout."""
    con = _verbind(uri)
    verlopen = threading.Event()
    wekker = threading.Timer(grens, _breek_af, (con, verlopen))
    wekker.daemon = True
    wekker.start()
    try:
        _richt_in(con)
        yield con
    except psycopg.Error as fout:
        raise PostgresFout(_zin(fout, verlopen.is_set(), grens)) from None
    finally:
        wekker.cancel()
        wekker.join()
        with suppress(psycopg.Error):
            con.close()


def _verbind(uri: str) -> psycopg.Connection:
    try:
        gegeven = conninfo_to_dict(uri)
    except psycopg.Error:
        raise PostgresFout(
            "SDL_POSTGRES is geen leesbare libpq-URI. Schrijf postgresql://account:wachtwoord@server:5432/database, "
            "met bijzondere tekens in het wachtwoord als %XX."
        ) from None
    try:
        return psycopg.connect(**(_VOORAF | gegeven), autocommit=True)
    except psycopg.Error:
        raise PostgresFout(
            "de server is niet bereikbaar, antwoordt niet of weigert. Controleer of hij draait en of server, poort, "
            "database, account en wachtwoord in SDL_POSTGRES kloppen; de log van de server zegt waarom hij weigert."
        ) from None


def _richt_in(con: psycopg.Connection) -> None:
    con.execute(_SESSIE)
    # A server that cannot watch its clients (some platforms) finds out later that this process was killed.
    with suppress(psycopg.Error):
        con.execute("SET client_connection_check_interval = '1s'")
    if con.info.server_version < MINSTE_VERSIE * 10_000:
        raise PostgresFout(f"de server is te oud; nodig is PostgreSQL {MINSTE_VERSIE} of nieuwer.")


def _breek_af(con: psycopg.Connection, verlopen: threading.Event) -> None:
    verlopen.set()
    # Not close: libpq may be waiting in another thread, and wakes up when the line is cut.
    with suppress(psycopg.Error, OSError), socket.socket(fileno=os.dup(con.fileno())) as lijn:
        lijn.shutdown(socket.SHUT_RDWR)


def _zin(fout: psycopg.Error, verlopen: bool, grens: float) -> str:
    if verlopen:
        return f"de server antwoordt niet meer (afgebroken na {grens:.0f} s). Controleer de server."
    if isinstance(fout, psycopg.errors.InsufficientPrivilege):
        return "het account in SDL_POSTGRES mag niet wat nodig is (SQLSTATE 42501); zie docs/postgres.md, Inrichten."
    if fout.sqlstate is None:
        return "de verbinding is verbroken. Controleer de server en het netwerk."
    return f"de server meldt een fout (SQLSTATE {fout.sqlstate}); de log van de server zegt welke."
