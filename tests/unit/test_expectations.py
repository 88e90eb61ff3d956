"""Each rule of the three gates passes on a good frame and fails on a planted error; Data Docs shows no values."""

import re

import pandas as pd
import pytest

from expectations import marts
from expectations.cbs import beoordeel_cbs, cbs_maten
from expectations.context import Regel, begin, fatale, oordeel
from expectations.docs import schrijf_docs
from expectations.lake import beoordeel_lake
from expectations.leveringen import KOLOMMEN, beoordeel_leveringen
from expectations.marts import beoordeel_marts
from expectations.normen import BESTAND, lees_normen
from expectations.publicatie import COMBINATIES, GROEPEN, TABELLEN
from warehouse.paths import DataRoot

GEBIEDEN = {  # code: (soort, bovenliggend, number of households, users in each group)
    "GM0141": ("gemeente", None, 4013, [203, 301, 402, 50, 31, 99, 12]),
    "WK014110": ("wijk", "GM0141", 2003, [101, 151, 199, 26, 14, 48, 9]),
    "WK014111": ("wijk", "GM0141", 1998, [98, 148, 200, 22, 16, 51, 3]),
    "BU01411000": ("buurt", "WK014110", 1202, [60, 90, 120, 13, 8, 28, 9]),
    "BU01411001": ("buurt", "WK014110", 801, [41, 61, 79, 13, 6, 20, 0]),
    "BU01411100": ("buurt", "WK014111", 1998, [98, 148, 200, 22, 16, 51, 3]),
}


@pytest.fixture(autouse=True)
def _nieuwe_run():
    begin()


def afgerond(aantal: int, definitie: str = "gmsd") -> int | None:
    if definitie == "tmsd":
        return aantal if aantal >= 10 else None
    return (aantal + 2) // 5 * 5 if aantal >= 8 else None


def per_duizend(aantal: int | None, noemer: int) -> int | None:
    return None if aantal is None else (2000 * aantal + noemer) // (2 * noemer)


def noemer(code: str) -> int:
    soort, _, huishoudens, _ = GEBIEDEN[code]
    return huishoudens if soort == "gemeente" else afgerond(huishoudens)


def tellingen(code: str) -> dict[str, int]:
    _, _, huishoudens, groepen = GEBIEDEN[code]
    totaal = sum(groepen)
    return dict(zip(COMBINATIES, [*groepen, totaal, huishoudens - totaal], strict=True))


def telling(code: str, klasse: str, aantal: int, definitie: str, namen: tuple[str, str, str]) -> dict:
    zichtbaar = afgerond(aantal, definitie)
    waarden = (klasse, zichtbaar, per_duizend(zichtbaar, noemer(code)))
    vast = {"definitie": definitie, "periode": "2024H1", "gebied_code": code, "geheim": zichtbaar is None}
    return vast | dict(zip(namen, waarden, strict=True))


def publicatie() -> dict[str, pd.DataFrame]:
    """A small publication in which everything holds, as DuckDB hands it over: missing numbers make a column float."""
    plaatsen = [(d, c) for d in ("gmsd", "tmsd") for c in GEBIEDEN]
    over = {"bekend_op": pd.Timestamp("2025-01-01"), "status": "definitief"}
    namen = ("combinatie", "huishoudens", "per_1000_huishoudens")
    huishoudens = [
        telling(c, k, n, d, namen) | over | {"huishoudensoort": "gezin"}
        for d, c in plaatsen
        for k, n in tellingen(c).items()
    ]
    namen = ("combinatie", "clienten", "per_1000_inwoners")
    clienten = [telling(c, k, n, d, namen) | over for d, c in plaatsen for k, n in tellingen(c).items()]
    namen = ("aantal_voorzieningen", "aantal", "per_1000")
    stapeling = [
        telling(c, k, n, d, namen) | {"eenheid": e}
        for e in ("clienten", "huishoudens_gezin")
        for d, c in plaatsen
        for k, n in zip(("1", "2", "3", "4", "5", "6+"), _verdeel(sum(GEBIEDEN[c][3]), c), strict=True)
    ]
    gebied = [
        {"gebied_code": c, "gebied_soort": s, "gebied_naam": c, "bovenliggend": b, "jaar": 2024, "inwoners": noemer(c)}
        | {"huishoudens_adres": noemer(c), "huishoudens_gezin": noemer(c)}
        for c, (s, b, _, _) in GEBIEDEN.items()
    ]
    paar = {"periode": "2024", "clienten_a": 200, "clienten_a_en_b": 25, "percentage": 13, "geheim": False}
    matrix = [
        paar | {"regeling_a": "jeugd", "regeling_b": "wmo"},
        paar | {"regeling_a": "wmo", "regeling_b": "jeugd", "clienten_a": 400, "percentage": 6},
        paar | {"regeling_a": "wmo", "regeling_b": "wsw", "clienten_a_en_b": None, "percentage": None, "geheim": True},
    ]
    bevinding = [{"bevinding_id": "a", "ernst": "fout", "aantal": 3, "aantal_gecontroleerd": None}]
    frames = {
        "gebied": gebied, "huishouden_overlap": huishoudens, "client_overlap": clienten, "stapeling": stapeling,
        "overlap_matrix": matrix, "bevinding": bevinding,
    }  # fmt: skip
    return {tabel.naam: pd.DataFrame(frames[tabel.naam], columns=list(tabel.kolommen)) for tabel in TABELLEN}


