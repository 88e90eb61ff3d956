"""What is paid before the first row: importing the big libraries and parsing the dbt project.

Belongs here: each of these in a fresh process. Does not belong here: how a run spreads them over processes (that is why
they do not add up to the fixed start-up of a run).
"""

import sys
from collections.abc import Mapping

from tests.bench.meten import draai

_PROEVEN = {
    "pandas en duckdb (zitten in elk hieronder)": "pass",
    "import great_expectations": "import great_expectations",
    "import dagster": "import dagster",
    "import orchestration.definitions": "import orchestration.definitions",
    "import dbt": "import dbt.cli.main",
    "dbt-project lezen (met import)": "from orchestration.dbt_bouw import project; project()",
}


def opstart(omgeving: Mapping[str, str]) -> dict[str, float]:
    """Seconds per part, on a data root that ran before: what dbt and Dagster keep between runs is there."""
    uit = {}
    for naam, code in _PROEVEN.items():
        opdracht = f"from orchestration.omgeving import richt_in; richt_in(); {code}"
        uit[naam] = draai([sys.executable, "-c", opdracht], omgeving).seconden
    return uit
