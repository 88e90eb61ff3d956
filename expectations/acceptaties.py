"""acceptaties.yml, strictly read: which findings the municipality leaves as they are, why, and until when.

Belongs here: the shape of that file. Does not belong here: what an acceptance does to a finding (dbt).
"""

import os
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field

from sources.streng import Streng, lees_yaml

BESTAND = Path(__file__).with_name("acceptaties.yml")


class Acceptatie(Streng):
    """One accepted finding; `bron`, `tabel` and `leverancier` narrow it down, absent means any."""

    regel: Annotated[str, Field(min_length=3)]
    bron: str | None = None
    tabel: str | None = None
    leverancier: str | None = None
    reden: Annotated[str, Field(min_length=20)]
    door: Annotated[str, Field(min_length=2)]
    tot: date


class Acceptaties(Streng):
    """The whole file."""

    acceptaties: tuple[Acceptatie, ...]


def lees_acceptaties() -> list[dict]:
    """Every acceptance of SDL_ACCEPTATIES, or of the file beside this module; BeschrijvingFout when it says anything else."""
    bestand = Path(os.environ.get("SDL_ACCEPTATIES") or BESTAND)
    return [acceptatie.model_dump() for acceptatie in lees_yaml(Acceptaties, bestand).acceptaties]
