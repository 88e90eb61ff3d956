"""The Wmo delivery to CBS: exactly what it must hold, opened with the receiver's key alone, and nothing readable elsewhere."""

import csv
import io
import json
import os
import shutil
import stat
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pyrage
import pytest
from pyrage.x25519 import Identity

from orchestration.cli import main
from sources import bsn_terug
from tests.berichten_maken import bsn
from tests.keten import Keten
from tests.orakel.schrijven import Landing, persoonsrij
from warehouse import gmsd
from warehouse.audit_keten import logboek
from warehouse.keys import lakesleutel
from warehouse.paths import DataRoot

DAG, GEBIED = date(2024, 9, 1), {"GM0141": "Almelo", "WK014110": "Binnenstad", "BU01411000": "Centrum"}
ANNA, BRAM, CEES, DIRK, EVA = (bsn(nummer) for nummer in range(100, 105))
ONBEKEND = bsn(105)
SLEUTEL = Identity.generate()


class Plek(NamedTuple):
    """A data root whose lake was built from a small municipality, and the folder beside it."""

    home: DataRoot
    buiten: Path


def lever(landing: Landing) -> None:
    """Five residents, and one who is in no BRP delivery; every check but one finds something in 2024H1."""
    rijen = [persoonsrij(wie, "1950-01-01", "7601AA 1") for wie in (ANNA, BRAM, CEES, DIRK, EVA)]
    landing.brp("2023-01-01", *rijen)
    landing.brp(DAG, *rijen)
    landing.gebieden("2023-01-01", 2023, {"7601AA 1": "01411000"}, GEBIED)
    # Counts in both half-years of 2024, with a start; a person of two provisions; another law.
    landing.toewijzing(DAG, "wmo", ANNA, 1, "2023-10-01", "2024-08-31")
    landing.start(DAG, "wmo", ANNA, 1, "2023-11-01")
    landing.toewijzing(DAG, "wmo", ANNA, 2, "2024-02-01", categorie="11")
    landing.toewijzing(DAG, "jeugd", BRAM, 3, "2024-02-01", categorie="45")
    # Stopped before 2024, and stopped within it with a reason.
    landing.toewijzing(DAG, "wmo", BRAM, 4, "2023-01-01")
    landing.start(DAG, "wmo", BRAM, 4, "2023-01-01")
    landing.stop(DAG, "wmo", BRAM, 4, "2023-01-01", "2023-12-31")
    landing.toewijzing(DAG, "wmo", CEES, 5, "2024-01-01")
    landing.start(DAG, "wmo", CEES, 5, "2024-01-01")
    landing.stop(DAG, "wmo", CEES, 5, "2024-01-01", "2024-06-30", reden="23")
    # What cannot go along: no category, an end before the start, no BSN, no such category, no form of delivery.
    landing.toewijzing(DAG, "wmo", DIRK, 6, "2024-03-01", categorie=None)
    landing.toewijzing(DAG, "wmo", DIRK, 7, "2024-03-01", "2024-02-01")
    landing.voorzieningen(
        DAG,
        "wmo_buiten_berichten",
        ["wmo_buiten_berichten", "wmo", EVA, "13", "2024-01-01", "", "", "", "", "", "PGB"],
        ["wmo_buiten_berichten", "wmo", EVA, "13", "2024-01-01", "", "", "", "", "", "PGB"],
        ["wmo_buiten_berichten", "wmo", EVA, "99", "2024-01-01", "", "", "", "", "", "PGB"],
        ["wmo_buiten_berichten", "wmo", EVA, "02", "2024-01-01", "", "", "", "", "", ""],
        [
            "wmo_buiten_berichten",
            "wmo",
            "",
            "02",
            "2024-01-01",
            "",
            "Naam" + EVA[-4:],
            "1950-01-01",
            "7601AA",
            "1",
            "PGB",
        ],
        ["wmo_buiten_berichten", "wmo", ONBEKEND, "10", "2024-05-01", "", "", "", "", "", "ZIN"],
    )


@pytest.fixture(scope="module")
def plek(keten: Keten, tmp_path_factory: pytest.TempPathFactory) -> Plek:
    map_ = tmp_path_factory.mktemp("gmsd")
    lever(Landing(map_ / "landing"))
    home = keten.wortel(map_ / "data", map_ / "landing")
    keten.neem_in(home)
    con = keten.bouw(home)
    try:
        con.execute(f"ATTACH '{home.lake}' AS echt (ENCRYPTION_KEY '{lakesleutel(home).hex()}')")
        con.execute("CREATE SCHEMA echt.intermediate")
        for tabel in ("int_gmsd__wmo", "int_gmsd__toets"):
            con.execute(f"CREATE TABLE echt.intermediate.{tabel} AS FROM lake.intermediate.{tabel}")
    finally:
        con.close()
    return Plek(home, map_ / "buiten")


