"""Messages as plain records: what each row of a 301, 305, 307, 315, 317 or 319 says, before it is text.

Belongs here: these records. Does not belong here: their text (berichten, verzoeken), and lines of declarations (dossier).
"""

from dataclasses import dataclass

from .persoon import Persoon
from .tijd import bezorgmap
from .toewijzing import Toewijzing, Versie

Omvang = tuple[int, str, str]
"""Volume, Eenheid, Frequentie."""


@dataclass(slots=True, eq=False)
class Toegewezen:
    """One ToegewezenProduct of a 301."""

    toewijzing: Toewijzing
    sinds: int
    einde: int | None
    reden: str
    referentie: str
    omvang: Omvang | None
    budget: int | None
    nieuw: bool
    fout: str = ""


@dataclass(slots=True, eq=False)
class Levering:
    """One StartProduct (305) or StopProduct (307: with `reden` and `einde`)."""

    toewijzing: Toewijzing
    nummer: int
    begin: int
    reden: str = ""
    einde: int = 0
    status: str = "1"
    fout: str = ""


@dataclass(slots=True, eq=False)
class Aangevraagd:
    """The AangevraagdProduct of a 315; `product` as (category, code)."""

    referentie: str
    product: tuple[str, str]
    ingang: int
    einde: int | None
    omvang: Omvang | None
    budget: int | None
    verwijzer: str = "06"
    fout: str = ""


@dataclass(slots=True, eq=False)
class Wijziging:
    """The Verzoek of a 317: numbers that stay, and the one product to change."""

    referentie: str
    ongewijzigd: list[int]
    nummer: int
    ingang: int
    einde: int | None
    omvang: Omvang | None
    budget: int | None
    fout: str = ""


@dataclass(slots=True, eq=False)
class Antwoord:
    """The Antwoord of a 319: 1 rejected, 2 being looked into; with the reason, and the municipality that has to pay."""

    referentie: str
    antwoord: str
    reden: str = ""
    gemeente: str = ""
    fout: str = ""


Rij = Toegewezen | Levering | Aangevraagd | Wijziging | Antwoord


@dataclass(slots=True, eq=False)
class Bericht:
    """A message as it will be sent on `dag`, arriving `later` months late.

    What is wrong with the message as a whole: it bears another date (`gedateerd`), the identification of another message
    (`zelfde_als`), is about somebody else (`over`), has a birth date of long ago (`oud`) or contacts that are no use.
    """

    soort: str
    dag: int
    rijen: list[Rij]
    later: int = 0
    contact: str = ""
    oud: bool = False
    over: Persoon | None = None
    gedateerd: int | None = None
    zelfde_als: "Bericht | None" = None
    fout: str = ""
    nummer: str = ""

    @property
    def leverdatum(self) -> int | None:
        """When it arrives; None after the last delivery."""
        return bezorgmap(self.dag, self.later)

    @property
    def dagtekening(self) -> int:
        """The date it bears."""
        return self.gedateerd or self.dag


def rij_301(toewijzing: Toewijzing, versie: Versie, nieuw: bool) -> Toegewezen:
    """The row that tells of a version; why it changed, and for which request, is said only the first time."""
    product = toewijzing.product
    specifiek = toewijzing.variant == "specifiek"
    return Toegewezen(
        toewijzing=toewijzing,
        sinds=versie.sinds,
        einde=versie.einde,
        reden=versie.reden if nieuw else "",
        referentie=versie.referentie if nieuw else "",
        omvang=(versie.volume, product.eenheid, product.frequentie) if specifiek else None,
        budget=versie.budget if toewijzing.variant == "generiek" else None,
        nieuw=nieuw,
    )
