"""Maker of whole deliveries of 301, 305, 307, 315, 317 and 319 that break no rule, and of lines with one value changed.

Belongs here: one client, one assignment and the messages around it, on dates that fit each other. Does not belong here:
what must be found (test_opdracht.py), or the shape of a message (tests/berichten_maken.py).

A message is dated on the day it is delivered and identified by its kind and that day, unless a case says otherwise.
"""

from tests.berichten_maken import CATEGORIE, Element, bsn, kop, persoon, toewijzingsbericht, xml
from tests.regels.zaken import Levering

BRON = {"wmo": "iwmo", "jeugd": "ijw"}
CLIENT, ANDER = bsn(101), bsn(102)
ANDERE_CATEGORIE = {"wmo": "03", "jeugd": "43"}
VRAAG, TOEWIJZING, START, VERZOEK, STOP = "2024-04-15", "2024-05-06", "2024-06-05", "2024-07-01", "2024-08-02"
"""The days of a clean chain: 315, 301, 305, 317 and 307."""


def product(wet: str, volg: int = 3, categorie: str | None = None) -> list[Element]:
    return [(":Categorie", categorie or CATEGORIE[wet]), (":Code", f"{CATEGORIE[wet]}A{volg:02d}")]


def omvang(volume: str = "10", eenheid: str = "04", frequentie: str = "4") -> list[Element]:
    return [(":Volume", volume), (":Eenheid", eenheid), (":Frequentie", frequentie)]


def _klasse(naam: str, velden: dict[str, "str | list[Element] | None"]) -> Element:
    return naam, [(veld, waarde) for veld, waarde in velden.items() if waarde is not None]


def _brief(
    wet: str, soort: str, op: str, client: list[Element], kenmerk: str | None, gedagtekend: str | None
) -> Levering:
    hoofd = kop(wet, soort, kenmerk or f"{soort}{op.replace('-', '')}", gedagtekend or op)
    return BRON[wet], op, xml(wet, soort, [hoofd, *client])


def toegewezen(wet: str, nummer: int = 1, **anders: "str | list[Element] | None") -> Element:
    """One ToegewezenProduct of the second half of 2024; a value of None leaves the element out."""
    velden = {
        "ToewijzingNummer": str(nummer),
        "ReferentieAanbieder": None,
        "Product": product(wet, nummer),
        "Toewijzingsdatum": TOEWIJZING,
        "Toewijzingstijd": "10:11:12",
        "Ingangsdatum": "2024-06-01",
        "Einddatum": "2024-12-31",
        "RedenWijziging": None,
        "Omvang": omvang(),
        "Budget": None,
    }
    return _klasse("ToegewezenProduct", velden | anders)


def b301(
    wet: str,
    *producten: Element,
    op: str = TOEWIJZING,
    client: str = CLIENT,
    kenmerk: str | None = None,
    gedagtekend: str | None = None,
) -> Levering:
    hoofd = {"identificatie": kenmerk or f"301{op.replace('-', '')}", "dagtekening": gedagtekend or op}
    return BRON[wet], op, toewijzingsbericht(wet, client, list(producten or [toegewezen(wet)]), **hoofd)


def gestart(wet: str, nummer: int | None = 1, **anders: "str | list[Element] | None") -> Element:
    velden = {
        "ToewijzingNummer": None if nummer is None else str(nummer),
        "Product": product(wet, nummer or 1),
        "ToewijzingIngangsdatum": "2024-06-01",
        "Begindatum": "2024-06-03",
        "StatusAanlevering": "1",
    }
    return _klasse("StartProduct", velden | anders)


def gestopt(wet: str, nummer: int | None = 1, **anders: "str | list[Element] | None") -> Element:
    velden = {
        "ToewijzingNummer": None if nummer is None else str(nummer),
        "Product": product(wet, nummer or 1),
        "ToewijzingIngangsdatum": "2024-06-01",
        "Begindatum": "2024-06-03",
        "RedenBeeindiging": "31",
        "Einddatum": "2024-07-31",
        "StatusAanlevering": "1",
    }
    return _klasse("StopProduct", velden | anders)


