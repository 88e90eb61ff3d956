"""The process in which Great Expectations judges.

Belongs here: starting it early and sending it frames. Does not belong here: what is judged (poorten), or how (expectations).

Importing Great Expectations takes as long as a whole dbt stage. In a process of its own that happens while deliveries
are read; one process per run keeps all suites in one context, and so in one site of Data Docs.
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import Any


@cache
def _proces() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))


def warm_op() -> None:
    """Let the process import what it needs, without waiting for it."""
    _proces().submit(_laad)


def oordeel(functie: Callable[..., Any], *argumenten: object) -> Any:
    """What `functie` of expectations/ says of these frames, computed in the process of this run."""
    return _proces().submit(functie, *argumenten).result()


def sluit() -> None:
    """End the process; the next run starts with an empty context."""
    if _proces.cache_info().currsize:
        _proces().shutdown()
        _proces.cache_clear()


def _laad() -> None:
    from expectations import context

    context.huidige_run()
