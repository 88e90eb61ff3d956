"""The data roots that the end-to-end tests share: a run takes twenty seconds.

Belongs here: runs whose outcome several tests look at. Does not belong here: assertions.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.leveringen_maken import maak_landing
from tests.e2e.opdracht import Uitkomst, hashes, sdl


@dataclass(frozen=True)
class Gedraaid:
    """A data root after its first run."""

    home: Path
    verwacht: dict[str, tuple[str, str]]  # quarantine: path -> (klasse, code)
    run: Uitkomst
    parquet: dict[str, str]


@pytest.fixture(scope="session")
def gedraaid(tmp_path_factory: pytest.TempPathFactory) -> Gedraaid:
    """One run of the real job on a municipality of 400 with everything that can be wrong with a file."""
    home = tmp_path_factory.mktemp("gemeente") / "data"
    verwacht = maak_landing(home / "landing")
    run = sdl(home, "run")
    return Gedraaid(home, verwacht, run, hashes(home / "marts"))
