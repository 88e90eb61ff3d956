"""Gate 3 on the other tables: a good table passes, and one planted breach per rule is found."""

from typing import Any

import pandas as pd
import pytest

from expectations.context import begin
from expectations.overige import OVERIGE
from expectations.overige_regels import beoordeel_overige
from expectations.publicatie import TABELLEN
from warehouse.publicatie import SLEUTELS

CEL = {"definitie": "gmsd", "periode": "2024H1", "eenheid": "clienten", "gebied_code": "GM0141"}
BREUK = [
    ("koppelkwaliteit", 0, {"registraties": 5}, "M_GEHEIMGRENS"),
    ("koppelkwaliteit", 0, {"registraties": 12}, "M_AFRONDING"),
    ("koppelkwaliteit", 0, {"geheim": True}, "M_GEHEIM"),
    ("koppelkwaliteit", 1, {"geheim": False}, "M_GEHEIM"),
    ("koppelkwaliteit", 0, {"registraties": 10.5}, "M_TYPE"),
    ("koppelkwaliteit", 0, {"wet": "wlz"}, "M_WAARDE"),
    ("koppelkwaliteit", 0, {"gebied_code": "Almelo"}, "M_PATROON"),
    ("koppelkwaliteit", 0, {"koppeling": None}, "M_SLEUTEL_LEEG"),
    ("koppelkwaliteit", 1, {"koppeling": "bsn"}, "M_SLEUTEL_DUBBEL"),
    ("koppelmarge", 0, {"ondergrens": 18}, "M_AFRONDING"),
    ("koppelmarge", 0, {"ondergrens": 40}, "M_GRENZEN"),
    ("koppelmarge", 0, {"ondergrens": -5}, "M_GRENZEN"),
    ("koppelmarge", 0, {"bovengrens": None}, "M_GRENZEN"),
    ("koppelmarge", 1, {"ondergrens": 0, "bovengrens": 15}, "M_GEHEIM"),
    ("koppelmarge", 0, {"ondergrens": None, "bovengrens": None}, "M_GEHEIM"),
    ("koppelmarge", 0, {"bovengrens": 20}, "M_GRENZEN_CEL"),
    ("bevinding_effect", 0, {"gebied_code": "WK014110"}, "M_PATROON"),
    ("bevinding_effect", 0, {"bovengrens": 31}, "M_AFRONDING"),
    ("huishoudens_vergelijking", 1, {"huishoudens": 25}, "M_GEHEIMGRENS"),
    ("huishoudens_vergelijking", 1, {"huishoudens": 1001}, "M_AFRONDING"),
    ("huishoudens_vergelijking", 0, {"personen_instelling": 3}, "M_GEHEIMGRENS"),
    ("huishoudens_vergelijking", 0, {"extra_gezinnen": 11}, "M_AFRONDING"),
    ("volledigheid", 0, {"bekend": 7.5}, "M_TYPE"),
    ("volledigheid", 0, {"maat": "euro"}, "M_WAARDE"),
    ("volledigheid", 0, {"periode": "maart"}, "M_PATROON"),
    ("kosten", 0, {"clienten": 5}, "M_GEHEIMGRENS"),
    ("kosten", 0, {"clienten": 12}, "M_AFRONDING"),
    ("kosten", 0, {"status": "bijna"}, "M_WAARDE"),
    ("herziening", 0, {"waarde": 3}, "M_GEHEIMGRENS"),
    ("herziening", 0, {"waarde_vorig": 13}, "M_AFRONDING"),
    ("herziening", 0, {"geheim": None}, "M_GEHEIM"),
    ("herziening", 1, {"waarde": 9}, "M_GEHEIMGRENS"),
    ("herziening", 2, {"waarde": 12}, "M_GEHEIMGRENS"),
    ("herziening", 0, {"aard": "anders"}, "M_WAARDE"),
    ("aansluiting", 0, {"eigen": 5}, "M_GEHEIMGRENS"),
    ("aansluiting", 0, {"eigen": 27}, "M_AFRONDING"),
    ("aansluiting", 0, {"eigen": 30}, "M_CEL"),
    ("aansluiting", 0, {"eigen": None}, "M_CEL"),
    ("aansluiting", 1, {"eigen": 10}, "M_CEL"),
    ("aansluiting", 0, {"te_laat": -5}, "M_GEHEIMGRENS"),
    ("aansluiting", 0, {"te_laat": 0}, "M_GEHEIMGRENS"),
    ("aansluiting", 0, {"pgb": 10}, "M_GEHEIMGRENS"),
    ("aansluiting", 2, {"pgb": 0}, "M_GEHEIMGRENS"),
    ("aansluiting", 0, {"buiten_berichten": -11}, "M_AFRONDING"),
    ("aansluiting", 1, {"te_laat": 10}, "M_GEHEIM"),
    ("aansluiting", 1, {"verschil": 3}, "M_GEHEIM"),
    ("aansluiting", 1, {"per_1000": 3}, "M_GEHEIM"),
    ("aansluiting", 3, {"te_laat": 10}, "M_GEHEIM"),
    ("aansluiting", 3, {"noemer": 25}, "M_GEHEIMGRENS"),
    ("aansluiting", 3, {"noemer": 1001}, "M_AFRONDING"),
    ("aansluiting", 0, {"rest_van": 9}, "M_HOOGSTENS"),
    ("aansluiting", 0, {"cbs_reden": "vergeten"}, "M_WAARDE"),
    ("aansluiting", 0, {"combinatie": "geen"}, "M_WAARDE"),
    ("aansluiting", 0, {"gebied_code": "BU01411000"}, "M_PATROON"),
    ("benchmark", 1, {"waarde": 5}, "M_GEHEIMGRENS"),
    ("benchmark", 1, {"waarde": 12}, "M_AFRONDING"),
    ("benchmark", 1, {"waarde": 10.5}, "M_AFRONDING"),
    ("benchmark", 2, {"waarde": 25}, "M_GEHEIMGRENS"),
    ("benchmark", 0, {"rang": 9}, "M_HOOGSTENS"),
    ("benchmark", 0, {"rang": 1.5}, "M_TYPE"),
    ("benchmark", 0, {"reeks": "geschat"}, "M_WAARDE"),
    ("benchmark", 0, {"gebied_code": "Almelo"}, "M_PATROON"),
    ("benchmark", 0, {"onderdeel": None}, "M_SLEUTEL_LEEG"),
    ("geheimhouding", 0, {"geheim_klein": 99}, "M_HOOGSTENS"),
    ("geheimhouding", 0, {"tabel": "gebied"}, "M_WAARDE"),
    ("bevinding_verloop", 0, {"status": "dicht"}, "M_WAARDE"),
    ("bevinding_verloop", 1, {"bevinding_id": "a"}, "M_SLEUTEL_DUBBEL"),
    ("periode", 0, {"soort": "kwartaal"}, "M_WAARDE"),
    ("periode", 0, {"periode": "2024M13"}, "M_PATROON"),
    ("combinatie", 0, {"combinatie": "wmo+jeugd"}, "M_WAARDE"),
    ("definitie", 0, {"perioden": "maand"}, "M_WAARDE"),
    ("definitie", 0, {"beschermingsbreedte": 4.5}, "M_TYPE"),
    ("reeksbreuk", 0, {"cijfers": "iedereen"}, "M_WAARDE"),
    ("reeksbreuk", 0, {"gemeenten": "0141;0153"}, "M_PATROON"),
    ("reeksbreuk", 0, {"wetten": "jeugd,wlz"}, "M_PATROON"),
    ("trendbreuk", 0, {"vorige_periode": "2023M12"}, "M_PATROON"),
    ("trendbreuk", 0, {"wet": "wlz"}, "M_WAARDE"),
    ("kolom", 0, {"type": "double"}, "M_WAARDE"),
    ("kolom", 0, {"volgorde": 1.5}, "M_TYPE"),
]


