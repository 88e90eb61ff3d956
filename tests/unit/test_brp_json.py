"""Persons as answers of BRP bevragen: the same rows as the rubrieken give, and what is refused without losing another."""

import csv as csv_module
import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources import brp_json, csv_records
from sources.bestandlezer import lees_bestand
from sources.pseudoniem import Pseudoniem
from sources.redenen import redenen
from sources.soort import lees_bron
from sources.uitkomst import Uitkomst
from tests.berichten_maken import bsn

PSEUDONIEM = Pseudoniem(b"sleutel voor tests")
RUBRIEKEN = [kolom.naam for kolom in lees_bron("brp").soorten["brp__persoon"].kolommen]
BSNS = [bsn(nummer) for nummer in range(20)]
PERSOON = {
    "burgerservicenummer": BSNS[0],
    "geslacht": {"code": "V", "omschrijving": "vrouw"},
    "naam": {"voornamen": "Anna", "voorvoegsel": "van", "geslachtsnaam": "Ärens  Berg"},
    "geboorte": {"datum": {"type": "Datum", "datum": "1990-02-28", "langFormaat": "28 februari 1990"}},
    "gemeenteVanInschrijving": {"code": "0141", "omschrijving": "Almelo"},
    "verblijfplaats": {
        "type": "Adres",
        "functieAdres": {"code": "W", "omschrijving": "woonadres"},
        "datumVan": {"type": "Datum", "datum": "2020-01-01"},
        "adresseerbaarObjectIdentificatie": "0141010000000001",
        "verblijfadres": {"huisnummer": 12, "huisletter": "A", "postcode": "7607 aa", "woonplaats": "Almelo"},
    },
    "ouders": [{"ouderAanduiding": "1", "burgerservicenummer": BSNS[1]}],
}
RIJ = {
    "01.01.20": BSNS[0], "01.02.10": "Anna", "01.02.30": "van", "01.02.40": "Ärens  Berg", "01.03.10": "19900228",
    "01.04.10": "V", "02.01.20": BSNS[1], "08.09.10": "0141", "08.10.10": "W", "08.10.30": "20200101",
    "08.11.20": "12", "08.11.30": "A", "08.11.60": "7607 aa", "08.11.80": "0141010000000001",
}  # fmt: skip


def lees(inhoud: str | bytes) -> Uitkomst:
    return lees_bestand("brp", inhoud if isinstance(inhoud, bytes) else inhoud.encode(), 7, PSEUDONIEM)


def regels(*waarden: Any) -> str:
    return "".join(json.dumps(waarde, ensure_ascii=False) + "\n" for waarde in waarden)


def rijen(uitkomst: Uitkomst) -> list[dict]:
    return [rij for tabel in uitkomst.tabellen.values() for rij in tabel.to_pylist()]


def codes(uitkomst: Uitkomst) -> list[tuple]:
    return [(fout.code, fout.attribuut, fout.aantal, fout.plaats) for fout in uitkomst.meldingen]


def csv(*personen: dict[str, str]) -> str:
    tekst = io.StringIO()
    schrijver = csv_module.writer(tekst, delimiter=";", lineterminator="\n")
    schrijver.writerows([RUBRIEKEN, *([persoon.get(rubriek, "") for rubriek in RUBRIEKEN] for persoon in personen)])
    return tekst.getvalue()


def met(pad: str, waarde: Any) -> dict:
    """The person above with another value at a path; ... takes it out."""
    kopie = json.loads(json.dumps(PERSOON))
    *hoger, laatste = pad.split(".")
    deel = kopie
    for sleutel in hoger:
        deel = deel.setdefault(sleutel, {})
    if waarde is ...:
        del deel[laatste]
    else:
        deel[laatste] = waarde
    return kopie


def geeft(persoon: dict, rij: dict[str, str]) -> None:
    """The person lands as the rubrieken do."""
    van_json, van_csv = lees(regels(persoon)), lees(csv(rij))
    assert (codes(van_json), codes(van_csv)) == ([], [])
    assert rijen(van_json) == rijen(van_csv)
    assert len(rijen(van_json)) == 1


