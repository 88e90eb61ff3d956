"""Bringing messages to the delivery folder of the month after they were sent.

Belongs here: identifications, folders, ZIP or loose, counting. Does not belong here: what a message says.
"""

from collections import defaultdict

from .berichten import BRON
from .bestanden import Bestanden, Zips
from .tijd import bezorgmap, iso


class Post:
    """Brings a message to the folder of the month after it was sent, in a ZIP or loose, and counts."""

    def __init__(self, bestanden: Bestanden, zips: Zips) -> None:
        self._bestanden, self._zips = bestanden, zips
        self._nummers: defaultdict[str, int] = defaultdict(int)
        self.aantallen: defaultdict[str, int] = defaultdict(int)
        self.voorbeeld = b""

    def identificatie(self, wet: str, soort: str) -> str:
        """A new identification, unique per kind of message."""
        sleutel = f"{BRON[wet]}{soort}"
        self._nummers[sleutel] += 1
        return f"{soort}{self._nummers[sleutel]:08d}"

    def bezorg(
        self, wet: str, soort: str, identificatie: str, inhoud: bytes, verstuurd: int, later: int = 0, los: bool = False
    ) -> None:
        """Deliver a message that was sent on a day; what arrives after the last delivery is not there yet."""
        map_ = bezorgmap(verstuurd, later)
        if map_ is None:
            return
        self.aantallen[f"{BRON[wet]} {soort}"] += 1
        if not self.voorbeeld and (wet, soort) == ("wmo", "305"):
            self.voorbeeld = inhoud  # for the files that are broken on purpose
        if los:
            self._bestanden.voeg_toe(f"{BRON[wet]}/{iso(map_)}/{soort}_{identificatie}.xml", inhoud)
        else:
            groep = "declaraties" if soort in ("323", "325") else "berichten"
            self._zips.voeg_toe(f"{BRON[wet]}/{iso(map_)}/{groep}", f"{soort}_{identificatie}.xml", inhoud)
