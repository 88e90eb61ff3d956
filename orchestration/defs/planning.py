"""When the work is done: the job, its daily schedule and the sensor on the landing zone.

Belongs here: moments. Does not belong here: the work itself.
"""

from collections.abc import Iterator

from dagster import (
    AssetSelection,
    DefaultScheduleStatus,
    DefaultSensorStatus,
    RunRequest,
    ScheduleDefinition,
    SensorEvaluationContext,
    SkipReason,
    define_asset_job,
    sensor,
)

from warehouse.paths import data_root

dagelijks = define_asset_job(
    "dagelijks", AssetSelection.all(), description="Van leveringen tot publicatie; ook sdl run draait deze job."
)

# Suppliers deliver in the evening; at six the figures are there before the working day.
elke_ochtend = ScheduleDefinition(
    name="elke_ochtend",
    job=dagelijks,
    cron_schedule="0 6 * * *",
    execution_timezone="Europe/Amsterdam",
    default_status=DefaultScheduleStatus.STOPPED,
)


@sensor(job=dagelijks, minimum_interval_seconds=300, default_status=DefaultSensorStatus.STOPPED)
def nieuwe_levering(context: SensorEvaluationContext) -> Iterator[RunRequest | SkipReason]:
    """Ask for a run when the landing zone differs from the last look and has been still for one interval."""
    stand = _stand()
    gezien, aangevraagd = (context.cursor or "|").split("|")
    context.update_cursor(f"{stand}|{aangevraagd}")
    if stand in {aangevraagd, "0-0"}:
        yield SkipReason("Niets nieuws in landing/.")
    elif stand != gezien:
        yield SkipReason("Er wordt nog geleverd; bij de volgende blik wordt verwerkt als het stil is.")
    else:
        context.update_cursor(f"{stand}|{stand}")
        yield RunRequest(run_key=stand)


def _stand() -> str:
    """Number of files and the last change, without opening anything."""
    tijden = [
        pad.stat().st_mtime_ns
        for pad in data_root().landing.rglob("*")
        if pad.is_file() and not pad.is_symlink() and not pad.name.startswith(".") and pad.suffix != ".part"
    ]
    return f"{len(tijden)}-{max(tijden, default=0)}"
