"""Maker of small valid messages for tests: every kind, either law, from a few parameters.

Belongs here: the shortest message of each kind and the means to fill it. Does not belong here: the generator of
deliveries. Written apart from the product's own description of the messages, so that tests can tell the two apart.

An element is (name, text) or (name, [elements]); names that begin with ":" live in the namespace of the basisschema.
"""

from collections.abc import Iterable
from itertools import count, islice

GEMEENTE, AANBIEDER = "0141", "42420001"
_SOORTEN_EN_CODES = """301 414 436, 302 415 437, 305 418 438, 306 419 439, 307 420 440, 308 421 441, 315 444 446,
            316 445 447, 317 480 486, 318 481 487, 319 482 488, 320 483 489, 323 484 490, 325 485 491"""
_PER_SOORT = [rij.split() for rij in _SOORTEN_EN_CODES.split(",")]
CODES = {
    "wmo": {soort: wmo for soort, wmo, _ in _PER_SOORT},
    "jeugd": {soort: jeugd for soort, _, jeugd in _PER_SOORT},
}
SOORTEN = tuple(CODES["wmo"])
VAN_GEMEENTE = {"301", "302", "319", "320", "325"}
CATEGORIE = {"wmo": "02", "jeugd": "45"}

Element = tuple[str, "str | list[Element]"]


def bsn(nummer: int) -> str:
    """The nummer-th made-up BSN that passes the 11-test, from 990000000 up."""
    return next(islice(filter(elfproef, map(str, count(990000000))), nummer, None))


def elfproef(nummer: str) -> bool:
    """True for nine digits that can be a BSN."""
    return sum(g * int(c) for g, c in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), nummer, strict=True)) % 11 == 0


def ruimte(wet: str, deel: str, release: str = "3_2") -> str:
    familie = {"wmo": "iwmo", "jeugd": "ijw"}[wet]
    return f"http://www.istandaarden.nl/{familie}/{release}/{deel}/schema"


def versie(naam: str) -> Element:
    return naam, [(":BasisschemaXsdVersie", "1.0.0"), (":BerichtXsdVersie", "1.0.0")]


def codes(*waarden: str) -> Element:
    return "RetourCodes", [("RetourCode", waarde) for waarde in waarden]


def kop(wet: str, soort: str, identificatie: str = "B1", dagtekening: str = "2024-05-06") -> Element:
    partijen = (GEMEENTE, AANBIEDER) if soort in VAN_GEMEENTE else (AANBIEDER, GEMEENTE)
    velden: list[Element] = [
        ("BerichtCode", CODES[wet][soort]),
        ("BerichtVersie", "3"),
        ("BerichtSubversie", "2"),
        ("Afzender", partijen[0]),
        ("Ontvanger", partijen[1]),
        ("BerichtIdentificatie", [(":Identificatie", identificatie), (":Dagtekening", dagtekening)]),
        versie("XsdVersie"),
    ]
    if soort == "325":
        verwijzing: list[Element] = [(":Identificatie", "DECL1"), (":Dagtekening", "2024-05-01")]
        velden += [("DeclaratieIdentificatie", verwijzing), versie("XsdVersieDeclaratie"), codes("0200")]
    elif soort in {"302", "306", "308", "316", "318", "320"}:
        velden += [("IdentificatieRetour", "R1"), ("DagtekeningRetour", "2024-05-07"), versie("XsdVersieRetour")]
    return "Header", velden


def persoon(nummer: str, *, volledig: bool = False) -> list[Element]:
    naam: list[Element] = [(":Geslachtsnaam", [(":Achternaam", "Verzonnen")])]
    naam += [(":NaamGebruik", "1")] if volledig else []
    return [("Bsn", nummer), ("Geboortedatum", [(":Datum", "1980-02-03")]), ("Geslacht", "2"), ("Naam", naam)]


def product(wet: str, code: str | None = "02A01") -> Element:
    return "Product", [(":Categorie", CATEGORIE[wet]), *([(":Code", code)] if code else [])]


def toegewezen(wet: str, nummer: int = 1, **anders: str | None) -> Element:
    """One ToegewezenProduct; `anders` sets or (None) leaves out Einddatum, RedenWijziging, Budget or others."""
    velden = {
        "ToewijzingNummer": str(nummer),
        "ReferentieAanbieder": None,
        "Product": product(wet)[1],
        "Toewijzingsdatum": "2024-05-06",
        "Toewijzingstijd": "10:11:12",
        "Ingangsdatum": "2024-06-01",
        "Einddatum": None,
        "RedenWijziging": None,
        "Omvang": [(":Volume", "10"), (":Eenheid", "01"), (":Frequentie", "2")],
        "Budget": None,
        "Commentaar": None,
    } | anders
    return "ToegewezenProduct", [(naam, waarde) for naam, waarde in velden.items() if waarde is not None]


def levering(wet: str, soort: str, nummer: int = 1, status: str = "1") -> Element:
    """One StartProduct (305) or StopProduct (307)."""
    velden: list[Element] = [("ToewijzingNummer", str(nummer)), product(wet)]
    velden += [("ToewijzingIngangsdatum", "2024-06-01"), ("Begindatum", "2024-06-03")]
    if soort == "307":
        velden += [("RedenBeeindiging", "31"), ("Einddatum", "2024-07-31")]
    return {"305": "StartProduct", "307": "StopProduct"}[soort], [*velden, ("StatusAanlevering", status)]


