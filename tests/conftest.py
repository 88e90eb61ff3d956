"""What holds for every test: recorded open data, and examples of Hypothesis that are the same on every machine.

Belongs here: settings of the whole suite and the compiled SQL that several files share. Does not belong here: helpers
of one file.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.keten import Keten

os.environ["SDL_CBS"] = "offline"
os.environ.pop("SDL_POSTGRES", None)

# An example is a whole municipality: it takes a second, is not worth shrinking, and must not differ between two runs.
settings.register_profile(
    "keten",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("keten")


@pytest.fixture(scope="session")
def keten(tmp_path_factory: pytest.TempPathFactory) -> Keten:
    """The SQL of the dbt project, compiled once for all tests."""
    return Keten(tmp_path_factory.mktemp("keten"))
