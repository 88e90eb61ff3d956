"""Messages: from XML to assignments, starts and stops.

Here belong the elements of the 301, 305 and 307 that count. Not here: which message holds (`gebruik`), other messages
(they only count as a delivery that was accepted), validity against the schemas (the deliveries are assumed
well-formed).

Readings
--------
* The law comes from the namespace, not from the folder.
* XML that cannot be read, has a DTD, another encoding or another release: skipped, and no accepted file.
"""

import re
from datetime import date, time
from typing import NamedTuple

from lxml import etree

NAAMRUIMTE = re.compile(r"http://www\.istandaarden\.nl/(?:iwmo|ijw)/3_2/(wmo|jw)(3[0-2][0-9])/schema")
SOORTEN = frozenset(["301", "305", "307", "315", "317", "319", "323", "325", *map(str, range(302, 321, 2))])


class Toewijzing(NamedTuple):
    """One assignment as one message gives it."""

    leverdatum: date
    dagtekening: date
    gemeente: str
    wet: str
    nummer: int
    bsn: str
    categorie: str
    moment: tuple[date, time]
    ingang: date
    einde: date | None
    reden: str


class Levering(NamedTuple):
    """One start (`einde` None, `reden` empty) or stop as one message gives it."""

    leverdatum: date
    dagtekening: date
    gemeente: str
    wet: str
    nummer: int | None
    bsn: str
    product: tuple[str, str]
    begin: date
    einde: date | None
    reden: str
    status: str


class Bericht(NamedTuple):
    """What one message holds that counts."""

    toewijzingen: list[Toewijzing]
    starts: list[Levering]
    stops: list[Levering]


def lees_bericht(inhoud: bytes, leverdatum: date) -> Bericht | None:
    """Reads one message; None if it cannot be read as a message of release 3.2."""
    try:
        wortel = etree.fromstring(inhoud, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None
    document = wortel.getroottree().docinfo
    soort = NAAMRUIMTE.fullmatch(etree.QName(wortel).namespace or "")
    if document.doctype or document.encoding.upper() != "UTF-8" or not soort or soort[2] not in SOORTEN:
        return None
    wet = "wmo" if soort[1] == "wmo" else "jeugd"
    bericht = Bericht([], [], [])
    if soort[2] == "301":
        bericht.toewijzingen.extend(_toewijzingen(wortel, wet, leverdatum))
    if soort[2] == "305":
        bericht.starts.extend(_leveringen(wortel, wet, leverdatum, "StartProduct"))
    if soort[2] == "307":
        bericht.stops.extend(_leveringen(wortel, wet, leverdatum, "StopProduct"))
    return bericht


def _waarde(element: etree._Element, *namen: str) -> str:
    """The text at a path of local names, empty if it is not there."""
    gevonden = element.find("/".join("{*}" + naam for naam in namen))
    return "" if gevonden is None else (gevonden.text or "").strip()


def _dag(tekst: str) -> date | None:
    return date.fromisoformat(tekst) if tekst else None


def _kop(wortel: etree._Element) -> tuple[date, str]:
    """The date the message was signed and the client's number."""
    dagtekening = _waarde(wortel, "Header", "BerichtIdentificatie", "Dagtekening")
    return date.fromisoformat(dagtekening), _waarde(wortel, "Client", "Bsn")


def _toewijzingen(wortel: etree._Element, wet: str, leverdatum: date) -> list[Toewijzing]:
    dagtekening, bsn = _kop(wortel)
    return [
        Toewijzing(
            leverdatum=leverdatum,
            dagtekening=dagtekening,
            gemeente=_waarde(wortel, "Header", "Afzender"),
            wet=wet,
            nummer=int(_waarde(product, "ToewijzingNummer")),
            bsn=bsn,
            categorie=_waarde(product, "Product", "Categorie"),
            moment=(
                _dag(_waarde(product, "Toewijzingsdatum")),
                time.fromisoformat(_waarde(product, "Toewijzingstijd")),
            ),
            ingang=_dag(_waarde(product, "Ingangsdatum")),
            einde=_dag(_waarde(product, "Einddatum")),
            reden=_waarde(product, "RedenWijziging"),
        )
        for product in wortel.iter("{*}ToegewezenProduct")
    ]


def _leveringen(wortel: etree._Element, wet: str, leverdatum: date, element: str) -> list[Levering]:
    dagtekening, bsn = _kop(wortel)
    return [
        Levering(
            leverdatum=leverdatum,
            dagtekening=dagtekening,
            gemeente=_waarde(wortel, "Header", "Ontvanger"),
            wet=wet,
            nummer=int(nummer) if (nummer := _waarde(product, "ToewijzingNummer")) else None,
            bsn=bsn,
            product=(_waarde(product, "Product", "Categorie"), _waarde(product, "Product", "Code")),
            begin=_dag(_waarde(product, "Begindatum")),
            einde=_dag(_waarde(product, "Einddatum")),
            reden=_waarde(product, "RedenBeeindiging"),
            status=_waarde(product, "StatusAanlevering"),
        )
        for product in wortel.iter("{*}" + element)
    ]
