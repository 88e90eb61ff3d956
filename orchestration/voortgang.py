"""Progress for the person who waits, and errors without values.

Belongs here: the one way in which steps report. Does not belong here: results (those are asset metadata).
"""

import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sources.fouten import BeschrijvingFout, VormFout
from warehouse.keys import SleutelFout

_begin = time.monotonic()


def begin() -> float:
    """When this run began, on the clock of the machine."""
    return _begin


def hoort_bij(moment: float) -> None:
    """This process works for a run that began then."""
    global _begin
    _begin = moment


def meld(tekst: str) -> None:
    """Say one line, with the seconds since the start; never with a value from a delivery."""
    print(f"[{time.monotonic() - _begin:6.1f} s] {tekst}", file=sys.stderr, flush=True)


class StapFout(Exception):
    """A step that failed; says where in the code and with what kind of error, never with which value."""


class PoortFout(StapFout):
    """A step whose outcome may not go on: a test or a column contract that does not hold."""


@contextmanager
def zonder_waarden() -> Iterator[None]:
    """Around code that sees deliveries: the text of a library's error can hold a value, and Dagster keeps that text."""
    try:
        yield
    except (SleutelFout, BeschrijvingFout, VormFout):
        raise
    except Exception as fout:
        plek = traceback.extract_tb(fout.__traceback__)[-1]
        raise StapFout(f"{type(fout).__name__} in {Path(plek.filename).name}, regel {plek.lineno}") from None
