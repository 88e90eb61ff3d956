"""What one client, one provider and the municipality exchange about one law: assignments, messages and lines.

Belongs here: these together, so that something wrong can be planted in them before they are written. Does not belong here:
how they come about (toewijzingen, verloop, aanvragen, declaraties), and their text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from .persoon import Persoon
from .producten import PRODUCTEN, Product
from .rijen import Bericht, Rij
from .toewijzing import Toewijzing


@dataclass(slots=True, eq=False)
class Regel:
    """One line of a declaration, in the declaration of month `maand`.

    `bedrag` in cents, `fout` the code with which it is rejected (or empty), `bsn` of somebody else, `vast`: another line
    refers to it.
    """

    referentie: str
    toewijzing: Toewijzing
    maand: int
    nummer: int
    categorie: str
    code: str
    begin: int
    einde: int
    volume: int
    eenheid: str
    tarief: int | None
    bedrag: int
    debet_credit: str = "D"
    vorige: str = ""
    fout: str = ""
    bsn: str = ""
    vast: bool = False

    def getekend(self) -> int:
        """The amount as it counts in a total: a credit line is negative."""
        return self.bedrag if self.debet_credit == "D" else -self.bedrag


@dataclass(slots=True, eq=False)
class Losse:
    """A second declaration of a month with one line in it, sent on `dag`.

    The other fields say what is wrong with it: another number, another begin of its period, cents too many in its total,
    and of its answer: that it refers to another declaration, or rejects this line.
    """

    regel: Regel
    dag: int
    nummer: str = ""
    begin: int | None = None
    erbij: int = 0
    antwoord_op: str = ""
    afgewezen: Regel | None = None


@dataclass(slots=True, eq=False)
class Aanvraag:
    """A request with its answers: `besluit` is the day of the 301 that honours it, None when it is rejected."""

    vraag: Bericht
    antwoorden: list[Bericht]
    besluit: int | None
    toewijzing: Toewijzing | None = None


@dataclass(slots=True, eq=False)
class Dossier:
    """Everything between one client, one provider and the municipality under one law."""

    persoon: Persoon
    wet: str
    agb: str
    toewijzingen: list[Toewijzing] = field(default_factory=list)
    aanvragen: list[Aanvraag] = field(default_factory=list)
    berichten: list[Bericht] = field(default_factory=list)
    regels: list[Regel] = field(default_factory=list)
    losse: list[Losse] = field(default_factory=list)

    def van(self, toewijzing: Toewijzing, soort: str) -> Iterator[tuple[Bericht, Rij]]:
        """The 301s, 305s or 307s about an assignment, with the row in each, in order."""
        for bericht in self.berichten:
            if bericht.soort == soort:
                for rij in bericht.rijen:
                    if rij.toewijzing is toewijzing:
                        yield bericht, rij

    def ander_product(self, rng: Random) -> Product | None:
        """A product of a category that the client does not have here, None when anything might be a second time."""
        if any(een.variant == "generiek" for een in self.toewijzingen):
            return None
        heeft = {een.product.categorie for een in self.toewijzingen}
        categorie = rng.choice([een for een in PRODUCTEN[self.wet] if een not in heeft])
        return rng.choice(PRODUCTEN[self.wet][categorie])

    def met(self, *soorten: str) -> bool:
        """Whether there are messages of one of these kinds."""
        return any(bericht.soort in soorten for bericht in self.berichten)
