"""The rules that can be broken, and what a planter needs.

Belongs here: the register and the few words that all planters share. Does not belong here: any planter.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any, NamedTuple

from sources.synthetisch.declaraties import Declaraties
from sources.synthetisch.dossier import Dossier
from sources.synthetisch.persoon import Persoon
from sources.synthetisch.planning import GEMEENTE
from sources.synthetisch.producten import Product
from sources.synthetisch.rijen import Bericht, rij_301
from sources.synthetisch.tijd import EIND
from sources.synthetisch.toewijzing import Toewijzing, Versie

from .gepland import Schending


@dataclass(slots=True)
class Hulp:
    """What a planter may use: fresh numbers, strangers, the calendar of declarations, references used before."""

    vreemde: Callable[[Random], Persoon]
    declaraties: Declaraties
    gezien: float
    opnieuw: float
    nummers: dict[str, int] = field(default_factory=lambda: {"wmo": 100_000, "jeugd": 500_000})
    referenties: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)

    def nummer(self, wet: str) -> int:
        """The next number of an assignment under a law."""
        self.nummers[wet] += 1
        return self.nummers[wet]


Planter = Callable[[Dossier, Any, Random, Hulp], list[Schending] | None]
"""Plants a defect at a place in a dossier and says what it breaks; None, and nothing changed, when it cannot be there."""


class Gebrek(NamedTuple):
    """A rule: the kind of row on which the chance is taken, and how it is broken there."""

    soort: str
    plant: Planter


GEBREKEN: dict[str, Gebrek] = {}


def gebrek(regel: str, soort: str) -> Callable[[Planter], Planter]:
    """Register a planter."""

    def registreer(plant: Planter) -> Planter:
        GEBREKEN[regel] = Gebrek(soort, plant)
        return plant

    return registreer


def schending(
    dossier: Dossier,
    regel: str,
    leverdatum: int,
    hersteld: int | None = None,
    *,
    gemeente: bool = False,
    aantal: int = 1,
) -> list[Schending]:
    """The violation that a planter reports; sent by the provider, or by the municipality."""
    leverancier = GEMEENTE if gemeente else dossier.agb
    return [Schending(regel, dossier.wet, leverancier, leverdatum, hersteld, aantal)]


def binnen(toewijzing: Toewijzing, van: int, tot: int) -> bool:
    """Whether a span lies within the delivery: what is added there makes nobody a user for longer."""
    return toewijzing.begin <= van and tot <= min(toewijzing.laatste or EIND, EIND)


def extra(
    dossier: Dossier, hulp: Hulp, bericht: Bericht, product: Product, ingang: int, einde: int, reden: str = ""
) -> Toewijzing:
    """One more assignment, decided on the day of a 301 and told in it, and in later ones for as long as it is valid."""
    nieuw = Toewijzing(hulp.nummer(dossier.wet), dossier.wet, dossier.agb, product, "specifiek", ingang, ingang, einde)
    versie = Versie(bericht.dag, einde, reden, product.volume[0], 0)
    nieuw.versies.append(versie)
    for ander in dossier.berichten:
        if ander is bericht or (
            ander.soort == "301" and ander.dag > bericht.dag and einde >= ander.dag and not reden and not ander.over
        ):
            ander.rijen.append(rij_301(nieuw, versie, ander is bericht))
    return nieuw
