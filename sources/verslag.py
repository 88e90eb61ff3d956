"""What a run of the intake found, in numbers.

Belongs here: counts for people and for the run's metadata. Does not belong here: counts per file (manifest).
"""

from dataclasses import asdict, dataclass, field

from sources.soort import BRONNEN
from sources.uitkomst import Uitkomst


@dataclass
class Telling:
    """What was new of one source; `bekend` are files whose content was known from another place or date."""

    nieuw: int = 0
    bekend: int = 0
    geweigerd: int = 0
    records: int = 0
    records_geweigerd: int = 0

    def tel(self, uitkomst: Uitkomst) -> None:
        """Add a file that was read."""
        self.nieuw += 1
        self.geweigerd += uitkomst.bestand_geweigerd
        self.records += uitkomst.gelezen
        self.records_geweigerd += uitkomst.geweigerd


@dataclass
class Verslag:
    """The run in numbers: per source, whether the manifest changed, and how many files are in quarantine."""

    per_bron: dict[str, Telling] = field(default_factory=lambda: {bron: Telling() for bron in BRONNEN})
    gewijzigd: bool = False
    in_quarantaine: int = 0

    def metadata(self) -> dict[str, int]:
        """The counts under one name each, for what shows a run; what is zero is left out, save the quarantine."""
        tellingen = {
            f"{bron}_{wat}": aantal
            for bron, telling in self.per_bron.items()
            for wat, aantal in asdict(telling).items()
            if aantal
        }
        return {**tellingen, "in_quarantaine": self.in_quarantaine}
