"""One facility in use, and who in a household could use a law.

Belongs here: spells of facilities and the aptness of people and households. Does not belong here: giving them out
(gebruik).
"""

from dataclasses import dataclass
from random import Random

from .huishoudens import Huishouden
from .persoon import Persoon
from .sturing import WETTEN
from .tijd import JAARGRENZEN

_PENSIOEN = 66.6
_VOORAF = 90
"""Days that a message may be dated before the use it is about: nobody is written about before being born."""


@dataclass(slots=True, eq=False)
class Inzet:
    """One facility that a person uses from `begin` to `einde` (inclusive, None = beyond the window).

    `soort` is uitkering, reintegratie, toewijzing (message traffic), pgb or register; `categorie` the product category.
    """

    wet: str
    soort: str
    categorie: str
    begin: int
    einde: int | None
    partner: Persoon | None = None


def inzetten_in_jaar(leden: list[Persoon], jaar: int) -> list[Inzet]:
    """The facilities that these people use on at least one day of the year."""
    begin, einde = JAARGRENZEN[jaar]
    return [
        inzet
        for persoon in leden
        for inzet in persoon.gebruik
        if inzet.begin <= einde and (inzet.einde is None or inzet.einde >= begin)
        and (persoon.dood is None or persoon.dood >= begin)
    ]  # fmt: skip


def wetten_in_jaar(leden: list[Persoon], jaar: int) -> list[str]:
    """The laws these people use in the year, in the order of the names of groups; a benefit counts for both partners."""
    gebruikt = {inzet.wet for inzet in inzetten_in_jaar(leden, jaar)}
    return [wet for wet in WETTEN if wet in gebruikt]


def venster(wie: Persoon, jaar: int) -> tuple[int, int]:
    """First and last day of the year on which the person is an inhabitant, and old enough to be written about before."""
    begin, einde = JAARGRENZEN[jaar]
    return max(begin, wie.komt, wie.geboren + _VOORAF), min(einde, wie.einde() - 1)


def kandidaten_voor(huishouden: Huishouden, wet: str, jaar: int) -> list[Persoon]:
    """The people of a household who could use a law in a year, by age; who has no valid number cannot."""
    uit = []
    for persoon in huishouden.leden:
        laag, hoog = venster(persoon, jaar)
        if not persoon.bsn_bekend or laag > hoog:
            continue
        leeftijd = persoon.leeftijd(hoog)
        if (
            (wet == "jeugd" and leeftijd < 18)
            or (wet == "wmo" and (leeftijd >= 18.5 or any(een.wet == "jeugd" for een in persoon.gebruik)))
            or (wet == "pwet" and 19 <= leeftijd < _PENSIOEN)
        ):
            uit.append(persoon)
    return uit


def kies_persoon(rng: Random, kandidaten: list[Persoon], wet: str, jaar: int) -> Persoon:
    """Somebody: parents rather than children at home, for the Wmo mostly who already has a benefit, or the oldest."""
    gewichten = []
    for persoon in kandidaten:
        gewicht = 0.15 if persoon.ouders and wet != "jeugd" else 1.0
        if wet == "wmo":
            leeftijd = persoon.leeftijd(JAARGRENZEN[jaar][1])
            gewicht *= 1 + (leeftijd / 40) ** 2
            if leeftijd < 18.5:
                gewicht = 1.3  # one client in a thousand inhabitants uses both youth care and the Wmo
            elif wetten_in_jaar([persoon], jaar):
                gewicht *= 6
        if wet == "jeugd":
            gewicht = 0.4 + persoon.leeftijd(JAARGRENZEN[jaar][1]) / 12
        gewichten.append(gewicht)
    return rng.choices(kandidaten, gewichten)[0]


def hoe_geschikt(huishouden: Huishouden, jaar: int) -> dict[str, float]:
    """How apt a household is to use each law, 1 is average, 0 cannot."""
    einde = JAARGRENZEN[jaar][1]
    kandidaten = {wet: kandidaten_voor(huishouden, wet, jaar) for wet in WETTEN}
    volwassen = [persoon for persoon in huishouden.leden if persoon.leeftijd(einde) >= 18]
    kinderen = len(volwassen) < len(huishouden.leden)
    eenouder = kinderen and len(volwassen) == 1
    uit = {wet: 0.0 for wet in WETTEN}
    if kandidaten["jeugd"]:
        uit["jeugd"] = 1.9 if eenouder else 0.8
    if kandidaten["pwet"]:
        uit["pwet"] = 2.4 if eenouder else 1.4 if len(huishouden.leden) == 1 else 0.55
    if kandidaten["wmo"]:
        oudste = max(persoon.leeftijd(einde) for persoon in kandidaten["wmo"])
        uit["wmo"] = 3.6 if oudste >= 80 else 1.9 if oudste >= 70 else 1.0 if oudste >= 50 else 0.6
    return uit
