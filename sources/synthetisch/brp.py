"""The BRP statements: what the registration shows of a life on each of the thirteen delivery dates.

Belongs here: the rows of the `brp` deliveries. Does not belong here: the life itself.
"""

from random import Random

from .bestanden import Bestanden, csv_regel
from .persoon import Persoon, Verblijf
from .planning import GEMEENTE
from .tijd import STANDEN, iso, kaal

KOLOMMEN = (
    "01.01.20", "01.02.10", "01.02.30", "01.02.40", "01.03.10", "01.04.10", "02.01.20", "03.01.20", "05.01.20",
    "05.06.10", "05.07.10", "06.08.10", "07.67.10", "07.67.20", "08.09.10", "08.10.10", "08.10.30", "08.11.20",
    "08.11.30", "08.11.40", "08.11.60", "08.11.80",
)  # fmt: skip
_VORIGE = dict(zip(STANDEN[1:], STANDEN, strict=False))
_ELDERS = ("0147", "0153", "0164", "0189", "0183", "1742")
_PADEN = tuple(f"brp/{iso(stand)}/brp_{iso(stand)}.csv" for stand in STANDEN)


class BrpSchrijver:
    """Writes persons to all statements that show them."""

    def __init__(self, bestanden: Bestanden) -> None:
        self._bestanden = bestanden
        for pad in _PADEN:
            bestanden.voeg_toe(pad, csv_regel(*KOLOMMEN))

    def schrijf(self, persoon: Persoon, rustig: bool = False) -> None:
        """The rows of one person; unchanged rows are made once. `rustig`: nothing changes in the whole window."""
        if rustig:
            self._bestanden.voeg_overal_toe(_PADEN, _regel(persoon, *_toestand(persoon, STANDEN[-1])))
            return
        vorige: tuple | None = None
        regel = b""
        for stand, pad in zip(STANDEN, _PADEN, strict=True):
            toestand = _toestand(persoon, stand)
            if toestand is None:
                continue
            if toestand != vorige:
                regel, vorige = _regel(persoon, *toestand), toestand
            self._bestanden.voeg_toe(pad, regel)

    def andere_gemeente(self, rng: Random, persoon: Persoon) -> None:
        """A row of somebody who never lived here, in one statement."""
        postcode, nummer = f"75{rng.randint(10, 99)}{rng.choice('ABCDE')}{rng.choice('KLMNP')}", rng.randint(1, 200)
        velden = (rng.choice(_ELDERS), "W", kaal(persoon.geboren + 9000), nummer, "", "", postcode, "")
        regel = csv_regel(*_wie(persoon), "", "", "", "", "", "", *velden)
        self._bestanden.voeg_toe(rng.choice(_PADEN), regel)


def eerste_stand(persoon: Persoon) -> int | None:
    """The first statement that shows the person, None when none does."""
    for stand in STANDEN:
        if _toestand(persoon, stand) is not None:
            return stand
    return None


def gezien_weg(persoon: Persoon) -> int:
    """The day on which somebody who left is known to have left: for the absent that is a delivery date."""
    einde = persoon.einde()
    if persoon.weg_hoe != "afwezig":
        return einde
    return next((stand for stand in STANDEN if stand >= einde + persoon.vertraging), STANDEN[-1] + 1)


def _toestand(persoon: Persoon, stand: int) -> tuple | None:
    """What the statement shows: stay, bond, whether that has ended, and how somebody left; None when absent."""
    bekend = stand - persoon.vertraging
    if STANDEN[0] < persoon.komt and bekend < persoon.komt:
        return None
    weg = persoon.einde()
    vertrek = ""
    if weg <= bekend:
        vertrek = persoon.weg_hoe
        # shown once more after leaving, in the first statement that knows of it
        if vertrek == "afwezig" or weg <= _VORIGE.get(stand, 0) - persoon.vertraging:
            return None
    verblijf = persoon.verblijf_op(bekend) or persoon.verblijf[0]
    bond = next((een for een in reversed(persoon.bonden) if een.begin <= bekend), None)
    ontbonden = bond is not None and bond.einde is not None and bond.einde <= bekend
    return verblijf, bond, ontbonden, vertrek


def _wie(persoon: Persoon) -> tuple:
    ouders = (*persoon.ouders, "", "")[:2]
    return (
        persoon.bsn, persoon.voornamen, persoon.voorvoegsel, persoon.naam, persoon.geboren_tekst, persoon.geslacht,
        *ouders,
    )  # fmt: skip


def _regel(persoon: Persoon, verblijf: Verblijf, bond: object, ontbonden: bool, vertrek: str) -> bytes:
    partner = ("", "", "")
    if bond is not None:
        partner = (bond.partner.bsn, kaal(bond.begin), kaal(bond.einde) if ontbonden else "")
    dood = kaal(persoon.dood) if vertrek == "overleden" else ""
    opschorting = (dood, "O") if dood else ("", "")
    if vertrek == "emigratie":
        opschorting = (kaal(persoon.weg), "E")
    if vertrek == "gemeente":
        plaats = (_ELDERS[persoon.geboren % 6], "W", kaal(persoon.weg), persoon.geboren % 90 + 1, "", "", "7555XK", "")
    else:
        sinds = "00000000" if verblijf.onbekend else kaal(verblijf.van)
        plaats = (GEMEENTE, verblijf.functie, sinds, *_adres(persoon, verblijf))
    return csv_regel(*_wie(persoon), *partner, dood, *opschorting, *plaats)


def _adres(persoon: Persoon, verblijf: Verblijf) -> tuple:
    adres = verblijf.adres
    if adres is None:
        return ("", "", "", "", "")
    object_ = "" if persoon.zonder_object else adres.object
    return (adres.huisnummer, adres.huisletter, adres.toevoeging, adres.postcode, object_)
