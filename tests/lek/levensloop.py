"""The life of a data root in which everything goes wrong once, and what lies in it after each step.

Belongs here: starting, killing and breaking runs; looking through all files between two of them. Does not belong here:
what may not be found (geheimen) or what a test asks of it.
"""

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.e2e.opdracht import SDL, omgeving
from tests.lek.geheimen import Zoeker
from tests.lek.lagen import lagen
from tests.lek.leveringen import maak_lek
from tests.orakel.gemeente_maken import maak_gemeente
from warehouse.paths import CHECKOUT

PERSONEN = 60
ZAAD = 8


@dataclass(frozen=True)
class Stap:
    """One run: broken in `stuk`, or killed so many seconds after the line of progress `regel`, or let go to its end."""

    naam: str
    stuk: str = ""
    regel: str = ""
    na: float = 0.0
    code: int | None = None


STAPPEN = (
    Stap("fout in een bestand", stuk="csv", code=1),
    Stap("fout in een bericht", stuk="bericht", code=1),
    Stap("gedood in de inname", regel="berichten:", na=0.2),
    Stap("fout in het lake", stuk="lake", code=1),
    Stap("gedood in het lake", regel="lake:", na=3.0),
    Stap("gedood in de publicatie", regel="publicatie:", na=0.2),
    Stap("gepubliceerd", code=0),
    Stap("door een poort gestopt", code=2),
)


@dataclass
class Doorzoeker:
    """Looks through folders; a file that is as it was when it was last looked at is not opened again."""

    zoeker: Zoeker
    bekend: dict[tuple[str, int, int], frozenset[str]] = field(default_factory=dict)

    def zoek(self, *mappen: Path) -> dict[str, list[str]]:
        """What stands where, below these folders; landing/ holds deliveries and is left out."""
        lekken = {}
        for map_ in mappen:
            for pad in sorted(map_.rglob("*")):
                onder = pad.relative_to(map_)
                if onder.parts[0] == "landing":
                    continue
                gevonden = self.zoeker.in_bytes(os.fsencode(onder)) | self._in_bestand(pad)
                if gevonden:
                    lekken[str(onder)] = sorted(gevonden)[:5]
        return lekken

    def _in_bestand(self, pad: Path) -> frozenset[str]:
        if pad.is_symlink() or not pad.is_file():
            return frozenset()
        stand = pad.stat()
        sleutel = (str(pad), stand.st_size, stand.st_mtime_ns)
        if sleutel not in self.bekend:
            self.bekend[sleutel] = frozenset(self._lees(pad))
        return self.bekend[sleutel]

    def _lees(self, pad: Path) -> set[str]:
        if is_versleuteld(pad):
            return self.zoeker.in_versleuteld(pad.read_bytes())
        return set().union(*(self.zoeker.in_bytes(laag) for laag in lagen(pad)))


def is_versleuteld(pad: Path) -> bool:
    """True for a file that says it is encrypted: its bytes are noise to who has no key."""
    with pad.open("rb") as stroom:
        kop = stroom.read(4)
    return kop == b"PARE" or pad.name in {"lake.duckdb", "lake.duckdb.wal"} or pad.suffix == ".age"


@dataclass(frozen=True)
class Gezien:
    """What a step left: how it ended, what it said, and what could be found of persons."""

    code: int
    gezegd: str
    lekken: dict[str, list[str]]
    mappen: frozenset[str]


class Levensloop:
    """A data root, and the home and temporary folder of the processes that work on it."""

    def __init__(self, map_: Path) -> None:
        self.home, self.thuis, self.tijdelijk = map_ / "data", map_ / "thuis", map_ / "tijdelijk"
        maak_gemeente(self.home / "landing", random.Random(ZAAD), PERSONEN)
        maak_lek(self.home / "landing")
        for plek in (self.thuis, self.tijdelijk):
            plek.mkdir()
        self._doorzoeker = Doorzoeker(Zoeker())

    def loop(self) -> dict[str, Gezien]:
        """Every step in turn, with what it left."""
        return {stap.naam: self._stap(stap) for stap in STAPPEN}

    def _stap(self, stap: Stap) -> Gezien:
        if stap.code == 2:
            _kleine_brp(self.home / "landing")
        code, gezegd = self._draai(stap)
        mappen = frozenset(pad.name for pad in self.home.iterdir())
        lekken = self._doorzoeker.zoek(self.home, self.thuis, self.tijdelijk)
        return Gezien(code, gezegd, lekken, mappen)

    def _omgeving(self, stap: Stap) -> dict[str, str]:
        eigen = {"HOME": str(self.thuis), "TMPDIR": str(self.tijdelijk), "XDG_CACHE_HOME": str(self.thuis / "cache")}
        stuk = (
            {"LEK_STUK": stap.stuk, "PYTHONPATH": os.pathsep.join([str(CHECKOUT / "tests/lek/stuk"), str(CHECKOUT)])}
            if stap.stuk
            else {}
        )
        return omgeving(self.home) | eigen | stuk

    def _draai(self, stap: Stap) -> tuple[int, str]:
        """Run `sdl run` in a process group of its own; with a line of progress all of it dies after that line."""
        proces = subprocess.Popen(
            [sys.executable, SDL, "run"],
            env=self._omgeving(stap),
            cwd=self.home.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        gezegd = []
        try:
            for regel in proces.stdout:
                gezegd.append(regel)
                if stap.regel and stap.regel in regel:
                    time.sleep(stap.na)
                    break
            else:
                proces.wait(60)
        finally:
            if proces.poll() is None:
                os.killpg(proces.pid, signal.SIGKILL)
                proces.wait(30)
            proces.stdout.close()
        return proces.returncode, "".join(gezegd)


def _kleine_brp(landing: Path) -> None:
    """A later statement of the population with a tenth of the rows: a gate stops it."""
    laatste = max(landing.glob("brp/2*/brp.csv"), key=lambda pad: pad.parent.name)
    kop, *rijen = laatste.read_text("utf-8").splitlines()
    klein = landing / "brp" / "2026-01-15" / "brp.csv"
    klein.parent.mkdir()
    klein.write_text("\n".join([kop, *[rij for rij in rijen if rij.startswith("9")][: len(rijen) // 10]]) + "\n")
