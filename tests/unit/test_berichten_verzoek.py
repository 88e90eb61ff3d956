"""What lands from requests, their answers, and return messages."""

from datetime import date

import pytest

from sources.berichten import lees_bericht
from sources.berichten.tabellen import TABELLEN
from sources.pseudoniem import Pseudoniem
from sources.schemas import SCHEMAS
from tests import berichten_maken as maak

PSEUDONIEM = Pseudoniem(b"sleutel voor tests")
RETOUREN = ("302", "306", "308", "316", "318", "320")


def rijen(inhoud: bytes, tabel: str) -> list[dict]:
    uitkomst = lees_bericht(inhoud, 7, PSEUDONIEM)
    assert uitkomst.meldingen == []
    assert uitkomst.tabellen[tabel].schema == SCHEMAS[tabel] == TABELLEN[tabel]
    return uitkomst.tabellen[tabel].to_pylist()


def _client(soort: str, nummer: str, *rest: maak.Element) -> maak.Element:
    return "Client", [*(maak.persoon(nummer) if soort == "315" else [("Bsn", nummer)]), *rest]


@pytest.mark.parametrize("wet", maak.CODES)
def test_315_landt_elk_aangevraagd_product(wet: str) -> None:
    verwijzer = [(":Type", "02"), (":Naam", "Huisarts Verzonnen"), (":ZorgverlenerCode", "01000001")]
    vol: list[maak.Element] = [
        ("ReferentieAanbieder", "V1"),
        ("BeschikkingNummer", "77"),
        maak.product(wet),
        ("BeschikkingIngangsdatum", "2024-05-01"),
        ("ToewijzingIngangsdatum", "2024-06-01"),
        ("ToewijzingEinddatum", "2024-12-31"),
        ("Omvang", [(":Volume", "10"), (":Eenheid", "01"), (":Frequentie", "2")]),
        ("Budget", "1200"),
        ("Verwijzer", verwijzer),
        ("Raamcontract", "1"),
        ("Commentaar", "Naam en adres"),
    ]
    kort = [vol[0], ("ToewijzingIngangsdatum", "2024-07-01"), ("Verwijzer", [(":Type", "01")])]
    producten = ("AangevraagdeProducten", [("AangevraagdProduct", vol), ("AangevraagdProduct", kort)])
    inhoud = maak.xml(wet, "315", [maak.kop(wet, "315"), _client("315", maak.bsn(2), producten)])
    begin = {
        "bestand_id": 7, "wet": wet, "gemeente": "0141", "aanbieder": "42420001", "dagtekening": date(2024, 5, 6),
        "persoon": PSEUDONIEM.een("bsn", maak.bsn(2)), "bsn_status": "geldig", "referentie_aanbieder": "V1",
    }  # fmt: skip
    leeg = dict.fromkeys(TABELLEN["bericht__aangevraagd_product"].names)
    assert rijen(inhoud, "bericht__aangevraagd_product") == [
        begin | {
            "rij": 1, "beschikkingnummer": 77, "productcategorie": maak.CATEGORIE[wet], "productcode": "02A01",
            "beschikking_ingangsdatum": date(2024, 5, 1), "toewijzing_ingangsdatum": date(2024, 6, 1),
            "toewijzing_einddatum": date(2024, 12, 31), "volume": 10, "eenheid": "01", "frequentie": "2",
            "budget_cent": 1200, "verwijzer_type": "02", "raamcontract": "1",
        },
        leeg | begin | {"rij": 2, "toewijzing_ingangsdatum": date(2024, 7, 1), "verwijzer_type": "01"},
    ]  # fmt: skip
    assert lees_bericht(inhoud, 7, PSEUDONIEM).gelezen == 2


def _verzoek(wet: str, *lijsten: maak.Element) -> bytes:
    verzoek: list[maak.Element] = [("ReferentieAanbieder", "V7"), ("RedenVerzoek", "2"), *lijsten]
    return maak.xml(wet, "317", [maak.kop(wet, "317"), _client("317", maak.bsn(3), ("Verzoek", verzoek))])


