"""Strict reading of CSV: encoding, header, records, types, and that no good record is ever lost."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources import csv_records
from sources.csv_lezer import lees_csv
from sources.pseudoniem import Pseudoniem, bsn_geldig
from sources.schemas import SCHEMAS
from sources.soort import CSV_BRONNEN, Bron, lees_bron
from sources.typen import TYPEN, bsn_status
from sources.uitkomst import Uitkomst

PSEUDONIEM = Pseudoniem(b"sleutel voor tests")
KOP = "jaar;periode;taakveld;soort;bedrag"
GOED = "2024;H1;6.3;realisatie;12.50"


def lees(tekst: str | bytes, bron: str = "financien") -> Uitkomst:
    return lees_csv(bron, tekst if isinstance(tekst, bytes) else tekst.encode(), 7, PSEUDONIEM)


def rijen(uitkomst: Uitkomst) -> list[dict]:
    (tabel,) = uitkomst.tabellen.values()
    return tabel.to_pylist()


def codes(uitkomst: Uitkomst) -> list[tuple]:
    return [(fout.code, fout.attribuut, fout.aantal, fout.plaats) for fout in uitkomst.meldingen]


def test_een_gewoon_bestand() -> None:
    uitkomst = lees(f"{KOP}\n{GOED}\n")
    assert (uitkomst.soort, uitkomst.gelezen, uitkomst.geweigerd, codes(uitkomst)) == ("financien__bedrag", 1, 0, [])
    wat = {"jaar": 2024, "periode": "H1", "taakveld": "6.3", "soort": "realisatie", "bedrag": Decimal("12.50")}
    assert rijen(uitkomst) == [{"bestand_id": 7, "rij": 1, **wat}]
    assert uitkomst.tabellen["financien__bedrag"].schema == SCHEMAS["financien__bedrag"]


@pytest.mark.parametrize(
    "inhoud",
    [
        f"{KOP}\n{GOED}",
        f"{KOP}\r\n{GOED}\r\n",
        f"\ufeff{KOP}\n{GOED}\n",
        f"\n\n{KOP}\n\n{GOED}\n\n\n",
        '"jaar";"periode";"taakveld";"soort";"bedrag"\n"2024";"H1";"6.3";"realisatie";"12.50"\n',
        "bedrag;soort;jaar;taakveld;periode\n12.5;realisatie;2024;6.3;H1\n",
        f" jaar ;periode;taakveld;soort;bedrag\n {GOED} \n",
        f"{KOP}\r{GOED}\r",
    ],
)
def test_vormen_die_hetzelfde_zeggen(inhoud: str) -> None:
    assert rijen(lees(inhoud)) == rijen(lees(f"{KOP}\n{GOED}\n"))


@pytest.mark.parametrize(
    ("veld", "waarde"),
    [
        ('"a;b"', "a;b"),
        ('"a\nb"', "a\nb"),
        ('"a\r\nb"', "a\r\nb"),
        ('"zeg ""ja"""', 'zeg "ja"'),
        ('van "t Hof', 'van "t Hof'),
        ('"a"b', "ab"),
        ('""', None),
        ('" "', None),
        ("ë€😀", "ë€😀"),
    ],
)
def test_velden(veld: str, waarde: str | None) -> None:
    uitkomst = lees(f"{KOP}\n2024;{veld};6.3;realisatie;1\n{GOED}\n")
    assert [rij["periode"] for rij in rijen(uitkomst)] == [waarde, "H1"]