def datum(soort: str, **velden: object) -> dict:
    return {"type": soort, "langFormaat": "x", **velden}


def test_een_persoon_is_wat_de_rubrieken_zeggen() -> None:
    geeft(PERSOON, RIJ)


@pytest.mark.parametrize(
    ("waarde", "rubriek"),
    [
        (datum("Datum", datum="2020-02-29"), "20200229"),
        (datum("JaarMaandDatum", jaar=2020, maand=5), "20200500"),
        (datum("JaarDatum", jaar=980), "09800000"),
        (datum("DatumOnbekend", onbekend=True), "00000000"),
        (None, ""),
    ],
)
@pytest.mark.parametrize(
    ("pad", "doel"),
    [
        ("geboorte.datum", "01.03.10"),
        ("verblijfplaats.datumVan", "08.10.30"),
        ("overlijden.datum", "06.08.10"),
        ("opschortingBijhouding.datum", "07.67.10"),
    ],
)
def test_elke_soort_datum(pad: str, doel: str, waarde: Any, rubriek: str) -> None:
    geeft(met(pad, waarde), RIJ | {doel: rubriek})


WEG = {"08.11.20": "", "08.11.30": "", "08.11.60": "", "08.11.80": ""}


@pytest.mark.parametrize(
    ("plaats", "rubrieken"),
    [
        (
            {"type": "Locatie", "functieAdres": {"code": "W"}, "datumVan": datum("Datum", datum="2021-01-01"),
             "verblijfadres": {"locatiebeschrijving": "Woonboot"}},
            WEG | {"08.10.30": "20210101"},
        ),
        (
            {"type": "VerblijfplaatsBuitenland", "datumVan": datum("JaarDatum", jaar=2021),
             "verblijfadres": {"regel1": "Calle 1", "land": {"code": "6037"}}},
            WEG | {"08.10.10": "", "08.10.30": ""},
        ),
        (
            {"type": "VerblijfplaatsOnbekend", "datumVan": datum("Datum", datum="2021-01-01")},
            WEG | {"08.10.10": "", "08.10.30": ""},
        ),
        ({"type": "Adres"}, WEG | {"08.10.10": "", "08.10.30": ""}),
    ],
)  # fmt: skip
def test_elke_soort_verblijfplaats(plaats: dict, rubrieken: dict) -> None:
    geeft(met("verblijfplaats", plaats), RIJ | rubrieken)


def bond(nummer: int, begin: str | None = None, einde: Any = None) -> dict:
    partner: dict = {"burgerservicenummer": BSNS[nummer], "soortVerbintenis": {"code": "H"}}
    if begin:
        partner["aangaanHuwelijkPartnerschap"] = {"datum": datum("Datum", datum=begin)}
    if einde:
        partner["ontbindingHuwelijkPartnerschap"] = {"datum": einde}
    return partner


@pytest.mark.parametrize(
    ("partners", "rubrieken"),
    [
        ([bond(2, "2010-05-01")], (BSNS[2], "20100501", "")),
        ([bond(2, None, datum("Datum", datum="2015-01-01"))], (BSNS[2], "", "20150101")),
        ([bond(2, "2016-01-01"), bond(3, "2010-01-01", datum("Datum", datum="2015-01-01"))], (BSNS[2], "20160101", "")),
        ([bond(3, "2010-01-01", datum("Datum", datum="2018-01-01")), bond(2)], (BSNS[2], "", "")),
        ([bond(2, "2010-01-01"), bond(3, "2012-01-01")], (BSNS[3], "20120101", "")),
        ([bond(2, None, datum("DatumOnbekend", onbekend=True))], (BSNS[2], "", "00000000")),
        ([], ("", "", "")),
    ],
)
def test_de_bond_die_geldt_of_anders_de_laatste(partners: list, rubrieken: tuple) -> None:
    namen = ("05.01.20", "05.06.10", "05.07.10")
    geeft(met("partners", partners), RIJ | dict(zip(namen, rubrieken, strict=True)))


