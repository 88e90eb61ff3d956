"""The text of iWmo and iJw messages, release 3.2: headers, 301, 305 and 307, and the returns of all of them.

Belongs here: XML of one message from plain records. Does not belong here: when it is sent and why (verloop), the requests
and their answers (verzoeken), 323 and 325 (declaraties).

Templates instead of an XML library: a year of a municipality is tens of thousands of messages. Every text that is not a
code or a number goes through `veilig`.
"""

from functools import cache
from xml.sax.saxutils import escape as veilig

from .dossier import Dossier
from .persoon import Persoon
from .planning import GEMEENTE, GEMEENTENAAM
from .rijen import Bericht, Levering, Omvang, Toegewezen
from .tijd import iso

_CODES = {
    "wmo": {"301": 414, "305": 418, "307": 420, "315": 444, "317": 480, "319": 482, "323": 484, "325": 485},
    "jeugd": {"301": 436, "305": 438, "307": 440, "315": 446, "317": 486, "319": 488, "323": 490, "325": 491},
}
RETOUR_VAN = {"301": "302", "305": "306", "307": "308", "315": "316", "317": "318", "319": "320"}
_HEEN = {retour: heen for heen, retour in RETOUR_VAN.items()}
VAN_GEMEENTE = {"301", "319", "325"}
BRON = {"wmo": "iwmo", "jeugd": "ijw"}
_VOORVOEGSEL = {"wmo": "wmo", "jeugd": "jw"}
XSD_VERSIE = "<b:BasisschemaXsdVersie>1.0.0</b:BasisschemaXsdVersie><b:BerichtXsdVersie>1.0.0</b:BerichtXsdVersie>"
CODES = "<RetourCodes><RetourCode>{}</RetourCode></RetourCodes>"
# Who has no address of their own is reached at the desk of the municipality: a made-up address.
_LOKET = "<b:Huis><b:Huisnummer>1</b:Huisnummer></b:Huis><b:Postcode>7600AA</b:Postcode>"


@cache
def _opening(wet: str, soort: str) -> str:
    standaard = BRON[wet]
    basis = f"http://www.istandaarden.nl/{standaard}/3_2"
    heen = _HEEN.get(soort, soort)
    code = _CODES[wet][heen] + (heen != soort)  # the code of a return is the next number
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\r\n'
        f'<Bericht xmlns="{basis}/{_VOORVOEGSEL[wet]}{soort}/schema" xmlns:b="{basis}/basisschema/schema">\r\n'
        f"<Header><BerichtCode>{code}</BerichtCode><BerichtVersie>3</BerichtVersie>"
        "<BerichtSubversie>2</BerichtSubversie>"
    )


def kop(wet: str, soort: str, agb: str, identificatie: str, dagtekening: int, rest: str = "") -> str:
    """Everything up to and including the header; `rest` is what a 325 or a return adds to it."""
    van, naar = (GEMEENTE, agb) if _HEEN.get(soort, soort) in VAN_GEMEENTE else (agb, GEMEENTE)
    return (
        f"{_opening(wet, soort)}<Afzender>{van}</Afzender><Ontvanger>{naar}</Ontvanger><BerichtIdentificatie>"
        f"<b:Identificatie>{identificatie}</b:Identificatie><b:Dagtekening>{iso(dagtekening)}</b:Dagtekening>"
        f"</BerichtIdentificatie><XsdVersie>{XSD_VERSIE}</XsdVersie>{rest}</Header>\r\n"
    )


def kop_retour(dossier: Dossier, bericht: Bericht, identificatie: str, dag: int, code: str) -> str:
    """The header of a return: that of the original, with its own identification, and a code when all is refused."""
    rest = (
        f"<IdentificatieRetour>{identificatie}</IdentificatieRetour><DagtekeningRetour>{iso(dag)}</DagtekeningRetour>"
        f"<XsdVersieRetour>{XSD_VERSIE}</XsdVersieRetour>{CODES.format(code) if code else ''}"
    )
    soort = RETOUR_VAN[bericht.soort]
    return kop(dossier.wet, soort, dossier.agb, bericht.nummer, bericht.dagtekening, rest)


def klassecodes(retour: bool, fout: str = "") -> str:
    """What a class of a return ends with: its code, or that there is nothing to remark; nothing in another message."""
    return CODES.format(fout or "0200") if retour else ""


def wie(bericht: Bericht, persoon: Persoon) -> str:
    """The client up to the name, which the message closes in its own way."""
    tekst = persoon.geboren_tekst
    gebruik, datum = "", iso(persoon.geboren)
    if bericht.oud:
        datum = f"1880{datum[4:7]}-01"
    elif tekst == "00000000":
        gebruik, datum = "3", "1900-01-01"
    elif tekst.endswith("0000"):
        gebruik, datum = "2", f"{tekst[:4]}-01-01"
    elif tekst.endswith("00"):
        gebruik, datum = "1", f"{tekst[:4]}-{tekst[4:6]}-01"
    gebruik = f"<b:DatumGebruik>{gebruik}</b:DatumGebruik>" if gebruik else ""
    geslacht = {"M": "1", "V": "2"}.get(persoon.geslacht, "0")
    return (
        f"<Client><Bsn>{persoon.bsn}</Bsn><Geboortedatum><b:Datum>{datum}</b:Datum>{gebruik}</Geboortedatum>"
        f"<Geslacht>{geslacht}</Geslacht><Naam><b:Geslachtsnaam><b:Achternaam>{veilig(persoon.naam)}</b:Achternaam>"
        + (f"<b:Voorvoegsel>{veilig(persoon.voorvoegsel)}</b:Voorvoegsel>" if persoon.voorvoegsel else "")
        + f"</b:Geslachtsnaam><b:Voornamen>{veilig(persoon.voornamen)}</b:Voornamen>"
    )


