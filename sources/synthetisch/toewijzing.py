"""An assignment and what was decided about it in the course of time.

Belongs here: the record, and which of its versions holds or is known. Does not belong here: how it comes about
(toewijzingen, verloop), and the messages about it (rijen).
"""

from dataclasses import dataclass, field

from .producten import Product
from .tijd import EERSTE_POST, bezorgmap


@dataclass(slots=True, eq=False)
class Versie:
    """What the municipality decided about an assignment on a day; `referentie` of the request that it honours."""

    sinds: int
    einde: int | None
    reden: str
    volume: int
    budget: int
    referentie: str = ""

    @property
    def verstuurd(self) -> int:
        """The day on which the provider is told."""
        return max(self.sinds, EERSTE_POST)


@dataclass(slots=True, eq=False)
class Toewijzing:
    """One assignment: `variant` specifiek, aspecifiek or generiek; delivered from `begin` to `laatste` (None: goes on).

    `vorige` is the one it replaces with another volume, `op_verzoek` when the provider asked for that; `per_maand` the
    most that a volume for the whole duration leaves for a month; `pauze` the first and last day of an interruption.
    """

    nummer: int
    wet: str
    agb: str
    product: Product
    variant: str
    ingang: int
    begin: int
    laatste: int | None
    versies: list[Versie] = field(default_factory=list)
    vorige: "Toewijzing | None" = None
    op_verzoek: bool = False
    zonder_start: bool = False
    per_maand: int = 0
    pauze: tuple[int, int] | None = None

    @property
    def opdracht(self) -> tuple[str, str]:
        """Category and code as the messages name them; either may be left out."""
        if self.variant == "generiek":
            return "", ""
        return self.product.categorie, self.product.code if self.variant == "specifiek" else ""

    @property
    def verwijderd(self) -> bool:
        """Sent by mistake and taken back."""
        return self.versies[-1].reden == "13"

    def versie_op(self, dag: int) -> Versie:
        """The version that the municipality holds on a day."""
        return next((versie for versie in reversed(self.versies) if versie.sinds <= dag), self.versies[0])

    def bekend_bij(self, leverdatum: int) -> Versie:
        """The version that was delivered last on a delivery date."""
        if len(self.versies) == 1:
            return self.versies[0]
        for versie in reversed(self.versies):
            bezorgd = bezorgmap(versie.verstuurd)
            if bezorgd is not None and bezorgd <= leverdatum:
                return versie
        return self.versies[0]