@pytest.fixture(autouse=True)
def _nieuwe_run() -> None:
    begin()


def tabellen() -> dict[str, pd.DataFrame]:
    """A few rows in which everything holds: visible and secret, of a municipality and of a part, of both rules."""
    # fmt: off
    gm = {"gebied_code": "GM0141", "gebied_soort": "gemeente", "jaar": 2024, "huishoudensoort": "adres"}
    oud = {
        "periode": "2024H1",
        "eenheid": "clienten",
        "gebied_code": "WK014110",
        "onderdeel": "wmo",
        "aard": "gewijzigd",
    }
    naast = CEL | {"cbs_reden": "ontbreekt"}
    cijfer = {"bron": "CBS", "tabel": "1", "indicator": "clienten_overlap", "onderdeel": "wmo", "eenheid": "aantal", "periode": "2024H1"}
    rijen: dict[str, list[dict[str, Any]]] = {
        "koppelkwaliteit": [
            {"regeling": "pgb", "wet": "wmo", "gebied_code": "GM0141", "koppeling": "bsn", "registraties": 10, "geheim": False},
            {"regeling": "pgb", "wet": "wmo", "gebied_code": "GM0141", "koppeling": "geen", "registraties": None, "geheim": True},
        ],
        "koppelmarge": [
            CEL | {"combinatie": "wmo", "ondergrens": 15, "bovengrens": 35},
            CEL | {"combinatie": "jeugd", "ondergrens": None, "bovengrens": None},
        ],
        "bevinding_effect": [CEL | {"bevinding_id": "a", "combinatie": "wmo", "ondergrens": 15, "bovengrens": 35}],
        "huishoudens_vergelijking": [
            gm | {"huishoudens": 4013, "personen_instelling": 40, "extra_gezinnen": 10},
            gm | {"gebied_code": "WK014110", "gebied_soort": "wijk", "huishoudens": 1005},
        ],
        "volledigheid": [
            {"wet": "wmo", "maat": "bedrag", "periode": "2024M03", "na_maanden": 2, "bekend": 75000, "zekerheid": 80, "vergeleken": 24, "getoetst": 9, "getoetst_binnen": 8},
            {"wet": "wmo", "maat": "gebruik", "periode": "2024H1", "na_maanden": 1, "bekend": None, "zekerheid": 80, "vergeleken": 0, "getoetst": 0, "getoetst_binnen": 0},
        ],
        "kosten": [
            {"wet": "wmo", "periode": "2024", "gebied_code": "GM0141", "productcategorie": "01", "toegekend_euro": 13000, "clienten": 10, "geheim": False, "status": "definitief"},
            {"wet": "wmo", "periode": "2024", "gebied_code": "BU01411000", "productcategorie": "01", "toegekend_euro": None, "clienten": None, "geheim": True, "status": "definitief"},
        ],
        "herziening": [
            oud | {"tabel": "client_overlap", "definitie": "gmsd", "waarde_vorig": 10, "waarde": 15, "geheim_vorig": False, "geheim": False},
            oud | {"tabel": "client_overlap", "definitie": "tmsd", "waarde_vorig": None, "waarde": 11, "geheim_vorig": True, "geheim": False},
            oud | {"tabel": "gebied", "gebied_code": "GM0141", "onderdeel": None, "waarde_vorig": 4013, "waarde": 4014, "geheim_vorig": False, "geheim": False},
            oud | {"tabel": "stapeling", "definitie": "gmsd", "aard": "nieuw", "waarde": 10, "geheim": False},
            oud | {"tabel": "stapeling", "definitie": "gmsd", "onderdeel": "2", "aard": "vervallen", "geheim_vorig": True},
        ],
        "aansluiting": [
            naast | {"combinatie": "wmo", "eigen": 25, "pgb": 0, "buiten_berichten": -10, "te_laat": 15, "rest": 2, "rest_van": -4, "rest_tot": 8, "noemer": 4013},
            naast | {"combinatie": "jeugd", "pgb": 0},
            naast | {"definitie": "alles", "combinatie": "wmo", "eigen": 30, "pgb": -10},
            naast | {"gebied_code": "WK014110", "combinatie": "wmo", "eigen": 10, "per_1000": 10, "noemer": 1005},
        ],
        "benchmark": [
            cijfer | {"reeks": "gepubliceerd", "gebied_code": "GM0150", "waarde": 12.5, "rang": 2, "rang_van": 8},
            cijfer | {"reeks": "eigen", "gebied_code": "GM0141", "waarde": 10, "rang": 2, "rang_van": 8},
            cijfer | {"indicator": "inwoners", "reeks": "eigen", "gebied_code": "GM0141", "waarde": 4013},
            cijfer | {"indicator": "groei", "eenheid": "%", "reeks": "gepubliceerd", "gebied_code": "GM0141+GM0150", "waarde": -0.5},
        ],
        "geheimhouding": [{"definitie": "gmsd", "tabel": "stapeling", "periode": "2024", "rijen": 12, "zichtbaar": 8, "geheim_klein": 3, "geheim_verborgen": 1, "verborgen_per_1000": 83}],
        "bevinding_verloop": [
            {"bevinding_id": "a", "aantal_open": 3, "aantal_hersteld": 0, "status": "open"},
            {"bevinding_id": "b", "aantal_open": 0, "aantal_hersteld": 2, "status": "hersteld"},
        ],
        "periode": [{"periode": "2024M03", "soort": "maand", "jaar": 2024, "volgorde": 2024203, "status": "definitief"}],
        "combinatie": [{"combinatie": "jeugd+wmo", "volgorde": 5}, {"combinatie": "totaal", "volgorde": 8}],
        "definitie": [{"definitie": "gmsd", "perioden": "halfjaar, jaar", "huishoudensoorten": None, "beschermingsbreedte": 4}],
        "reeksbreuk": [{"reeksbreuk": "indeling_2022", "wetten": None, "gemeenten": "0141,0153", "gebied_soorten": "wijk,buurt", "cijfers": "eigen,cbs"}],
        "trendbreuk": [{"definitie": "gmsd", "wet": "alle", "gebied_code": "BU01411000", "periode": "2022", "vorige_periode": "2021", "reeksbreuk": "indeling_2022", "cijfers": "eigen"}],
        "kolom": [{"tabel": "benchmark", "kolom": "waarde", "volgorde": 10, "type": "decimal(14, 2)"}],
    }  # fmt: skip
    frames = {tabel.naam: pd.DataFrame(rijen[tabel.naam], columns=list(tabel.kolommen)) for tabel in OVERIGE}
    cel = {naam: CEL[naam] for naam in ("definitie", "periode", "gebied_code")}
    wijk, alles = {"gebied_code": "WK014110"}, {"definitie": "alles"}
    cellen = [({}, "wmo", 25), ({}, "jeugd", None), (wijk, "wmo", 10), (alles, "wmo", 30)]
    frames["client_overlap"] = pd.DataFrame([cel | {"combinatie": c, "clienten": n} | anders for anders, c, n in cellen])
    frames["huishouden_overlap"] = pd.DataFrame(
        [cel | {"huishoudensoort": "adres", "combinatie": "wmo", "huishoudens": 25}]
    )
    return frames