@pytest.mark.parametrize(
    ("ouders", "rubrieken"),
    [
        ([], ("", "")),
        ([{"ouderAanduiding": "2", "burgerservicenummer": BSNS[3]}], ("", BSNS[3])),
        ([{"ouderAanduiding": "2", "burgerservicenummer": BSNS[3]}, {"ouderAanduiding": "1"}], ("", BSNS[3])),
        ([{"burgerservicenummer": BSNS[3]}, {"burgerservicenummer": BSNS[4]}], (BSNS[3], BSNS[4])),
        ([{"burgerservicenummer": BSNS[3]}, {"ouderAanduiding": "1", "burgerservicenummer": BSNS[4]}], (BSNS[4], BSNS[3])),
    ],
)  # fmt: skip
def test_ouders(ouders: list, rubrieken: tuple) -> None:
    geeft(met("ouders", ouders), RIJ | dict(zip(("02.01.20", "03.01.20"), rubrieken, strict=True)))


def test_zonder_bsn_en_wie_is_opgeschort() -> None:
    geeft(met("burgerservicenummer", ...), RIJ | {"01.01.20": ""})
    fout = {"burgerservicenummer": BSNS[0], "opschortingBijhouding": {"reden": {"code": "F"}}}
    geeft(fout, {"01.01.20": BSNS[0], "07.67.20": "F"})


BESTANDEN: list[Callable[[list], str]] = [
    lambda personen: regels(*personen),
    lambda personen: regels({"type": "RaadpleegMetBurgerservicenummer", "personen": personen}),
    lambda personen: regels(*({"type": "x", "personen": personen[i : i + 2]} for i in range(0, len(personen), 2))),
    lambda personen: regels(personen),
    lambda personen: json.dumps(personen, indent=2),
    lambda personen: json.dumps({"type": "x", "personen": personen, "naschrift": [1, {}]}, indent=1),
    lambda personen: "\ufeff\n\n" + json.dumps({"personen": personen}, indent=1, ensure_ascii=False),
    lambda personen: "\r\n".join(regels(*personen).splitlines()),
    lambda personen: "\n\n".join(json.dumps(persoon, indent=4) for persoon in personen),
    lambda personen: "[\n" + ",\n".join(regels(*personen).splitlines()) + "\n]",
]


@pytest.mark.parametrize("blok", [7, 100, 1 << 23])
@pytest.mark.parametrize("bestand", range(len(BESTANDEN)))
def test_hoe_het_bestand_is_opgemaakt_maakt_niet_uit(bestand: int, blok: int, monkeypatch: pytest.MonkeyPatch) -> None:
    personen = [met("burgerservicenummer", nummer) for nummer in BSNS[:5]]
    monkeypatch.setattr(csv_records, "BLOK", blok)
    monkeypatch.setattr(brp_json, "PARTIJ", 2)
    uitkomst = lees(BESTANDEN[bestand](personen))
    assert codes(uitkomst) == []
    assert rijen(uitkomst) == rijen(lees(csv(*(RIJ | {"01.01.20": nummer} for nummer in BSNS[:5]))))
    assert (uitkomst.soort, uitkomst.gelezen, uitkomst.geweigerd) == ("brp__persoon", 5, 0)


def test_een_antwoord_groter_dan_een_regel_mag_zijn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_records, "MAX_RECORD", 2000)
    monkeypatch.setattr(csv_records, "BLOK", 1500)
    alles = json.dumps({"type": "x", "personen": [PERSOON] * 50})
    assert len(rijen(lees(alles))) == 50
    assert codes(lees(regels(PERSOON) + alles)) == [("F_REGEL_LANG", None, 1, None)]
    assert codes(lees(json.dumps([met("naam.voornamen", "x" * 3000)]))) == [("F_REGEL_LANG", None, 1, None)]


