"""Policy information on youth: the same statement as a workbook and as CSV, and workbooks that are not to be trusted."""

import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from sources import werkblad, xlsx_lezer
from sources.bestandlezer import lees_bestand
from sources.pseudoniem import Pseudoniem
from sources.redenen import redenen
from sources.soort import lees_bron
from sources.uitkomst import Uitkomst
from tests.berichten_maken import bsn
from tests.keten import Keten

PSEUDONIEM = Pseudoniem(b"sleutel voor tests")
BRON = "beleidsinformatie_jeugd"
NAAM = "beleidsinformatie_jeugd__jeugdhulp"
KOP = [kolom.naam for kolom in lees_bron(BRON).soorten[NAAM].kolommen]
KORT = ["BSN", "Hulpvorm", "Datum aanvang", "Datum einde"]
EEN, TWEE = bsn(0), bsn(1)
GOED = [EEN, "11", "2024-01-05", "2024-05-06"]


def lees(inhoud: bytes | str) -> Uitkomst:
    return lees_bestand(BRON, inhoud if isinstance(inhoud, bytes) else inhoud.encode(), 7, PSEUDONIEM)


def rijen(uitkomst: Uitkomst) -> list[dict]:
    return [rij for tabel in uitkomst.tabellen.values() for rij in tabel.to_pylist()]


def codes(uitkomst: Uitkomst) -> list[tuple]:
    return [(fout.code, fout.attribuut, fout.aantal, fout.plaats) for fout in uitkomst.meldingen]


def werkmap(*regels: Iterable[Any], formaat: str | None = None, **blad: Any) -> bytes:
    """A workbook as openpyxl writes it; `formaat` is the number format of dates."""
    map_ = openpyxl.Workbook()
    eerste = map_.active
    for regel in regels:
        eerste.append(list(regel))
    for rij in eerste.iter_rows():
        for cel in rij:
            if formaat and isinstance(cel.value, (date, datetime)):
                cel.number_format = formaat
    for bereik in blad.get("samen", ()):
        eerste.merge_cells(bereik)
    map_.create_sheet("tweede").append(["dit", "telt", "niet"])
    doel = io.BytesIO()
    map_.save(doel)
    return doel.getvalue()


