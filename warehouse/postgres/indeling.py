"""Roles, their tables and the relations between tables, read strictly from indeling.yml.

Belongs here: the form of that file. Does not belong here: SQL.
"""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from sources.streng import Streng, lees_yaml

Naam = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Reden = Annotated[str, Field(min_length=10)]
BESTAND = Path(__file__).with_name("indeling.yml")
STER = "ster_"
"""What the name of a view begins with that adds a single-column key for the area of a year."""


class Rol(Streng):
    """What a role may read, and why."""

    tabellen: Literal["alle"] | list[Naam]
    reden: Reden

    def leest(self, tabel: str) -> bool:
        """Whether this role reads a table; a view with a key is read by who reads its table."""
        return self.tabellen == "alle" or tabel.removeprefix(STER) in self.tabellen


class Relatie(Streng):
    """Rows of `van` exist in `naar` by these columns, which are the key of `naar`."""

    van: Annotated[list[Naam], Field(min_length=1)]
    kolommen: Annotated[list[Naam], Field(min_length=1)]
    naar: Naam
    reden: Reden


class Indeling(Streng):
    """The whole file."""

    rollen: Annotated[dict[Naam, Rol], Field(min_length=1)]
    relaties: list[Relatie]


@cache
def lees_indeling(pad: Path = BESTAND) -> Indeling:
    """Roles and relations; raises BeschrijvingFout with every key that is wrong."""
    return lees_yaml(Indeling, pad)