@pytest.mark.parametrize(
    ("regel", "code", "plek"),
    [
        ("{", "R_JSON", None),
        ('{"a": 1', "R_JSON", None),
        ("geen json", "R_JSON", None),
        ('"tekst"', "R_JSON", None),
        ("12", "R_JSON", None),
        ("null", "R_JSON", None),
        ('{"naam": NaN}', "R_JSON", None),
        ('{"leeftijd": -Infinity}', "R_JSON", None),
        ('{"naam": {}, "naam": {}}', "R_JSON", None),
        ("[" * 5000, "R_JSON", None),
        ('{"a":' * 5000 + "1" + "}" * 5000, "R_JSON", None),
        ('{"leeftijd": ' + "9" * 5000 + "}", "R_JSON", None),
        ('{"type": "x", "personen": [3]}', "R_JSON", None),
        ('{"personen": [], "personen": []}', "R_JSON", None),
        ('{"type": "x", "personen": 3}', "R_ONDERDEEL", "geboorte"),
        ("{}", "R_ONDERDEEL", "geboorte"),
        (regels(met("naam", ...)), "R_ONDERDEEL", "naam"),
        (regels(met("verblijfplaats", None)), "R_ONDERDEEL", "verblijfplaats"),
        (regels(met("gemeenteVanInschrijving", ...)), "R_ONDERDEEL", "gemeenteVanInschrijving"),
        (regels(met("burgerservicenummer", 990000004)), "R_TYPE", "burgerservicenummer"),
        (regels(met("burgerservicenummer", "12345678X")), "R_TYPE", "burgerservicenummer"),
        (regels(met("naam", "Berg")), "R_TYPE", "naam"),
        (regels(met("naam.geslachtsnaam", ["Berg"])), "R_TYPE", "naam.geslachtsnaam"),
        (regels(met("naam.geslachtsnaam", "Be\0rg")), "R_TYPE", "naam.geslachtsnaam"),
        (json.dumps(met("naam.geslachtsnaam", "\ud800")), "R_TYPE", "naam.geslachtsnaam"),
        (regels(met("geslacht.code", "X")), "R_TYPE", "geslacht.code"),
        (regels(met("geboorte.datum", "1990-02-28")), "R_TYPE", "geboorte.datum"),
        (regels(met("geboorte.datum", {"datum": "1990-02-28"})), "R_TYPE", "geboorte.datum"),
        (regels(met("geboorte.datum", datum("Datum"))), "R_TYPE", "geboorte.datum"),
        (regels(met("geboorte.datum", datum("Datum", datum="1990-02-30"))), "R_TYPE", "geboorte.datum"),
        (regels(met("geboorte.datum", datum("Datum", datum="19900228"))), "R_TYPE", "geboorte.datum"),
        (regels(met("geboorte.datum", datum("JaarDatum", jaar="1990"))), "R_TYPE", "geboorte.datum"),
        (regels(met("geboorte.datum", datum("JaarDatum", jaar=True))), "R_TYPE", "geboorte.datum"),
        (regels(met("geboorte.datum", datum("JaarMaandDatum", jaar=1990, maand=13))), "R_TYPE", "geboorte.datum"),
        (regels(met("geboorte.datum", datum(["Datum"]))), "R_TYPE", "geboorte.datum"),
        ('{"geboorte": {"datum": {}, "datum": {}}, "naam": {}, "verblijfplaats": {"type": "Adres"}, "gemeenteVanInschrijving": {}}', "R_TYPE", "geboorte"),
        (regels(met("gemeenteVanInschrijving.code", "141")), "R_TYPE", "gemeenteVanInschrijving.code"),
        (regels(met("verblijfplaats.type", "Kasteel")), "R_TYPE", "verblijfplaats.type"),
        (regels(met("verblijfplaats.type", {})), "R_TYPE", "verblijfplaats.type"),
        (regels(met("verblijfplaats", [])), "R_TYPE", "verblijfplaats"),
        (regels(met("verblijfplaats.verblijfadres.huisnummer", "12")), "R_TYPE", "verblijfplaats.verblijfadres.huisnummer"),
        (regels(met("verblijfplaats.verblijfadres.huisnummer", -1)), "R_TYPE", "verblijfplaats.verblijfadres.huisnummer"),
        (regels(met("verblijfplaats.functieAdres.code", "C")), "R_TYPE", "verblijfplaats.functieAdres.code"),
        (regels(met("partners", {})), "R_TYPE", "partners"),
        (regels(met("partners", [None])), "R_TYPE", "partners"),
        (regels(met("partners", [{"ontbindingHuwelijkPartnerschap": "2020"}])), "R_TYPE", "partners.ontbindingHuwelijkPartnerschap"),
        (regels(met("ouders", [{"ouderAanduiding": "3"}])), "R_TYPE", "ouders.ouderAanduiding"),
        (regels(met("ouders", [{"ouderAanduiding": "1"}] * 2)), "R_TYPE", "ouders.ouderAanduiding"),
        (regels(met("ouders", [{}, {}, {}])), "R_TYPE", "ouders.ouderAanduiding"),
        (regels(met("ouders", [{"ouderAanduiding": 1}])), "R_TYPE", "ouders.ouderAanduiding"),
    ],
)  # fmt: skip
def test_een_slechte_regel_kost_alleen_zichzelf(regel: str, code: str, plek: str | None) -> None:
    uitkomst = lees(f"{regels(PERSOON)}{regel.strip()}\n{regels(PERSOON)}")
    assert codes(uitkomst) == [(code, plek, 1, "record 2")]
    assert [rij["rij"] for rij in rijen(uitkomst)] == [1, 3]
    assert (uitkomst.gelezen, uitkomst.geweigerd) == (3, 1)
    vooraan = lees(f"{regel.strip()}\n{regels(PERSOON, PERSOON)}")
    if regel[:1] in ("{", "["):
        assert [rij["rij"] for rij in rijen(vooraan)] == [2, 3]
        assert codes(vooraan) == [(code, plek, 1, "record 1")]