@pytest.fixture
def uit(plek: Plek) -> Path:
    shutil.rmtree(plek.buiten, ignore_errors=True)
    plek.buiten.mkdir()
    return plek.buiten / "wmo.csv.age"


@pytest.fixture
def opdracht(plek: Plek, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """`sdl gmsd` on this data root; returns exit code, output and errors."""
    for naam, map_ in (
        ("SDL_HOME", plek.home.root),
        ("SDL_KEYS", plek.home.sleutels),
        ("SDL_LANDING", plek.home.landing),
    ):
        monkeypatch.setenv(naam, str(map_))

    def draai(*argumenten: str) -> tuple[int, str, str]:
        code = main(["gmsd", *argumenten])
        return code, *capsys.readouterr()

    return draai


def open_met(uit: Path, sleutel: Identity = SLEUTEL) -> list[dict[str, str]]:
    tekst = pyrage.decrypt(uit.read_bytes(), [sleutel]).decode()
    return list(csv.DictReader(io.StringIO(tekst, newline=""), delimiter=";"))


def kort(rijen: list[dict[str, str]]) -> list[tuple[str, ...]]:
    velden = (
        "bsn",
        "productcategorie",
        "leveringsvorm",
        "beoogde_startdatum",
        "beoogde_einddatum",
        "startdatum",
        "einddatum",
    )
    return sorted(tuple(rij[veld] for veld in velden) + (rij["reden_beeindiging"],) for rij in rijen)


def test_het_bestand_bevat_precies_wat_het_moet_bevatten(plek, uit):
    gemaakt = gmsd.maak(plek.home, "2024H1", uit, [SLEUTEL.to_public()], date(2024, 9, 15))
    rijen = open_met(uit)
    assert gemaakt == gmsd.Gemaakt(rijen=6, origineel_weg=0)
    assert kort(rijen) == sorted(
        [
            (ANNA, "02", "1", "20231001", "20240831", "20231101", "", ""),
            (ANNA, "11", "1", "20240201", "", "", "", ""),
            (CEES, "02", "1", "20240101", "", "20240101", "20240630", "23"),
            (EVA, "13", "2", "20240101", "", "20240101", "", ""),
            (EVA, "13", "2", "20240101", "", "20240101", "", ""),
            (ONBEKEND, "10", "1", "20240501", "", "20240501", "", ""),
        ]
    )
    assert {(rij["gemeentecode"], rij["aanmaakdatum"]) for rij in rijen} == {("0141", "20240915")}
    assert list(rijen[0]) == [kolom.naam for kolom in gmsd.lees_instelling().kolommen]


def test_een_ander_halfjaar_heeft_andere_rijen(plek, uit):
    gmsd.maak(plek.home, "2023H2", uit, [SLEUTEL.to_public()], DAG)
    assert [(rij["bsn"], rij["einddatum"]) for rij in open_met(uit)] == sorted([(ANNA, ""), (BRAM, "20231231")])


def test_alleen_de_sleutel_van_de_ontvanger_opent_het(plek, uit):
    gmsd.maak(plek.home, "2024H1", uit, [SLEUTEL.to_public()], DAG)
    assert stat.S_IMODE(uit.stat().st_mode) == 0o600
    with pytest.raises(pyrage.DecryptError):
        open_met(uit, Identity.generate())


def test_geen_bsn_staat_leesbaar_buiten_landing(plek, uit, opdracht):
    code, tekst, fout = opdracht(
        "--periode", "2024H1", "--out", str(uit), "--publieke-sleutel", str(SLEUTEL.to_public())
    )
    assert (code, fout) == (0, "")
    wie = [nummer.encode() for nummer in (ANNA, BRAM, CEES, DIRK, EVA, ONBEKEND)]
    bestanden = [pad for map_ in (plek.home.root, plek.buiten) for pad in map_.rglob("*") if pad.is_file()]
    assert uit in bestanden
    assert [pad for pad in bestanden for nummer in wie if nummer in pad.read_bytes()] == []
    assert not any(nummer.decode() in tekst for nummer in wie)


def test_de_controles_vinden_wat_fout_is(plek):
    gevonden = {toets.controle: toets.aantal for toets in gmsd.toetsen(plek.home, "2024H1")}
    assert gevonden == {
        "bsn": 1,
        "gemeente": 0,
        "categorie": 2,
        "leveringsvorm": 1,
        "omgekeerd": 1,
        "dubbel": 2,
        "niet_ingeschreven": 1,
        "niet_gestart": 1,
    }
    assert {toets.gecontroleerd for toets in gmsd.toetsen(plek.home, "2024H1")} == {11}


def test_elke_controle_heeft_woorden(plek):
    controles = {toets.controle for toets in gmsd.toetsen(plek.home, "2024H1")}
    assert controles | {"origineel_weg"} == gmsd.lees_instelling().controles.keys()


def test_het_verslag_noemt_aantallen_en_wat_te_doen(opdracht):
    code, tekst, fout = opdracht("--periode", "2024H1")
    assert (code, fout) == (0, "")
    assert "11 voorzieningen, 6 kunnen mee" in tekst
    assert "einde ligt voor het begin" in tekst
    assert "onbekend van welke gemeente" not in tekst


def test_een_audit_regel_zonder_identiteit(plek, uit, opdracht):
    opdracht("--periode", "2024H1", "--out", str(uit), "--publieke-sleutel", str(SLEUTEL.to_public()))
    regel = json.loads(logboek(plek.home).read_text("utf-8").splitlines()[-1])
    assert regel["name"] == "gmsd"
    assert regel["feiten"] == {"jaar": 2024, "halfjaar": 1, "rijen": 6, "origineel_weg": 0}


def test_wiens_origineel_weg_is_staat_er_niet_in_en_wordt_geteld(plek, uit, monkeypatch):
    """The only file that names somebody is gone; the others are still found, in whichever original they stand."""
    monkeypatch.setattr(bsn_terug, "BRONNEN", ("brp",))
    assert gmsd.maak(plek.home, "2024H1", uit, [SLEUTEL.to_public()], DAG) == gmsd.Gemaakt(rijen=5, origineel_weg=1)
    assert ONBEKEND not in {rij["bsn"] for rij in open_met(uit)}


def test_een_nummer_op_de_grens_van_twee_stukken_wordt_gevonden(plek, monkeypatch):
    pseudoniem = bsn_terug.Pseudoniem(bsn_terug.pseudoniemsleutel(plek.home))
    wie = pseudoniem.een("bsn", ANNA)
    for grootte in range(1, 40):
        monkeypatch.setattr(bsn_terug, "_STUK", 100 + grootte)
        assert bsn_terug.bsns(plek.home, [wie], DAG) == {wie: ANNA}


@pytest.mark.parametrize("waar", ["root", "landing", "sleutels"])
def test_in_de_gegevensmap_wordt_niet_geschreven(plek, waar, opdracht):
    doel = getattr(plek.home, waar) / "wmo.age"
    code, _, fout = opdracht("--periode", "2024H1", "--out", str(doel), "--publieke-sleutel", str(SLEUTEL.to_public()))
    assert code == 1
    assert "hoort niet in de gegevensmap" in fout
    assert not doel.exists()


def test_ook_niet_langs_een_koppeling(plek, uit):
    (plek.buiten / "omweg").symlink_to(plek.home.root)
    with pytest.raises(gmsd.GmsdFout, match="gegevensmap"):
        gmsd.keur_plek(plek.home, plek.buiten / "omweg" / "wmo.age")


def test_wat_er_staat_wordt_niet_overschreven(plek, uit, opdracht):
    uit.write_bytes(b"oud")
    code, _, fout = opdracht("--periode", "2024H1", "--out", str(uit), "--publieke-sleutel", str(SLEUTEL.to_public()))
    assert code == 1
    assert "bestaat al" in fout
    assert uit.read_bytes() == b"oud"


def test_een_volle_schijf_laat_niets_half_staan(plek, uit, monkeypatch):
    def vol(_beschrijver: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", vol)
    with pytest.raises(OSError, match="No space"):
        gmsd.maak(plek.home, "2024H1", uit, [SLEUTEL.to_public()], DAG)
    assert not uit.exists()


def test_zonder_sleutel_of_halfjaar_staat_er_wat_te_doen(uit, opdracht):
    assert "publieke sleutel" in opdracht("--periode", "2024H1", "--out", str(uit))[2]
    assert "kies uit 2023H1, 2023H2, 2024H1" in opdracht("--periode", "2030H1")[2]
    assert opdracht("--periode", "2024")[0] == 1