@pytest.mark.parametrize(
    ("inhoud", "code", "attribuut"),
    [
        (b"", "F_LEEG", None),
        (b"\xef\xbb\xbf", "F_LEEG", None),
        (b"\r\n\n \n", "F_LEEG", None),
        (f"{KOP}\n{GOED}\n".encode() + b"2024;\xe9;6;realisatie;1\n", "F_UTF8", None),
        (f"{KOP}\n{GOED}\n".encode("utf-16"), "F_UTF8", None),
        (f"{KOP}\n{GOED}".encode() + b"\xe2\x82", "F_UTF8", None),
        (f"{KOP}\n{GOED}\n2024;H\0;6;realisatie;1\n".encode(), "F_NUL", None),
        (b"jaar;periode;taakveld;soort\n2024;H1;6.3;realisatie\n", "F_KOLOM_ONTBREEKT", "bedrag"),
        (f"{KOP};jaar\n{GOED};2024\n".encode(), "F_KOLOM_DUBBEL", "jaar"),
        (f"{KOP};extra;extra\n{GOED};;\n".encode(), "F_KOLOM_DUBBEL", "kolom 6"),
        (b"naam;adres\nx;y\n", "F_SOORT_ONBEKEND", None),
        (KOP.replace(";", ",").encode() + b"\n", "F_SOORT_ONBEKEND", None),
        (b'"jaar;periode\n2024;H1\n', "F_SOORT_ONBEKEND", None),
        (f"{KOP}\n".encode() + b"x" * (csv_records.MAX_RECORD + 1), "F_REGEL_LANG", None),
    ],
)
def test_een_bestand_dat_geweigerd_wordt(inhoud: bytes, code: str, attribuut: str | None) -> None:
    uitkomst = lees(inhoud)
    assert uitkomst.bestand_geweigerd
    assert not uitkomst.tabellen
    assert codes(uitkomst) == [(code, attribuut, 1, None)]
    assert uitkomst.leverancier


def test_alleen_een_kopregel_is_een_levering_zonder_records() -> None:
    for inhoud in (KOP, f"{KOP}\n", f"{KOP}\r\n\r\n"):
        uitkomst = lees(inhoud)
        assert (uitkomst.bestand_geweigerd, uitkomst.gelezen, rijen(uitkomst)) == (False, 0, [])


def test_een_record_met_een_ander_aantal_velden_wordt_geweigerd() -> None:
    uitkomst = lees(f"{KOP}\n{GOED}\n{GOED};extra\n2024;H1\n\n{GOED}\n")
    assert [rij["rij"] for rij in rijen(uitkomst)] == [1, 4]
    assert (uitkomst.gelezen, uitkomst.geweigerd) == (4, 2)
    assert codes(uitkomst) == [("R_VELDEN", None, 2, "record 2")]


def test_een_record_met_een_verkeerde_waarde_wordt_een_keer_geweigerd() -> None:
    uitkomst = lees(f"{KOP}\nx;H1;6.3;x;x\n{GOED}\n2024;H1;6.3;realisatie;1,5\n2024;H1;6.3;Realisatie;1\n")
    assert [rij["rij"] for rij in rijen(uitkomst)] == [2]
    assert sorted(codes(uitkomst)) == [
        ("R_TYPE", "bedrag", 1, "record 3"),
        ("R_TYPE", "jaar", 1, "record 1"),
        ("R_TYPE", "soort", 1, "record 4"),
    ]


def test_een_aanhalingsteken_dat_niet_sluit_kost_alleen_zijn_eigen_regel() -> None:
    uitkomst = lees(f'{KOP}\n{GOED}\n2024;"H1;6.3;realisatie;1\n{GOED}\n{GOED}\n')
    assert [rij["rij"] for rij in rijen(uitkomst)] == [1, 3, 4]
    assert codes(uitkomst) == [("R_AANHALING", None, 1, "record 2")]


def test_twee_losse_aanhalingstekens_slikken_niets_in() -> None:
    los = '2024;"H1;6.3;realisatie;1'
    uitkomst = lees(f"{KOP}\n{GOED}\n{los}\n{GOED}\n{GOED}\n{los}\n{GOED}\n")
    assert [rij["rij"] for rij in rijen(uitkomst)] == [1, 3, 4, 6]
    assert codes(uitkomst) == [("R_AANHALING", None, 2, "record 2")]


