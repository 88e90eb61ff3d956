"""One run of the job `dagelijks` in this process, as the command line does it.

Belongs here: starting the job, the exit code, and the note of the last run. Does not belong here: what the job does.
"""

import json
import logging
import sys
from datetime import UTC, datetime

from orchestration import oordelaar
from orchestration.omgeving import richt_in
from orchestration.voortgang import meld
from warehouse.keys import SleutelFout
from warehouse.paths import DataRoot
from warehouse.slot import Bezet

GEPUBLICEERD, FOUT, POORT = 0, 1, 2
_WOORD = {GEPUBLICEERD: "gepubliceerd", FOUT: "fout", POORT: "gestopt door een poort"}


def run() -> int:
    """Process, check and publish; returns 0 published, 2 stopped by a gate, 1 error."""
    home = richt_in()
    meld("starten")
    oordelaar.warm_op()
    import dagster as dg

    from orchestration.definitions import defs

    # What a person needs to know `meld` and the exit say; all events are in the UI.
    logging.getLogger("dagster.builtin").propagate = False
    with dg.DagsterInstance.get() as instance:
        uitkomst = defs.resolve_job_def("dagelijks").execute_in_process(
            instance=instance,
            raise_on_error=False,
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
        )
    oordelaar.sluit()
    code, redenen = _oordeel(uitkomst)
    _noteer(home, code, redenen, uitkomst.run_id)
    for reden in dict.fromkeys(redenen):
        print(f"sdl: {reden}", file=sys.stderr)
    meld(_WOORD[code])
    return code


def _oordeel(uitkomst: object) -> tuple[int, list[str]]:
    if uitkomst.success:
        return GEPUBLICEERD, []
    gefaald = [
        evaluatie
        for evaluatie in uitkomst.get_asset_check_evaluations()
        if not evaluatie.passed and evaluatie.severity.value == "ERROR"
    ]
    if gefaald:
        return POORT, [
            f"poort {'/'.join(evaluatie.asset_key.path)} · {evaluatie.check_name}: "
            f"{evaluatie.description or 'voldoet niet; zie de Data Docs'} De vorige publicatie blijft staan."
            for evaluatie in gefaald
        ]
    return FOUT, [_leesbaar(stap) for stap in uitkomst.all_events if stap.is_failure and stap.is_step_event] or [
        "de run is niet gestart; zie de melding hierboven."
    ]


def _leesbaar(gebeurtenis: object) -> str:
    """The step and the innermost own message. Text of libraries can hold values of a record and is not shown."""
    fout = gebeurtenis.step_failure_data.error
    while fout is not None and fout.cause is not None:
        fout = fout.cause
    if fout is not None and fout.cls_name in {Bezet.__name__, SleutelFout.__name__, "PublicatieFout"}:
        return fout.message.split(": ", 1)[-1].strip()
    soort = fout.cls_name if fout is not None else "onbekend"
    return f"stap {gebeurtenis.step_key} is mislukt ({soort}); de vorige publicatie blijft staan. Zie de run in de Dagster-UI (make dev)."


def _noteer(home: DataRoot, code: int, redenen: list[str], run_id: str) -> None:
    nota = {
        "einde": datetime.now(UTC).isoformat(timespec="seconds"),
        "uitkomst": _WOORD[code],
        "redenen": redenen,
        "run_id": run_id,
    }
    tijdelijk = home.laatste_run.with_suffix(".tmp")
    tijdelijk.write_text(json.dumps(nota, ensure_ascii=False, indent=1), "utf-8")
    tijdelijk.replace(home.laatste_run)