def herpakt(inhoud: bytes, **delen: bytes | None) -> bytes:
    """The same archive with other or more parts; "__" in a name stands for "/", None leaves a part out."""
    nieuw = {naam.replace("__", "/"): deel for naam, deel in delen.items()}
    doel = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(inhoud)) as bron, zipfile.ZipFile(doel, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam in bron.namelist():
            stam = naam.rsplit(".", 1)[0]
            deel = nieuw.get(stam, bron.read(naam))
            nieuw.pop(stam, None)
            if deel is not None:
                archief.writestr(naam, deel)
        for stam, deel in nieuw.items():
            archief.writestr(f"{stam}.xml", deel)
    return doel.getvalue()


def blad(rijen_: str, na: str = "") -> bytes:
    ruimte = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{ruimte}"><sheetData>{rijen_}</sheetData>{na}</worksheet>'.encode()


def tekstrij(*waarden: str) -> str:
    return "<row>" + "".join(f'<c t="inlineStr"><is><t>{waarde}</t></is></c>' for waarde in waarden) + "</row>"


def test_een_opgave_als_csv() -> None:
    volledig = dict.fromkeys(KOP, "") | dict(zip(KORT, GOED, strict=True)) | {"Gemeentecode": "0141", "Maatregel": "11"}
    uitkomst = lees(";".join(volledig) + "\n" + ";".join(volledig.values()) + "\n")
    assert codes(uitkomst) == []
    assert rijen(uitkomst) == [
        {
            "bestand_id": 7,
            "rij": 1,
            "persoon": PSEUDONIEM.een("bsn", EEN),
            "bsn_status": "geldig",
            "eigen_client": None,
            "gemeente": "0141",
            "hulpvorm": "11",
            "maatregel": "11",
            "aanvang": date(2024, 1, 5),
            "einde": date(2024, 5, 6),
        }
    ]


def test_een_kind_zonder_bsn_is_geslacht_geboorte_en_plaats_samen() -> None:
    kop = "BSN;Geboortedatum;Geslacht;Postcode;Gemeentecode;Hulpvorm;Datum aanvang;Datum einde"
    regels = [
        "999999999;20150400;V;7607aa;;01;20240101;",
        "000000000;20150400;V;7607 AA;;02;20240101;",
        ";20150400;M;7607AA;;02;20240101;",
        "999999999;;;;;02;20240101;",
        f"{EEN};20150400;V;7607AA;;02;20240101;",
    ]
    een, twee, drie, vier, vijf = rijen(lees("\n".join([kop, *regels])))
    assert een["eigen_client"] == twee["eigen_client"] != drie["eigen_client"]
    assert (drie["persoon"], drie["bsn_status"], drie["aanvang"]) == (None, "leeg", date(2024, 1, 1))
    assert (vier["eigen_client"], vier["bsn_status"]) == (None, "ongeldig")
    assert (vijf["eigen_client"], vijf["persoon"]) == (None, PSEUDONIEM.een("bsn", EEN))
    assert "2015" not in str(rijen(lees("\n".join([kop, *regels]))))


@pytest.mark.parametrize("formaat", [None, "dd-mm-yyyy", "d mmmm yyyy", '[$-413]d/mmm/yy;@"j"', "mm-dd-yy"])
def test_een_werkmap_zegt_hetzelfde_als_csv(formaat: str | None) -> None:
    regels = [GOED, [TWEE, "01", "2024-02-29", ""], ["012345678", "04", "2024-01-01", ""]]
    csv = "\n".join(";".join(rij) for rij in [KORT, *regels])
    als_cellen = [
        [int(nummer), int(vorm), date.fromisoformat(begin), datetime.fromisoformat(einde) if einde else None]
        for nummer, vorm, begin, einde in regels
    ]
    assert rijen(lees(werkmap(KORT, *als_cellen, formaat=formaat))) == rijen(lees(csv))
    assert rijen(lees(werkmap(KORT, *regels))) == rijen(lees(csv))
    cijfers = [
        [nummer, vorm, begin.replace("-", ""), int(einde.replace("-", "") or 0) or None]
        for nummer, vorm, begin, einde in regels
    ]
    assert rijen(lees(werkmap(KORT, *cijfers))) == rijen(lees(csv))


@pytest.mark.parametrize("opties", [{}, {"date_1904": True}, {"constant_memory": True}])
def test_een_werkmap_van_een_ander_programma(opties: dict) -> None:
    doel = io.BytesIO()
    map_ = xlsxwriter.Workbook(doel, {"in_memory": True, **opties})
    eerste, dag = map_.add_worksheet(), map_.add_format({"num_format": "d-m-yyyy"})
    eerste.write_row(0, 1, KORT)
    eerste.write_row(2, 1, [int(EEN), 11])
    eerste.write_datetime(2, 3, datetime(2024, 1, 5), dag)
    eerste.write_datetime(2, 4, datetime(2024, 5, 6, 12), dag)
    map_.close()
    uitkomst = lees(doel.getvalue())
    assert rijen(uitkomst) == rijen(lees("\n".join([";".join(KORT), ";".join(GOED)])))
    assert codes(uitkomst) == [("W_KOLOM_ONBEKEND", "kolom 1", 1, None)]


def test_in_delen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_lezer, "PARTIJ", 2)
    uitkomst = lees(werkmap(KORT, *[GOED] * 5))
    assert [rij["rij"] for rij in rijen(uitkomst)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("rij", "code", "kolom"),
    [
        ([EEN, "05", "2024-01-01", ""], "R_TYPE", "Hulpvorm"),
        ([EEN, 45292, "2024-01-01", ""], "R_TYPE", "Hulpvorm"),
        ([EEN, "01", 45292, ""], "R_TYPE", "Datum aanvang"),  # a day number without a date format is just a number
        ([EEN, "01", "2024-02-30", ""], "R_TYPE", "Datum aanvang"),
        ([EEN, "01", "5-1-2024", ""], "R_TYPE", "Datum aanvang"),
        ([EEN, True, "2024-01-01", ""], "R_TYPE", "Hulpvorm"),
        ([EEN, "01", "2024-01-01", "#N/A"], "R_TYPE", "Datum einde"),
        ([1e300, "01", "2024-01-01", ""], "R_TYPE", "BSN"),
        ([EEN, "01", "=TODAY()", ""], "R_FORMULE", "Datum aanvang"),
        ([EEN, "01", "2024-01-01", "", "erbuiten"], "R_VELDEN", None),
    ],
)
def test_een_slechte_rij_kost_alleen_zichzelf(rij: list, code: str, kolom: str | None) -> None:
    uitkomst = lees(werkmap(KORT, GOED, rij, [None, " "], GOED))
    assert codes(uitkomst) == [(code, kolom, 1, "record 2")]
    assert [een["rij"] for een in rijen(uitkomst)] == [1, 3]
    assert (uitkomst.gelezen, uitkomst.geweigerd) == (3, 1)


