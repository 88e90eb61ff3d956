"""Gate 2, behind the lake: the profile that SQL computed, held against the norm of each rule.

Belongs here: judging that profile. Does not belong here: the rules themselves; they are SQL, next to the models.
"""

import pandas as pd

from expectations.context import Regel, oordeel
from expectations.normen import LakeNormen, lees_normen


def beoordeel_lake(profiel: pd.DataFrame) -> list[dict]:
    """Judge one row per rule and part: regel, onderdeel, gecontroleerd, geschonden, ernst; one finding per row."""
    normen = lees_normen().lake
    return [
        rij
        for onderdeel, deel in profiel.fillna({"onderdeel": "lake"}).groupby("onderdeel", sort=True)
        for rij in _onderdeel(str(onderdeel), deel, normen)
    ]


def _onderdeel(onderdeel: str, deel: pd.DataFrame, normen: LakeNormen) -> list[dict]:
    """A frame of one row with a column per rule, so that Data Docs shows the rules side by side."""
    aandelen, regels = {}, []
    for rij in deel.to_dict("records"):
        norm = (normen.fataal if rij["ernst"] == "fataal" else normen.overig).norm
        gecontroleerd, geschonden = int(rij["gecontroleerd"]), int(rij["geschonden"])
        aandelen[rij["regel"]] = geschonden / max(gecontroleerd, 1)
        regels.append(
            Regel(
                code=rij["regel"],
                ernst=rij["ernst"],
                zin=f"Regel {rij['regel']} is bij hooguit {norm * 100:g} % van {onderdeel} geschonden.",
                doe="Zoek in het lake uit welke rijen het zijn; herstel de bron, of pas de norm aan met een reden.",
                soort="ExpectColumnValuesToBeBetween",
                argumenten={"column": rij["regel"], "max_value": norm},
                aantal=geschonden,
                gecontroleerd=gecontroleerd,
            )
        )
    return oordeel(f"Lake, {onderdeel}", pd.DataFrame([aandelen]), regels, laag="lake", bron="lake", tabel=onderdeel)
