"""Rules within one message that are judged at arrival: each broken alone, and what comes close without breaking it."""

from collections.abc import Callable
from datetime import date

import pytest

from sources.berichten import gewoon, lees_bericht
from sources.berichten.schending import REGELS
from sources.pseudoniem import Pseudoniem
from tests import berichten_maken as maak

PSEUDONIEM = Pseudoniem(b"sleutel voor tests")
Gevonden = list[tuple[str, str, int]]
Client = list[maak.Element]


def gevonden(inhoud: bytes) -> Gevonden:
    """Rule, class and number of each violation, whatever way it is read; the message itself is always landed."""
    uitkomst = lees_bericht(inhoud, 7, PSEUDONIEM)
    with pytest.MonkeyPatch.context() as anders:
        anders.setattr(gewoon, "lees", lambda tekst, neem: None)
        assert lees_bericht(inhoud, 7, PSEUDONIEM) == uitkomst
    assert uitkomst.meldingen == []
    assert uitkomst.tabellen["bericht__bericht"].num_rows == 1
    tabel = uitkomst.tabellen.get("bericht__schending")
    return [(rij["regel"], rij["element"], rij["rij"]) for rij in tabel.to_pylist()] if tabel else []


def bericht(soort: str, verander: Callable[[Client], None], wet: str = "wmo") -> bytes:
    """The shortest message of a kind with its client changed."""
    client = maak.inhoud(wet, soort, maak.bsn(0))[0][1]
    verander(client)
    return maak.xml(wet, soort, [maak.kop(wet, soort, dagtekening="2024-02-29"), ("Client", client)])


def geboren(soort: str, datum: str, gebruik: str | None = None) -> bytes:
    erbij: list[maak.Element] = [(":DatumGebruik", gebruik)] if gebruik else []

    def verander(client: Client) -> None:
        client[1] = ("Geboortedatum", [(":Datum", datum), *erbij])

    return bericht(soort, verander)


def contacten(*lijst: list[maak.Element]) -> bytes:
    def verander(client: Client) -> None:
        client[-2] = ("Contactgegevens", [("Contact", contact) for contact in lijst])

    return bericht("301", verander)


SOORT: maak.Element = ("Soort", "01")
HUIS: maak.Element = (":Huis", [(":Huisnummer", "1")])
POSTCODE: maak.Element = (":Postcode", "7600AA")
TELEFOON: maak.Element = ("Telefoon", [(":Telefoon01", [(":Telefoonnummer", "0201234567"), (":Landnummer", "+31")])])
GOED: list[maak.Element] = [SOORT, ("Adres", [HUIS, POSTCODE])]


def relatie(
    nummer: str = "R1", *, datum: str = "1950-01-01", contact: list[maak.Element] | None = None
) -> maak.Element:
    naam: list[maak.Element] = [(":Geslachtsnaam", [(":Achternaam", "Verzonnen")]), (":NaamGebruik", "1")]
    return "Relatie", [
        ("Nummer", nummer),
        ("Soort", "10"),
        ("Geboortedatum", [(":Datum", datum)]),
        ("Naam", naam),
        ("Contact", contact or GOED),
    ]


def met_relaties(*relaties: maak.Element, contact: list[maak.Element] = GOED) -> bytes:
    def verander(client: Client) -> None:
        client[-2:-2] = [("Relaties", list(relaties))]
        client[-2] = ("Contactgegevens", [("Contact", contact)])

    return bericht("301", verander)


