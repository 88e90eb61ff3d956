"""The process environment that Dagster and dbt read, derived from the data root.

Belongs here: environment variables, set once before either is loaded. Does not belong here: settings of a person
(those are SDL_HOME, SDL_KEYS, SDL_LANDING and SDL_BEKEND_OP) or what a run does.
"""

import os
from contextlib import suppress

from warehouse.duck import EXTENSIONS
from warehouse.paths import CHECKOUT, DBT_PROJECT, DataRoot, data_root
from warehouse.slot import Bezet, slot
from warehouse.wisselen import is_onaf, maak_af


def richt_in() -> DataRoot:
    """Point Dagster and dbt at this data root and make its folders; safe to call more than once.

    raw/ is not made here: while its keys are changed it is away for a moment, and must not be there when it returns.
    """
    home = data_root()
    if is_onaf(home):
        with suppress(Bezet), slot(home):  # whoever holds it is still at it
            maak_af(home)
    for folder in (home.root, home.landing, home.dagster, home.dbt, home.tmp):
        folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        DAGSTER_HOME=str(CHECKOUT),
        DAGSTER_DISABLE_TELEMETRY="yes",
        SDL_HOME=str(home.root),
        SDL_KEYS=str(home.sleutels),
        SDL_LANDING=str(home.landing),
        SDL_DAGSTER=str(home.dagster),
        SDL_RAW=str(home.raw),
        SDL_TMP=str(home.tmp),
        SDL_EXTENSIONS=str(EXTENSIONS),
        DBT_PROJECT_DIR=str(DBT_PROJECT),
        DBT_PROFILES_DIR=str(DBT_PROJECT),
        DBT_TARGET_PATH=str(home.dbt / "target"),
        DBT_LOG_PATH=str(home.dbt / "logs"),
        DBT_SEND_ANONYMOUS_USAGE_STATS="false",
        GX_ANALYTICS_ENABLED="false",
    )
    return home
