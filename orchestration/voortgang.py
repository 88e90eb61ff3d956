"""Progress for the person who waits.

Belongs here: the one way in which steps report. Does not belong here: results (those are asset metadata).
"""

import sys
import time

_BEGIN = time.monotonic()


def meld(tekst: str) -> None:
    """Say one line, with the seconds since the start; never with a value from a delivery."""
    print(f"[{time.monotonic() - _BEGIN:6.1f} s] {tekst}", file=sys.stderr, flush=True)
