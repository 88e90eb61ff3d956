"""The text of iWmo and iJw messages, release 3.2: header, 301, 305 and 307.

Belongs here: XML of one message from plain values. Does not belong here: when it is sent and why (toewijzingen), 323
and 325 (declaraties).

Templates instead of an XML library: a year of a municipality is tens of thousands of messages. Every text that is not a
code or a number goes through `veilig`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from xml.sax.saxutils import escape as veilig

from .persoon import Persoon
from .planning import GEMEENTE, GEMEENTENAAM
from .producten import Product
from .tijd import iso

_CODES = {
    ("wmo", "301"): "414", ("wmo", "305"): "418", ("wmo", "307"): "420", ("wmo", "323"): "484", ("wmo", "325"): "485",
    ("jeugd", "301"): "436", ("jeugd", "305"): "438", ("jeugd", "307"): "440", ("jeugd", "323"): "490",
    ("jeugd", "325"): "491",
}  # fmt: skip
_VAN_GEMEENTE = {"301", "325"}
BRON = {"wmo": "iwmo", "jeugd": "ijw"}
_VOORVOEGSEL = {"wmo": "wmo", "jeugd": "jw"}
XSD_VERSIE = "<b:BasisschemaXsdVersie>1.0.0</b:BasisschemaXsdVersie><b:BerichtXsdVersie>1.0.0</b:BerichtXsdVersie>"


@dataclass(slots=True, eq=False)
class Toewijzing:
    """One assignment as the messages show it; `versies` are (day, end date or None, reason or "") in order."""

    nummer: int
    wet: str
    agb: str
    categorie: str
    product: Product
    variant: str
    volume: int
    ingang: int
    versies: list[tuple[int, int | None, str]] = field(default_factory=list)

    def versie_op(self, dag: int) -> tuple[int, int | None, str]:
        """The version that holds on a day."""
        return next((versie for versie in reversed(self.versies) if versie[0] <= dag), self.versies[0])


@cache
def _opening(wet: str, soort: str) -> str:
    standaard = BRON[wet]
    basis = f"http://www.istandaarden.nl/{standaard}/3_2"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\r\n'
        f'<Bericht xmlns="{basis}/{_VOORVOEGSEL[wet]}{soort}/schema" xmlns:b="{basis}/basisschema/schema">\r\n'
        f"<Header><BerichtCode>{_CODES[wet, soort]}</BerichtCode><BerichtVersie>3</BerichtVersie>"
        "<BerichtSubversie>2</BerichtSubversie>"
    )


def kop(wet: str, soort: str, agb: str, identificatie: str, dagtekening: int, rest: str = "") -> str:
    """Everything up to and including the header; `rest` is what a 325 adds to it."""
    van, naar = (GEMEENTE, agb) if soort in _VAN_GEMEENTE else (agb, GEMEENTE)
    return (
        f"{_opening(wet, soort)}<Afzender>{van}</Afzender><Ontvanger>{naar}</Ontvanger><BerichtIdentificatie>"
        f"<b:Identificatie>{identificatie}</b:Identificatie><b:Dagtekening>{iso(dagtekening)}</b:Dagtekening>"
        f"</BerichtIdentificatie><XsdVersie>{XSD_VERSIE}</XsdVersie>{rest}</Header>\r\n"
    )


def _wie(persoon: Persoon) -> str:
    tekst = persoon.geboren_tekst
    gebruik, datum = "", iso(persoon.geboren)
    if tekst == "00000000":
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


def _contact(persoon: Persoon, dag: int) -> str:
    verblijf = persoon.verblijf_op(dag) or (persoon.verblijf[0] if persoon.verblijf else None)
    adres = verblijf.adres if verblijf else None
    if adres is None:
        return "<Contactgegevens><Contact><Soort>01</Soort></Contact></Contactgegevens>"
    letter = f"<b:Huisletter>{adres.huisletter}</b:Huisletter>" if adres.huisletter else ""
    toevoeging = f"<b:HuisnummerToevoeging>{adres.toevoeging}</b:HuisnummerToevoeging>" if adres.toevoeging else ""
    return (
        "<Contactgegevens><Contact><Soort>01</Soort><Adres><b:Huis>"
        f"<b:Huisnummer>{adres.huisnummer}</b:Huisnummer>{letter}{toevoeging}</b:Huis>"
        f"<b:Postcode>{adres.postcode}</b:Postcode><b:Plaatsnaam>{GEMEENTENAAM}</b:Plaatsnaam>"
        "<b:LandCode>NL</b:LandCode></Adres></Contact></Contactgegevens>\r\n"
    )


def _product(toewijzing: Toewijzing) -> str:
    if toewijzing.variant == "generiek":
        return ""
    code = f"<b:Code>{toewijzing.product.code}</b:Code>" if toewijzing.variant == "specifiek" else ""
    return f"<Product><b:Categorie>{toewijzing.categorie}</b:Categorie>{code}</Product>"


def _toegewezen(toewijzing: Toewijzing, dag: int) -> str:
    sinds, einde, reden = toewijzing.versie_op(dag)
    nummer, product = toewijzing.nummer, toewijzing.product
    tijd = f"{8 + nummer % 9:02d}:{nummer % 60:02d}:{(nummer // 60 + sinds) % 60:02d}"
    delen = [
        f"<ToegewezenProduct><ToewijzingNummer>{nummer}</ToewijzingNummer>{_product(toewijzing)}"
        f"<Toewijzingsdatum>{iso(sinds)}</Toewijzingsdatum><Toewijzingstijd>{tijd}</Toewijzingstijd>"
        f"<Ingangsdatum>{iso(toewijzing.ingang)}</Ingangsdatum>"
    ]
    if einde is not None:
        delen.append(f"<Einddatum>{iso(einde)}</Einddatum>")
    if reden:
        delen.append(f"<RedenWijziging>{reden}</RedenWijziging>")
    if toewijzing.variant == "specifiek":
        delen.append(
            f"<Omvang><b:Volume>{toewijzing.volume}</b:Volume><b:Eenheid>{product.eenheid}</b:Eenheid>"
            f"<b:Frequentie>{product.frequentie}</b:Frequentie></Omvang>"
        )
    elif toewijzing.variant == "generiek":
        delen.append("<Budget>1500000</Budget>")
    return "".join(delen) + "</ToegewezenProduct>"


def bericht_301(persoon: Persoon, toewijzingen: Iterable[Toewijzing], identificatie: str, dag: int) -> bytes:
    """The assignments of one client at one provider as they hold on the day of sending."""
    alle = list(toewijzingen)
    eerste = alle[0]
    return (
        f"{kop(eerste.wet, '301', eerste.agb, identificatie, dag)}{_wie(persoon)}"
        f"<b:NaamGebruik>1</b:NaamGebruik></Naam>{_contact(persoon, dag)}"
        f"<ToegewezenProducten>{''.join(_toegewezen(een, dag) for een in alle)}</ToegewezenProducten>"
        "</Client>\r\n</Bericht>\r\n"
    ).encode()


def bericht_305(
    persoon: Persoon, toewijzing: Toewijzing, identificatie: str, dag: int, begin: int, status: str = "1"
) -> bytes:
    """The start of delivery."""
    return _start_stop(persoon, toewijzing, "305", identificatie, dag, begin, "", status)


def bericht_307(
    persoon: Persoon, toewijzing: Toewijzing, identificatie: str, dag: int, begin: int, reden: str, einde: int
) -> bytes:
    """The end of delivery."""
    stop = f"<RedenBeeindiging>{reden}</RedenBeeindiging><Einddatum>{iso(einde)}</Einddatum>"
    return _start_stop(persoon, toewijzing, "307", identificatie, dag, begin, stop, "1")


def _start_stop(
    persoon: Persoon,
    toewijzing: Toewijzing,
    soort: str,
    identificatie: str,
    dag: int,
    begin: int,
    stop: str,
    status: str,
) -> bytes:
    groep, een = ("StartProducten", "StartProduct") if soort == "305" else ("StopProducten", "StopProduct")
    return (
        f"{kop(toewijzing.wet, soort, toewijzing.agb, identificatie, dag)}{_wie(persoon)}</Naam>\r\n"
        f"<{groep}><{een}><ToewijzingNummer>{toewijzing.nummer}</ToewijzingNummer>{_product(toewijzing)}"
        f"<ToewijzingIngangsdatum>{iso(toewijzing.ingang)}</ToewijzingIngangsdatum>"
        f"<Begindatum>{iso(begin)}</Begindatum>{stop}<StatusAanlevering>{status}</StatusAanlevering></{een}></{groep}>"
        "</Client>\r\n</Bericht>\r\n"
    ).encode()
