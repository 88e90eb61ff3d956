"""How many households of which kind each buurt gets, scaled from the published figures.

Belongs here: reading the CBS extract and dividing N inhabitants over buurten and kinds of household without noise.
Does not belong here: persons.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

from .gedrag import Gedrag

GEMEENTE = "0141"
GEMEENTENAAM = "Almelo"
_BANDEN = ("jaar_0_14", "jaar_15_24", "jaar_25_44", "jaar_45_64", "jaar_65_plus")
_INSTELLING_MIN, _INSTELLING_MAX = 14, 70


@dataclass
class Buurt:
    """The plan of one buurt: counts to generate, what is left of each age band, and its weight in the use of laws."""

    code: str
    naam: str
    wijknaam: str
    postcode4: str
    inwoners: int
    alleen: int
    paren: int
    gezinnen: int
    gezinspersonen: int
    instellingen: list[int]
    banden: list[float]
    bijstand: float
    grijs: float

    @property
    def wijk(self) -> str:
        """Code of the wijk."""
        return f"WK{self.code[2:8]}"

    @property
    def huishoudens(self) -> int:
        """Planned households."""
        return self.alleen + self.paren + self.gezinnen


class Afronder:
    """Rounds a series so that its running total is always the rounded running total."""

    def __init__(self) -> None:
        self._som, self._klaar = 0.0, 0

    def __call__(self, waarde: float) -> int:
        self._som += waarde
        uit = round(self._som) - self._klaar
        self._klaar += uit
        return uit


def lees_cijfers() -> list[dict[str, str]]:
    """The rows of the CBS extract (Bron: CBS, 84799NED): one per buurt of Almelo, 2020."""
    with (Path(__file__).parent / "almelo_2020.csv").open(encoding="utf-8", newline="") as bestand:
        bestand.readline()
        return list(csv.DictReader(bestand, delimiter=";"))


def maak_plan(inwoners: int, gedrag: Gedrag) -> list[Buurt]:
    """The buurten of the municipality for `inwoners` on 1 January 2022, in order of code."""
    rijen = lees_cijfers()
    totaal = sum(int(rij["inwoners"]) for rij in rijen)
    rond = {soort: Afronder() for soort in ("inwoners", "eenpersoons", "zonder_kinderen", "met_kinderen")}
    rest, over = 0.0, 0
    plan = []
    for rij in rijen:
        cijfer = {naam: float(waarde) for naam, waarde in rij.items() if naam.startswith("jaar_") or naam in rond}
        aantal = {soort: rond[soort](cijfer[soort] * inwoners / totaal) for soort in rond}
        rest += _in_instellingen(cijfer, gedrag) * inwoners / totaal
        instellingen = _verdeel(int(rest)) if rest >= _INSTELLING_MIN else []
        rest -= sum(instellingen)
        over += aantal["inwoners"] - aantal["eenpersoons"] - 2 * aantal["zonder_kinderen"] - sum(instellingen)
        # what does not fit the families of this buurt goes to those of the next one
        personen = min(max(over, 2 * aantal["met_kinderen"]), 6 * aantal["met_kinderen"])
        over -= personen
        plan.append(_buurt(rij, cijfer, aantal, personen, instellingen))
    return plan


def _in_instellingen(cijfer: dict[str, float], gedrag: Gedrag) -> float:
    bevolking = gedrag.bevolking
    in_gezin = cijfer["inwoners"] - cijfer["eenpersoons"] - 2 * cijfer["zonder_kinderen"]
    over = max(0.0, in_gezin - bevolking.grens_gezin * cijfer["met_kinderen"])
    grijs = cijfer["jaar_65_plus"] > bevolking.grijs * max(cijfer["inwoners"], 1)
    return over + (bevolking.grijs_instelling * cijfer["inwoners"] if grijs else 0.0)


def _verdeel(personen: int) -> list[int]:
    huizen = -(-personen // _INSTELLING_MAX)
    return [personen // huizen + (nummer < personen % huizen) for nummer in range(huizen)]


def _buurt(
    rij: dict[str, str], cijfer: dict[str, float], aantal: dict[str, int], gezinspersonen: int, instellingen: list[int]
) -> Buurt:
    personen = sum(cijfer[band] for band in _BANDEN) or 1.0
    huishoudens = sum(cijfer[soort] for soort in ("eenpersoons", "zonder_kinderen", "met_kinderen"))
    return Buurt(
        code=rij["code"],
        naam=rij["naam"],
        wijknaam=rij["wijknaam"],
        postcode4=rij["postcode4"],
        inwoners=aantal["inwoners"],
        alleen=aantal["eenpersoons"],
        paren=aantal["zonder_kinderen"],
        gezinnen=aantal["met_kinderen"],
        gezinspersonen=gezinspersonen,
        instellingen=instellingen,
        banden=[cijfer[band] / personen * aantal["inwoners"] for band in _BANDEN],
        bijstand=float(rij["bijstand"]) / max(huishoudens, 1.0),
        grijs=cijfer["jaar_65_plus"] / max(cijfer["inwoners"], 1.0),
    )
