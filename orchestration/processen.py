"""The two processes of a run beside the main one: Great Expectations judges in one, dbt builds in the other.

Belongs here: starting them early, sending them work, ending them. Does not belong here: the work (poorten, dbt).

Importing either takes as long as a whole stage of work. In processes of their own that happens while Dagster loads and
deliveries are read, and once per run: all suites stand in one site of Data Docs, both dbt stages use one parsed project.
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from orchestration import voortgang
from warehouse.ouder import eindig_met_ouder


class Proces:
    """One worker process, started at the first use; what it imports and remembers lasts until `sluit`."""

    def __init__(self, begin: Callable[[], None]) -> None:
        self._begin = begin
        self._pool: ProcessPoolExecutor | None = None

    def warm_op(self) -> None:
        """Let it import what it needs, without waiting for it."""
        self._open().submit(self._begin)

    def doe(self, functie: Callable[..., Any], *argumenten: object) -> Any:
        """What `functie` returns there; functions and arguments are sent, so both must be importable and plain."""
        return self._open().submit(functie, *argumenten).result()

    def sluit(self) -> None:
        """End it; the next run starts with an empty memory."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None

    def _open(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                max_workers=1, mp_context=get_context("spawn"), initializer=_start, initargs=(voortgang.begin(),)
            )
        return self._pool


def _start(moment: float) -> None:
    eindig_met_ouder()
    voortgang.hoort_bij(moment)


def _laad_oordelaar() -> None:
    from expectations.context import huidige_run

    huidige_run()


def _laad_bouwer() -> None:
    from orchestration.dbt_bouw import project

    project()


oordelaar = Proces(_laad_oordelaar)
bouwer = Proces(_laad_bouwer)


def warm_op() -> None:
    """Start both."""
    bouwer.warm_op()
    oordelaar.warm_op()


def sluit() -> None:
    """End both."""
    oordelaar.sluit()
    bouwer.sluit()
