"""How a run ended, read from Dagster's events: the same for the command line, the schedule and the UI.

Belongs here: the exit code and the sentences with it. Does not belong here: starting a run.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dagster import DagsterEventType, DagsterInstance, DagsterRun, DagsterRunStatus
from dagster._utils.error import SerializableErrorInfo

from orchestration.voortgang import PoortFout, StapFout
from sources.fouten import BeschrijvingFout, VormFout
from warehouse.keys import SleutelFout
from warehouse.postgres.fouten import PostgresFout
from warehouse.publicatie import PublicatieFout
from warehouse.slot import Bezet

GEPUBLICEERD, FOUT, POORT = 0, 1, 2
WOORD = {GEPUBLICEERD: "gepubliceerd", FOUT: "fout", POORT: "gestopt door een poort"}
# Text of other errors comes from libraries and can hold a value of a record.
_EIGEN = {
    fout.__name__ for fout in (Bezet, SleutelFout, PublicatieFout, PostgresFout, StapFout, BeschrijvingFout, VormFout)
}
_BLIJFT = "De vorige publicatie blijft staan."


@dataclass(frozen=True)
class Uitslag:
    """Exit code, and why when it is not 0."""

    code: int
    redenen: list[str] = field(default_factory=list)


def uitslag(instance: DagsterInstance, run: DagsterRun) -> Uitslag:
    """How this run ended; a run that is still going or was killed counts as an error."""
    if run.status == DagsterRunStatus.SUCCESS:
        return Uitslag(GEPUBLICEERD)
    gestopt = _poorten(instance, run.run_id)
    if gestopt:
        return Uitslag(POORT, gestopt)
    if run.status != DagsterRunStatus.FAILURE:
        return Uitslag(FOUT, [f"de run is afgebroken of nog bezig. {_BLIJFT} Start opnieuw: sdl run"])
    return Uitslag(FOUT, _fouten(instance, run.run_id))


def _poorten(instance: DagsterInstance, run_id: str) -> list[str]:
    """The gates that stopped the run: our own checks, and what dbt refused (a test or a column contract)."""
    redenen = []
    for logregel in instance.all_logs(run_id, of_type=DagsterEventType.ASSET_CHECK_EVALUATION):
        evaluatie = logregel.dagster_event.asset_check_evaluation_data
        if not evaluatie.passed and evaluatie.severity.value == "ERROR":
            waar = "/".join(evaluatie.asset_key.path)
            zin = evaluatie.description or "voldoet niet."
            blijft = "" if "publicatie blijft staan" in zin else f" {_BLIJFT}"
            redenen.append(f"poort {waar} · {evaluatie.check_name}: {zin}{blijft}")
    for fout in _oorzaken(instance, run_id, DagsterEventType.STEP_FAILURE):
        if fout.cls_name == PoortFout.__name__:
            redenen.append(f"{_tekst(fout)} {_BLIJFT}")
    return redenen


def _oorzaken(instance: DagsterInstance, run_id: str, soort: DagsterEventType) -> Iterator[SerializableErrorInfo]:
    """The innermost error of each failure of this kind."""
    for logregel in instance.all_logs(run_id, of_type=soort):
        fout = getattr(logregel.dagster_event.event_specific_data, "error", None)
        while fout is not None and fout.cause is not None:
            fout = fout.cause
        if fout is not None:
            yield fout


def _tekst(fout: SerializableErrorInfo) -> str:
    return fout.message.split(": ", 1)[-1].strip()


def _fouten(instance: DagsterInstance, run_id: str) -> list[str]:
    for soort in (DagsterEventType.STEP_FAILURE, DagsterEventType.RUN_FAILURE):
        redenen = [
            _tekst(fout)
            if fout.cls_name in _EIGEN
            else f"een stap is mislukt ({fout.cls_name}). {_BLIJFT} Bekijk de run in Dagster: make dev"
            for fout in _oorzaken(instance, run_id, soort)
        ]
        if redenen:
            return list(dict.fromkeys(redenen))
    return [f"de run is mislukt. {_BLIJFT} Bekijk de run in Dagster: make dev"]