def _contacten(bericht: Bericht, persoon: Persoon, retour: bool) -> str:
    verblijf = persoon.verblijf_op(bericht.dag) or (persoon.verblijf[0] if persoon.verblijf else None)
    adres = verblijf.adres if verblijf else None
    soort = "04" if bericht.contact == "tijdelijk" else "01" if adres else "02"
    plek = _LOKET
    if adres:
        letter = f"<b:Huisletter>{adres.huisletter}</b:Huisletter>" if adres.huisletter else ""
        erbij = f"<b:HuisnummerToevoeging>{adres.toevoeging}</b:HuisnummerToevoeging>" if adres.toevoeging else ""
        plek = (
            f"<b:Huis><b:Huisnummer>{adres.huisnummer}</b:Huisnummer>{letter}{erbij}</b:Huis>"
            f"<b:Postcode>{adres.postcode}</b:Postcode>"
        )
    einde = f"{klassecodes(retour)}</Contact>"
    leeg = f"<Contact><Soort>02</Soort>{einde}" if bericht.contact == "leeg" else ""
    return (
        f"<Contactgegevens><Contact><Soort>{soort}</Soort><Adres>{plek}<b:Plaatsnaam>{GEMEENTENAAM}</b:Plaatsnaam>"
        f"<b:LandCode>NL</b:LandCode></Adres>{einde}{leeg}</Contactgegevens>\r\n"
    )


def product(opdracht: tuple[str, str]) -> str:
    """Category and code, as far as given."""
    categorie, code = opdracht
    if not categorie:
        return ""
    return f"<Product><b:Categorie>{categorie}</b:Categorie>{f'<b:Code>{code}</b:Code>' if code else ''}</Product>"


def hoeveel(omvang: Omvang | None, budget: int | None) -> str:
    """Volume or budget, as far as given."""
    tekst = ""
    if omvang:
        volume, eenheid, frequentie = omvang
        tekst = (
            f"<Omvang><b:Volume>{volume}</b:Volume><b:Eenheid>{eenheid}</b:Eenheid>"
            f"<b:Frequentie>{frequentie}</b:Frequentie></Omvang>"
        )
    return tekst + (f"<Budget>{budget}</Budget>" if budget is not None else "")


def _toegewezen(rij: Toegewezen, retour: bool) -> str:
    nummer = rij.toewijzing.nummer
    tijd = f"{8 + nummer % 9:02d}:{nummer % 60:02d}:{(nummer // 60 + rij.sinds) % 60:02d}"
    referentie = f"<ReferentieAanbieder>{rij.referentie}</ReferentieAanbieder>" if rij.referentie else ""
    einde = f"<Einddatum>{iso(rij.einde)}</Einddatum>" if rij.einde is not None else ""
    reden = f"<RedenWijziging>{rij.reden}</RedenWijziging>" if rij.reden else ""
    return (
        f"<ToegewezenProduct><ToewijzingNummer>{nummer}</ToewijzingNummer>{referentie}"
        f"{product(rij.toewijzing.opdracht)}<Toewijzingsdatum>{iso(rij.sinds)}</Toewijzingsdatum>"
        f"<Toewijzingstijd>{tijd}</Toewijzingstijd><Ingangsdatum>{iso(rij.toewijzing.ingang)}</Ingangsdatum>"
        f"{einde}{reden}{hoeveel(rij.omvang, rij.budget)}{klassecodes(retour, rij.fout)}</ToegewezenProduct>"
    )


def inhoud_301(bericht: Bericht, persoon: Persoon, retour: bool = False) -> str:
    """The client of a 301 with the assignments at one provider."""
    return (
        f"{wie(bericht, persoon)}<b:NaamGebruik>1</b:NaamGebruik></Naam>{_contacten(bericht, persoon, retour)}"
        f"<ToegewezenProducten>{''.join(_toegewezen(rij, retour) for rij in bericht.rijen)}</ToegewezenProducten>"
        f"{klassecodes(retour)}</Client>\r\n"
    )


def inhoud_levering(bericht: Bericht, persoon: Persoon, retour: bool = False) -> str:
    """The client of a 305 or 307 with what starts or stops."""
    een = "StartProduct" if bericht.soort == "305" else "StopProduct"
    rijen = "".join(_levering(rij, een, retour) for rij in bericht.rijen)
    return f"{wie(bericht, persoon)}</Naam>\r\n<{een}en>{rijen}</{een}en>{klassecodes(retour)}</Client>\r\n"


def _levering(rij: Levering, een: str, retour: bool) -> str:
    stop = ""
    if een == "StopProduct":
        stop = f"<RedenBeeindiging>{rij.reden}</RedenBeeindiging><Einddatum>{iso(rij.einde)}</Einddatum>"
    return (
        f"<{een}><ToewijzingNummer>{rij.nummer}</ToewijzingNummer>{product(rij.toewijzing.opdracht)}"
        f"<ToewijzingIngangsdatum>{iso(rij.toewijzing.ingang)}</ToewijzingIngangsdatum>"
        f"<Begindatum>{iso(rij.begin)}</Begindatum>{stop}<StatusAanlevering>{rij.status}</StatusAanlevering>"
        f"{klassecodes(retour, rij.fout)}</{een}>"
    )
