"""The schemes of voorzieningen/, each from one YAML in regelingen/: adding a scheme is adding a file.

Belongs here: what such a YAML may say. Does not belong here: reading deliveries (csv_lezer), or what a scheme counts as:
the contract on deliveries says that for every scheme, also for one without a YAML.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from sources.norm import Bewaartermijn, Verwacht, Zin
from sources.streng import BeschrijvingFout, Streng, lees_yaml

MAP = Path(__file__).with_name("regelingen")
Naam = Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")]


class Regeling(Streng):
    """One scheme: its name in the column `regeling`, on what ground it is delivered, and what its rows may say."""

    regeling: Naam
    titel: Zin
    ook: tuple[Naam, ...] = ()
    wetten: tuple[Literal["jeugd", "wmo", "pwet", "overig"], ...] = Field(min_length=1)
    leveringsvormen: tuple[Literal["ZIN", "PGB", "geen"], ...] = Field(min_length=1)
    leverancier: Zin
    grondslag: Zin
    doel: Zin
    bewaartermijn_jaren: Bewaartermijn
    eigenaar: Zin
    verwacht: Verwacht
    voorzieningen: dict[str, str] = {}


def lees_regelingen(map_: Path | None = None) -> dict[str, Regeling]:
    """Every scheme by each of its names; raises BeschrijvingFout when a YAML, or two of them together, cannot be."""
    per_naam: dict[str, Regeling] = {}
    for pad in sorted((map_ or MAP).glob("*.yml")):
        regeling = lees_yaml(Regeling, pad)
        if regeling.regeling != pad.stem:
            raise BeschrijvingFout(f"{pad.name}: regeling moet {pad.stem} zijn, zoals het bestand heet.")
        for naam in (regeling.regeling, *regeling.ook):
            if naam in per_naam:
                raise BeschrijvingFout(f"{pad.name}: {naam} staat al in {per_naam[naam].regeling}.yml.")
            per_naam[naam] = regeling
    return per_naam
