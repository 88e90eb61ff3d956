"""The description of a source, strictly read from its YAML.

Belongs here: what a YAML file may say. Does not belong here: headers (kop) and records (csv_lezer).
"""

import difflib
import re
from functools import cache
from pathlib import Path

from pydantic import model_validator

from sources.norm import Bewaartermijn, Verwacht, Zin
from sources.schemas import SCHEMAS
from sources.streng import Streng, lees_yaml
from sources.typen import TYPEN

CSV_BRONNEN = ("brp", "gebieden", "pwet", "voorzieningen", "contracten", "financien", "beleidsinformatie_jeugd")
BERICHT_BRONNEN = ("iwmo", "ijw")
BRONNEN = (*CSV_BRONNEN, *BERICHT_BRONNEN)


class Kolom(Streng):
    """One column: found by `naam`, by `patroon` whose group is the year, or in JSON at `plek`; lands as `doel`.

    `cijfers` is how long a code is: a sheet that holds it as a number has lost the zeros in front.
    """

    naam: str
    patroon: str | None = None
    plek: str | None = None
    type: str
    cijfers: int | None = None
    verplicht: bool = False
    doel: str

    @model_validator(mode="after")
    def _klopt(self) -> "Kolom":
        if self.type not in TYPEN:
            raise ValueError(f"kolom {self.naam}: onbekend type {self.type}; kies uit {sorted(TYPEN)}")
        return self

    def jaar_van(self, kop: str) -> str | None:
        """The year that a header names for this column, "" when it has none, None when it is another column."""
        if self.patroon is None:
            return "" if kop == self.naam else None
        treffer = re.fullmatch(self.patroon, kop)
        return treffer[1] if treffer else None


class Soort(Streng):
    """One kind of file: its columns, and whether other columns go without a warning."""

    kolommen: tuple[Kolom, ...]
    andere_kolommen_zijn_gewoon: bool = False
    lege_eerste_kop_scheidt_geschiedenis: bool = False


class Bron(Streng):
    """One source folder: who delivers it, on what ground and for how long, what is expected of deliveries and who
    repairs them, and the kinds of file in it, which may be workbooks with `werkmap`."""

    bron: str
    leverancier: Zin
    grondslag: Zin
    doel: Zin
    bewaartermijn_jaren: Bewaartermijn
    eigenaar: Zin
    verwacht: Verwacht
    werkmap: bool = False
    soorten: dict[str, Soort]

    @model_validator(mode="after")
    def _tabellen_bestaan(self) -> "Bron":
        onbekend = set(self.soorten) - set(SCHEMAS)
        if onbekend:
            raise ValueError(f"bron {self.bron}: onbekende tabel {sorted(onbekend)}")
        return self


@cache
def lees_bron(bron: str) -> Bron:
    """The description of a source; raises BeschrijvingFout when the YAML says something that is not known."""
    return lees_yaml(Bron, Path(__file__).with_name(f"{bron}.yml"))


@cache
def _kolomnamen() -> dict[str, str]:
    """Every column name of our YAMLs, without capitals, as it is written there."""
    bronnen = (lees_bron(bron) for bron in CSV_BRONNEN)
    kolommen = (kolom for bron in bronnen for soort in bron.soorten.values() for kolom in soort.kolommen)
    return {kolom.naam.casefold(): kolom.naam for kolom in kolommen}


def nette_naam(kop: str, positie: int) -> str:
    """What may be said of a header: a column name of ours, else its place and which of ours it resembles. It may be a name."""
    namen = _kolomnamen()
    if kop.casefold() in namen:
        return namen[kop.casefold()]
    lijkt = difflib.get_close_matches(kop.casefold(), namen, n=1, cutoff=0.8)
    return f"kolom {positie} (lijkt op {namen[lijkt[0]]})" if lijkt else f"kolom {positie}"
