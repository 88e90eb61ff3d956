"""How long publishing in PostgreSQL takes, and how long a reader waits for it.

Belongs here: a server on this machine, readers in processes of their own, the publication of a run. Does not belong here:
whether what they read is right (tests/unit/test_postgres.py).
"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from tests.server_postgres import Server, draaiend
from warehouse.paths import DataRoot
from warehouse.postgres.publiceren import publiceer_postgres

DOEL_SECONDEN, DOEL_WACHTEN = 5, 0.1
_KEREN = 10
_LEZERS = 2
_VAST = 3.0
_LEES = """
import sys, threading, time
import psycopg
klaar = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), klaar.set()), daemon=True).start()
langst = aantal = 0
with psycopg.connect(sys.argv[1], autocommit=True) as con:
    print("gereed", flush=True)
    while not klaar.is_set():
        begin = time.perf_counter()
        con.execute("SELECT g.gebied_naam, h.huishoudens FROM marts.gebied g JOIN marts.huishouden_overlap h USING (gebied_code) "
                    "WHERE g.gebied_soort = 'gemeente' LIMIT 20").fetchall()
        langst, aantal = max(langst, time.perf_counter() - begin), aantal + 1
        time.sleep(0.001)
print(langst, aantal)
"""


def meet(publicatie: Path, werk: Path) -> dict[str, float]:
    """Seconds of the first publication and the median after it, of this process's processor, and of the longest wait.

    `publicatie` is the folder with publicatie.duckdb; it is only read. `vastgehouden` is the longest wait while the swap
    keeps trying because somebody holds the tables. `rust` is the longest wait while nothing is
    published: what the machine itself does to a query.
    """
    home = DataRoot(werk, sleutels=werk / "keys", landing=werk / "landing")
    werk.mkdir(parents=True, exist_ok=True)
    home.marts.symlink_to(publicatie.resolve())
    tijden: list[float] = []
    with draaiend() as server:
        uri = server.database("bench")

        def publiceer(keren: int) -> None:
            for _ in range(keren):
                begin = time.perf_counter()
                publiceer_postgres(home, uri)
                tijden.append(time.perf_counter() - begin)

        processor = time.process_time()
        publiceer(1)
        cijfers = {"eerste": tijden.pop(), "processor": time.process_time() - processor}
        cijfers["wachten"] = _langste_wacht(server, lambda: publiceer(_KEREN))
        with psycopg.connect(server.uri("bench")) as ander:
            ander.execute("SELECT count(*) FROM marts.huishouden_overlap")  # and leaves its transaction open
            cijfers["vastgehouden"] = _langste_wacht(server, lambda: publiceer_postgres(home, uri, geduld=_VAST))
        cijfers["rust"] = _langste_wacht(server, lambda: time.sleep(sum(tijden)))
    return cijfers | {"volgende": sorted(tijden)[_KEREN // 2]}


def _langste_wacht(server: Server, doe: Callable[[], object]) -> float:
    """The longest that a query of a reader took while something was done, in seconds."""
    opdracht = [sys.executable, "-c", _LEES, server.uri("bench")]
    lezers = [
        subprocess.Popen(opdracht, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(_LEZERS)
    ]
    for lezer in lezers:
        lezer.stdout.readline()
    doe()
    uitkomsten = [lezer.communicate()[0].split() for lezer in lezers]
    return max(float(langst) for langst, _ in uitkomsten)
