"""What every row of a message repeats: who sent what to whom, and when.

Belongs here: the header, and a client's BSN as a pseudonym. Does not belong here: what follows the header (regie.py,
verzoek.py, declaratie.py, retour.py).
"""

from datetime import date
from typing import NamedTuple

from sources.berichten.feiten import verzender_is_gemeente
from sources.berichten.klasse import Velden
from sources.berichten.waarden import datum
from sources.pseudoniem import Pseudoniem, bsn_geldig


class Kop(NamedTuple):
    """`partijen` = wet, gemeente, aanbieder, dagtekening; `versies` = of the basisschema and of the message's XSD."""

    bestand_id: int
    soort: str
    partijen: tuple[str, str, str, date]
    identificatie: str
    versies: tuple[str, str]
    afzender: str


def lees_kop(wet: str, soort: str, velden: Velden, bestand_id: int) -> Kop:
    """The header of a valid message; raises ValueError for a date that no calendar of ours holds."""
    van, naar = velden["Header/Afzender"], velden["Header/Ontvanger"]
    gemeente, aanbieder = (van, naar) if verzender_is_gemeente(soort) else (naar, van)
    partijen = (wet, gemeente, aanbieder, datum(velden["Header/BerichtIdentificatie/Dagtekening"]))
    identificatie = velden["Header/BerichtIdentificatie/Identificatie"]
    return Kop(bestand_id, soort, partijen, identificatie, xsd_versies(velden, "Header/XsdVersie"), van)


def xsd_versies(velden: Velden, pad: str) -> tuple[str, str]:
    """Of the basisschema and of the message."""
    return velden[f"{pad}/BasisschemaXsdVersie"], velden[f"{pad}/BerichtXsdVersie"]


def berichtrij(kop: Kop) -> tuple:
    """The row of bericht__bericht."""
    wet, gemeente, aanbieder, dagtekening = kop.partijen
    return (kop.bestand_id, 1, wet, kop.soort, gemeente, aanbieder, kop.identificatie, dagtekening, *kop.versies)


def persoon(bsn: str, pseudoniem: Pseudoniem) -> tuple[int | None, str]:
    """Pseudonym and status of a BSN; no pseudonym for a number that identifies nobody."""
    return (pseudoniem.een("bsn", bsn), "geldig") if bsn_geldig(bsn) else (None, "ongeldig")
