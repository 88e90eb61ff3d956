"""Which tests need the national standards beside the checkout (../shared/standards); without them there is nothing to compare.

Belongs here: that choice. Does not belong here: fixtures (tests/conftest.py).
"""

from warehouse.paths import CHECKOUT

MET_STANDAARD = [
    "test_berichten_schema.py",
    "test_brp_json_standaard.py",
    "test_ggm_standaard.py",
    "test_regels_standaard.py",
]
collect_ignore = [] if (CHECKOUT.parent / "shared" / "standards").is_dir() else MET_STANDAARD
