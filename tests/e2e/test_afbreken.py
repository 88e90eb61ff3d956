"""Runs that are killed, stopped by a gate or refused: the last publication stays, and the next run finishes the work.

Belongs here: what happens to a publication when a run does not reach its end. Does not belong here: its contents
(test_keten). The tests share one data root and follow each other in its life, so they stand in one order.
"""

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.e2e.conftest import Gedraaid
from tests.e2e.opdracht import SDL, hashes, omgeving, sdl, tabellen
from warehouse.paths import DataRoot
from warehouse.slot import slot

EERST_TOT = "2025-03-31"
"""Deliveries after this day arrive after the first publication."""

# A line of progress, and at most so many seconds after it the end comes. First the whole group dies, as when the machine
# stops; the last time the run alone, as by the OOM killer: its children are still there when the next run starts.
MOMENTEN = [("berichten:", 2.0, "alles"), ("publicatie:", 1.0, "alles"), ("lake:", 4.0, "alleen")]


@pytest.fixture(scope="module")
def home(gedraaid: Gedraaid, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data root with a publication of the deliveries up to a day; the rest has not been delivered yet."""
    home = tmp_path_factory.mktemp("afbreken") / "data"
    _lever(gedraaid.home / "landing", home / "landing", later=False)
    run = sdl(home, "run")
    assert run.code == 0, run.fout
    return home


def _lever(bron: Path, doel: Path, *, later: bool) -> None:
    for map_ in sorted(bron.glob("*/*")):
        if (map_.name > EERST_TOT) == later:
            naar = doel / map_.relative_to(bron)
            naar.parent.mkdir(parents=True, exist_ok=True)
            if map_.is_symlink():
                naar.symlink_to(map_.readlink())
            else:
                shutil.copytree(map_, naar, symlinks=True)


def _lees(home: Path) -> dict[str, int]:
    """Open everything of the publication; the number of rows per table."""
    return {tabel: len(rijen) for tabel, rijen in tabellen(home / "marts").items()}


@pytest.fixture(scope="module")
def gestart() -> Iterator[list[subprocess.Popen[str]]]:
    """The runs that these tests start to kill them; nothing of them outlives this file."""
    processen: list[subprocess.Popen[str]] = []
    yield processen
    for proces in processen:
        with suppress(ProcessLookupError):
            os.killpg(proces.pid, signal.SIGKILL)
        proces.wait(30)


def _start(home: Path) -> subprocess.Popen[str]:
    """A run in a process group of its own."""
    return subprocess.Popen(
        [SDL, "run"],
        env=omgeving(home),
        cwd=home.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def _levend(groep: int) -> list[str]:
    """The processes of a group that are not dead; who kills the parent leaves the children to nobody."""
    staten = [pad.read_text().rsplit(")", 1)[1].split() for pad in Path("/proc").glob("[0-9]*/stat") if pad.exists()]
    return [staat[0] for staat in staten if int(staat[2]) == groep and staat[0] not in "ZX"]


def test_een_ander_die_bezig_is(home: Path) -> None:
    """Two runs on one data root: the second stops with a sentence, and nothing changes."""
    voor = hashes(home / "marts")
    with slot(DataRoot(home, home / "keys", home / "landing")):
        run = sdl(home, "run")
    assert run.code == 1
    assert "Er loopt al een verwerking op" in run.fout
    assert "Traceback" not in run.fout
    assert hashes(home / "marts") == voor


@pytest.mark.parametrize(("regel", "hoogstens", "wie"), MOMENTEN, ids=[moment[0][:-1] for moment in MOMENTEN])
def test_gedood(
    gedraaid: Gedraaid,
    home: Path,
    gestart: list[subprocess.Popen[str]],
    regel: str,
    hoogstens: float,
    wie: str,
) -> None:
    """Killed while new deliveries are processed: the publication is the old one, whole, or already the new one."""
    if not any(home.glob("landing/*/2025-12-30")):
        _lever(gedraaid.home / "landing", home / "landing", later=True)
    voor, rijen = hashes(home / "marts"), _lees(home)
    proces = _start(home)
    gestart.append(proces)
    assert any(regel in gezegd for gezegd in proces.stderr), "de run kwam niet zo ver"
    time.sleep(random.Random(regel).uniform(0, hoogstens))
    if wie == "alles":
        os.killpg(proces.pid, signal.SIGKILL)
    else:
        proces.kill()
    proces.wait(30)
    na = hashes(home / "marts")
    assert na in (voor, gedraaid.parquet)
    assert _lees(home) == rijen or na == gedraaid.parquet
    if wie == "alles":  # after the last one the next run starts at once
        assert sdl(home, "status").code == 0


def test_de_volgende_run_maakt_het_af(gedraaid: Gedraaid, home: Path, gestart: list[subprocess.Popen[str]]) -> None:
    """Byte for byte the publication of a data root where nothing was killed, with other keys and all at once.

    The run before was killed alone and a moment ago: what it left running may not be in the way.
    """
    run = sdl(home, "run")
    assert run.code == 0, run.fout
    assert hashes(home / "marts") == gedraaid.parquet
    assert not list((home / "publicaties").glob("*.bouw"))
    assert not list((home / "raw").rglob("*.part"))
    assert [_levend(proces.pid) for proces in gestart] == [[] for _ in gestart]


def test_poort_brp_te_klein(home: Path) -> None:
    """A BRP delivery with less than 60 % of the rows of the one before stops the run; nothing of it is published."""
    voor = hashes(home / "marts")
    laatste = max(home.glob("landing/brp/2*/brp.csv"))
    regels = [regel for pad in sorted(laatste.parent.glob("*.csv")) for regel in pad.read_text("utf-8").split("\n")[1:]]
    kop = laatste.read_text("utf-8").split("\n")[0]
    klein = home / "landing" / "brp" / "2026-01-15"
    klein.mkdir()
    (klein / "brp.csv").write_text("\n".join([kop, *[r for r in regels if r.startswith("99")][: len(regels) // 3], ""]))
    run = sdl(home, "run")
    assert run.code == 2, run.fout
    assert "poort" in run.fout
    assert "Controleer of het bestand volledig is" in run.fout
    assert "Traceback" not in run.fout
    assert hashes(home / "marts") == voor
    assert _lees(home)["gebied"] > 0
    status = sdl(home, "status")
    assert (status.code, "gestopt door een poort" in status.uit) == (0, True)


def test_poort_geen_brp(tmp_path: Path) -> None:
    """Without an accepted BRP or gebieden delivery there is nothing to publish."""
    run = sdl(tmp_path / "data", "run")
    assert run.code == 2, run.fout
    assert "brp" in run.fout.lower()
    assert "Traceback" not in run.fout
    assert not (tmp_path / "data" / "marts").exists()
    assert sdl(tmp_path / "data", "status").code == 0
