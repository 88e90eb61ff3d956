"""One command, its time and its memory.

Belongs here: running a process and looking at it and all its children. Does not belong here: what the figures mean.

Memory is the sum of the resident sets of the process tree: pages of libraries that processes share count for each, so
the figure errs on the high side. It is read from /proc; where there is none (macOS, Windows) it stays unknown.
"""

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_PROC = Path("/proc")
_ZELF = _PROC / "self"
_INTERVAL = 0.1  # seconds: short beside a stage, and a look at all processes takes some milliseconds
_MB = 1024 * 1024


@dataclass
class Meting:
    """What one command cost; `begin` and `einde` are seconds since 1970, `regels` what it printed and when.

    `processor` is the time that processors worked for it: on a busy machine it says more than the clock.
    """

    begin: float
    einde: float = 0.0
    processor: float = 0.0
    code: int = 0
    regels: list[tuple[float, str]] = field(default_factory=list)
    geheugen: list[tuple[float, float]] = field(default_factory=list)  # moment, MB of the whole tree

    @property
    def seconden(self) -> float:
        return self.einde - self.begin

    def piek_mb(self, van: float = 0.0, tot: float = float("inf")) -> float | None:
        """The largest sum seen between two moments, in MB; None when nothing was seen."""
        return max((mb for moment, mb in self.geheugen if van <= moment <= tot), default=None)


def draai(opdracht: Sequence[str], omgeving: Mapping[str, str], *, toon: bool = False) -> Meting:
    """Run a command to its end; `toon` passes its progress on. RuntimeError with its last lines when it fails."""
    meting, vooraf = Meting(time.time()), os.times()
    proces = subprocess.Popen(
        opdracht, env=dict(omgeving), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    klaar = threading.Event()
    kijker = threading.Thread(target=_kijk, args=(proces.pid, meting, klaar), daemon=True)
    kijker.start()
    try:
        for regel in proces.stdout:
            meting.regels.append((time.time(), regel.rstrip()))
            if toon:
                print(f"   {regel.rstrip()}", flush=True)
        meting.code = proces.wait()
    finally:
        proces.kill()
        meting.einde = time.time()
        achteraf = os.times()
        meting.processor = sum(achteraf[2:4]) - sum(vooraf[2:4])  # children that ended, and theirs
        klaar.set()
        kijker.join()
    if meting.code:
        staart = "\n".join(tekst for _, tekst in meting.regels[-5:])
        raise RuntimeError(f"{' '.join(opdracht)} eindigde met {meting.code}:\n{staart}")
    return meting


def processortijd() -> float:
    """Seconds that processors worked for this process and all that descends from it, ended or not; from /proc."""
    if not (_PROC / "self" / "stat").exists():
        return sum(os.times()[:4])
    tikken = sum(sum(map(int, _staat(pid)[11:15])) for pid in _boom(os.getpid()))
    return tikken / os.sysconf("SC_CLK_TCK")


def _staat(pid: int | str) -> list[str]:
    """What the system says of a process, from its state on; nothing when it is gone."""
    try:
        # The name, in brackets, can hold spaces: count from its end.
        return (_PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _kijk(wortel: int, meting: Meting, klaar: threading.Event) -> None:
    if not (_PROC / "self" / "statm").exists():
        return
    pagina = os.sysconf("SC_PAGE_SIZE") / _MB
    while not klaar.wait(_INTERVAL):
        meting.geheugen.append((time.time(), sum(_paginas(pid) for pid in _boom(wortel)) * pagina))


def _paginas(pid: int) -> int:
    try:
        return int((_PROC / str(pid) / "statm").read_text().split()[1])
    except (OSError, IndexError):  # gone in the meantime
        return 0


def _boom(wortel: int) -> set[int]:
    """The process and all that descends from it."""
    kinderen: dict[int, list[int]] = {}
    for map_ in os.listdir(_PROC):
        if map_.isdigit():
            staat = _staat(map_)
            if staat:
                kinderen.setdefault(int(staat[1]), []).append(int(map_))
    boom, rand = {wortel}, [wortel]
    while rand:
        nieuw = kinderen.get(rand.pop(), [])
        boom.update(nieuw)
        rand.extend(nieuw)
    return boom


def vergeet_piek() -> None:
    """Let Linux count the peak from here; elsewhere it stays unknown."""
    if (_ZELF / "clear_refs").exists():
        (_ZELF / "clear_refs").write_text("5")


def piek_mb() -> int | None:
    """The peak of this process since then, in MB; None when it is unknown."""
    if not (_ZELF / "status").exists():
        return None
    regels = (_ZELF / "status").read_text().splitlines()
    return next(int(regel.split()[1]) // 1024 for regel in regels if regel.startswith("VmHWM"))
