"""Where the time of one `sdl run` went, from the events that Dagster kept of it.

Belongs here: from steps to stages. Does not belong here: running (meten), or what a stage does.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from unittest.mock import patch

from tests.bench.meten import Meting

NAMEN = {
    "cbs": "open data (CBS)",
    "inname": "inname",
    "poort_levering": "poort 1",
    "lake": "lake (dbt)",
    "poort_lake": "poort 2",
    "marts": "marts (dbt)",
    "poort_marts": "poort 3",
    "publicatie__marts": "publicatie",
    "publicatie__extracts": "extracts",
    "publicatie__portaal": "portaal",
}


@dataclass(frozen=True)
class Fase:
    """A stage of a run: seconds, and the largest memory of the process tree meanwhile in MB."""

    naam: str
    seconden: float
    piek_mb: float | None


def fasen(meting: Meting, omgeving: Mapping[str, str]) -> list[Fase]:
    """The stages in the order in which they ran, after the fixed start-up; they add up to the run.

    The fixed start-up is all before the first step and after the last one: the same for any number of rows. What GE and
    dbt still load once the steps run is part of the stage that waits for it.
    """
    stappen = _stappen(omgeving)
    if not stappen:
        return [Fase("hele run", meting.seconden, meting.piek_mb())]
    begin, einde = stappen[0][1], stappen[-1][2]
    opstart = (begin - meting.begin) + (meting.einde - einde)
    uit = [Fase("vaste opstart", opstart, meting.piek_mb(tot=begin))]
    uit += [Fase(NAMEN.get(stap, stap), tot - van, meting.piek_mb(van, tot)) for stap, van, tot in stappen]
    tussen = meting.seconden - sum(fase.seconden for fase in uit)
    return [*uit, Fase("Dagster tussen de stappen", tussen, None)]


def datatijd(meting: Meting, delen: list[Fase]) -> float:
    """The run without its fixed start-up, in seconds."""
    return meting.seconden - sum(deel.seconden for deel in delen if deel.naam == "vaste opstart")


def inname_delen(meting: Meting) -> dict[str, float]:
    """Seconds per kind of delivery within the intake, from the lines it prints when it begins one."""
    regels = [(moment, tekst.partition("] ")[2]) for moment, tekst in meting.regels]
    begin = [(moment, tekst.partition(":")[0]) for moment, tekst in regels if tekst.endswith(" nieuwe bestanden")]
    einde = [moment for moment, tekst in regels if tekst.startswith("poort 1")]
    grenzen = [*(moment for moment, _ in begin), *einde[:1]]
    return {naam: tot - van for (van, naam), tot in zip(begin, grenzen[1:], strict=False)}


def _stappen(omgeving: Mapping[str, str]) -> list[tuple[str, float, float]]:
    """Step, begin and end (seconds since 1970) of the last run on this data root."""
    with patch.dict(os.environ, omgeving):
        from orchestration.omgeving import richt_in

        richt_in()
        import dagster as dg

        soorten = {dg.DagsterEventType.STEP_START, dg.DagsterEventType.STEP_SUCCESS}
        with dg.DagsterInstance.get() as instance:
            run = instance.get_run_records(limit=1)[0].dagster_run.run_id
            momenten: dict[str, list[float]] = {}
            for logregel in instance.all_logs(run, of_type=soorten):
                momenten.setdefault(logregel.dagster_event.step_key, []).append(logregel.timestamp)
    return sorted(((stap, min(tijd), max(tijd)) for stap, tijd in momenten.items()), key=lambda stap: stap[1])