def test_ook_ver_voor_het_einde_van_het_bestand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_records, "BLOK", 1000)
    monkeypatch.setattr(csv_records, "MAX_RECORD", 500)
    uitkomst = lees(f'{KOP}\n{GOED}\n2024;"H1;6.3;realisatie;1\n' + f"{GOED}\n" * 500)
    assert (uitkomst.gelezen, uitkomst.geweigerd, len(rijen(uitkomst))) == (502, 1, 501)


def test_een_onbekende_kolom_is_een_waarschuwing_zonder_persoonsgegevens() -> None:
    uitkomst = lees(f"{KOP};toelichting;123456782;\n{GOED};;;\n")
    assert len(rijen(uitkomst)) == 1
    assert [fout.attribuut for fout in uitkomst.meldingen] == ["kolom 6", "kolom 7", "kolom 8"]
    assert {fout.klasse for fout in uitkomst.meldingen} == {"waarschuwing"}


def test_twee_soorten_tegelijk_is_geen_soort() -> None:
    kop = "contract;agb;aanbieder;wet;contractvorm;ingangsdatum;einddatum;productcategorie;productcode;eenheid;tarief_cent"
    assert codes(lees(kop, "contracten"))[0][0] == "F_SOORT_ONBEKEND"


def test_een_bestand_op_schijf_en_geen_verwijzing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{KOP}\n{GOED}\n")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    assert lees_csv("financien", tmp_path / "a.csv", 7, PSEUDONIEM).gelezen == 1
    with pytest.raises(OSError, match="b.csv"):
        lees_csv("financien", tmp_path / "b.csv", 7, PSEUDONIEM)


GEEN, DATUM = "fout", date(2024, 2, 29)


@pytest.mark.parametrize(
    ("soort", "waarde", "gelezen"),
    [
        ("datum", "2024-02-29", DATUM),
        ("datum", "2023-02-29", GEEN),
        ("datum", "20240229", GEEN),
        ("datum", "2024-2-9", GEEN),
        ("datum", "2024-02-29T00:00:00", GEEN),
        ("datum", "29-02-2024", GEEN),
        ("datum", "٢٠٢٤-02-29", GEEN),
        ("datum_brp", "20240229", "20240229"),
        ("datum_brp", "20240000", "20240000"),
        ("datum_brp", "00000000", "00000000"),
        ("datum_brp", "20240230", GEEN),
        ("datum_brp", "20241301", GEEN),
        ("datum_brp", "2024", GEEN),
        ("decimaal", "1.005", Decimal("1.01")),
        ("decimaal", "-12", Decimal("-12.00")),
        ("decimaal", "1,5", GEEN),
        ("decimaal", "1.000.000", GEEN),
        ("decimaal", "1e3", GEEN),
        ("decimaal", "99999999999999999", GEEN),
        ("geheel", "007", 7),
        ("geheel", "1.0", GEEN),
        ("jaar", "2024", 2024),
        ("jaar", "24", GEEN),
        ("bsn", "1", "1"),
        ("bsn", "1234567890", GEEN),
        ("bsn", "12345678A", GEEN),
        ("gemeentecode", "0141", "0141"),
        ("gemeentecode", "141", GEEN),
        ("wet", "wmo", "wmo"),
        ("wet", "WMO", GEEN),
        ("leveringsvorm", "PGB", "PGB"),
        ("leveringsvorm", "natura", GEEN),
        ("geslacht", "X", GEEN),
        ("functie_adres", "W", "W"),
        ("functie_adres", "C", GEEN),
        ("contractvorm", "taakgericht", "taakgericht"),
        ("gebiedscode", "BU01411000", "BU01411000"),
        ("gebiedscode", "01411000", GEEN),
    ],
)
def test_typen(soort: str, waarde: str, gelezen: object) -> None:
    waarden, fout = TYPEN[soort](pa.array([waarde, ""]))
    assert fout.to_pylist() == [gelezen == GEEN, False]
    assert waarden[1].as_py() is None
    if gelezen != GEEN:
        assert waarden[0].as_py() == gelezen


