"""What is special of each CSV source: pseudonyms, unknown dates, addresses, history rows and area codes."""

from datetime import date

import pytest

from sources.csv_lezer import lees_csv
from sources.pseudoniem import Pseudoniem
from sources.uitkomst import Uitkomst

PSEUDONIEM = Pseudoniem(b"sleutel voor tests")
GELDIG, OUDER = "123456782", "999993653"
RIJ = {
    "01.01.20": GELDIG,
    "01.02.10": "Anna",
    "01.02.30": "van",
    "01.02.40": "Ärens  Berg",
    "01.03.10": "19900228",
    "01.04.10": "V",
    "02.01.20": OUDER,
    "03.01.20": "",
    "05.01.20": "",
    "05.06.10": "",
    "05.07.10": "",
    "06.08.10": "",
    "07.67.10": "",
    "07.67.20": "",
    "08.09.10": "0141",
    "08.10.10": "W",
    "08.10.30": "20200101",
    "08.11.20": "012",
    "08.11.30": "",
    "08.11.40": "",
    "08.11.60": "7607 aa",
    "08.11.80": "0141010000000001",
}


def lees(inhoud: str, bron: str = "brp") -> Uitkomst:
    return lees_csv(bron, inhoud.encode(), 7, PSEUDONIEM)


def rijen(uitkomst: Uitkomst) -> list[dict]:
    (tabel,) = uitkomst.tabellen.values()
    return tabel.to_pylist()


def persoon(**anders: str) -> dict:
    """The raw row of the person above, with other values for rubrieken written as r01_01_20."""
    rij = RIJ | {rubriek[1:].replace("_", "."): waarde for rubriek, waarde in anders.items()}
    return rijen(lees(";".join(rij) + "\n" + ";".join(rij.values()) + "\n"))[0]


def test_een_persoon() -> None:
    gelezen = persoon()
    assert gelezen == {
        "bestand_id": 7,
        "rij": 1,
        "persoon": PSEUDONIEM.een("bsn", GELDIG),
        "bsn_status": "geldig",
        "ouder_1": PSEUDONIEM.een("bsn", OUDER),
        "ouder_2": None,
        "partner": None,
        "geboortedatum": date(1990, 2, 28),
        "bond_begin": None,
        "bond_einde": None,
        "bond_einde_onbekend": False,
        "overlijden": None,
        "overlijden_onbekend": False,
        "opschorting": None,
        "opschorting_onbekend": False,
        "gemeente": "0141",
        "functie_adres": "W",
        "aanvang_adres": date(2020, 1, 1),
        "object": PSEUDONIEM.een("object", "0141010000000001"),
        "adres": PSEUDONIEM.een("adres", "7607AA|12||"),
        "pc6_huisnummer": PSEUDONIEM.een("pc6hn", "7607AA|12"),
        "koppelsleutel": PSEUDONIEM.een("koppel", "arens berg|1990-02-28|7607AA|12"),
    }


def test_alleen_de_verplichte_kolommen() -> None:
    nodig = ["01.01.20", "01.02.40", "01.03.10", "08.09.10", "08.10.10", "08.10.30", "08.11.20", "08.11.60"]
    uitkomst = lees(";".join(nodig) + "\n" + ";".join(RIJ[kolom] for kolom in nodig) + "\n")
    assert uitkomst.meldingen == []
    assert rijen(uitkomst)[0]["object"] is None
    assert lees(";".join(nodig[1:])).meldingen[0].attribuut == "01.01.20"


@pytest.mark.parametrize(
    ("waarde", "datum", "koppelbaar"),
    [
        ("19900000", date(1990, 1, 1), False),
        ("19900500", date(1990, 5, 1), False),
        ("19900015", date(1990, 1, 15), False),
        ("00000000", None, False),
        ("", None, False),
        ("19900515", date(1990, 5, 15), True),
        ("19001010", date(1900, 10, 10), True),
        ("20000101", date(2000, 1, 1), True),
    ],
)
def test_een_deels_onbekende_geboortedatum_telt_maar_koppelt_niet(
    waarde: str, datum: date | None, koppelbaar: bool
) -> None:
    gelezen = persoon(r01_03_10=waarde)
    assert gelezen["geboortedatum"] == datum
    assert (gelezen["koppelsleutel"] is not None) == koppelbaar


@pytest.mark.parametrize(
    ("rubriek", "doel"), [("r05_07_10", "bond_einde"), ("r06_08_10", "overlijden"), ("r07_67_10", "opschorting")]
)
def test_gevuld_maar_onbekend_is_iets_anders_dan_leeg(rubriek: str, doel: str) -> None:
    for waarde, datum, onbekend in (
        ("", None, False),
        ("00000000", None, True),
        ("20200000", date(2020, 1, 1), False),
    ):
        gelezen = persoon(**{rubriek: waarde})
        assert (gelezen[doel], gelezen[f"{doel}_onbekend"]) == (datum, onbekend)


