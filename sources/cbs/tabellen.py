"""tabellen.yml, strictly read: an unknown or missing field is an error before anything is fetched.

Belongs here: the shape of that file. Does not belong here: fetching, or the form in which CBS answers.
"""

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt, model_validator

BESTAND = Path(__file__).with_name("tabellen.yml")
Thema = Literal["kwb", "bevolking", "overlap"]
THEMAS: tuple[Thema, ...] = ("kwb", "bevolking", "overlap")


class _Streng(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Verbinding(_Streng):
    """How long to wait and how often to try; `wacht_seconden` doubles after every failure."""

    verbinden_seconden: PositiveFloat
    lezen_seconden: PositiveFloat
    pogingen: PositiveInt
    wacht_seconden: float = Field(ge=0)
    reden: str


class Onderwerp(_Streng):
    """A topic as CBS names it before `_n`, with its unit: together they find the column in any year."""

    naam: str
    eenheid: str
    verplicht: bool = False


class Tabel(_Streng):
    """One table. `jaar` for a table of one year, `vanaf` for a series; `periode` is the first year CBS's Period names.

    `aangeleverd`, of overlap tables: per period as CBS writes it (2022JJ00) the last delivery date that CBS could use.
    """

    tabel: str = Field(pattern=r"^\d{5}(NED|ned)$")
    thema: Thema
    jaar: int | None = None
    vanaf: int | None = None
    titel: str
    periode: str
    status: Literal["actief", "uit"]
    reden: str
    aangeleverd: dict[str, date] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _jaar_of_reeks(self) -> "Tabel":
        if (self.jaar is None) == (self.vanaf is None) or (self.thema == "bevolking") != (self.vanaf is not None):
            raise ValueError(f"{self.tabel}: een tabel van een jaar heeft `jaar`, een bevolkingsreeks heeft `vanaf`")
        return self

    @model_validator(mode="after")
    def _aangeleverd(self) -> "Tabel":
        vreemd = [periode for periode in self.aangeleverd if not re.fullmatch(rf"{self.jaar}(JJ00|HJ0[12])", periode)]
        if vreemd or (self.thema != "overlap" and self.aangeleverd):
            raise ValueError(f"{self.tabel}: `aangeleverd` heeft alleen perioden van dat jaar, zoals {self.jaar}JJ00")
        return self


class Tabellen(_Streng):
    """The whole file."""

    verbinding: Verbinding
    gemeenten: list[str] = Field(min_length=1)
    vergelijking: list[str]
    combinaties: dict[str, str]
    onderwerpen: dict[Thema, list[Onderwerp]]
    tabellen: list[Tabel]

    @model_validator(mode="after")
    def _eenmaal(self) -> "Tabellen":
        nummers = [tabel.tabel.lower() for tabel in self.tabellen]
        jaren = [(tabel.thema, tabel.jaar) for tabel in self.tabellen if tabel.status == "actief"]
        if len(set(nummers)) < len(nummers) or len(set(jaren)) < len(jaren):
            raise ValueError("tabellen.yml: een tabelnummer, of een thema en jaar, staat er twee keer actief in")
        return self

    @property
    def actief(self) -> list[Tabel]:
        """The tables that are loaded, in the order of the file."""
        return [tabel for tabel in self.tabellen if tabel.status == "actief"]


@cache
def lees_tabellen(bestand: Path = BESTAND) -> Tabellen:
    """The tables this project knows; raises pydantic.ValidationError with the field that is wrong."""
    return Tabellen.model_validate(yaml.safe_load(bestand.read_text("utf-8")))