@settings(deadline=None, max_examples=50)
@given(st.lists(st.one_of(st.none(), st.from_regex(r"[0-9]{8,9}", fullmatch=True)), max_size=30))
def test_de_elfproef_per_kolom_is_die_per_nummer(nummers: list[str | None]) -> None:
    verwacht = ["leeg" if nummer is None else "geldig" if bsn_geldig(nummer) else "ongeldig" for nummer in nummers]
    assert bsn_status(pa.array(nummers, pa.string())).to_pylist() == verwacht


@pytest.mark.parametrize("nummer", ["000000000", "999999999", "123456782", "123456789"])
def test_de_elfproef_op_bekende_nummers(nummer: str) -> None:
    assert bsn_status(pa.array([nummer])).to_pylist() == ["geldig" if nummer == "123456782" else "ongeldig"]


def test_elke_bron_heeft_een_strenge_beschrijving() -> None:
    for bron in CSV_BRONNEN:
        gelezen = lees_bron(bron)
        assert gelezen.bron == bron
        assert all(soort in SCHEMAS for soort in gelezen.soorten)
    with pytest.raises(ValueError, match="onbekend_veld"):
        Bron.model_validate({**lees_bron("brp").model_dump(), "onbekend_veld": 1}, strict=False)


TEKST = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
VELD = st.one_of(TEKST, st.text(';"\r\n a', max_size=8))


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=300), st.sampled_from(CSV_BRONNEN))
def test_willekeurige_bytes_geven_altijd_een_uitkomst(inhoud: bytes, bron: str) -> None:
    assert lees(inhoud, bron).meldingen


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(CSV_BRONNEN), st.text(';"\r\n a10WM-.', max_size=300))
def test_een_kop_met_willekeurige_tekst_eronder(bron: str, tekst: str) -> None:
    for soort in lees_bron(bron).soorten.values():
        kop = ";".join(kolom.naam.replace("<jaar>", "2024") for kolom in soort.kolommen)
        uitkomst = lees(f"{kop}\n{tekst}", bron)
        assert uitkomst.gelezen == uitkomst.geweigerd + len(rijen(uitkomst))


def geschreven(records: list[list[str]], einde: str, alles: bool) -> str:
    """CSV as the contract has it: quoted where a field needs it, or everywhere."""

    def veld(tekst: str) -> str:
        nodig = alles or any(teken in tekst for teken in ';"\r\n')
        return '"' + tekst.replace('"', '""') + '"' if nodig else tekst

    return "".join(";".join(map(veld, record)) + einde for record in records)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.one_of(st.tuples(VELD, VELD), st.lists(VELD, max_size=4).filter(lambda velden: len(velden) != 2))),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.sampled_from([5, 64, csv_records.BLOK]),
)
def test_geen_goed_record_gaat_verloren(records: list, einde: str, alles: bool, blok: int) -> None:
    regels = [KOP.split(";"), *(["2024", *record, "realisatie", "1.00"] for record in records)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_records, "BLOK", blok)
        uitkomst = lees(geschreven(regels, einde, alles))
    goed = [record for record in records if len(record) == 2]
    kaal = [[veld.strip() or None for veld in record] for record in goed]
    assert [[rij["periode"], rij["taakveld"]] for rij in rijen(uitkomst)] == kaal
    assert (uitkomst.gelezen, uitkomst.geweigerd) == (len(records), len(records) - len(goed))


@settings(deadline=None, max_examples=60)
@given(st.text(';"\r\nab\ufeff', max_size=200), st.sampled_from([1, 2, 3, 7, 20]))
def test_waar_het_bestand_geknipt_wordt_maakt_niet_uit(tekst: str, blok: int) -> None:
    inhoud = "jaar;periode;taakveld;soort;bedrag\n" + tekst.replace("ab", GOED)
    heel = lees(inhoud)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_records, "BLOK", blok)
        geknipt = lees(inhoud)
    assert rijen(geknipt) == rijen(heel)
    assert (geknipt.gelezen, codes(geknipt)) == (heel.gelezen, codes(heel))
