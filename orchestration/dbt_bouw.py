"""One dbt invocation, as it runs in the process of its own.

Belongs here: calling dbt and saying what it did. Does not belong here: Dagster (this process does not load it).
"""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from warehouse.paths import DBT_PROJECT


@dataclass(frozen=True)
class Gebouwd:
    """One model, seed or test: its dbt id, how it ended (success, pass, warn, fail, error, skipped), the seconds, the rows
    that fail a test, and whether it is the outcome that is refused (a test, a column contract) or dbt that failed."""

    id: str
    status: str
    seconden: float
    mislukt: int
    geweigerd: bool


@cache
def project() -> Any:
    """The parsed project; made once per process."""
    os.chdir(DBT_PROJECT)
    from dbt.cli.main import dbtRunner

    uitkomst = dbtRunner().invoke(["--quiet", "parse"])
    if not uitkomst.success:
        raise RuntimeError("dbt kan het project niet lezen; zie dbt/logs in de gegevensmap.")
    return uitkomst.result


def schrijf_manifest(doel: str) -> None:
    """Write the manifest of the project as it is to `doel`, whole or not at all."""
    project()
    half = Path(doel).with_suffix(".half")
    shutil.copyfile(Path(os.environ["DBT_TARGET_PATH"]) / "manifest.json", half)
    half.replace(doel)


def bouw(selectie: list[str]) -> list[Gebouwd]:
    """Build what the selection arguments name; never raises for a model or test that fails, its status says so."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    try:
        uitkomst = dbtRunner(manifest=project()).invoke(
            ["--log-level", "none", "--no-write-json", "build", "--exclude-resource-type", "unit_test", *selectie]
        )
    finally:
        # The lake is let go, so that the next step can read it.
        DuckDBConnectionManager.close_all_connections()
    if uitkomst.exception is not None:
        raise RuntimeError(
            f"dbt is niet gestart ({type(uitkomst.exception).__name__}); zie dbt/logs in de gegevensmap."
        )
    return [
        Gebouwd(
            regel.node.unique_id,
            str(regel.status),
            regel.execution_time,
            regel.failures or 0,
            str(regel.status) == "fail" or "enforced contract" in (regel.message or ""),
        )
        for regel in uitkomst.result
    ]


def bouw_stand(wortel: str, tot: str, tabellen: Iterable[str]) -> None:
    """Build only these marts, with the deliveries up to a date, in a lake of its own below `wortel`."""
    anders = {"SDL_HOME": wortel, "SDL_BEKEND_OP": tot}
    zoals_het_was = {naam: os.environ.get(naam) for naam in anders}
    os.environ.update(anders)
    try:
        modellen = [f"+{tabel}" for tabel in tabellen]
        gebouwd = bouw(["--exclude-resource-type", "test", "--select", *modellen])
    finally:
        for naam, waarde in zoals_het_was.items():
            os.environ.pop(naam) if waarde is None else os.environ.update({naam: waarde})
    mislukt = [regel.id for regel in gebouwd if regel.status not in {"success", "pass"}]
    if mislukt:
        raise RuntimeError(f"de vorige stand is niet te maken: {', '.join(mislukt)}; zie dbt/logs in de gegevensmap.")


def maak_docs(doel: str) -> None:
    """Write the dbt docs of this project as one page that needs no network."""
    from dbt.cli.main import dbtRunner

    dbtRunner(manifest=project()).invoke(["--quiet", "docs", "generate", "--static", "--no-compile", "--empty-catalog"])
    bron = Path(os.environ["DBT_TARGET_PATH"]) / "static_index.html"
    Path(doel).parent.mkdir(parents=True, exist_ok=True)
    bron.replace(doel)