@pytest.mark.parametrize(
    ("inhoud", "code"),
    [
        (b"{", "F_JSON"),
        (b"[{}, {]", "F_JSON"),
        (json.dumps([PERSOON], indent=1)[:-3].encode(), "F_JSON"),
        (regels(met("naam.geslachtsnaam", "Berg")).encode("utf-16-le"), "F_NUL"),
        (regels(PERSOON).encode("latin-1"), "F_UTF8"),
        (regels(PERSOON).encode() + b"\0", "F_NUL"),
        (b"{" * ((1 << 20) + 1), "F_REGEL_LANG"),
    ],
)
def test_een_bestand_dat_geweigerd_wordt(inhoud: bytes, code: str) -> None:
    uitkomst = lees(inhoud)
    assert (codes(uitkomst), uitkomst.tabellen) == ([(code, None, 1, None)], {})
    assert code in redenen()


def test_een_lijst_zonder_personen_is_een_levering_zonder_records() -> None:
    for inhoud in ("[]", "{\n}\n", '{"type": "x", "personen": []}', "[\n]"):
        uitkomst = lees(inhoud)
        assert rijen(uitkomst) == []
    assert lees("[]").gelezen == 0


def test_alleen_de_brp_leest_json() -> None:
    uitkomst = lees_bestand("pwet", regels(PERSOON).encode(), 7, PSEUDONIEM)
    assert codes(uitkomst)[0][0] == "F_SOORT_ONBEKEND"


def test_geen_melding_noemt_een_waarde() -> None:
    kapot = met("geboorte.datum", datum("Datum", datum="Zoekmij")) | {"Zoekmij": 1}
    uitkomst = lees(regels(kapot, {"Zoekmij": "Zoekmij"}, met("ouders", [{"ouderAanduiding": "Zoekmij"}])))
    assert len(uitkomst.meldingen) == 3
    assert "Zoekmij" not in str(uitkomst.meldingen)


def test_een_bestand_op_schijf(tmp_path: Path) -> None:
    (tmp_path / "personen.csv").write_text(regels(PERSOON))  # the name does not matter
    assert lees_bestand("brp", tmp_path / "personen.csv", 7, PSEUDONIEM).gelezen == 1
    (tmp_path / "b.json").symlink_to(tmp_path / "personen.csv")
    with pytest.raises(OSError, match="b.json"):
        lees_bestand("brp", tmp_path / "b.json", 7, PSEUDONIEM)


