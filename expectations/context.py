"""One Great Expectations context per run: judge a frame, keep the result for Data Docs, hand back findings.

Belongs here: everything that touches Great Expectations. Does not belong here: which rules hold (the gates).

Results never hold values from the frame: only counts of what breaks a rule, and the names of columns.
"""

import logging
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Literal

import pandas as pd

Laag = Literal["levering", "lake", "marts"]
Ernst = Literal["fataal", "fout", "waarschuwing"]
SEVERITY = {"fataal": "critical", "fout": "warning", "waarschuwing": "info"}
ZONDER_WAARDEN = {"result_format": "BASIC", "partial_unexpected_count": 0}


@dataclass(frozen=True)
class Regel:
    """One expectation: its Great Expectations class and arguments, and what it means to people.

    `zin` says what must hold, `doe` what to do when it does not. `aantal` and `gecontroleerd` replace the counts of
    Great Expectations where the frame is itself a summary.
    """

    code: str
    ernst: Ernst
    zin: str
    doe: str
    soort: str
    argumenten: dict[str, object]
    attribuut: str | None = None
    bron: str | None = None
    aantal: int | None = None
    gecontroleerd: int | None = None


@dataclass
class _Run:
    """The context of this run, its one definition of data (a whole frame, given at each judgement), and the suites
    judged, in order: (suite, page, number of rules, broken).
    """

    context: object
    geheel: object
    gedaan: list[tuple[str, str, int, int]] = field(default_factory=list)


@cache
def _gx() -> ModuleType:
    """Great Expectations, imported once, with nothing sent out and nothing on the screen."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    return great_expectations


def _zonder_balken() -> object:
    from great_expectations.data_context.types.base import ProgressBarsConfig

    return ProgressBarsConfig(globally=False)


_run: _Run | None = None


def begin() -> None:
    """Forget the suites judged so far in this process; called at the start of a run."""
    global _run
    _run = None


def huidige_run() -> _Run:
    """The context of this run, made at the first judgement."""
    global _run
    if _run is None:
        context = _gx().get_context(mode="ephemeral")
        context.delete_data_docs_site("local_site")
        context.variables.progress_bars = _zonder_balken()
        frame = context.data_sources.add_pandas("sociaal-domein").add_dataframe_asset("frame")
        _run = _Run(context, frame.add_batch_definition_whole_dataframe("geheel"))
    return _run


def oordeel(
    suite: str,
    frame: pd.DataFrame,
    regels: Iterable[Regel],
    *,
    laag: Laag,
    bron: str | None = None,
    tabel: str | None = None,
) -> list[dict]:
    """Judge one frame; one row per rule: regel, laag, bron, tabel, attribuut, ernst, aantal, aantal_gecontroleerd,
    geslaagd, zin. A rule that cannot be computed is broken too. `suite` is the title of the page in Data Docs.
    """
    lijst = list(regels)
    if not lijst:
        return []
    gx, run = _gx(), huidige_run()
    naam = f"{len(run.gedaan) + 1:03d} {suite}"  # the number keeps names apart and is the name of the page
    verwachtingen = [
        getattr(gx.expectations, regel.soort)(
            **regel.argumenten,
            description=f"{regel.zin} [{regel.ernst}]",
            severity=SEVERITY[regel.ernst],
            meta={"nr": nr},
        )
        for nr, regel in enumerate(lijst)
    ]
    verzameling = run.context.suites.add(gx.ExpectationSuite(name=naam, expectations=verwachtingen))
    definitie = run.context.validation_definitions.add(
        gx.ValidationDefinition(name=naam, data=run.geheel, suite=verzameling)
    )
    uitslag = definitie.run(batch_parameters={"dataframe": frame}, result_format=ZONDER_WAARDEN)
    rijen = [None] * len(lijst)
    for resultaat in uitslag.results:
        nr = resultaat.expectation_config.meta["nr"]
        rijen[nr] = _bevinding(lijst[nr], resultaat, {"laag": laag, "bron": lijst[nr].bron or bron, "tabel": tabel})
    run.gedaan.append((suite, naam, len(rijen), sum(not rij["geslaagd"] for rij in rijen)))
    return rijen


def fatale(bevindingen: Iterable[dict]) -> list[dict]:
    """The findings that stop the run at this gate."""
    return [rij for rij in bevindingen if not rij["geslaagd"] and rij["ernst"] == "fataal"]


def _bevinding(regel: Regel, resultaat: object, plaats: dict[str, str | None]) -> dict:
    aantal, gecontroleerd = _tel(regel, resultaat)
    zin = regel.zin
    if _mislukt(resultaat.exception_info or {}):
        zin = f"{regel.zin} Dit kon niet worden beoordeeld: een kolom ontbreekt of heeft een verkeerd type. {regel.doe}"
    elif not resultaat.success:
        zin = f"{regel.zin} Niet voldaan: {aantal} van {gecontroleerd}. {regel.doe}"
    return {"regel": regel.code} | plaats | {
        "attribuut": regel.attribuut,
        "ernst": regel.ernst,
        "aantal": aantal,
        "aantal_gecontroleerd": gecontroleerd,
        "geslaagd": bool(resultaat.success),
        "zin": zin,
    }  # fmt: skip


def _mislukt(info: dict) -> bool:
    """Great Expectations tells of one error, or of an error per metric that it could not compute."""
    return bool(info.get("raised_exception", info))


def _tel(regel: Regel, resultaat: object) -> tuple[int, int]:
    """How many break the rule, of how many; a rule on the table as a whole counts as one."""
    if regel.aantal is not None and regel.gecontroleerd is not None:
        return regel.aantal, regel.gecontroleerd
    uit = resultaat.result or {}
    if "unexpected_count" not in uit:
        return int(not resultaat.success), 1
    return int(uit["unexpected_count"]), int(uit["element_count"]) - int(uit.get("missing_count") or 0)
