"""normen.yml, strictly read: a threshold without a reason, or an unknown one, is an error before anything is judged.

Belongs here: the shape of that file. Does not belong here: the rules that use the thresholds.
"""

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

BESTAND = Path(__file__).with_name("normen.yml")
Reden = Field(min_length=20)


class _Streng(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Norm(_Streng):
    """One threshold and why it is what it is."""

    norm: float = Field(ge=0)
    reden: str = Reden


class Verplicht(_Streng):
    """Sources without which a run stops."""

    bronnen: list[str] = Field(min_length=1)
    reden: str = Reden


class LeveringNormen(_Streng):
    """Gate 1, per source. `krimp_*` is the least share of the rows of the delivery before."""

    verplicht: Verplicht
    krimp_fataal: dict[str, Norm]
    krimp_waarschuwing: dict[str, Norm]
    geweigerd: dict[str, Norm]

    @model_validator(mode="after")
    def _standaard(self) -> "LeveringNormen":
        if "standaard" not in self.geweigerd:
            raise ValueError("leveringen.geweigerd heeft `standaard` nodig, voor bronnen zonder eigen norm")
        return self


class LakeNormen(_Streng):
    """Gate 2: how large a share may break a rule, for rules that stop the run and for those that only warn."""

    fataal: Norm
    overig: Norm


class MartNormen(_Streng):
    """Gate 3. What is secret stands with its definition (expectations.onthulling)."""

    kleinste_noemer: Norm
    eerder_stopt_vanaf: Norm


class CbsNorm(_Streng):
    """How far an own figure may lie from CBS: a share of it, and always `vrij` units."""

    afwijking: float = Field(ge=0)
    vrij: int = Field(ge=0)
    reden: str = Reden


class Normen(_Streng):
    """The whole file."""

    leveringen: LeveringNormen
    lake: LakeNormen
    marts: MartNormen
    cbs: dict[str, CbsNorm]


@cache
def lees_normen(bestand: Path = BESTAND) -> Normen:
    """The thresholds; raises pydantic.ValidationError with the field that is wrong."""
    return Normen.model_validate(yaml.safe_load(bestand.read_text("utf-8")))
