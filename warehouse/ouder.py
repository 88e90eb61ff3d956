"""Worker processes that end with the process that started them.

Belongs here: that one guard. Does not belong here: the work of such a process.
"""

import os
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread


def eindig_met_ouder() -> None:
    """Called first in a worker. A killed run must not leave a process that still writes, or waits for ever."""
    ouder = parent_process()
    if ouder is not None:
        Thread(target=_wacht, args=(ouder.sentinel,), daemon=True).start()


def _wacht(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
