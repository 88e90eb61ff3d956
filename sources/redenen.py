"""Why something was refused or warned about, in words that a supplier can act on.

Belongs here: reading redenen.yml strictly. Does not belong here: deciding that something is wrong.
"""

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class Reden(BaseModel):
    """What is wrong (`zin`) and what the supplier can do about it (`doe`), in Dutch."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    ernst: Literal["fout", "waarschuwing"]
    zin: str = Field(min_length=10)
    doe: str = Field(min_length=10)


@cache
def redenen() -> dict[str, Reden]:
    """Every reason by its code; raises ValidationError when redenen.yml holds anything else."""
    tekst = Path(__file__).with_name("redenen.yml").read_text("utf-8")
    return TypeAdapter(dict[str, Reden]).validate_python(yaml.safe_load(tekst))
