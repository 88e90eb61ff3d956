"""The trained settings, strictly read from instellingen.yml, and what Splink needs to hear of them.

Belongs here: what that YAML may say. Does not belong here: how its figures came about (leren).
"""

import hashlib
import math
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field, model_validator

from sources.koppeling import vergelijken
from sources.koppeling.vergelijken import BLOKKEN, FREQUENTIE, LEEG, NIVEAUS
from sources.norm import Reden, Zin
from sources.streng import Streng, lees_yaml

PAD = Path(__file__).with_name("instellingen.yml")
_REKENT = ("namen", "vorm", "vergelijken", "kans")


class Gewicht(Streng):
    """A match weight: the base 2 logarithm of the odds that two registrations are one person."""

    norm: float = Field(gt=-20, le=40)
    reden: Reden


class Deel(Streng):
    """A share, as a fraction."""

    norm: float = Field(gt=0, le=1)
    reden: Reden


class Drempels(Streng):
    """From which weight a pair is linked, the same when the birth dates differ in more than the order of day and month, from
    which weight somebody may look at it, and how far the second must be behind."""

    koppelen: Gewicht
    datum_anders: Gewicht
    klerk: Gewicht
    marge: Gewicht

    @model_validator(mode="after")
    def _op_volgorde(self) -> "Drempels":
        if not self.klerk.norm <= self.koppelen.norm <= self.datum_anders.norm:
            raise ValueError("klerk, koppelen en datum_anders moeten oplopen")
        return self


class Kansen(Streng):
    """How often a level occurs in pairs of one person (m), and in pairs of two persons (u)."""

    m: float = Field(gt=0, le=1)
    u: float = Field(gt=0, le=1)

    @property
    def gewicht(self) -> float:
        """What the level adds to a match weight."""
        return math.log2(self.m / self.u)


class Instellingen(Streng):
    """Everything that decides on a link."""

    getraind: Zin
    aandeel_inwoner: Deel
    drempels: Drempels
    niveaus: dict[str, dict[str, Kansen]]

    @model_validator(mode="after")
    def _zelfde_niveaus(self) -> "Instellingen":
        verwacht = {wat: [een for een in niveaus if een != LEEG] for wat, niveaus in NIVEAUS.items()}
        if {wat: list(niveaus) for wat, niveaus in self.niveaus.items()} != verwacht:
            raise ValueError(f"niveaus moeten deze zijn, in deze volgorde: {verwacht}")
        return self


@cache
def lees_instellingen(pad: Path = PAD) -> Instellingen:
    """The settings; raises BeschrijvingFout when the YAML says something that is not known."""
    return lees_yaml(Instellingen, pad)


@cache
def versie() -> bytes:
    """What tells one way of linking from another: the settings and the code that compares."""
    inhoud = [PAD.read_bytes(), *(PAD.with_name(f"{naam}.py").read_bytes() for naam in _REKENT)]
    return hashlib.sha256(b"\0".join(inhoud)).digest()


def voor_splink(niveaus: dict[str, dict[str, Kansen]] | None, kans_vooraf: float) -> dict[str, Any]:
    """The settings as Splink reads them; without `niveaus` those of a model that is still to be trained."""
    return {
        "link_type": "link_only",
        "unique_id_column_name": "nr",
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
        "probability_two_random_records_match": kans_vooraf,
        "comparisons": [
            {
                "output_column_name": wat,
                "comparison_levels": [_niveau(wat, naam, niveaus and niveaus[wat].get(naam)) for naam in conditions],
            }
            for wat, conditions in vergelijken.NIVEAUS.items()
        ],
        "blocking_rules_to_generate_predictions": [{"blocking_rule": blok} for blok in BLOKKEN],
    }


def _niveau(wat: str, naam: str, kansen: Kansen | None) -> dict[str, Any]:
    niveau: dict[str, Any] = {"sql_condition": NIVEAUS[wat][naam], "label_for_charts": naam}
    if naam == LEEG:
        return {**niveau, "is_null_level": True}
    if kansen:
        niveau |= {"m_probability": kansen.m, "u_probability": kansen.u}
    if (wat, naam) in FREQUENTIE:
        niveau |= {"tf_adjustment_column": FREQUENTIE[wat, naam], "tf_adjustment_weight": 1.0}
    return niveau