def gebroken(frames: dict[str, pd.DataFrame], *welke: str) -> set[tuple[str, str]]:
    overige = tuple(tabel for tabel in OVERIGE if not welke or tabel.naam in welke)
    return {(rij["tabel"], rij["regel"]) for rij in beoordeel_overige(frames, overige) if not rij["geslaagd"]}


def test_alles_klopt_en_elke_tabel_van_de_publicatie_wordt_beoordeeld() -> None:
    assert gebroken(tabellen()) == set()
    beoordeeld = {tabel.naam: tabel.sleutel for tabel in (*TABELLEN, *OVERIGE)}
    assert beoordeeld == SLEUTELS


@pytest.mark.parametrize(("tabel", "plek", "anders", "regel"), BREUK, ids=lambda een: str(een)[:40])
def test_elke_breuk_wordt_gevonden(tabel: str, plek: int, anders: dict[str, Any], regel: str) -> None:
    frames = tabellen()
    frame = frames[tabel].astype("object")
    for kolom, waarde in anders.items():
        frame.loc[plek, kolom] = waarde
    frames[tabel] = frame
    assert (tabel, regel) in gebroken(frames, tabel)


@pytest.mark.parametrize("tabel", [tabel.naam for tabel in OVERIGE])
def test_andere_kolommen_breken_het_contract(tabel: str) -> None:
    frames = tabellen()
    frames[tabel] = frames[tabel].assign(persoon=1)
    assert gebroken(frames, tabel) == {(tabel, "M_KOLOMMEN")}
    del frames[tabel]
    assert gebroken(frames, tabel) == {(tabel, "M_KOLOMMEN")}


def test_een_lege_tabel_is_goed() -> None:
    frames = tabellen()
    assert gebroken(frames | {tabel.naam: frames[tabel.naam].head(0) for tabel in OVERIGE}) == set()


def test_een_oordeel_telt_rijen_en_noemt_geen_waarden() -> None:
    frames = tabellen()
    frames["koppelkwaliteit"].loc[0, "registraties"] = 3
    [rij] = [
        rij for rij in beoordeel_overige(frames, OVERIGE[:1]) if rij["regel"] == "M_GEHEIMGRENS" and not rij["geslaagd"]
    ]
    assert (rij["aantal"], rij["aantal_gecontroleerd"], rij["attribuut"]) == (1, 2, "registraties")
    assert "3" not in rij["zin"]
