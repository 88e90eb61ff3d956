"""One dbt invocation, as it runs in the process of its own.

Belongs here: calling dbt and saying what it did. Does not belong here: Dagster (this process does not load it).
"""

import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from orchestration.voortgang import meld
from warehouse.paths import DBT_PROJECT


@dataclass(frozen=True)
class Gebouwd:
    """One model, seed or test: its dbt id, how it ended (success, pass, warn, fail, error, skipped), the seconds, the rows
    that fail a test, whether it is the outcome that is refused (a test, a column contract) or dbt that failed, and then the
    kind of error, without its text: that can hold a value."""

    id: str
    status: str
    seconden: float
    mislukt: int
    geweigerd: bool
    fout: str | None = None


_FOUTEN = {
    "Out of Memory Error": "er is te weinig geheugen",
    "IO Error": "een bestand is niet te lezen of te schrijven (is de schijf vol?)",
    "Conversion Error": "een waarde past niet bij het type van haar kolom",
    "Binder Error": "de SQL noemt een kolom of functie die er niet is",
    "Catalog Error": "de SQL noemt een tabel of functie die er niet is",
    "Parser Error": "de SQL is niet te lezen",
    "Compilation Error": "een macro of ref in het model klopt niet",
    "Invalid Input Error": "een functie kreeg iets waarmee zij niets kan",
    "Constraint Error": "een beperking van de tabel is geschonden",
}
"""The errors of DuckDB and dbt that say by their kind alone what is wrong."""
_TONEN = 3


def verklaar(mislukt: Sequence[Gebouwd]) -> str:
    """What failed and why, in words and without values, and how to see more."""
    regels = [f"{regel.id.split('.')[2]}: {_waarom(regel)}" for regel in mislukt[:_TONEN]]
    meer = f" En nog {len(mislukt) - _TONEN}." if len(mislukt) > _TONEN else ""
    soort, _, naam = mislukt[0].id.split(".")[:3]
    doe = "test" if soort == "test" else "build"
    return (
        f"dbt keurt af of kan niet maken. {'; '.join(regels)}.{meer} Meer ziet het datateam, met waarden en alleen op het scherm, "
        f"met: .venv/bin/sdl dbt {doe} --select {naam}"
    )


def _waarom(regel: Gebouwd) -> str:
    if regel.status == "fail":
        return f"{regel.mislukt} rijen voldoen niet aan deze test"
    if regel.geweigerd:
        return "de kolommen of hun typen zijn niet die van het contract in de YAML ernaast"
    return _FOUTEN.get(regel.fout or "", "het maken ging mis")


def _soort_fout(melding: str | None) -> str | None:
    """The kind of an error that its text names, if it is one that is known here; nothing else of the text."""
    return next((soort for soort in _FOUTEN if soort in (melding or "")), None)


@cache
def project() -> Any:
    """The parsed project; made once per process."""
    os.chdir(DBT_PROJECT)
    from dbt.cli.main import dbtRunner

    uitkomst = dbtRunner().invoke(["--quiet", "parse"])
    if not uitkomst.success:
        raise RuntimeError("dbt kan het project niet lezen. Meer op het scherm met: .venv/bin/sdl dbt parse")
    return uitkomst.result


def schrijf_manifest(doel: str) -> None:
    """Write the manifest of the project as it is to `doel`, whole or not at all."""
    project()
    half = Path(doel).with_suffix(".half")
    shutil.copyfile(Path(os.environ["DBT_TARGET_PATH"]) / "manifest.json", half)
    half.replace(doel)


_LANG = {"int_geheim__tweede": "geheimhouding: kiezen welke cellen naast de kleine verborgen worden"}
"""The models that one waits for."""


def _toon(gebeurtenis: Any) -> None:
    if gebeurtenis.info.name == "NodeStart" and (tekst := _LANG.get(gebeurtenis.data.node_info.node_name)):
        meld(tekst)


def bouw(selectie: list[str]) -> list[Gebouwd]:
    """Build what the selection arguments name; never raises for a model or test that fails, its status says so."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    try:
        uitkomst = dbtRunner(manifest=project(), callbacks=[_toon]).invoke(
            ["--log-level", "none", "--no-write-json", "build", "--exclude-resource-type", "unit_test", *selectie]
        )
    finally:
        # The lake is let go, so that the next step can read it.
        DuckDBConnectionManager.close_all_connections()
    if uitkomst.exception is not None:
        raise RuntimeError(
            f"dbt is niet gestart ({type(uitkomst.exception).__name__}). Meer op het scherm met: .venv/bin/sdl dbt build"
        )
    return [
        Gebouwd(
            regel.node.unique_id,
            str(regel.status),
            regel.execution_time,
            regel.failures or 0,
            str(regel.status) == "fail" or "enforced contract" in (regel.message or ""),
            _soort_fout(regel.message) if str(regel.status) == "error" else None,
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
    mislukt = [regel for regel in gebouwd if regel.status not in {"success", "pass", "skipped"}]
    if mislukt:
        raise RuntimeError(f"de vorige stand is niet te maken: {verklaar(mislukt)}")


def maak_docs(doel: str) -> None:
    """Write the dbt docs of this project as one page that needs no network."""
    from dbt.cli.main import dbtRunner

    dbtRunner(manifest=project()).invoke(["--quiet", "docs", "generate", "--static", "--no-compile", "--empty-catalog"])
    bron = Path(os.environ["DBT_TARGET_PATH"]) / "static_index.html"
    Path(doel).parent.mkdir(parents=True, exist_ok=True)
    bron.replace(doel)