@pytest.mark.parametrize(
    ("nummer", "status"),
    [
        ("123456789", "ongeldig"),
        ("000000000", "ongeldig"),
        ("999999999", "ongeldig"),
        ("12345678", "ongeldig"),
        ("", "leeg"),
    ],
)
def test_zonder_geldig_bsn_is_iemand_naam_geboorte_en_adres_samen(nummer: str, status: str) -> None:
    een, ander = persoon(r01_01_20=nummer), persoon(r01_01_20=nummer, r01_02_10="Bea")
    assert een["bsn_status"] == status
    assert een["persoon"] is not None
    assert een["persoon"] == persoon(r01_01_20=nummer)["persoon"] != ander["persoon"]
    assert een["persoon"] not in (PSEUDONIEM.een("bsn", nummer), persoon()["persoon"])


def test_een_ongeldig_bsn_van_een_ander_verwijst_naar_niemand() -> None:
    gelezen = persoon(r02_01_20="000000000", r03_01_20="123456789", r05_01_20="1")
    assert [gelezen[wie] for wie in ("ouder_1", "ouder_2", "partner")] == [None] * 3


def test_adressen() -> None:
    leeg = persoon(r08_11_20="", r08_11_60="", r08_11_80="")
    assert [leeg[wat] for wat in ("adres", "pc6_huisnummer", "object", "koppelsleutel")] == [None] * 4
    assert persoon(r08_11_60="")["adres"] is not None
    assert persoon(r08_11_60="")["pc6_huisnummer"] is None
    assert persoon(r08_11_30="A")["adres"] != persoon()["adres"]
    assert persoon(r08_11_60=" 7607AA ", r08_11_20="12")["adres"] == persoon()["adres"]
    assert persoon(r08_11_80="0000000000000000")["object"] is None


def test_de_landelijke_proefset_heeft_geschiedenis_onder_elke_persoon() -> None:
    """First header empty, a column twice among those not used: history rows are no records, and nothing is said."""
    kop = ";" + ";".join(RIJ) + ";06.88.10;06.88.10;"
    leeg = ";" * (len(RIJ) + 3)
    huidig = "PL1;" + ";".join(RIJ.values()) + ";;;"
    oud = ";" + ";".join((RIJ | {"01.03.10": "kapot"}).values()) + ";;;"
    uitkomst = lees("\n".join([kop, huidig, oud, leeg, huidig.replace("PL1", "PL2"), oud]))
    assert (uitkomst.gelezen, uitkomst.geweigerd, uitkomst.meldingen) == (2, 0, [])
    assert [rij["rij"] for rij in rijen(uitkomst)] == [1, 4]


def test_een_dubbele_rubriek_die_nodig_is_wordt_geweigerd() -> None:
    uitkomst = lees(";".join([*RIJ, "01.02.40"]) + "\n")
    assert [(fout.code, fout.attribuut) for fout in uitkomst.meldingen] == [("F_KOLOM_DUBBEL", "01.02.40")]


def test_niets_herkenbaars_komt_in_de_ruwe_tabel() -> None:
    tekst = str(persoon(r01_01_20="123456789"))
    for waarde in ("123456789", OUDER, "Anna", "Berg", "berg", "7607", "0141010000000001"):
        assert waarde not in tekst


def test_gebieden() -> None:
    kop = "PC6;Huisnummer;Buurt{0};Wijk{0};Gemeente{0}\n"
    uitkomst = lees(kop.format(2019) + "7607AA;12;1411000;14110;141\n1011AB;1;;;363\n1011AB;x;1;1;1\n", "gebieden")
    assert (uitkomst.jaar, uitkomst.soort, uitkomst.gelezen, uitkomst.geweigerd) == (2019, "gebieden__adres", 3, 1)
    sleutel = PSEUDONIEM.een("pc6hn", "7607AA|12")
    codes = [(rij["pc6_huisnummer"], rij["buurt"], rij["wijk"], rij["gemeente"]) for rij in rijen(uitkomst)]
    assert codes[0] == (sleutel, "BU01411000", "WK014110", "GM0141")
    assert codes[1][1:] == (None, None, "GM0363")
    assert sleutel == persoon()["pc6_huisnummer"]
    gemengd = "PC6;Huisnummer;Buurt2023;Wijk2024;Gemeente2024"
    assert lees(gemengd, "gebieden").meldingen[0].code == "F_KOLOM_JAAR"
    assert lees(kop.format(2024).strip() + ";Buurt2023", "gebieden").meldingen[0].code == "F_KOLOM_DUBBEL"


