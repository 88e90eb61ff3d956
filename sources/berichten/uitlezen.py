"""From a valid message to rows of the raw tables.

Belongs here: which reader reads which kind. Does not belong here: where each value stands (kop.py, regie.py, verzoek.py,
declaratie.py, retour.py), refusing (keuring.py), or deciding what a fact means or counts (that is dbt's).
"""

from collections.abc import Callable

from sources.berichten.declaratie import Regels, lees_323, lees_325
from sources.berichten.keuring import Gekeurd, Geweigerd
from sources.berichten.klasse import Klasse
from sources.berichten.kop import Kop, berichtrij, lees_kop
from sources.berichten.regie import lees_301, lees_305, lees_307
from sources.berichten.retour import lees_retour
from sources.berichten.schending import schendingen
from sources.berichten.tabellen import Rijen
from sources.berichten.verzoek import lees_315, lees_317, lees_319
from sources.pseudoniem import Pseudoniem

_VAN_EEN_CLIENT: dict[str, Callable[[Klasse, Kop, Pseudoniem], Rijen]] = {
    "301": lees_301,
    "305": lees_305,
    "307": lees_307,
    "315": lees_315,
    "317": lees_317,
}
_MET_REGELS: dict[str, Callable[[Klasse, Kop, Regels], Rijen]] = {"323": lees_323, "325": lees_325}


def lees_uit(bericht: Gekeurd, regels: Regels, bestand_id: int, pseudoniem: Pseudoniem) -> tuple[Kop, Rijen]:
    """The rows of one message by table; raises Geweigerd for a date that no calendar of ours holds."""
    try:
        kop = lees_kop(bericht.wet, bericht.soort, bericht.inhoud.velden, bestand_id)
        return kop, {"bericht__bericht": [berichtrij(kop)], **_inhoud(bericht.inhoud, kop, regels, pseudoniem)}
    except ValueError:  # XML Schema knows the years -1 and 12023, Python's and Parquet's readers do not
        raise Geweigerd("F_SCHEMA") from None


def _inhoud(bericht: Klasse, kop: Kop, regels: Regels, pseudoniem: Pseudoniem) -> Rijen:
    if kop.soort in _VAN_EEN_CLIENT:
        return {**_VAN_EEN_CLIENT[kop.soort](bericht, kop, pseudoniem), "bericht__schending": schendingen(bericht, kop)}
    if kop.soort in _MET_REGELS:
        return _MET_REGELS[kop.soort](bericht, kop, regels)
    return lees_319(bericht, kop) if kop.soort == "319" else lees_retour(bericht, kop)
