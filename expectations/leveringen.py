"""Gate 1, behind the landing: are the deliveries there, whole, and not much smaller than before?

Belongs here: rules on counts per delivery. Does not belong here: why a file or record was refused (the readers say so).
"""

import pandas as pd

from expectations.context import Regel, oordeel
from expectations.normen import LeveringNormen, lees_normen

KOLOMMEN = ["bron", "leverdatum", "bestanden", "gelezen", "geland", "geweigerd", "aandeel_vorige"]


def beoordeel_leveringen(leveringen: pd.DataFrame) -> list[dict]:
    """Judge one row per source and delivery date: KOLOMMEN, `bestanden` to `geweigerd` whole numbers of accepted files,
    records read, landed and refused; `aandeel_vorige` the landed rows as a share of the delivery before (NULL = first).
    """
    normen = lees_normen().leveringen
    return _verplicht(leveringen, normen) + [
        rij for bron, deel in leveringen.groupby("bron", sort=True) for rij in _per_bron(str(bron), deel, normen)
    ]


def _verplicht(leveringen: pd.DataFrame, normen: LeveringNormen) -> list[dict]:
    """A frame of one row, with a column per required source that counts its accepted deliveries."""
    goed = leveringen.loc[leveringen["geland"] > 0, "bron"].value_counts()
    bronnen = normen.verplicht.bronnen
    aanwezig = pd.DataFrame([{bron: int(goed.get(bron, 0)) for bron in bronnen}])
    regels = [
        Regel(
            code=f"L_{bron.upper()}_ONTBREEKT",
            ernst="fataal",
            zin=f"Er is ten minste één bruikbare levering van {bron}.",
            doe=f"Zet een levering in landing/{bron}/<datum>/ en start opnieuw; de vorige publicatie blijft staan.",
            soort="ExpectColumnValuesToBeBetween",
            argumenten={"column": bron, "min_value": 1},
            bron=bron,
        )
        for bron in bronnen
    ]
    return oordeel("Leveringen, verplichte bronnen", aanwezig, regels, laag="levering")


def _per_bron(bron: str, deel: pd.DataFrame, normen: LeveringNormen) -> list[dict]:
    gelezen = deel["gelezen"].where(deel["gelezen"] > 0)
    frame = deel.assign(aandeel_geweigerd=(deel["geweigerd"] / gelezen).astype(float))
    frame["aandeel_vorige"] = frame["aandeel_vorige"].astype(float)
    geweigerd = normen.geweigerd.get(bron, normen.geweigerd["standaard"])
    regels = [
        Regel(
            code="L_GEWEIGERD_AANDEEL",
            ernst="waarschuwing",
            zin=f"Per levering van {bron} is hooguit {_procent(geweigerd.norm)} van de regels geweigerd.",
            doe="Bekijk de redenen in quarantine/ en vraag de leverancier om een herstelde levering.",
            soort="ExpectColumnValuesToBeBetween",
            argumenten={"column": "aandeel_geweigerd", "max_value": geweigerd.norm},
            attribuut="geweigerd",
        )
    ]
    krimp = [("L_KRIMP", "fataal", normen.krimp_fataal), ("L_MINDER_RIJEN", "waarschuwing", normen.krimp_waarschuwing)]
    regels += [
        Regel(
            code=code,
            ernst=ernst,
            zin=f"Een levering van {bron} heeft ten minste {_procent(norm.norm)} van de rijen van de vorige levering.",
            doe="Controleer of het bestand volledig is en lever het anders opnieuw aan.",
            soort="ExpectColumnValuesToBeBetween",
            argumenten={"column": "aandeel_vorige", "min_value": norm.norm},
            attribuut="aandeel_vorige",
        )
        for code, ernst, per_bron in krimp
        if (norm := per_bron.get(bron))
    ]
    return oordeel(f"Leveringen, {bron}", frame[[*KOLOMMEN, "aandeel_geweigerd"]], regels, laag="levering", bron=bron)


def _procent(aandeel: float) -> str:
    return f"{aandeel * 100:g} %".replace(".", ",")
