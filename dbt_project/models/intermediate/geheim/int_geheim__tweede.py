"""Which cells are secret although they are not small: the others would give them, or small ones, away.

Belongs here: handing the cells over and taking the choice back. Does not belong here: the choice (warehouse.bescherming).
"""

from typing import Any


def model(dbt: Any, session: Any) -> Any:
    """One row per cell that is hidden in the second instance."""
    dbt.config(materialized="table")
    from warehouse.antwoorden import geheugen
    from warehouse.bescherming import tweede
    from warehouse.paths import data_root

    cel, gebied, extra = dbt.ref("int_geheim__cel"), dbt.ref("int_telling__gebied"), dbt.ref("geheim_extra")
    with geheugen(data_root()) as bekend:
        verborgen = tweede(cel.df(), gebied.df(), extra.df(), geheugen=bekend)
    return verborgen
