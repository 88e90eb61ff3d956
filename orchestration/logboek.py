"""The audit entries of a run, whoever started it: command line, UI, schedule or sensor.

Belongs here: what of a run is recorded, read from Dagster's events. Does not belong here: how it is kept (warehouse.audit).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from dagster import AssetKey, DagsterEventType, DagsterInstance, DagsterRunStatus

from orchestration.uitslag import FOUT, GEPUBLICEERD, POORT, uitslag
from warehouse.audit import leg_vast
from warehouse.paths import DataRoot

_UITKOMST = {GEPUBLICEERD: "gepubliceerd", POORT: "gestopt_door_poort", FOUT: "fout"}
_PUBLICATIE, _INNAME = AssetKey(["publicatie", "marts"]), AssetKey(["manifest", "bestand"])


@contextmanager
def run_vastgelegd(home: DataRoot, instance: DagsterInstance, run_id: str) -> Iterator[None]:
    """Record that a run begins, and how it ended; one that was killed has a beginning without an end.

    Raises SleutelFout or OSError before anything is touched when the beginning cannot be recorded.
    """
    if instance.get_run_by_id(run_id).is_finished:
        # Dagster may open the resources of a run once more to look at its outcome.
        yield
        return
    begin = datetime.now(UTC)
    leg_vast(home, "run", gelukt=None, trace=run_id)
    try:
        yield
    finally:
        code, uitkomst = _uitkomst(instance, run_id)
        leg_vast(
            home,
            "run",
            begin=begin,
            gelukt=code == GEPUBLICEERD,
            trace=run_id,
            code=code,
            uitkomst=uitkomst,
            ingenomen=_ingenomen(instance, run_id),
        )


def _uitkomst(instance: DagsterInstance, run_id: str) -> tuple[int, str]:
    """The exit code and its word while the run is not closed yet: all its steps are behind it."""
    mislukt = bool(instance.all_logs(run_id, of_type=DagsterEventType.STEP_FAILURE))
    if not mislukt and _metadata(instance, run_id, _PUBLICATIE) is None:
        return FOUT, "zonder_publicatie"
    staat = DagsterRunStatus.FAILURE if mislukt else DagsterRunStatus.SUCCESS
    code = uitslag(instance, instance.get_run_by_id(run_id).with_status(staat)).code
    return code, _UITKOMST[code]


def _ingenomen(instance: DagsterInstance, run_id: str) -> dict[str, int]:
    """What the intake took in: new, known and refused files and records per source, without what is zero."""
    return {naam: int(waarde.value) for naam, waarde in (_metadata(instance, run_id, _INNAME) or {}).items()}


def _metadata(instance: DagsterInstance, run_id: str, sleutel: AssetKey) -> dict[str, Any] | None:
    """What a step said of this asset in this run; None when it was not made."""
    for regel in instance.all_logs(run_id, of_type=DagsterEventType.ASSET_MATERIALIZATION):
        gemaakt = regel.dagster_event.step_materialization_data.materialization
        if gemaakt.asset_key == sleutel:
            return dict(gemaakt.metadata)
    return None