@pytest.mark.parametrize("soort", ["301", "305", "307", "315"])
@pytest.mark.parametrize("wet", maak.CODES)
def test_wat_er_van_een_schending_landt(wet: str, soort: str) -> None:
    def verander(client: Client) -> None:
        client[1] = ("Geboortedatum", [(":Datum", "1880-01-01")])

    uitkomst = lees_bericht(bericht(soort, verander, wet), 7, PSEUDONIEM)
    assert uitkomst.tabellen["bericht__schending"].to_pylist() == [
        {
            "bestand_id": 7, "rij": 1, "berichtsoort": soort, "wet": wet, "gemeente": "0141", "aanbieder": "42420001",
            "dagtekening": date(2024, 2, 29), "regel": "TR002", "element": "Client",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("datum", "gebruik", "regels"),
    [
        ("1904-02-29", None, []),
        ("1904-02-28", None, ["TR002"]),
        ("1900-01-01", None, ["TR002"]),
        ("1900-01-01", "3", []),
        ("1900-01-01", "2", ["TR002"]),
        ("0001-01-01", None, ["TR002"]),
        ("-0044-03-15", None, ["TR002"]),
        ("2024-02-28", None, []),
        ("2024-02-29", None, []),
        ("2024-03-01", None, ["TR134"]),
        ("2024-03-01", "1", ["TR134"]),
        ("2025-01-01", "3", ["TR134", "CS139"]),
        (" 2024-03-01", None, ["TR134"]),
        ("12024-01-01", None, ["TR134"]),
        (" 1980-02-03 ", None, []),
        ("1980-02-01", "1", []),
        ("1980-02-02", "1", ["CS139"]),
        ("1980-01-01", "2", []),
        ("1980-02-01", "2", ["CS139"]),
        ("1980-01-01", "3", ["CS139"]),
        ("1901-01-01", "3", ["CS139"]),
    ],
)
@pytest.mark.parametrize("soort", ["301", "305", "307", "315"])
def test_geboortedatum(soort: str, datum: str, gebruik: str | None, regels: list[str]) -> None:
    assert gevonden(geboren(soort, datum, gebruik)) == [(regel, "Client", 1) for regel in regels]


def test_geboortedatum_van_een_relatie() -> None:
    oud = relatie("R2", datum="1901-01-01")
    assert gevonden(met_relaties(relatie(), oud)) == [("TR002", "Relatie", 2)]
    ongeboren = relatie("R2", datum="2024-03-01")
    assert gevonden(met_relaties(relatie(), ongeboren)) == [("TR134", "Relatie", 2)]


@pytest.mark.parametrize(
    ("contact", "verwacht"),
    [
        (GOED, []),
        ([SOORT, ("Adres", [POSTCODE]), TELEFOON], []),
        ([SOORT, TELEFOON], [("TR061", "Client", 1)]),
        ([SOORT, ("Adres", [POSTCODE])], [("TR006", "Contact", 1)]),
        ([SOORT, ("Adres", [HUIS])], [("TR006", "Contact", 1)]),
        ([SOORT], [("TR006", "Contact", 1), ("TR061", "Client", 1)]),
        ([("Soort", "04"), GOED[1]], [("TR061", "Client", 1)]),
        ([("Soort", "02"), GOED[1]], []),
        ([("Soort", "03"), GOED[1]], []),
        ([SOORT, ("Adres", [HUIS, (":Postcode", "0600AA")])], [("CS089", "Contact", 1)]),
        ([SOORT, ("Adres", [HUIS, (":Postcode", "7600 AA")])], [("CS089", "Contact", 1)]),
        ([SOORT, ("Adres", [HUIS, (":Postcode", "48143"), (":LandCode", "NL")])], [("CS089", "Contact", 1)]),
        ([SOORT, ("Adres", [HUIS, (":Postcode", "7600aa"), (":LandCode", "NL")])], []),
        ([SOORT, ("Adres", [HUIS, (":Postcode", "48143"), (":LandCode", "DE")])], []),
        ([SOORT, ("Adres", [(":Straatnaam", "Weg")]), TELEFOON], []),
    ],
)
def test_contact(contact: list[maak.Element], verwacht: Gevonden) -> None:
    assert gevonden(contacten(contact)) == verwacht


def test_een_van_de_contacten_heeft_een_adres() -> None:
    assert gevonden(contacten([("Soort", "04"), TELEFOON], GOED)) == []
    assert gevonden(contacten(GOED, [("Soort", "02")])) == [("TR006", "Contact", 2)]


def test_het_contact_van_een_relatie_telt_mee_maar_is_geen_adres_van_de_client() -> None:
    """The contacts of a message are numbered as they stand in it: those of relations come first."""
    assert gevonden(met_relaties(relatie(contact=[SOORT]))) == [("TR006", "Contact", 1)]
    assert gevonden(met_relaties(relatie(), contact=[SOORT, TELEFOON])) == [("TR061", "Client", 1)]


def _lijst(soort: str, *klassen: maak.Element) -> bytes:
    def verander(client: Client) -> None:
        client[-1] = (client[-1][0], list(klassen))

    return bericht(soort, verander)


def test_dezelfde_klasse_twee_keer() -> None:
    anders = maak.toegewezen("wmo", 2)
    een = maak.toegewezen("wmo", 1)
    assert gevonden(_lijst("301", een, anders, een, een)) == [
        ("TR101", "ToegewezenProduct", 3),
        ("TR101", "ToegewezenProduct", 4),
    ]
    assert gevonden(_lijst("301", een, maak.toegewezen("wmo", 1, Commentaar="x"))) == []
    assert gevonden(contacten(GOED, GOED)) == [("TR101", "Contact", 2)]
    assert gevonden(met_relaties(relatie(), relatie())) == [("TR101", "Relatie", 2)]
    for soort, naam in (("305", "StartProduct"), ("307", "StopProduct")):
        assert gevonden(_lijst(soort, maak.levering("wmo", soort), maak.levering("wmo", soort))) == [("TR101", naam, 2)]
    aanvraag = maak.inhoud("wmo", "315", maak.bsn(0))[0][1][-1][1][0]
    assert gevonden(_lijst("315", aanvraag, aanvraag)) == [("TR101", "AangevraagdProduct", 2)]


def test_dezelfde_klasse_twee_keer_in_een_wijzigingsverzoek() -> None:
    nummer: list[maak.Element] = [("ToewijzingNummer", "1")]
    datum: list[maak.Element] = [("GewensteIngangsdatum", "2024-08-01")]
    lijsten: list[maak.Element] = [
        ("OngewijzigdeProducten", [("OngewijzigdProduct", nummer)] * 2),
        ("TeWijzigenProducten", [("TeWijzigenProduct", nummer + datum)] * 2),
        ("NieuweProducten", [("NieuwProduct", datum)] * 2),
    ]

    def verander(client: Client) -> None:
        client[1][1].extend(lijsten)

    assert sorted(gevonden(bericht("317", verander))) == [
        ("TR101", "NieuwProduct", 2),
        ("TR101", "OngewijzigdProduct", 2),
        ("TR101", "TeWijzigenProduct", 2),
    ]


def _declaratie(soort: str, clienten: maak.Element) -> bytes:
    inhoud = maak.declaratie(clienten) if soort == "323" else maak.antwoord(clienten)
    return maak.xml("wmo", soort, [maak.kop("wmo", soort), inhoud])


@pytest.mark.parametrize("soort", ["323", "325"])
def test_dezelfde_prestatie_of_client_twee_keer(soort: str) -> None:
    codes = ("0200",) if soort == "325" else ()
    een, twee = (maak.prestatie("wmo", nummer, retour=codes) for nummer in (1, 2))
    regels = maak.clienten({maak.bsn(1): [twee], maak.bsn(2): [een, twee, een]}, codes)
    assert gevonden(_declaratie(soort, regels)) == [("TR101", "Prestatie", 4)]
    client = maak.clienten({maak.bsn(1): [een, twee]}, codes)[1]
    assert gevonden(_declaratie(soort, ("Clienten", client * 2))) == [("TR101", "Client", 2)]
    ander = maak.clienten({maak.bsn(1): [een], maak.bsn(2): [een]}, codes)
    assert gevonden(_declaratie(soort, ander)) == []
    ongeldig = maak.clienten({"990000001": [een], "990000002": [een]}, codes)
    assert gevonden(_declaratie(soort, ongeldig)) == []


def test_geen_waarde_uit_het_bericht_in_een_schending() -> None:
    uitkomst = lees_bericht(geboren("301", "1901-02-03", "1"), 7, PSEUDONIEM)
    assert {rij["regel"] for rij in uitkomst.tabellen["bericht__schending"].to_pylist()} == {"TR002", "CS139"}
    assert "1901" not in repr(uitkomst.tabellen["bericht__schending"].to_pylist())
    assert set(REGELS) == {"TR002", "TR006", "TR061", "TR101", "TR134", "CS089", "CS139"}