def prestatie(wet: str, nummer: int = 1, *, vorig: str | None = None, retour: Iterable[str] = ()) -> Element:
    """One line of a 323 or, with `retour`, of a 325."""
    referentie: list[Element] = [(":ReferentieNummer", f"REF{nummer}")]
    velden: list[Element] = [
        ("ProductReferentie", referentie + ([(":VorigReferentieNummer", vorig)] if vorig else [])),
        ("ToewijzingNummer", str(nummer)),
        ("ProductCategorie", CATEGORIE[wet]),
        ("ProductCode", "02A01"),
        ("ProductPeriode", [(":Begindatum", "2024-04-01"), (":Einddatum", "2024-04-30")]),
        ("GeleverdVolume", "4"),
        ("Eenheid", "04"),
        ("ProductTarief", "1250"),
        ("IngediendBedrag", [(":Bedrag", "5000"), (":DebetCredit", "C" if vorig else "D")]),
    ]
    return "Prestatie", velden + ([codes(*retour)] if retour else [])


def clienten(regels: dict[str, list[Element]], retour: Iterable[str] = ()) -> Element:
    """The clients of a 323 or 325: BSN to lines."""
    staart = [codes(*retour)] if retour else []
    return "Clienten", [("Client", [("Bsn", nr), ("Prestaties", rijen), *staart]) for nr, rijen in regels.items()]


def declaratie(inhoud: Element, nummer: str = "D1") -> Element:
    return "Declaratie", [
        ("DeclaratieNummer", nummer),
        ("DeclaratiePeriode", [(":Begindatum", "2024-04-01"), (":Einddatum", "2024-04-30")]),
        ("DeclaratieDagtekening", "2024-05-06"),
        ("TotaalIngediendBedrag", [(":TotaalBedrag", "5000"), (":DebetCredit", "D")]),
        inhoud,
    ]


def antwoord(*inhoud: Element, toegekend: str = "0", retour: Iterable[str] = ("0200",)) -> Element:
    return "DeclaratieAntwoord", [
        ("DeclaratieNummer", "D1"),
        ("TotaalIngediendBedrag", [(":TotaalBedrag", "5000"), (":DebetCredit", "D")]),
        ("TotaalToegekendBedrag", [(":TotaalBedrag", toegekend), (":DebetCredit", "D")]),
        *inhoud,
        codes(*retour),
    ]


def inhoud(wet: str, soort: str, nummer: str) -> list[Element]:
    """What follows the header in the shortest message of a kind; nothing for a return that accepts."""
    omhulsel = {"301": "ToegewezenProducten", "305": "StartProducten", "307": "StopProducten"}
    adres: Element = ("Adres", [(":Huis", [(":Huisnummer", "1")]), (":Postcode", "7600AA")])
    contact: Element = ("Contactgegevens", [("Contact", [("Soort", "01"), adres])])
    verwijzer: Element = ("Verwijzer", [(":Type", "01")])
    aanvraag: list[Element] = [("ReferentieAanbieder", "V1"), ("ToewijzingIngangsdatum", "2024-06-01"), verwijzer]
    match soort:
        case "301":
            return [("Client", [*persoon(nummer, volledig=True), contact, (omhulsel[soort], [toegewezen(wet)])])]
        case "305" | "307":
            return [("Client", [*persoon(nummer), (omhulsel[soort], [levering(wet, soort)])])]
        case "315":
            return [("Client", [*persoon(nummer), ("AangevraagdeProducten", [("AangevraagdProduct", aanvraag)])])]
        case "317":
            verzoek: list[Element] = [("ReferentieAanbieder", "V1"), ("RedenVerzoek", "1")]
            return [("Client", [("Bsn", nummer), ("Verzoek", verzoek)])]
        case "319":
            return [("Antwoord", [("ReferentieAanbieder", "V1"), ("VerzoekAntwoord", "1")])]
        case "323":
            return [declaratie(clienten({nummer: [prestatie(wet)]}))]
        case "325":
            return [antwoord(toegekend="5000", retour=("8001",))]
        case _:
            return []


def xml(wet: str, soort: str, elementen: Iterable[Element], *, declaratie: bool = True, release: str = "3_2") -> bytes:
    """The bytes of a message with these elements below the root."""
    eigen = ruimte(wet, {"wmo": "wmo", "jeugd": "jw"}[wet] + soort, release)
    basis = ruimte(wet, "basisschema", release)
    regels = "\r\n".join(_tekst(element, 1) for element in elementen)
    begin = '<?xml version="1.0" encoding="UTF-8"?>\r\n' if declaratie else ""
    return f'{begin}<m:Bericht xmlns:m="{eigen}" xmlns:b="{basis}">\r\n{regels}\r\n</m:Bericht>\r\n'.encode()


def _tekst(element: Element, diepte: int) -> str:
    naam, waarde = element
    naam = "b" + naam if naam.startswith(":") else "m:" + naam
    if isinstance(waarde, list):
        waarde = "\r\n" + "".join(_tekst(kind, diepte + 1) + "\r\n" for kind in waarde) + "\t" * diepte
    return "\t" * diepte + f"<{naam}>{waarde}</{naam}>"


def bericht(wet: str = "wmo", soort: str = "301", *, nummer: str | None = None, **van_kop: str) -> bytes:
    """The shortest valid message of a kind, about one made-up person; `van_kop` as for kop()."""
    return xml(wet, soort, [kop(wet, soort, **van_kop), *inhoud(wet, soort, nummer or bsn(0))])


def toewijzingsbericht(wet: str, nummer: str, producten: list[Element], **van_kop: str) -> bytes:
    """A 301 with these ToegewezenProducten."""
    client = inhoud(wet, "301", nummer)[0][1]
    return xml(wet, "301", [kop(wet, "301", **van_kop), ("Client", [*client[:-1], ("ToegewezenProducten", producten)])])
