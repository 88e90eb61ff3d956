"""What reading one delivered file yields, whatever its kind.

Belongs here: the outcome that each reader returns to the intake. Does not belong here: reading, or writing.
"""

from dataclasses import dataclass, field

import pyarrow as pa


@dataclass(frozen=True)
class Melding:
    """One thing wrong with a file or with `aantal` of its records. Never holds a value from the file.

    `code` is a key of redenen.yml; `attribuut` the column or element; `plaats` a line number or element path.
    """

    code: str
    klasse: str
    attribuut: str | None = None
    aantal: int = 1
    plaats: str | None = None


@dataclass
class Uitkomst:
    """One file read: its raw tables by name (rows with bestand_id and rij), the counts, and what was wrong."""

    soort: str | None
    tabellen: dict[str, pa.Table] = field(default_factory=dict)
    meldingen: list[Melding] = field(default_factory=list)
    gelezen: int = 0
    geweigerd: int = 0
    leverancier: str | None = None
    jaar: int | None = None

    @property
    def bestand_geweigerd(self) -> bool:
        """True when nothing of the file was taken."""
        return any(melding.klasse == "bestand_geweigerd" for melding in self.meldingen)


def weiger_bestand(code: str, attribuut: str | None = None, plaats: str | None = None, **rest: object) -> Uitkomst:
    """The outcome of a file that is refused as a whole."""
    return Uitkomst(soort=None, meldingen=[Melding(code, "bestand_geweigerd", attribuut, 1, plaats)], **rest)