@pytest.mark.parametrize("wet", maak.CODES)
def test_317_landt_elk_product_met_zijn_klasse(wet: str) -> None:
    omvang: maak.Element = ("Omvang", [(":Volume", "3"), (":Eenheid", "04"), (":Frequentie", "4")])
    ingang: maak.Element = ("GewensteIngangsdatum", "2024-08-01")
    inhoud = _verzoek(
        wet,
        ("OngewijzigdeProducten", [("OngewijzigdProduct", [("ToewijzingNummer", str(nr))]) for nr in (1, 2)]),
        ("TeWijzigenProducten", [("TeWijzigenProduct", [("ToewijzingNummer", "3"), ingang, ("Budget", "500")])]),
        ("NieuweProducten", [("NieuwProduct", [maak.product(wet), ingang, ("Einddatum", "2024-09-30"), omvang])]),
    )
    begin = {
        "bestand_id": 7, "wet": wet, "gemeente": "0141", "aanbieder": "42420001", "dagtekening": date(2024, 5, 6),
        "persoon": PSEUDONIEM.een("bsn", maak.bsn(3)), "bsn_status": "geldig", "referentie_aanbieder": "V7",
        "reden_verzoek": "2",
    }  # fmt: skip
    leeg = dict.fromkeys(TABELLEN["bericht__wijzigingsverzoek"].names) | begin
    augustus = {"gewenste_ingangsdatum": date(2024, 8, 1)}
    assert rijen(inhoud, "bericht__wijzigingsverzoek") == [
        leeg | {"rij": 1, "klasse": "ongewijzigd", "toewijzingnummer": 1},
        leeg | {"rij": 2, "klasse": "ongewijzigd", "toewijzingnummer": 2},
        leeg | augustus | {"rij": 3, "klasse": "te_wijzigen", "toewijzingnummer": 3, "budget_cent": 500},
        leeg | augustus | {
            "rij": 4, "klasse": "nieuw", "productcategorie": maak.CATEGORIE[wet], "productcode": "02A01",
            "einddatum": date(2024, 9, 30), "volume": 3, "eenheid": "04", "frequentie": "4",
        },
    ]  # fmt: skip
    assert lees_bericht(inhoud, 7, PSEUDONIEM).gelezen == 4


def test_317_zonder_product_is_een_rij() -> None:
    (rij,) = rijen(maak.bericht("wmo", "317"), "bericht__wijzigingsverzoek")
    assert (rij["rij"], rij["klasse"], rij["reden_verzoek"], rij["toewijzingnummer"]) == (1, "geen", "1", None)


def test_319_landt_het_antwoord() -> None:
    (kort,) = rijen(maak.bericht("wmo", "319"), "bericht__verzoekantwoord")
    assert kort == {
        "bestand_id": 7, "rij": 1, "wet": "wmo", "gemeente": "0141", "aanbieder": "42420001",
        "dagtekening": date(2024, 5, 6), "referentie_aanbieder": "V1", "verzoek_antwoord": "1",
        "reden_afwijzing": None, "woonplaatsbeginsel_gemeente": None,
    }  # fmt: skip
    (naam, velden) = maak.inhoud("jeugd", "319", maak.bsn(0))[0]
    velden = [*velden, ("RedenAfwijzingVerzoek", "8"), ("Woonplaatsbeginsel", [("Gemeente", "0363")])]
    inhoud = maak.xml("jeugd", "319", [maak.kop("jeugd", "319"), (naam, velden)])
    (vol,) = rijen(inhoud, "bericht__verzoekantwoord")
    assert (vol["reden_afwijzing"], vol["woonplaatsbeginsel_gemeente"]) == ("8", "0363")


@pytest.mark.parametrize("wet", maak.CODES)
@pytest.mark.parametrize("soort", RETOUREN)
def test_een_retour_dat_aanvaardt_landt_zonder_codes(wet: str, soort: str) -> None:
    van_gemeente = soort in maak.VAN_GEMEENTE
    inhoud = maak.bericht(wet, soort, identificatie="HEEN", dagtekening="2024-05-02")
    assert rijen(inhoud, "bericht__retour") == [
        {
            "bestand_id": 7, "rij": 1, "wet": wet, "berichtsoort": soort, "gemeente": "0141", "aanbieder": "42420001",
            "identificatie": "HEEN", "dagtekening": date(2024, 5, 2), "identificatie_retour": "R1",
            "dagtekening_retour": date(2024, 5, 7), "retourcodes": "",
        }
    ]  # fmt: skip
    uitkomst = lees_bericht(inhoud, 7, PSEUDONIEM)
    assert set(uitkomst.tabellen) == {"bericht__bericht", "bericht__retour"}
    assert (uitkomst.gelezen, uitkomst.leverancier) == (1, "0141" if van_gemeente else "42420001")


def met_codes(element: maak.Element, *waarden: str) -> maak.Element:
    naam, inhoud = element
    return naam, [*inhoud, maak.codes(*waarden)]


def test_een_retour_noemt_elke_code_die_er_ergens_in_staat() -> None:
    kop = met_codes(maak.kop("wmo", "306"), "0001")
    product = met_codes(maak.levering("wmo", "305"), "9063", "0233")
    client = ("Client", [*maak.persoon(maak.bsn(1)), ("StartProducten", [product]), maak.codes("0200", "9063")])
    (rij,) = rijen(maak.xml("wmo", "306", [kop, client]), "bericht__retour")
    assert rij["retourcodes"] == "0001,0233,9063"
    alles_goed = ("Client", [*client[1][:-1], maak.codes("0200")])
    alles_goed[1][-2] = ("StartProducten", [met_codes(maak.levering("wmo", "305"), "0200")])
    (rij,) = rijen(maak.xml("wmo", "306", [maak.kop("wmo", "306"), alles_goed]), "bericht__retour")
    assert rij["retourcodes"] == ""
