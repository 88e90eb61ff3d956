"""Bringing messages to the delivery folder of the month after they were sent.

Belongs here: identifications, folders, ZIP or loose, counting. Does not belong here: what a message says.
"""

from collections import defaultdict

from .berichten import BRON
from .bestanden import Bestanden, Zips
from .tijd import START, iso

_LETTER = {"wmo": "W", "jeugd": "J"}


class Post:
    """Brings a message to the folder of the month after it was sent, in a ZIP or loose, and counts."""

    def __init__(self, bestanden: Bestanden, zips: Zips) -> None:
        self._bestanden, self._zips = bestanden, zips
        self._nummers: defaultdict[str, int] = defaultdict(int)
        self.aantallen: defaultdict[str, int] = defaultdict(int)
        self.voorbeeld = b""

    def identificatie(self, wet: str, soort: str) -> str:
        """A new identification, unique over all messages."""
        sleutel = f"{_LETTER[wet]}{soort}"
        self._nummers[sleutel] += 1
        return f"{sleutel}{self._nummers[sleutel]:08d}"

    def bezorg(self, wet: str, soort: str, naam: str, inhoud: bytes, leverdatum: int | None, los: bool = False) -> None:
        """Deliver a message under a name; what arrives after the last delivery date is not there yet."""
        if leverdatum is None:
            return
        self.aantallen[f"{BRON[wet]} {soort}"] += 1
        if not self.voorbeeld and (wet, soort, leverdatum) == ("wmo", "305", START):
            self.voorbeeld = inhoud  # for the files that are broken on purpose, all of them delivered later
        if los:
            self._bestanden.voeg_toe(f"{BRON[wet]}/{iso(leverdatum)}/{soort}_{naam}.xml", inhoud)
        else:
            groep = "declaraties" if soort in ("323", "325") else "berichten"
            self._zips.voeg_toe(f"{BRON[wet]}/{iso(leverdatum)}/{groep}", f"{soort}_{naam}.xml", inhoud)