def test_gebiedsnamen() -> None:
    uitkomst = lees(
        "code;naam;soort\nGM0141;Almelo;gemeente\nBU01411000;'t Erf;buurt\nNL00;Nederland;land\n", "gebieden"
    )
    assert [rij["naam"] for rij in rijen(uitkomst)] == ["Almelo", "'t Erf"]
    assert uitkomst.geweigerd == 1


def test_pwet() -> None:
    kop = "uitkeringsnummer;bsn_1;bsn_2;statistiekcode;aanvangsdatum;einddatum;bedrag_bruto_maand\n"
    (rij,) = rijen(lees(f"{kop}U1;{GELDIG};;77;2024-01-01;;1200.5\n", "pwet"))
    assert (rij["persoon_1"], rij["bsn_1_status"]) == (PSEUDONIEM.een("bsn", GELDIG), "geldig")
    assert (rij["persoon_2"], rij["bsn_2_status"]) == (None, "leeg")
    assert (rij["uitkering"], rij["statistiekcode"]) == (PSEUDONIEM.een("uitkering", "U1"), "77")
    assert rij["einddatum"] is None
    assert not {"bedrag_bruto_maand", "leefvorm"} & rij.keys()
    (rij,) = rijen(lees("bsn;voorziening;aanvangsdatum;einddatum\n1;X;2024-01-01;2023-01-01\n", "pwet"))
    assert (rij["persoon"], rij["bsn_status"], rij["voorziening"]) == (None, "ongeldig", "X")


def test_voorzieningen_zonder_bsn_koppelen_op_naam_en_adres() -> None:
    kop = "regeling;wet;bsn;voorziening;ingangsdatum;einddatum;geslachtsnaam;geboortedatum;postcode;huisnummer\n"
    regels = [
        "wsw;overig;;W;2024-01-01;;ARENS BERG;1990-02-28;7607aa;12",
        f"wsw;overig;{GELDIG};W;2024-01-01;;Arens Berg;1990-02-28;7607AA;12",
        "wsw;overig;;W;2024-01-01;;Arens Berg;;7607AA;12",
        "wsw;overig;000000000;W;2024-01-01;;;;;",
    ]
    zonder, met, deels, niemand = rijen(lees(kop + "\n".join(regels), "voorzieningen"))
    assert zonder["koppelsleutel"] == persoon()["koppelsleutel"]
    assert zonder["eigen_client"] == PSEUDONIEM.een("eigen", "arens berg|1990-02-28|7607AA|12")
    assert (met["persoon"], met["eigen_client"]) == (PSEUDONIEM.een("bsn", GELDIG), None)
    assert (deels["koppelsleutel"], deels["eigen_client"]) == (None, PSEUDONIEM.een("eigen", "arens berg||7607AA|12"))
    assert (niemand["persoon"], niemand["bsn_status"], niemand["eigen_client"]) == (None, "ongeldig", None)


def test_contracten_en_financien_komen_uit_hun_yaml_alleen() -> None:
    (rij,) = rijen(
        lees(
            "contract;productcategorie;productcode;eenheid;tarief_cent;ingangsdatum;einddatum\nC;01;01A01;01;350;;\n",
            "contracten",
        )
    )
    assert (rij["productcategorie"], rij["tarief_cent"], rij["ingangsdatum"]) == ("01", 350, None)


@pytest.mark.parametrize(
    ("naam", "geweigerd"),
    [
        ("Almelo", False),
        ("Wijk 11 (2024)", False),
        ("Wijk 014111", False),
        ("WK14111 Noord", False),
        ("Jan 99001", True),
        ("014111 en 990000006", True),
        ("٩٩٠٠٠", True),
    ],
)
def test_een_gebied_of_regeling_met_een_nummer_wordt_niet_gepubliceerd(naam: str, geweigerd: bool) -> None:
    """Five digits on end may be of a person; the code of the area itself is not."""
    uitkomst = lees(f"code;naam;soort\nWK014111;{naam};wijk\nGM0141;Almelo;gemeente\n", "gebieden")
    assert [rij["naam"] for rij in rijen(uitkomst)] == ([] if geweigerd else [naam]) + ["Almelo"]
    assert [(fout.code, fout.attribuut) for fout in uitkomst.meldingen] == [("R_NUMMER", "naam")] * geweigerd
    kop = "regeling;wet;bsn;voorziening;ingangsdatum;einddatum\n"
    uitkomst = lees(f"{kop}{naam};overig;{GELDIG};x;2024-01-01;\n", "voorzieningen")
    assert [fout.code for fout in uitkomst.meldingen] == ["R_NUMMER"] * ("0141" in naam or "14111" in naam or geweigerd)
