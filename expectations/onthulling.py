"""The disclosure rules of the definitions as a table, for judging: what definities.yml promises of what is shown.

Belongs here: those rules in the form that figures are laid beside. Does not belong here: what a definition may say
(sources.definities), or applying a rule to counts (dbt).
"""

import os
from functools import cache

import pandas as pd

from sources.definities import Definitie, Onthulling, lees_definities

REGEL = ("geheim_onder", "nul_geheim", "afronding")


def van(definitie: Definitie, jaar: int) -> Onthulling:
    """The rule of one definition in a year."""
    return next(
        regel for regel in definitie.onthulling if (regel.van_jaar or jaar) <= jaar <= (regel.tot_en_met_jaar or jaar)
    )


@cache
def _bekend(eigen: str | None) -> dict[str, Definitie]:
    """The definitions, with those of the municipality at `eigen`; read once, for a gate asks for every table and year."""
    return lees_definities().definities


def met_regel(rij: pd.DataFrame) -> pd.DataFrame:
    """The rows with `definitie` and `jaar`, in their order, beside the rule that holds for each; NULL where there is none."""
    bekend = _bekend(os.environ.get("SDL_DEFINITIES"))
    paren = rij[["definitie", "jaar"]].dropna().drop_duplicates()
    regels = [
        {
            "definitie": definitie,
            "jaar": jaar,
            **{kolom: getattr(van(bekend[definitie], int(jaar)), kolom) for kolom in REGEL},
        }
        for definitie, jaar in paren.itertuples(index=False)
        if definitie in bekend
    ]
    typen = {
        "definitie": "string",
        "jaar": "Int64",
        "geheim_onder": "Int64",
        "nul_geheim": "boolean",
        "afronding": "Int64",
    }
    frame = pd.DataFrame(regels, columns=list(typen)).astype(typen)
    return rij.merge(frame, on=["definitie", "jaar"], how="left")