def _verdeel(totaal: int, code: str) -> list[int]:
    """Numbers of facilities that add up over buurten too: the same shares of the whole for each buurt."""
    if code.startswith("BU"):
        delen = [totaal // 2, totaal // 4, totaal // 8, totaal // 16, totaal // 32]
        return [*delen, totaal - sum(delen)]
    onder = [c for c, (_, boven, _, _) in GEBIEDEN.items() if boven == code]
    som = [sum(getallen) for getallen in zip(*(_verdeel(sum(GEBIEDEN[c][3]), c) for c in onder), strict=True)]
    return [som[0] + totaal - sum(som), *som[1:]]


def gebroken(rijen: list[dict]) -> set[tuple[str, str]]:
    return {(rij["tabel"], rij["regel"]) for rij in rijen if not rij["geslaagd"]}


def zet(frame: pd.DataFrame, waar: str, **waarden: object) -> pd.DataFrame:
    uit = frame.copy()
    for kolom, waarde in waarden.items():
        uit.loc[uit.eval(waar), kolom] = waarde
    return uit


def test_goede_publicatie_voldoet_aan_alles():
    rijen = beoordeel_marts(publicatie())
    assert gebroken(rijen) == set()
    assert {rij["tabel"] for rij in rijen} == {tabel.naam for tabel in TABELLEN}
    assert all(rij["aantal"] == 0 for rij in rijen)
    assert set(rijen[0]) == {
        "regel", "laag", "bron", "tabel", "attribuut", "ernst", "aantal", "aantal_gecontroleerd", "geslaagd", "zin"
    }  # fmt: skip


def test_lege_publicatie_voldoet():
    leeg = {tabel.naam: pd.DataFrame(columns=list(tabel.kolommen)) for tabel in TABELLEN}
    assert gebroken(beoordeel_marts(leeg)) == set()


GM = "definitie == 'gmsd' and gebied_code == 'GM0141'"
WK = "definitie == 'gmsd' and gebied_code == 'WK014110'"
BU = "definitie == 'gmsd' and gebied_code == 'BU01411000'"
JEUGD, TOTAAL, GEEN = " and combinatie == 'jeugd'", " and combinatie == 'totaal'", " and combinatie == 'geen'"
FOUTEN = [
    ("huishouden_overlap", lambda f: f.drop(columns="status"), {"M_KOLOMMEN"}),
    ("huishouden_overlap", lambda f: f[list(reversed(f.columns))], {"M_KOLOMMEN"}),
    ("huishouden_overlap", lambda f: f.assign(huishoudens=f["huishoudens"].map("{:.0f}x".format)), {"M_TYPE"}),
    ("huishouden_overlap", lambda f: f.assign(huishoudens=f["huishoudens"] + 0.5), {"M_TYPE"}),
    ("huishouden_overlap", lambda f: pd.concat([f, f.tail(1)]), {"M_SLEUTEL_DUBBEL"}),
    ("stapeling", lambda f: zet(f, GM, periode=None), {"M_SLEUTEL_LEEG"}),
    ("stapeling", lambda f: zet(f, GM, periode="2024K1"), {"M_PATROON"}),
    ("client_overlap", lambda f: zet(f, GM + JEUGD, combinatie="wmo+jeugd"), {"M_WAARDE", "M_COMPLEET"}),
    ("client_overlap", lambda f: zet(f, GM, definitie="eigen"), {"M_ONTHULLINGSREGEL"}),
    ("client_overlap", lambda f: zet(f, GM + JEUGD, geheim=True), {"M_GEHEIM"}),
    ("client_overlap", lambda f: zet(f, GM + JEUGD, clienten=None), {"M_GEHEIM"}),
    ("client_overlap", lambda f: zet(f, BU + " and combinatie == 'jeugd+wmo'", clienten=5), {"M_GEHEIMGRENS"}),
    ("client_overlap", lambda f: zet(f, GM + JEUGD, clienten=203), {"M_AFRONDING"}),
    ("client_overlap", lambda f: zet(f, GM, gebied_code="GM0999"), {"M_NOEMER"}),
    ("client_overlap", lambda f: zet(f, GM + JEUGD, per_1000_inwoners=52), {"M_TARIEF"}),
    ("client_overlap", lambda f: f.drop(f[f.eval(GM + JEUGD)].index), {"M_COMPLEET"}),
    ("huishouden_overlap", lambda f: zet(f, GM + TOTAAL, huishoudens=1125), {"M_GROEPEN"}),
    ("huishouden_overlap", lambda f: zet(f, WK + TOTAAL, huishoudens=400), {"M_GROEPEN"}),
    ("huishouden_overlap", lambda f: zet(f, GM + GEEN, huishoudens=2950), {"M_GEEN"}),
    ("stapeling", lambda f: zet(f, GM + " and aantal_voorzieningen == '1'", aantal=650), {"M_STAPELING"}),
    ("stapeling", lambda f: zet(f, GM, gebied_code="GM0999"), {"M_STAPELING_TOTAAL"}),
    ("stapeling", lambda f: f.drop(f[f.eval(GM + " and aantal_voorzieningen == '2'")].index), {"M_COMPLEET"}),
    ("huishouden_overlap", lambda f: zet(f, WK + JEUGD, huishoudens=130), {"M_DELEN_TE_WEINIG"}),
    ("huishouden_overlap", lambda f: zet(f, BU + JEUGD, huishoudens=85), {"M_DELEN_TE_VEEL"}),
    ("gebied", lambda f: zet(f, "gebied_code == 'BU01411001'", inwoners=25), {"M_GEBIED_KLEIN"}),
    ("gebied", lambda f: zet(f, "gebied_code == 'BU01411001'", inwoners=802), {"M_GEBIED_AFRONDING"}),
    ("gebied", lambda f: zet(f, "gebied_code == 'BU01411001'", huishoudens_gezin=1800), {"M_GEBIED_OPTELLING"}),
    ("gebied", lambda f: pd.concat([f, f.tail(1)]), {"M_SLEUTEL_DUBBEL"}),
    ("overlap_matrix", lambda f: zet(f, "regeling_b == 'wsw'", regeling_b="wmo"), {"M_MATRIX_ZELF"}),
    ("overlap_matrix", lambda f: zet(f, "regeling_b == 'wsw'", percentage=4), {"M_GEHEIM"}),
    ("overlap_matrix", lambda f: zet(f, "regeling_b == 'wsw'", clienten_a=5), {"M_GEHEIMGRENS"}),
    ("overlap_matrix", lambda f: zet(f, "regeling_b == 'wsw'", clienten_a=403), {"M_AFRONDING"}),
    ("overlap_matrix", lambda f: zet(f, "regeling_a == 'jeugd'", percentage=12), {"M_TARIEF"}),
    ("overlap_matrix", lambda f: zet(f, "regeling_a == 'jeugd'", clienten_a_en_b=30), {"M_MATRIX_SPIEGEL"}),
    ("overlap_matrix", lambda f: zet(f, "regeling_a == 'jeugd'", clienten_a=20), {"M_MATRIX_DEEL"}),
    ("bevinding", lambda f: pd.concat([f, f]), {"M_SLEUTEL_DUBBEL"}),
    ("bevinding", lambda f: f.assign(ernst="erg"), {"M_WAARDE"}),
]


@pytest.fixture
def alleen(monkeypatch):
    """Only the rules at stake are judged, in the tables at stake: a whole publication takes seconds."""

    def kies(codes: set[str]) -> None:
        def oordeel_over(suite, frame, regels, **plaats):
            rest = [regel for regel in regels if regel.code not in codes]
            gedaan = oordeel(suite, frame, [regel for regel in regels if regel.code in codes], **plaats)
            over = {"ernst": "niet beoordeeld", "geslaagd": not frame.columns.empty, **plaats}
            return gedaan + [over | {"regel": regel.code} for regel in rest]

        monkeypatch.setattr(marts, "oordeel", oordeel_over)

    return kies


@pytest.mark.parametrize(("tabel", "breek", "regels"), FOUTEN)
def test_ingeplante_fout_wordt_gevonden(tabel, breek, regels, alleen):
    alleen(regels)
    nodig = {tabel, "gebied"} | ({"huishouden_overlap", "client_overlap"} if tabel == "stapeling" else set())
    tabellen = {naam: frame for naam, frame in publicatie().items() if naam in nodig}
    tabellen[tabel] = breek(tabellen[tabel])
    rijen = beoordeel_marts(tabellen)
    assert gebroken(rijen) >= {(tabel, regel) for regel in regels}
    assert bool(fatale(rijen)) == (regels != {"M_DELEN_TE_WEINIG"})
    fout = next(rij for rij in rijen if rij["tabel"] == tabel and rij["regel"] in regels and not rij["geslaagd"])
    assert fout["aantal"] >= 1
    assert "Niet voldaan" in fout["zin"]


def test_ontbrekende_tabel_is_fataal(alleen):
    alleen({"M_KOLOMMEN"})
    tabellen = publicatie()
    del tabellen["stapeling"]
    assert {rij["tabel"] for rij in fatale(beoordeel_marts(tabellen))} == {"stapeling"}


def test_afronding_geeft_geen_vals_alarm(alleen):
    """Every group a rounding down, the total a rounding up: as far apart as rounding can bring them."""
    alleen({"M_GROEPEN"})
    tabellen = publicatie()
    frame = tabellen["huishouden_overlap"]
    groepen = dict.fromkeys(GROEPEN, 10) | {"totaal": 85}  # 7 x 12 = 84
    for groep, aantal in groepen.items():
        frame = zet(frame, f"{WK} and combinatie == '{groep}'", huishoudens=aantal, geheim=False)
    tabellen["huishouden_overlap"] = frame
    assert ("huishouden_overlap", "M_GROEPEN") not in gebroken(beoordeel_marts(tabellen))
    tabellen["huishouden_overlap"] = zet(frame, WK + TOTAAL, huishoudens=90)
    assert ("huishouden_overlap", "M_GROEPEN") in gebroken(beoordeel_marts(tabellen))


def leveringen(**anders: object) -> pd.DataFrame:
    basis = {"bestanden": 1, "gelezen": 1000, "geland": 1000, "geweigerd": 0, "aandeel_vorige": None}
    rijen = [
        basis | {"bron": "brp", "leverdatum": "2024-01-01"},
        basis | {"bron": "brp", "leverdatum": "2024-04-01", "aandeel_vorige": 1.0} | anders,
        basis | {"bron": "gebieden", "leverdatum": "2024-01-01"},
        basis | {"bron": "pwet", "leverdatum": "2024-01-01"},
    ]
    return pd.DataFrame(rijen, columns=KOLOMMEN)


def test_goede_leveringen():
    rijen = beoordeel_leveringen(leveringen())
    assert all(rij["geslaagd"] for rij in rijen)
    assert {rij["laag"] for rij in rijen} == {"levering"}


@pytest.mark.parametrize(
    ("frame", "regel", "ernst"),
    [
        (leveringen(aandeel_vorige=0.5999), "L_KRIMP", "fataal"),
        (leveringen(aandeel_vorige=0.97), "L_MINDER_RIJEN", "waarschuwing"),
        (leveringen(geweigerd=2), "L_GEWEIGERD_AANDEEL", "waarschuwing"),
        (leveringen().query("bron != 'brp'"), "L_BRP_ONTBREEKT", "fataal"),
        (leveringen().query("bron != 'gebieden'"), "L_GEBIEDEN_ONTBREEKT", "fataal"),
        (leveringen().assign(geland=0), "L_BRP_ONTBREEKT", "fataal"),
        (leveringen().head(0), "L_GEBIEDEN_ONTBREEKT", "fataal"),
    ],
)
def test_slechte_leveringen(frame, regel, ernst):
    stuk = {rij["regel"]: rij for rij in beoordeel_leveringen(frame) if not rij["geslaagd"]}
    assert stuk[regel]["ernst"] == ernst
    assert stuk[regel]["aantal"] >= 1


def test_krimp_precies_op_de_norm_mag():
    assert fatale(beoordeel_leveringen(leveringen(aandeel_vorige=0.60))) == []


def test_lake_stopt_bij_een_enkele_fatale_en_waarschuwt_boven_de_norm():
    profiel = pd.DataFrame(
        [
            ("geen_bsn", "persoon", 1000, 50, "waarschuwing"),
            ("dubbel_adres", "persoon", 1000, 51, "fout"),
            ("einde_voor_begin", "toewijzing", 0, 0, "fataal"),
            ("zonder_wet", "toewijzing", 1000, 1, "fataal"),
        ],
        columns=["regel", "onderdeel", "gecontroleerd", "geschonden", "ernst"],
    )
    rijen = {rij["regel"]: rij for rij in beoordeel_lake(profiel)}
    assert {regel for regel, rij in rijen.items() if not rij["geslaagd"]} == {"dubbel_adres", "zonder_wet"}
    assert (rijen["dubbel_adres"]["aantal"], rijen["dubbel_adres"]["aantal_gecontroleerd"]) == (51, 1000)
    assert [rij["regel"] for rij in fatale(rijen.values())] == ["zonder_wet"]
    assert rijen["geen_bsn"]["tabel"] == "persoon"


def test_cbs_vergelijkt_per_code_en_jaar_en_waarschuwt_alleen():
    kwb = pd.DataFrame(
        [
            (2024, "BU01411000", "AantalInwoners", 1200.0),
            (2024, "WK014110", "AantalInwoners", 3000.0),
            (2020, "BU01411001", "AantalInwoners", 9.0),
            (2024, "BU01411001", "AantalInwoners", None),
            (2024, "BU01411001", "WmoClienten", 1.0),
        ],
        columns=["jaar", "gebied_code", "onderwerp", "waarde"],
    )
    bevolking = pd.DataFrame([(2024, "GM0141", 4000, None)], columns=["jaar", "gebied_code", "inwoners", "huishoudens"])
    rijen = {rij["regel"]: rij for rij in beoordeel_cbs(publicatie()["gebied"], cbs_maten(kwb, bevolking))}
    inwoners = rijen["M_CBS_INWONERS"]
    assert (inwoners["aantal"], inwoners["aantal_gecontroleerd"], inwoners["ernst"]) == (1, 3, "waarschuwing")
    assert rijen["M_CBS_HUISHOUDENS"]["geslaagd"]  # nothing to compare with


def test_regel_die_niet_te_berekenen_is_geldt_als_gebroken(tmp_path):
    regel = Regel(
        "X", "fout", "Kolom past.", "Herstel.", "ExpectColumnValuesToBeInSet", {"column": "weg", "value_set": [1]}
    )
    [rij] = oordeel("Proef", pd.DataFrame({"er": [1]}), [regel], laag="marts")
    assert not rij["geslaagd"]
    assert "kon niet worden beoordeeld" in rij["zin"]
    pagina = (schrijf_docs(DataRoot(tmp_path, tmp_path, tmp_path)).parent / "001.html").read_text()
    assert "Kolom past. [fout] Dit kon niet worden beoordeeld." in pagina
    assert "raised" not in pagina


def test_norm_zonder_reden_wordt_geweigerd(tmp_path):
    fout = tmp_path / "normen.yml"
    fout.write_text(re.sub(r"\n +reden: De BRP.*", "", BESTAND.read_text()))
    with pytest.raises(ValueError, match="reden"):
        lees_normen(fout)


def test_data_docs_tonen_regels_in_het_nederlands_en_geen_waarden(tmp_path):
    tabellen = publicatie()
    onder_grens = zet(tabellen["huishouden_overlap"], BU + " and combinatie == 'jeugd+wmo'", huishoudens=7)
    tabellen["huishouden_overlap"] = onder_grens
    tabellen["client_overlap"] = zet(tabellen["client_overlap"], GM + JEUGD, clienten=987654)
    tabellen["bevinding"] = tabellen["bevinding"].assign(ernst="Geheimernst")
    beoordeel_leveringen(leveringen())
    beoordeel_marts(tabellen)
    home = DataRoot(tmp_path, tmp_path / "keys", tmp_path / "landing")
    index = schrijf_docs(home)
    assert index == tmp_path / "docs" / "data_docs" / "index.html"
    paginas = {pad.name: pad.read_text() for pad in index.parent.iterdir()}
    assert len(paginas) == index.read_text().count("<a href") + 1
    alles = "".join(paginas.values())
    assert "voldaan" in paginas["index.html"]
    assert "Geen zichtbaar aantal in huishoudens ligt onder de geheimgrens van zijn definitie." in alles
    assert "niet voldaan" in alles
    for verboden in ("Geheimernst", "98765", "BU01411", "http", "<script", "Expectation", "unexpected", "Traceback"):
        assert verboden not in alles, verboden
    assert len(list((tmp_path / "docs").iterdir())) == 1
    begin()
    beoordeel_leveringen(leveringen())
    assert len(list(schrijf_docs(home).parent.iterdir())) < len(paginas)
