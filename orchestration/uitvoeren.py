"""One run of the job `dagelijks` in this process, and what became of the last one.

Belongs here: starting the job as the command line does. Does not belong here: what the job does.
"""

import logging
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
    """Let SQLite wait for the disk per checkpoint instead of per event; after a power cut the last events may be missing."""
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    @event.listens_for(Engine, "connect")
    def _(verbinding: object, _kenmerk: object) -> None:
        verbinding.execute("PRAGMA synchronous = NORMAL")


def toon_status() -> None:
    """Print the last run (of the command line, schedule or UI), what is published and the open findings."""
    home = richt_in()
    import dagster as dg

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
    toon_publicatie(home)