def test_een_formule_in_een_kolom_die_niet_wordt_gebruikt_mag() -> None:
    assert codes(lees(werkmap([*KORT, "Controle"], [*GOED, "=1+1"]))) == [("W_KOLOM_ONBEKEND", "kolom 5", 1, None)]


GEWOON = werkmap(KORT, GOED)
BLAD = "xl__worksheets__sheet1"


@pytest.mark.parametrize(
    ("inhoud", "code"),
    [
        (GEWOON[:-40], "F_WERKMAP"),
        (GEWOON[:60], "F_WERKMAP"),
        (GEWOON.replace(b"sheet1", b"sheet9"), "F_WERKMAP"),
        (herpakt(GEWOON, xl__workbook=None), "F_WERKMAP"),
        (herpakt(GEWOON, **{BLAD: None}), "F_WERKMAP"),
        (herpakt(GEWOON, **{BLAD: b"<worksheet>"}), "F_WERKMAP"),
        (herpakt(GEWOON, xl__workbook=b"<workbook><sheets/></workbook>"), "F_WERKMAP"),
        (herpakt(GEWOON, **{BLAD: b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'}), "F_WERKMAP"),
        (herpakt(GEWOON, **{BLAD: blad('<row><c t="s"><v>999</v></c></row>')}), "F_WERKMAP"),
        (herpakt(GEWOON, **{BLAD: blad('<row><c r="AAAA1"><v>1</v></c></row>')}), "F_WERKMAP"),
        (herpakt(GEWOON, **{BLAD: blad("")}), "F_LEEG"),
        (werkmap(), "F_LEEG"),
        (werkmap([" ", None]), "F_LEEG"),
        (werkmap(["naam", "adres"]), "F_SOORT_ONBEKEND"),
        (werkmap(["Opgave 2024"], KORT, GOED), "F_SOORT_ONBEKEND"),
        (werkmap(KORT[:3]), "F_KOLOM_ONTBREEKT"),
        (werkmap([*KORT, "BSN"]), "F_KOLOM_DUBBEL"),
        (werkmap(KORT, GOED, samen=["A2:A3"]), "F_SAMENGEVOEGD"),
        (b"PK\3\4" + b"\0" * 500, "F_WERKMAP"),
    ],
    ids=lambda een: een if isinstance(een, str) else "werkmap",  # the bytes hold the time at which they were made
)  # fmt: skip
def test_een_werkmap_die_geweigerd_wordt(inhoud: bytes, code: str) -> None:
    uitkomst = lees(inhoud)
    assert [fout.code for fout in uitkomst.meldingen] == [code]
    assert uitkomst.tabellen == {}
    assert code in redenen()


def test_alleen_een_kop_is_een_opgave_zonder_rijen() -> None:
    uitkomst = lees(werkmap(KORT))
    assert (uitkomst.bestand_geweigerd, rijen(uitkomst)) == (False, [])


def test_een_bom_wordt_niet_uitgepakt(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet that says it unpacks to more than the bound is not unpacked; and one that lies about it is broken."""
    monkeypatch.setattr(werkblad, "MAX_UITGEPAKT", 1 << 20)
    bom = herpakt(GEWOON, **{BLAD: blad("<row/>" * 200_000)})
    assert len(bom) < 20_000
    assert codes(lees(bom))[0][0] == "F_WERKMAP_GROOT"
    with zipfile.ZipFile(io.BytesIO(bom)) as archief:
        lid = archief.getinfo("xl/worksheets/sheet1.xml")
    echt, gelogen = (maat.to_bytes(4, "little") for maat in (lid.file_size, 1000))
    assert codes(lees(bom.replace(echt, gelogen)))[0][0] == "F_WERKMAP"


def test_verre_cellen_kosten_geen_ruimte() -> None:
    """A row that says it lies in the last column or at a far number holds what is in it and no more."""
    kop, goed = tekstrij(*KORT), tekstrij(*GOED)
    ver = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' * 2000
    uitkomst = lees(herpakt(GEWOON, **{BLAD: blad(kop + goed + ver + goed.replace("<row>", '<row r="99999999999">'))}))
    assert len(rijen(uitkomst)) == 2


def test_fonetische_tekst_en_opgemaakte_stukken() -> None:
    stukken = "<si><r><t>Hulp</t></r><r><t>vorm</t></r><rPh><t>FURIGANA</t></rPh></si>"
    teksten = f"<sst><si><t>BSN</t></si>{stukken}<si><t>Datum aanvang</t></si><si><t>Datum einde</t></si></sst>"
    kop = "<row>" + "".join(f'<c t="s"><v>{nummer}</v></c>' for nummer in range(4)) + "</row>"
    inhoud = herpakt(GEWOON, xl__sharedStrings=teksten.encode(), **{BLAD: blad(kop + tekstrij(*GOED))})
    assert rijen(lees(inhoud)) == rijen(lees(GEWOON))


def test_van_opgave_tot_traject(tmp_path: Path, keten: Keten) -> None:
    """A workbook and its redelivery through the whole chain: a trajectory, and no use of a law."""
    for leverdatum, einde in (("2024-07-15", None), ("2024-09-01", date(2024, 6, 20))):
        plek = tmp_path / f"landing/{BRON}/{leverdatum}/aanbieder.xlsx"
        plek.parent.mkdir(parents=True)
        plek.write_bytes(werkmap(KORT, [EEN, "11", date(2024, 1, 5), einde], [EEN, 11, date(2024, 6, 21), None]))
    home = keten.wortel(tmp_path / "data", tmp_path / "landing")
    keten.neem_in(home)
    con = keten.bouw(home)
    try:
        traject = con.execute("SELECT van, tot_en_met, delen FROM lake.intermediate.int_jeugdhulp__traject").fetchall()
        assert traject == [(date(2024, 1, 5), date(9999, 12, 31), 2)]
        assert con.execute("SELECT count(*) FROM lake.intermediate.int_gebruik__tijdvak").fetchone() == (0,)
    finally:
        con.close()


def test_alleen_deze_bron_leest_werkmappen() -> None:
    uitkomst = lees_bestand("pwet", GEWOON, 7, PSEUDONIEM)
    assert uitkomst.bestand_geweigerd
    assert codes(uitkomst)[0][0] in ("F_NUL", "F_UTF8")


def test_willekeurige_schade_geeft_altijd_een_uitkomst() -> None:
    for plek in range(0, len(GEWOON), 97):
        uitkomst = lees(GEWOON[:plek] + bytes([GEWOON[plek] ^ 0x55]) + GEWOON[plek + 1 :])
        assert uitkomst.bestand_geweigerd or len(rijen(uitkomst)) + uitkomst.geweigerd == uitkomst.gelezen
