"""One run of the job `dagelijks` in this process, and what became of the last one.

Belongs here: starting the job as the command line does. Does not belong here: what the job does.
"""

import logging
import sqlite3
import sys

from orchestration import processen
from orchestration.omgeving import richt_in
from orchestration.voortgang import meld
from warehouse.overzicht import toon_publicatie
from warehouse.slot import slot


def run() -> int:
    """Process, check and publish; returns 0 published, 2 stopped by a gate, 1 error. Raises Bezet at once."""
    home = richt_in()
    with slot(home):
        meld("starten")
    processen.warm_op()
    import dagster as dg

    from orchestration.definitions import defs
    from orchestration.uitslag import WOORD, uitslag

    _sneller_noteren()
    # What a person needs to know `meld` and the exit say; all events are in the UI.
    logging.getLogger("dagster.builtin").propagate = False
    with dg.DagsterInstance.get() as instance:
        gedaan = defs.resolve_job_def("dagelijks").execute_in_process(
            instance=instance,
            raise_on_error=False,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
        processen.sluit()
        einde = uitslag(instance, instance.get_run_by_id(gedaan.run_id))
    for reden in einde.redenen:
        print(f"sdl: {reden}", file=sys.stderr)
    meld(WOORD[einde.code])
    return einde.code


def _sneller_noteren() -> None:
    """Let SQLite wait for the disk at checkpoints, not per event; after a power cut the last events may be missing.

    Dagster opens and closes the event log for every event, and the last one to close it writes all back: one connection
    per file stays open. It also makes an engine for every event, which then compiles the same statements again: one per
    file is kept.
    """
    from functools import cache

    from dagster._core.storage.event_log.sqlite import sqlite_event_log
    from sqlalchemy import create_engine, event
    from sqlalchemy.engine import Engine

    per_bestand = cache(lambda adres, wachttijd: create_engine(adres, connect_args={"timeout": wachttijd}))
    sqlite_event_log.create_engine = lambda adres, connect_args, **_: per_bestand(adres, connect_args["timeout"])

    open_gehouden: dict[str, sqlite3.Connection] = {}

    @event.listens_for(Engine, "connect")
    def _(verbinding: sqlite3.Connection, _kenmerk: object) -> None:
        verbinding.execute("PRAGMA synchronous = NORMAL")
        bestand = verbinding.execute("PRAGMA database_list").fetchone()[2]
        if bestand and bestand not in open_gehouden:
            open_gehouden[bestand] = sqlite3.connect(bestand, check_same_thread=False)
            # A connection takes part only once it has read.
            open_gehouden[bestand].execute("SELECT count(*) FROM sqlite_master").fetchone()


def toon_status() -> None:
    """Print the last run (of the command line, schedule or UI), what is published and the open findings."""
    home = richt_in()
    import dagster as dg

    from orchestration.naar_postgres import toon_postgres
    from orchestration.uitslag import WOORD, uitslag

    with dg.DagsterInstance.get() as instance:
        records = instance.get_run_records(limit=1)
        if not records:
            print(f"Nog geen run op {home.root}. Zet leveringen in {home.landing} en start: sdl run")
            return
        record = records[0]
        einde = uitslag(instance, record.dagster_run)
        print(f"Laatste run    {record.create_timestamp.astimezone():%Y-%m-%d %H:%M}  {WOORD[einde.code]}")
        for reden in einde.redenen:
            print(f"               {reden}")
        toon_postgres(instance)
    toon_publicatie(home)
