"""The code location that Dagster loads.

Belongs here: which modules take part, and what holds for all of them. Does not belong here: any definition itself.
"""

import dagster as dg

from orchestration.defs import dbt, leveringen, planning, poorten, publicatie
from orchestration.werkplek import Werkplek

MODULES = [leveringen, dbt, publicatie]

defs = dg.Definitions(
    assets=dg.load_assets_from_modules(MODULES, include_specs=True),
    asset_checks=dg.load_asset_checks_from_modules([poorten]),
    jobs=[planning.dagelijks],
    schedules=[planning.elke_ochtend],
    sensors=[planning.nieuwe_levering],
    resources={"werkplek": Werkplek()},
    # One writer: the lake is one file, so steps run one after another in one process.
    executor=dg.in_process_executor,
)
