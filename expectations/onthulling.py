"""The disclosure rules of the definitions as a table, for judging: what definities.yml promises of what is shown.

Belongs here: those rules in the form that figures are laid beside. Does not belong here: what a definition may say
(sources.definities), or applying a rule to counts (dbt).
"""

import pandas as pd

from sources.definities import Definitie, Onthulling, lees_definities

REGEL = ("geheim_onder", "nul_geheim", "afronding")


def van(definitie: Definitie, jaar: int) -> Onthulling:
    """The rule of one definition in a year."""
    return next(
        regel for regel in definitie.onthulling if (regel.van_jaar or jaar) <= jaar <= (regel.tot_en_met_jaar or jaar)
    )


def met_regel(rij: pd.DataFrame) -> pd.DataFrame:
    """The rows with `definitie` and `jaar`, in their order, beside the rule that holds for each; NULL where there is none."""
    bekend = lees_definities().definities
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
