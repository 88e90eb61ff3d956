"""From a valid return message (302 to 320) to its row: which message it answers, and with which codes.

Belongs here: the header of a return and the codes anywhere in it. Does not belong here: the copy of the message that a
return carries (the message itself has been landed), and the answer to a declaration (declaratie.py).
"""

from sources.berichten.klasse import Klasse
from sources.berichten.kop import Kop
from sources.berichten.tabellen import Rijen
from sources.berichten.waarden import datum

_GEEN_OPMERKING = "0200"


def lees_retour(bericht: Klasse, kop: Kop) -> Rijen:
    """One row; without codes the message was accepted. A return repeats the header of the original."""
    wet, gemeente, aanbieder, dagtekening = kop.partijen
    velden = bericht.velden
    codes = ",".join(sorted(_codes(bericht) - {_GEEN_OPMERKING}))
    rij = (
        *(kop.bestand_id, 1, wet, kop.soort, gemeente, aanbieder, kop.identificatie, dagtekening),
        *(velden["Header/IdentificatieRetour"], datum(velden["Header/DagtekeningRetour"]), codes),
    )
    return {"bericht__retour": [rij]}


def _codes(klasse: Klasse) -> set[str]:
    eigen = (tekst.split(",") for pad, tekst in klasse.velden.items() if pad.endswith("RetourCode"))
    return {code for codes in eigen for code in codes}.union(*map(_codes, klasse.delen))
