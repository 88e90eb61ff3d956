"""One run at a time per data root.

Belongs here: the lock. Does not belong here: what runs under it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from warehouse.paths import DataRoot


class Bezet(Exception):
    """Another run holds this data root; the message says what to do."""


@contextmanager
def slot(home: DataRoot) -> Iterator[None]:
    """Hold the data root; raises Bezet at once when another run has it. The system lets go when a process dies."""
    home.root.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home.root / ".slot")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise Bezet(
            f"Er loopt al een verwerking op {home.root}. Wacht tot die klaar is (zie: sdl status) en probeer opnieuw."
        ) from None
    try:
        yield
    finally:
        lock.release()
