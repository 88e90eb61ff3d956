"""A person and an address, with everything that happens to them in the three simulated years.

Belongs here: the record of one life as it will be registered, and numbers that pass the 11-test.
Does not belong here: how that life comes about (bevolking, leven), what is used (gebruik), how it is written (brp).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .tijd import EIND, START

_EERSTE = 99_000_000
RUIMTE = 1_000_000
STAP = 618_033  # coprime with the space: every number comes once, members of a family are not neighbours
MAX_INWONERS = 600_000


@dataclass(slots=True, eq=False)
class Adres:
    """One address; `soort` is "woning", "instelling" (11 or more households) or "geen"."""

    buurt: str
    postcode: str
    huisnummer: int
    huisletter: str
    toevoeging: str
    object: str
    soort: str = "woning"


@dataclass(slots=True, eq=False)
class Verblijf:
    """From `van` (08.10.30) on somebody lives here; functie W or B; the registration may not know since when."""

    van: int
    adres: Adres | None
    functie: str = "W"
    onbekend: bool = False


@dataclass(slots=True, eq=False)
class Bond:
    """A marriage or partnership from `begin` up to and excluding `einde`."""

    partner: "Persoon"
    begin: int
    einde: int | None = None


@dataclass(slots=True, eq=False)
class Persoon:
    """One person. Days are ordinals; `weg_hoe` says how the registration shows that somebody left."""

    bsn: str
    voornamen: str
    voorvoegsel: str
    naam: str
    geboren: int
    geboren_tekst: str
    geslacht: str
    komt: int = START
    ouders: tuple[str, ...] = ()
    verblijf: list[Verblijf] = field(default_factory=list)
    bonden: list[Bond] = field(default_factory=list)
    weg: int | None = None
    weg_hoe: str = "afwezig"
    dood: int | None = None
    gebruik: list = field(default_factory=list)
    bsn_bekend: bool = True
    zonder_object: bool = False
    vertraging: int = 0

    def leeftijd(self, dag: int) -> float:
        """Age in years on a day."""
        return (dag - self.geboren) / 365.25

    def einde(self) -> int:
        """The first day on which the person is no inhabitant any more (after the window: EIND + 1)."""
        return min(self.weg or EIND + 1, self.dood or EIND + 1)

    def aanwezig(self, dag: int) -> bool:
        """Registered here, alive, on that day."""
        return self.komt <= dag < self.einde()

    def verblijf_op(self, dag: int) -> Verblijf | None:
        """Where the person lives on that day."""
        gevonden = None
        for verblijf in self.verblijf:
            if verblijf.van <= dag:
                gevonden = verblijf
        return gevonden

    def bond_op(self, dag: int) -> Bond | None:
        """The bond that holds on that day."""
        for bond in self.bonden:
            if bond.begin <= dag and (bond.einde is None or dag < bond.einde):
                return bond
        return None


def bsn_reeks() -> Iterator[str]:
    """All numbers from 990000000 that pass the 11-test, each once, in a fixed scattered order."""
    for teller in range(RUIMTE):
        acht = _EERSTE + teller * STAP % RUIMTE
        cijfers = str(acht)
        rest = sum((9 - plaats) * int(cijfer) for plaats, cijfer in enumerate(cijfers)) % 11
        if rest < 10:
            yield f"{cijfers}{rest}"