TEKSTEN = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=';"'), max_size=8).map(str.strip)
DATUMS = st.one_of(
    st.dates().map(lambda dag: (datum("Datum", datum=dag.isoformat()), dag.isoformat().replace("-", ""))),
    st.tuples(st.integers(1, 9999), st.integers(1, 12)).map(
        lambda wat: (datum("JaarMaandDatum", jaar=wat[0], maand=wat[1]), f"{wat[0]:04}{wat[1]:02}00")
    ),
    st.integers(1, 9999).map(lambda jaar: (datum("JaarDatum", jaar=jaar), f"{jaar:04}0000")),
    st.just((datum("DatumOnbekend", onbekend=True), "00000000")),
    st.just((None, "")),
)


@st.composite
def paren(draw: Callable) -> tuple[dict, dict]:
    """The same person as an answer and as rubrieken, written side by side."""
    tekst = lambda: draw(TEKSTEN)  # noqa: E731
    dag = lambda: draw(DATUMS)  # noqa: E731
    persoon: dict = {"naam": {}, "geboorte": {}, "gemeenteVanInschrijving": {"code": "0141"}}
    rij = {"08.09.10": "0141"}

    def zet(deel: dict, sleutel: str, waarde: Any, rubriek: str, als: str | None = None) -> None:
        rij[rubriek] = waarde if als is None else als
        if waarde not in ("", None):
            deel[sleutel] = waarde

    zet(persoon, "burgerservicenummer", draw(st.sampled_from([*BSNS, "", "123456789"])), "01.01.20")
    for sleutel, rubriek in (("voornamen", "01.02.10"), ("voorvoegsel", "01.02.30"), ("geslachtsnaam", "01.02.40")):
        zet(persoon["naam"], sleutel, tekst(), rubriek)
    zet(persoon["geboorte"], "datum", *(lambda d: (d[0], "01.03.10", d[1]))(dag()))
    persoon["geslacht"] = {"code": draw(st.sampled_from("MVO"))}
    rij["01.04.10"] = persoon["geslacht"]["code"]
    verblijf: dict = {"type": "Adres", "functieAdres": {"code": draw(st.sampled_from("WB"))}, "verblijfadres": {}}
    rij["08.10.10"] = verblijf["functieAdres"]["code"]
    zet(verblijf, "datumVan", *(lambda d: (d[0], "08.10.30", d[1]))(dag()))
    huisnummer = draw(st.integers(1, 99999))
    zet(verblijf["verblijfadres"], "huisnummer", huisnummer, "08.11.20", str(huisnummer))
    for sleutel, rubriek in (
        ("huisletter", "08.11.30"),
        ("huisnummertoevoeging", "08.11.40"),
        ("postcode", "08.11.60"),
    ):
        zet(verblijf["verblijfadres"], sleutel, tekst(), rubriek)
    zet(verblijf, "adresseerbaarObjectIdentificatie", draw(st.sampled_from(["", "0141010000000001"])), "08.11.80")
    persoon["verblijfplaats"] = verblijf
    ouder, partner = draw(st.sampled_from([*BSNS, ""])), draw(st.sampled_from([*BSNS, ""]))
    plaats = draw(st.integers(1, 2))
    persoon["ouders"] = [{"ouderAanduiding": str(plaats)} | ({"burgerservicenummer": ouder} if ouder else {})]
    rij[f"0{plaats + 1}.01.20"] = ouder
    bond_: dict = {"aangaanHuwelijkPartnerschap": {}, "ontbindingHuwelijkPartnerschap": {}}
    zet(bond_, "burgerservicenummer", partner, "05.01.20")
    zet(bond_["aangaanHuwelijkPartnerschap"], "datum", *(lambda d: (d[0], "05.06.10", d[1]))(dag()))
    zet(bond_["ontbindingHuwelijkPartnerschap"], "datum", *(lambda d: (d[0], "05.07.10", d[1]))(dag()))
    persoon["partners"] = [bond_]
    overlijden, opschorting = {}, {"reden": {"code": draw(st.sampled_from("OEMRF"))}}
    zet(overlijden, "datum", *(lambda d: (d[0], "06.08.10", d[1]))(dag()))
    if draw(st.booleans()):
        zet(opschorting, "datum", *(lambda d: (d[0], "07.67.10", d[1]))(dag()))
        rij["07.67.20"] = opschorting["reden"]["code"]
        persoon["opschortingBijhouding"] = opschorting
    persoon["overlijden"] = overlijden
    return persoon, rij


