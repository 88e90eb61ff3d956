"""Keys of a data root that is in use: lost, mixed up, changed. The publication stays what it was, to the byte.

Belongs here: the commands, as a person gives them. Does not belong here: the raw store in detail (unit/test_herversleutelen).
The tests share one data root and follow each other in its life, so they stand in one order.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.conftest import Gedraaid
from tests.e2e.opdracht import SDL, Uitkomst, hashes, listing, omgeving, sdl
from warehouse.keys import NAMES, ensure_keys, lees_stempel
from warehouse.paths import DataRoot
from warehouse.sleutelbron import lees_ring
from warehouse.slot import slot

JAAR = 365 * 24 * 3600


@pytest.fixture(scope="module")
def home(gedraaid: Gedraaid, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the data root after its run."""
    home = tmp_path_factory.mktemp("sleutels") / "data"
    shutil.copytree(gedraaid.home, home, symlinks=True)
    return home


def gebleven(home: Path) -> dict[str, tuple[int, int, int]]:
    """What no key mishap may touch."""
    mappen = {f"{map_}/{pad}": stand for map_ in ("raw", "publicaties") for pad, stand in listing(home / map_).items()}
    lake = (home / "lake.duckdb").stat()
    return mappen | {"lake": (lake.st_size, lake.st_mtime_ns, lake.st_mode)}


def met_sleutels(home: Path, map_: Path, *argumenten: str) -> Uitkomst:
    """A command with another key folder."""
    gedaan = subprocess.run(
        [SDL, *argumenten],
        env=omgeving(home) | {"SDL_KEYS": str(map_)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    return Uitkomst(gedaan.returncode, gedaan.stdout, gedaan.stderr)


def sleutels(home: Path) -> list[str]:
    """All keys of the data root as they are written."""
    return [sleutel.hex() for naam in NAMES for sleutel in lees_ring(home / "keys", naam)]


def test_terwijl_er_een_run_bezig_is(home: Path) -> None:
    voor = gebleven(home)
    with slot(DataRoot(home, home / "keys", home / "landing")):
        uit = sdl(home, "keys", "rotate")
    assert uit.code == 1
    assert "Er loopt al een verwerking" in uit.fout
    assert "Traceback" not in uit.fout
    assert gebleven(home) == voor
    assert len(sleutels(home)) == 2


def test_een_gegevensmap_zonder_gegevens(tmp_path: Path) -> None:
    uit = sdl(tmp_path / "leeg", "keys", "rotate")
    assert uit.code == 1
    assert "nog geen gegevens" in uit.fout


def kwijt(pad: Path) -> None:
    pad.unlink()


def open_voor_anderen(pad: Path) -> None:
    pad.chmod(0o644)


def half_geschreven(pad: Path) -> None:
    pad.write_bytes(pad.read_bytes()[:40])


@pytest.mark.parametrize(
    ("mis", "zegt", "opdracht"),
    [
        (kwijt, "ontbreekt", ("run",)),
        (kwijt, "ontbreekt", ("keys", "rotate")),
        (open_voor_anderen, "chmod 600", ("keys", "rotate")),
        (half_geschreven, "beschadigd", ("keys", "rotate")),
    ],
)
def test_een_sleutel_waarmee_iets_mis_is(
    home: Path, tmp_path: Path, mis: Callable[[Path], None], zegt: str, opdracht: tuple[str, ...]
) -> None:
    """A clear stop before anything is written; putting the key back is all it takes."""
    voor, sleutel = gebleven(home), home / "keys" / "pseudoniem.key"
    shutil.copy2(sleutel, tmp_path / "kluis")
    mis(sleutel)
    uit, status = sdl(home, *opdracht), sdl(home, "keys", "status")
    assert (uit.code, status.code) == (1, 1)
    assert zegt in uit.fout
    assert zegt in status.fout
    assert "Traceback" not in uit.fout
    assert gebleven(home) == voor
    sleutel.unlink(missing_ok=True)
    shutil.copy2(tmp_path / "kluis", sleutel)
    assert sdl(home, "keys", "status").code == 0


@pytest.mark.parametrize("opdracht", [("run",), ("keys", "rotate"), ("keys", "status")], ids=" ".join)
def test_de_sleutelmap_van_een_andere_gegevensmap(home: Path, tmp_path: Path, opdracht: tuple[str, ...]) -> None:
    voor = gebleven(home)
    ensure_keys(tmp_path / "ander", has_data=False)
    ander = [sleutel.read_text() for sleutel in (tmp_path / "ander").glob("*.key")]
    uit = met_sleutels(home, tmp_path / "ander", *opdracht)
    assert uit.code == 1
    assert "SDL_KEYS" in uit.fout
    assert "Traceback" not in uit.fout
    assert gebleven(home) == voor
    assert [sleutel.read_text() for sleutel in (tmp_path / "ander").glob("*.key")] == ander


def test_gewisseld_en_de_klok_een_jaar_terug(gedraaid: Gedraaid, home: Path) -> None:
    """Both keys change and the run that follows publishes the same bytes, though all that stands there is of later.

    Without landing/ being read: what was in the deliveries is in raw. Three states are kept, all younger than the new ones.
    """
    shutil.copytree(next((home / "standen").glob("????????????????*")), home / "standen" / "nog_een")
    (home / "marts").resolve().rename(home / "publicaties" / "29991231T000000000000")
    (home / "marts").unlink()
    (home / "marts").symlink_to("publicaties/29991231T000000000000")
    later = time.time() + JAAR
    for pad in [pad for pad in home.rglob("*") if not pad.is_relative_to(home / "landing") and not pad.is_symlink()]:
        os.utime(pad, (later, later))
    oude = {pad.name for pad in (home / "raw" / "brp__persoon").glob("*.parquet")}
    uit = sdl(home, "keys", "rotate")
    assert uit.code == 0, uit.fout
    assert hashes(home / "marts") == gedraaid.parquet
    assert (home / "marts").resolve().name != "29991231T000000000000"
    assert {pad.name for pad in (home / "raw" / "brp__persoon").glob("*.parquet")} == oude
    assert len(lees_stempel(home / "raw").pseudoniem) == 2
    assert not [sleutel for sleutel in sleutels(home) if sleutel in uit.uit + uit.fout]


def test_de_stand_noemt_geen_sleutel(home: Path) -> None:
    uit = sdl(home, "keys", "status")
    assert uit.code == 0
    assert "pseudoniem     bestand pseudoniem.key; 2 sleutel(s), 1 keer gewisseld" in uit.uit
    assert "past bij deze sleutels" in uit.uit
    assert not [sleutel for sleutel in sleutels(home) if sleutel[:12] in uit.uit + uit.fout]


def test_alleen_het_lake_en_de_run_later(gedraaid: Gedraaid, home: Path) -> None:
    """--zonder-run leaves the publication and says what is left to do; a key added too early is in nobody's way."""
    uit = sdl(home, "keys", "rotate", "--lake", "--zonder-run")
    assert uit.code == 0, uit.fout
    assert "start sdl run" in uit.fout
    assert hashes(home / "marts") == gedraaid.parquet
    assert not (home / "lake.duckdb").exists()
    assert [len(lees_ring(home / "keys", naam)) for naam in NAMES] == [2, 3]
    with (home / "keys" / "pseudoniem.key").open("a") as stroom:
        stroom.write("ab" * 32 + "\n")
    run = sdl(home, "run")
    assert run.code == 0, run.fout
    assert hashes(home / "marts") == gedraaid.parquet
