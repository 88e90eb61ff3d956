"""The rules on places and names in the landing zone."""

import os
import re
from datetime import date
from pathlib import Path

import pytest

import sources
from sources.landing import Gevonden, Plaatsfout, loop, toonbaar
from sources.redenen import Reden, redenen

BRONNEN = Path(sources.__file__).parent
VANDAAG = date(2024, 6, 1)


def leg(landing: Path, *paden: str) -> None:
    for pad in paden:
        (landing / pad).parent.mkdir(parents=True, exist_ok=True)
        (landing / pad).write_bytes(b"x")


def gevonden(landing: Path) -> list[str]:
    return [plek.pad for plek in loop(landing, VANDAAG) if isinstance(plek, Gevonden)]


def fouten(landing: Path) -> list[tuple[str, str]]:
    return [(plek.pad, plek.code) for plek in loop(landing, VANDAAG) if isinstance(plek, Plaatsfout)]


def test_bestanden_per_bron_en_leverdatum(tmp_path: Path) -> None:
    leg(tmp_path, "ijw/2024-01-02/b.xml", "brp/2024-01-01/a.csv", "ijw/2024-01-02/a.xml", "brp/2024-06-01/vandaag")
    eerste, *_ = alles = list(loop(tmp_path, VANDAAG))
    assert [plek.pad for plek in alles] == [
        "brp/2024-01-01/a.csv",
        "brp/2024-06-01/vandaag",
        "ijw/2024-01-02/a.xml",
        "ijw/2024-01-02/b.xml",
    ]
    stand = (tmp_path / eerste.pad).stat()
    assert eerste == Gevonden("brp", date(2024, 1, 1), "brp/2024-01-01/a.csv", 1, stand.st_mtime_ns)


def test_een_zone_die_er_niet_is_is_leeg(tmp_path: Path) -> None:
    assert list(loop(tmp_path / "nergens", VANDAAG)) == []


def test_wat_nog_geschreven_wordt_blijft_liggen_zonder_melding(tmp_path: Path) -> None:
    leg(
        tmp_path,
        "brp/2024-01-01/a.csv.part",
        "brp/2024-01-01/.a.csv",
        "brp/.2024-01-01/a",
        "brp/2024-01-02.part/a",
        ".x/y/z",
    )
    assert list(loop(tmp_path, VANDAAG)) == []


def test_een_verwijzing_wordt_nooit_gevolgd(tmp_path: Path) -> None:
    leg(tmp_path / "elders", "2024-01-01/a.csv")
    landing = tmp_path / "landing"
    leg(landing, "pwet/2024-01-01/echt.csv")
    (landing / "brp").symlink_to(tmp_path / "elders")
    (landing / "pwet/2024-01-02").symlink_to(tmp_path / "elders/2024-01-01")
    (landing / "pwet/2024-01-01/a.csv").symlink_to(tmp_path / "elders/2024-01-01/a.csv")
    (landing / "pwet/2024-01-01/los.csv").symlink_to(tmp_path / "nergens")
    assert (gevonden(landing), fouten(landing)) == (["pwet/2024-01-01/echt.csv"], [])


@pytest.mark.parametrize(
    "naam", ["2024-02-30", "20240101", "2024-1-1", "nieuw", "2024-01-01 (kopie)", "2024-W01-1", "24-01-01"]
)
def test_een_map_zonder_leverdatum_is_een_melding(tmp_path: Path, naam: str) -> None:
    leg(tmp_path, f"brp/{naam}/a.csv", f"brp/{naam}/b.csv")
    assert (gevonden(tmp_path), fouten(tmp_path)) == ([], [(f"brp/{naam}", "M_DATUM")])


def test_andere_plaatsen_die_niet_kloppen(tmp_path: Path) -> None:
    leg(
        tmp_path,
        "onbekend/2024-01-01/a",
        "LEESMIJ.txt",
        "brp/2024-06-02/a.csv",
        "brp/los.csv",
        "pwet/2024-01-01/map/a.csv",
    )
    os.mkfifo(tmp_path / "pwet/2024-01-01/pijp")
    assert gevonden(tmp_path) == []
    assert fouten(tmp_path) == [
        ("LEESMIJ.txt", "M_BRON_ONBEKEND"),
        ("brp/2024-06-02", "M_TOEKOMST"),
        ("brp/los.csv", "M_DATUM"),
        ("onbekend", "M_BRON_ONBEKEND"),
        ("pwet/2024-01-01/map", "F_MAP"),
        ("pwet/2024-01-01/pijp", "F_ONLEESBAAR"),
    ]


def test_een_naam_is_toonbaar() -> None:
    assert toonbaar("brp/x_123456782.csv") == "brp/x_*********.csv"
    assert toonbaar("brp/x_123456789.csv") == "brp/x_123456789.csv"
    assert toonbaar(os.fsdecode(b"a\xff.csv")) == "a\\xff.csv"


def test_elke_reden_zegt_wat_er_is_en_wat_te_doen() -> None:
    """Every code that the sources can give has its words; strictly read."""
    code = re.compile(r'"([FMRW]_[A-Z0-9_]+)"')
    gebruikt = {treffer for pad in BRONNEN.rglob("*.py") for treffer in code.findall(pad.read_text("utf-8"))}
    assert len(gebruikt) > 20
    assert gebruikt <= set(redenen())
    with pytest.raises(ValueError, match="extra"):
        Reden(ernst="fout", zin="Het bestand is leeg.", doe="Lever opnieuw aan.", extra=1)