def _regie(
    wet: str,
    soort: str,
    producten: tuple[Element, ...],
    op: str,
    client: str,
    kenmerk: str | None,
    gedagtekend: str | None,
) -> Levering:
    lijst = {"305": "StartProducten", "307": "StopProducten"}[soort]
    return _brief(wet, soort, op, [("Client", [*persoon(client), (lijst, list(producten))])], kenmerk, gedagtekend)


def b305(
    wet: str,
    *producten: Element,
    op: str = START,
    client: str = CLIENT,
    kenmerk: str | None = None,
    gedagtekend: str | None = None,
) -> Levering:
    return _regie(wet, "305", producten or (gestart(wet),), op, client, kenmerk, gedagtekend)


def b307(
    wet: str,
    *producten: Element,
    op: str = STOP,
    client: str = CLIENT,
    kenmerk: str | None = None,
    gedagtekend: str | None = None,
) -> Levering:
    return _regie(wet, "307", producten or (gestopt(wet),), op, client, kenmerk, gedagtekend)


def aangevraagd(wet: str, nummer: int = 1, **anders: "str | list[Element] | None") -> Element:
    velden = {
        "ReferentieAanbieder": f"V{nummer}",
        "Product": product(wet, nummer),
        "BeschikkingIngangsdatum": None,
        "ToewijzingIngangsdatum": "2024-06-01",
        "ToewijzingEinddatum": "2024-12-31",
        "Omvang": omvang(),
        "Verwijzer": [(":Type", "01")],
    }
    return _klasse("AangevraagdProduct", velden | anders)


def b315(wet: str, *producten: Element, op: str = VRAAG, client: str = CLIENT, kenmerk: str | None = None) -> Levering:
    lijst: Element = ("AangevraagdeProducten", list(producten or [aangevraagd(wet)]))
    return _brief(wet, "315", op, [("Client", [*persoon(client), lijst])], kenmerk, None)


def ongewijzigd(nummer: int = 1) -> Element:
    return "OngewijzigdProduct", [("ToewijzingNummer", str(nummer))]


def te_wijzigen(nummer: int = 1, **anders: "str | list[Element] | None") -> Element:
    velden = {
        "ToewijzingNummer": str(nummer),
        "GewensteIngangsdatum": "2024-08-01",
        "Einddatum": "2024-12-31",
        "Omvang": omvang("20"),
        "Budget": None,
    }
    return _klasse("TeWijzigenProduct", velden | anders)


def nieuw(wet: str, volg: int = 9, **anders: "str | list[Element] | None") -> Element:
    velden = {
        "Product": product(wet, volg),
        "GewensteIngangsdatum": "2024-08-01",
        "Einddatum": "2024-12-31",
        "Omvang": omvang(),
        "Budget": None,
    }
    return _klasse("NieuwProduct", velden | anders)


def b317(
    wet: str,
    *producten: Element,
    referentie: str = "W1",
    op: str = VERZOEK,
    client: str = CLIENT,
    kenmerk: str | None = None,
    gedagtekend: str | None = None,
) -> Levering:
    """A request to change these products; the standard has a list per class, in this order."""
    lijsten = {
        "OngewijzigdProduct": "OngewijzigdeProducten",
        "TeWijzigenProduct": "TeWijzigenProducten",
        "NieuwProduct": "NieuweProducten",
    }
    verzoek: list[Element] = [("ReferentieAanbieder", referentie), ("RedenVerzoek", "1")]
    verzoek += [
        (lijst, gekozen) for klasse, lijst in lijsten.items() if (gekozen := [p for p in producten if p[0] == klasse])
    ]
    return _brief(wet, "317", op, [("Client", [("Bsn", client), ("Verzoek", verzoek)])], kenmerk, gedagtekend)


def b319(
    wet: str,
    referentie: str,
    antwoord: str,
    op: str,
    *,
    reden: str | None = None,
    woonplaats: str | None = None,
    kenmerk: str | None = None,
    gedagtekend: str | None = None,
) -> Levering:
    velden = {"ReferentieAanbieder": referentie, "VerzoekAntwoord": antwoord, "RedenAfwijzingVerzoek": reden}
    velden["Woonplaatsbeginsel"] = [("Gemeente", woonplaats)] if woonplaats else None
    return _brief(wet, "319", op, [_klasse("Antwoord", velden)], kenmerk, gedagtekend)
