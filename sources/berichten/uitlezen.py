"""From a valid message to rows of the raw tables.

Belongs here: where each value stands in a 301, 305, 307, 323 and 325, and its type. Does not belong here: refusing
(keuring.py), or deciding what a fact means or counts (that is dbt's). Other kinds yield their message row only.

The schema has already fixed which elements there are and in what order: classes are taken by their place in it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree

from sources.berichten.keuring import Gekeurd, Geweigerd
from sources.berichten.schema import verzender_is_gemeente
from sources.berichten.tabellen import Rijen
from sources.berichten.waarden import Bladen, bladen, datum, getal, tijd
from sources.pseudoniem import Pseudoniem, bsn_geldig


@dataclass(frozen=True)
class Kop:
    """What each row of a message repeats; `partijen` = wet, gemeente, aanbieder, dagtekening."""

    bestand_id: int
    partijen: tuple[str, str, str, date]
    identificatie: str
    afzender: str


def lees_uit(bericht: Gekeurd, bestand_id: int, pseudoniem: Pseudoniem) -> tuple[Kop, Rijen]:
    """The rows of one message by table; raises Geweigerd for a date that no calendar of ours holds."""
    try:
        kop = _kop(bericht, bestand_id)
        wet, gemeente, aanbieder, dagtekening = kop.partijen
        rijen: Rijen = {
            "bericht__bericht": [
                (bestand_id, 1, wet, bericht.soort, gemeente, aanbieder, kop.identificatie, dagtekening)
            ]
        }
        if bericht.soort in _LEZERS:
            rijen |= _LEZERS[bericht.soort](bericht.wortel, kop, pseudoniem)
    except ValueError:  # XML Schema knows the years -1 and 12023, Python's and Parquet's readers do not
        raise Geweigerd("F_SCHEMA") from None
    return kop, rijen


def _kop(bericht: Gekeurd, bestand_id: int) -> Kop:
    velden = list(bericht.wortel[0])
    afzender, ontvanger, identificatie = velden[3].text, velden[4].text, bladen(velden[5])
    gemeente, aanbieder = (afzender, ontvanger) if verzender_is_gemeente(bericht.soort) else (ontvanger, afzender)
    partijen = (bericht.wet, gemeente, aanbieder, datum(identificatie["Dagtekening"]))
    return Kop(bestand_id, partijen, identificatie["Identificatie"], afzender)


def _persoon(bsn: str, pseudoniem: Pseudoniem) -> tuple[int | None, str]:
    return (pseudoniem.een("bsn", bsn), "geldig") if bsn_geldig(bsn) else (None, "ongeldig")


def _producten(wortel: etree._Element, kop: Kop, pseudoniem: Pseudoniem) -> Iterator[tuple[tuple, Bladen]]:
    """The products of the one client in a 301, 305 or 307, each with the start of its row."""
    client = wortel[1]
    persoon = _persoon(client[0].text, pseudoniem)
    for nummer, product in enumerate(client[-1], 1):
        velden = bladen(product)
        opdracht = (getal(velden.get("ToewijzingNummer")), velden.get("Categorie"), velden.get("Code"))
        yield (kop.bestand_id, nummer, *kop.partijen, *persoon, *opdracht), velden


def _lees_301(wortel: etree._Element, kop: Kop, pseudoniem: Pseudoniem) -> Rijen:
    rijen = [
        (
            *begin,
            datum(velden["Toewijzingsdatum"]),
            tijd(velden["Toewijzingstijd"]),
            datum(velden["Ingangsdatum"]),
            datum(velden.get("Einddatum")),
            velden.get("RedenWijziging"),
            getal(velden.get("Volume")),
            velden.get("Eenheid"),
            velden.get("Frequentie"),
            getal(velden.get("Budget")),
            velden.get("ReferentieAanbieder"),
        )
        for begin, velden in _producten(wortel, kop, pseudoniem)
    ]
    return {"bericht__toewijzing": rijen}


def _levering(velden: Bladen) -> tuple:
    return datum(velden.get("ToewijzingIngangsdatum")), datum(velden["Begindatum"]), velden["StatusAanlevering"]


def _lees_305(wortel: etree._Element, kop: Kop, pseudoniem: Pseudoniem) -> Rijen:
    rijen = [(*begin, *_levering(velden)) for begin, velden in _producten(wortel, kop, pseudoniem)]
    return {"bericht__start": rijen}


def _lees_307(wortel: etree._Element, kop: Kop, pseudoniem: Pseudoniem) -> Rijen:
    rijen = [
        (*begin, *_levering(velden), velden["RedenBeeindiging"], datum(velden["Einddatum"]))
        for begin, velden in _producten(wortel, kop, pseudoniem)
    ]
    return {"bericht__stop": rijen}


def _lees_323(wortel: etree._Element, kop: Kop, pseudoniem: Pseudoniem) -> Rijen:
    nummer, periode, dagtekening, totaal, clienten = wortel[1]
    van_tot = bladen(periode)
    declaratie = (
        *(kop.bestand_id, 1, *kop.partijen, nummer.text),
        *(datum(van_tot["Begindatum"]), datum(van_tot["Einddatum"]), datum(dagtekening.text)),
        *_totaal(totaal),
    )
    regels = [regel for regel, _ in _regels(clienten, nummer.text, kop, pseudoniem)]
    return {"bericht__declaratie": [declaratie], "bericht__declaratieregel": regels}


def _lees_325(wortel: etree._Element, kop: Kop, pseudoniem: Pseudoniem) -> Rijen:
    """A message with a technical error has no DeclaratieAntwoord: then only its return codes are known."""
    verwijzing = bladen(wortel[0][7])["Identificatie"]
    codes = _retourcodes(wortel[0][-1])
    inhoud: tuple = (None,) * 5
    regels: list[tuple] = []
    if len(wortel) > 1:
        antwoord = wortel[1]
        codes |= _retourcodes(antwoord[-1])
        inhoud = (antwoord[0].text, *_totaal(antwoord[1]), *_totaal(antwoord[2]))
        if len(antwoord) > 4:
            regels = [(*regel, codes_) for regel, codes_ in _regels(antwoord[3], inhoud[0], kop, pseudoniem)]
    rij = (kop.bestand_id, 1, *kop.partijen, verwijzing, *inhoud, ",".join(sorted(codes)))
    return {"bericht__antwoord": [rij], "bericht__antwoordregel": regels}


def _totaal(element: etree._Element) -> tuple[int, str]:
    return getal(element[0].text), element[1].text


def _retourcodes(element: etree._Element) -> set[str]:
    return {code.text for code in element}


def _regels(
    clienten: etree._Element, declaratienummer: str, kop: Kop, pseudoniem: Pseudoniem
) -> Iterator[tuple[tuple, str]]:
    """The lines of a 323 or 325, with the codes of a 325: those of the line and what is wrong with its client."""
    nummer = 0
    for client in clienten:
        persoon = _persoon(client[0].text, pseudoniem)
        van_client = _retourcodes(client[2]) - {"0200"} if len(client) > 2 else set()
        for prestatie in client[1]:
            nummer += 1
            codes = van_client | _retourcodes(prestatie[-1]) if len(client) > 2 else van_client
            begin = (kop.bestand_id, nummer, *kop.partijen, declaratienummer, *persoon)
            yield (*begin, *_prestatie(bladen(prestatie))), ",".join(sorted(codes))
        client.clear()  # a declaration of 25 MB gives its memory back while it is read


def _prestatie(velden: Bladen) -> tuple:
    return (
        velden["ReferentieNummer"],
        velden.get("VorigReferentieNummer"),
        getal(velden["ToewijzingNummer"]),
        velden["ProductCategorie"],
        velden["ProductCode"],
        datum(velden["Begindatum"]),
        datum(velden["Einddatum"]),
        getal(velden["GeleverdVolume"]),
        velden["Eenheid"],
        getal(velden.get("ProductTarief")),
        getal(velden["Bedrag"]),
        velden["DebetCredit"],
    )


_LEZERS: dict[str, Callable[[etree._Element, Kop, Pseudoniem], Rijen]] = {
    "301": _lees_301,
    "305": _lees_305,
    "307": _lees_307,
    "323": _lees_323,
    "325": _lees_325,
}