@settings(deadline=None, max_examples=60)
@given(st.lists(paren(), min_size=1, max_size=6), st.sampled_from(range(len(BESTANDEN))))
def test_dezelfde_personen_geven_dezelfde_rijen(wie: list[tuple[dict, dict]], bestand: int) -> None:
    van_json, van_csv = lees(BESTANDEN[bestand]([p for p, _ in wie])), lees(csv(*(rij for _, rij in wie)))
    assert codes(van_json) == codes(van_csv) == []
    assert rijen(van_json) == rijen(van_csv)


def naar_antwoord(rij: dict[str, str]) -> dict:
    """A person of the national test set as an answer would have it."""

    def dag(rubriek: str) -> dict | None:
        waarde = rij.get(rubriek, "")
        if len(waarde) != 8:
            return datum("Datum", datum=waarde) if waarde else None
        jaar, maand, dagnummer = int(waarde[:4]), int(waarde[4:6]), int(waarde[6:])
        if not jaar:
            return datum("DatumOnbekend", onbekend=True)
        if not maand:
            return datum("JaarDatum", jaar=jaar)
        if not dagnummer:
            return datum("JaarMaandDatum", jaar=jaar, maand=maand)
        return datum("Datum", datum=f"{jaar:04}-{maand:02}-{dagnummer:02}")

    def vol(**velden: Any) -> dict:
        return {naam: waarde for naam, waarde in velden.items() if waarde not in ("", None)}

    def code(rubriek: str) -> dict | None:
        return {"code": rij[rubriek]} if rij[rubriek] else None

    adres = vol(
        huisnummer=int(rij["08.11.20"]) if rij["08.11.20"] else None,
        huisletter=rij["08.11.30"], huisnummertoevoeging=rij["08.11.40"], postcode=rij["08.11.60"],
    )  # fmt: skip
    verblijf = vol(
        functieAdres=code("08.10.10"), datumVan=dag("08.10.30"), adresseerbaarObjectIdentificatie=rij["08.11.80"]
    )
    return vol(
        burgerservicenummer=rij["01.01.20"],
        naam=vol(voornamen=rij["01.02.10"], voorvoegsel=rij["01.02.30"], geslachtsnaam=rij["01.02.40"]),
        geboorte=vol(datum=dag("01.03.10")),
        geslacht=code("01.04.10"),
        gemeenteVanInschrijving=code("08.09.10") or {},
        verblijfplaats={"type": "Adres", **verblijf, "verblijfadres": adres},
        ouders=[
            {"ouderAanduiding": str(nummer), **vol(burgerservicenummer=rij[f"0{nummer + 1}.01.20"])}
            for nummer in (1, 2)
        ],
        partners=[
            vol(
                burgerservicenummer=rij["05.01.20"],
                aangaanHuwelijkPartnerschap=vol(datum=dag("05.06.10")),
                ontbindingHuwelijkPartnerschap=vol(datum=dag("05.07.10")),
            )
        ],
        overlijden=vol(datum=dag("06.08.10")),
        opschortingBijhouding=vol(datum=dag("07.67.10"), reden=code("07.67.20")),
    )


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**9))
def test_gehutselde_json_geeft_altijd_een_uitkomst(zaad: int) -> None:
    """Bytes of good lines cut, doubled and changed: never an error, and what is read is landed or refused."""
    toeval = random.Random(zaad)
    inhoud = bytearray(regels(*[PERSOON] * 3).encode())
    for _ in range(toeval.randint(1, 8)):
        plek = toeval.randrange(len(inhoud))
        inhoud[plek : plek + toeval.choice([0, 0, 1, 5])] = toeval.choice(
            [b"", b"{", b'"', b"\n", b"[", b"\\", b"}", b"1"]
        )
    uitkomst = lees(bytes(inhoud))
    assert uitkomst.gelezen == uitkomst.geweigerd + len(rijen(uitkomst))
