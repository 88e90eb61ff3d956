"""Writes tiny deliveries in the formats of the contract: one call, one file.

Here belong the layouts of the files and of the 301, 305 and 307. Not here: what happens to whom (`gemeente_maken`, the
tests). Dates are given as `YYYY-MM-DD` or `date`; a BRP date may also be given as eight digits, for unknown parts.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count
from pathlib import Path

from lxml import etree

from .velden import bsn_geldig

Dag = date | str
BRP_KOP = [
    "01.01.20",
    "01.02.10",
    "01.02.30",
    "01.02.40",
    "01.03.10",
    "01.04.10",
    "02.01.20",
    "03.01.20",
    "05.01.20",
    "05.06.10",
    "05.07.10",
    "06.08.10",
    "07.67.10",
    "07.67.20",
    "08.09.10",
    "08.10.10",
    "08.10.30",
    "08.11.20",
    "08.11.30",
    "08.11.40",
    "08.11.60",
    "08.11.80",
]
PWET_KOP = ["uitkeringsnummer", "bsn_1", "bsn_2", "statistiekcode", "aanvangsdatum", "einddatum"]
TRAJECT_KOP = ["bsn", "voorziening", "aanvangsdatum", "einddatum"]
VOORZIENING_KOP = [
    "regeling",
    "wet",
    "bsn",
    "voorziening",
    "ingangsdatum",
    "einddatum",
    "geslachtsnaam",
    "geboortedatum",
    "postcode",
    "huisnummer",
    "leveringsvorm",
]
CODES = {("wmo", 301): "414", ("wmo", 305): "418", ("wmo", 307): "420"}
CODES |= {("jeugd", 301): "436", ("jeugd", 305): "438", ("jeugd", 307): "440"}
AANBIEDER = "42420001"


def bsns() -> Iterator[str]:
    """Valid numbers of the official test range, 9,091 of them."""
    return (str(nummer) for nummer in range(999900006, 999999991) if bsn_geldig(str(nummer)))


def rubriek(dag: Dag) -> str:
    """A date as a BRP rubriek; eight digits stay as they are."""
    return str(dag).replace("-", "")


def persoonsrij(bsn: str, geboren: Dag, adres: str, **velden: str) -> dict[str, str]:
    """A BRP row: `adres` is "PC6 huisnummer" or empty; other rubrieken as keywords (`r060810` is 06.08.10)."""
    postcode, _, huisnummer = adres.partition(" ")
    rij = dict.fromkeys(BRP_KOP, "")
    rij |= {"01.01.20": bsn, "01.02.40": "Naam" + bsn[-4:], "01.03.10": rubriek(geboren), "01.04.10": "O"}
    rij |= {"08.09.10": "0141", "08.10.10": "W", "08.10.30": "20100101", "08.11.60": postcode, "08.11.20": huisnummer}
    for sleutel, waarde in velden.items():
        naam = f"{sleutel[1:3]}.{sleutel[3:5]}.{sleutel[5:7]}"
        rij[naam] = rubriek(waarde) if naam.endswith((".06.10", ".07.10", ".08.10", ".67.10", ".10.30")) else waarde
    return rij


class Landing:
    """A landing folder to be filled; every message gets a number of its own."""

    def __init__(self, map_: Path, gemeente: str = "0141") -> None:
        self.map = map_
        self.gemeente = gemeente
        self._nummers = count(1)

    def bestand(self, bron: str, dag: Dag, naam: str, inhoud: bytes) -> Path:
        """Writes one file."""
        pad = self.map / bron / str(dag) / naam
        pad.parent.mkdir(parents=True, exist_ok=True)
        pad.write_bytes(inhoud)
        return pad

    def tabel(self, bron: str, dag: Dag, naam: str, kop: list[str], rijen: Iterable[Iterable[object]]) -> Path:
        """Writes one CSV; None becomes empty."""
        tekst = io.StringIO()
        schrijver = csv.writer(tekst, delimiter=";", lineterminator="\n")
        schrijver.writerow(kop)
        schrijver.writerows(["" if waarde is None else str(waarde) for waarde in rij] for rij in rijen)
        return self.bestand(bron, dag, naam, tekst.getvalue().encode())

    def brp(self, dag: Dag, *rijen: dict[str, str], naam: str = "brp.csv") -> Path:
        """Writes a statement of the registered population."""
        return self.tabel("brp", dag, naam, BRP_KOP, ([rij[kolom] for kolom in BRP_KOP] for rij in rijen))

    def gebieden(self, dag: Dag, jaar: int, adressen: dict[str, str], namen: dict[str, str]) -> None:
        """Writes the yearly file ("PC6 huisnummer" -> 8 digits of the buurt) and the names (code -> name)."""
        kop = ["PC6", "Huisnummer", f"Buurt{jaar}", f"Wijk{jaar}", f"Gemeente{jaar}"]
        rijen = ([*adres.split(" "), int(bu), int(bu[:6]), int(bu[:4])] for adres, bu in adressen.items())
        self.tabel("gebieden", dag, f"pc6hnr{jaar}.csv", kop, rijen)
        soorten = {"GM": "gemeente", "WK": "wijk", "BU": "buurt"}
        namenrijen = ((code, naam, soorten[code[:2]]) for code, naam in namen.items())
        self.tabel("gebieden", dag, "namen.csv", ["code", "naam", "soort"], namenrijen)

    def uitkeringen(self, dag: Dag, *rijen: Iterable[object]) -> Path:
        """Writes the benefits: number, bsn_1, bsn_2, code, start, end."""
        return self.tabel("pwet", dag, "uitkeringen.csv", PWET_KOP, rijen)

    def reintegratie(self, dag: Dag, *rijen: Iterable[object]) -> Path:
        """Writes the re-integration facilities: bsn, facility, start, end."""
        return self.tabel("pwet", dag, "reintegratie.csv", TRAJECT_KOP, rijen)

    def voorzieningen(self, dag: Dag, stand: str, *rijen: Iterable[object]) -> Path:
        """Writes one scheme's statement; a row may stop after the end date."""
        lengte = len(VOORZIENING_KOP)
        aangevuld = ([*rij, *[""] * lengte][:lengte] for rij in rijen)
        return self.tabel("voorzieningen", dag, f"{stand}.csv", VOORZIENING_KOP, aangevuld)

    def toewijzing(
        self,
        dag: Dag,
        wet: str,
        bsn: str,
        nummer: int,
        ingang: Dag,
        einde: Dag | None = None,
        *,
        moment: str = "",
        categorie: str | None = "02",
        reden: str = "",
    ) -> Path:
        """Writes a 301; `moment` is "YYYY-MM-DD HH:MM:SS" (default: the start, at nine)."""
        toegewezen, tijd = (moment or f"{ingang} 09:00:00").split(" ")
        product = [("Product", [("b:Categorie", categorie)])] if categorie else []
        inhoud = [
            ("ToewijzingNummer", nummer),
            *product,
            ("Toewijzingsdatum", toegewezen),
            ("Toewijzingstijd", tijd),
            ("Ingangsdatum", ingang),
            *([("Einddatum", einde)] if einde else []),
            *([("RedenWijziging", reden)] if reden else []),
            *([] if categorie else [("Budget", 100000)]),
        ]
        client = [
            ("Contactgegevens", [("Contact", [("Soort", "01")])]),
            ("ToegewezenProducten", [("ToegewezenProduct", inhoud)]),
        ]
        return self._bericht(dag, wet, 301, bsn, toegewezen, client)

    def start(
        self,
        dag: Dag,
        wet: str,
        bsn: str,
        nummer: int | None,
        begin: Dag,
        *,
        categorie: str | None = "02",
        status: str = "1",
        dagtekening: Dag | None = None,
    ) -> Path:
        """Writes a 305."""
        inhoud = [*self._product(nummer, categorie), ("Begindatum", begin), ("StatusAanlevering", status)]
        return self._bericht(dag, wet, 305, bsn, dagtekening or dag, [("StartProducten", [("StartProduct", inhoud)])])

    def stop(
        self,
        dag: Dag,
        wet: str,
        bsn: str,
        nummer: int | None,
        begin: Dag,
        einde: Dag,
        *,
        reden: str = "31",
        categorie: str | None = "02",
        status: str = "1",
        dagtekening: Dag | None = None,
    ) -> Path:
        """Writes a 307."""
        inhoud = [
            *self._product(nummer, categorie),
            ("Begindatum", begin),
            ("RedenBeeindiging", reden),
            ("Einddatum", einde),
            ("StatusAanlevering", status),
        ]
        return self._bericht(dag, wet, 307, bsn, dagtekening or dag, [("StopProducten", [("StopProduct", inhoud)])])

    @staticmethod
    def _product(nummer: int | None, categorie: str | None) -> list[tuple]:
        kop = [] if nummer is None else [("ToewijzingNummer", nummer)]
        return kop + ([("Product", [("b:Categorie", categorie)])] if categorie else [])

    def _bericht(self, dag: Dag, wet: str, soort: int, bsn: str, dagtekening: Dag, client: list[tuple]) -> Path:
        volgnummer = next(self._nummers)
        partijen = [self.gemeente, AANBIEDER] if soort == 301 else [AANBIEDER, self.gemeente]
        naam = [("b:Geslachtsnaam", [("b:Achternaam", "Client")])]
        inhoud = [
            (
                "Header",
                [
                    ("BerichtCode", CODES[wet, soort]),
                    ("BerichtVersie", 3),
                    ("BerichtSubversie", 2),
                    ("Afzender", partijen[0]),
                    ("Ontvanger", partijen[1]),
                    ("BerichtIdentificatie", [("b:Identificatie", volgnummer), ("b:Dagtekening", dagtekening)]),
                    ("XsdVersie", [("b:BasisschemaXsdVersie", "1.0.0"), ("b:BerichtXsdVersie", "1.0.0")]),
                ],
            ),
            (
                "Client",
                [
                    ("Bsn", bsn),
                    ("Geboortedatum", [("b:Datum", "1990-01-01")]),
                    ("Geslacht", 0),
                    ("Naam", naam + ([("b:NaamGebruik", 1)] if soort == 301 else [])),
                    *client,
                ],
            ),
        ]
        bron = "iwmo" if wet == "wmo" else "ijw"
        ruimte = f"http://www.istandaarden.nl/{bron}/3_2"
        ruimtes = {"": f"{ruimte}/{'wmo' if wet == 'wmo' else 'jw'}{soort}/schema", "b": f"{ruimte}/basisschema/schema"}
        xml = etree.tostring(_element(ruimtes, "Bericht", inhoud), xml_declaration=True, encoding="UTF-8")
        return self.bestand(bron, dag, f"{wet}{soort}_{volgnummer}.xml", xml)


def _element(ruimtes: dict[str, str], naam: str, inhoud: object) -> etree._Element:
    """An element with text, or with (name, content) pairs inside it; "b:" marks the namespace of the basisschema."""
    voorvoegsel, _, plat = naam.rpartition(":")
    element = etree.Element(etree.QName(ruimtes[voorvoegsel], plat), nsmap={"m": ruimtes[""], "b": ruimtes["b"]})
    if isinstance(inhoud, list):
        element.extend(_element(ruimtes, kind, waarde) for kind, waarde in inhoud)
    else:
        element.text = str(inhoud)
    return element
