"""Defects in the synthetic municipality: how often, how they are chosen, and the list of what was planted."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from orchestration.cli import main
from sources.berichten import lees_bericht
from sources.pseudoniem import Pseudoniem
from sources.synthetisch import genereer
from sources.synthetisch.gebreken import keur, lees_kansen
from sources.synthetisch.gebreken.register import GEBREKEN
from sources.synthetisch.gedrag import lees_gedrag
from tests.eigenschappen.gebreken import KANSEN, bont, gepland, maak
from tests.unit.test_synthetisch import berichten, vingerafdruk

PSEUDONIEM = Pseudoniem(b"sleutel voor tests")
_GEVRAAGD = """TR019 TR063 TR071 TR074 TR326 TR332 TR382 TR413 TR414 TR415 TR302 TR379 CD041 CD076 CD078 CS003 CS335 TR307
    TR308 TR314 TR319 TR321 TR322 TR323 TR338 TR339 TR340 TR341 TR346 TR369 TR384 TR387 TR388 TR389 TR390 TR418 TR304 TR316
    TR333 TR335 TR358 CD060 CD087 CS337 CS339 CS340 TR056 TR135 TR347 TR349 TR350 TR351 TR355 TR359 TR360 TR365 TR374 TR377
    TR409 TR337 TR366 TR367 TR002 TR006 TR061 OP364 CS002 CS338"""


@pytest.fixture(scope="module")
def kapot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small municipality in which much is wrong."""
    uit = tmp_path_factory.mktemp("kapot") / "landing"
    with pytest.MonkeyPatch.context() as monkeypatch:
        bont(monkeypatch)
        maak(uit, 1500, 5, KANSEN)
    return uit


def test_elke_gevraagde_regel_kan_worden_ingebouwd_en_heeft_een_kans() -> None:
    assert set(_GEVRAAGD.split()) == set(GEBREKEN)
    assert lees_kansen(None).keys() == GEBREKEN.keys()
    assert all(kans > 0 for kans in lees_kansen(None).values())


def test_ook_met_gebreken_is_elk_bericht_geldig(kapot: Path) -> None:
    geweigerd = {
        naam
        for nummer, (naam, inhoud) in enumerate(berichten(kapot))
        if lees_bericht(inhoud, nummer, PSEUDONIEM).bestand_geweigerd
    }
    assert geweigerd == {"305_afgebroken.xml", "305_oude_release.xml"}


def test_lijst_noemt_alleen_wat_is_aangekomen_en_niemand(kapot: Path) -> None:
    with (kapot / ".gepland.csv").open(encoding="utf-8", newline="") as bestand:
        rijen = list(csv.DictReader(bestand, delimiter=";"))
    assert list(rijen[0]) == ["regel", "wet", "leverancier", "leverdatum", "hersteld_op", "aantal"]
    data = {pad.name for pad in kapot.glob("i*/*")}
    assert {rij["leverdatum"] for rij in rijen} <= data
    assert {rij["hersteld_op"] for rij in rijen} <= {*data, ""}
    assert all(rij["hersteld_op"] == "" or rij["hersteld_op"] >= rij["leverdatum"] for rij in rijen)
    assert all(re.fullmatch(r"0141|(4242|6565)\d{4}", rij["leverancier"]) for rij in rijen)
    assert len({regel for regel, *_ in gepland(kapot)}) > 45


def test_regels_met_een_code_worden_meestal_met_die_code_afgewezen(kapot: Path) -> None:
    """A rejected line that breaks a rule bears the code of that rule; the others were used up before."""
    codes = Counter()
    for nummer, (naam, inhoud) in enumerate(berichten(kapot)):
        if naam.startswith("325"):
            for rij in (
                lees_bericht(inhoud, nummer, PSEUDONIEM).tabellen.get("bericht__antwoordregel", _leeg()).to_pylist()
            ):
                codes.update(rij["retourcodes"].split(","))
    hersteld = Counter(regel for (regel, *_, op), n in gepland(kapot).items() if op for _ in range(n))
    for regel, code in (("TR340", "9340"), ("TR346", "9346"), ("TR418", "0611"), ("TR387", "9387"), ("TR389", "9389")):
        assert codes[code] >= hersteld[regel], regel
    assert codes["9322"] > 0


def _leeg() -> object:
    from sources.schemas import leeg

    return leeg("bericht__antwoordregel")


def test_wat_misgaat_verandert_de_rest_niet(tmp_path: Path) -> None:
    """The same people, use and registrations with and without defects: only messages differ."""
    for naam, kansen in (("wel", {"TR346": 0.5}), ("geen", "geen")):
        genereer(tmp_path / naam, 300, 2, lambda _: None, kansen)
    for bron in ("brp", "gebieden", "pwet", "voorzieningen", "contracten", "financien"):
        assert vingerafdruk(tmp_path / "wel" / bron) == vingerafdruk(tmp_path / "geen" / bron)
    assert {regel for regel, *_ in gepland(tmp_path / "geen")} <= {"TR019", "TR338"}
    assert "TR346" in {regel for regel, *_ in gepland(tmp_path / "wel")}


@pytest.mark.parametrize(
    ("tekst", "fout"),
    [
        ("TR999: 0.1", "TR999 kan niet worden ingebouwd"),
        ("TR019: 2", "de kans op TR019 moet een getal van 0 tot en met 1 zijn"),
        ("TR019: ja", "de kans op TR019 moet een getal"),
        ("TR019: true", "de kans op TR019 moet een getal"),
        ("- TR019", "moet regels van de vorm"),
        ("TR019: 0.6\nTR063: 0.6", "tellen op tot 1.20"),
        ("TR019: [", "is geen YAML"),
    ],
)
def test_bestand_met_gebreken_wordt_streng_gelezen(tmp_path: Path, tekst: str, fout: str) -> None:
    bestand = tmp_path / "gebreken.yml"
    bestand.write_text(tekst, encoding="utf-8")
    with pytest.raises(ValueError, match=fout):
        lees_kansen(str(bestand))


def test_bestand_zegt_alles_wat_voorkomt(tmp_path: Path) -> None:
    bestand = tmp_path / "gebreken.yml"
    bestand.write_text("TR019: 0.25\nTR346: 1\n", encoding="utf-8")
    assert lees_kansen(str(bestand)) == {"TR019": 0.25, "TR346": 1.0}
    assert lees_kansen("geen") == {}
    with pytest.raises(ValueError, match="bestaat niet"):
        lees_kansen(str(tmp_path / "weg.yml"))
    with pytest.raises(ValueError, match="gebreken: X"):
        keur({"X": 0.1}, "gebreken")


def test_generate_kent_gebreken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    argumenten = ["generate", "--out", str(tmp_path / "uit"), "--inhabitants", "200", "--gebreken"]
    assert main([*argumenten, str(tmp_path / "weg.yml")]) == 1
    assert "bestaat niet" in capsys.readouterr().err
    assert not (tmp_path / "uit").exists()
    assert main([*argumenten, "geen"]) == 0
    assert {regel for regel, *_ in gepland(tmp_path / "uit")} <= {"TR019", "TR338"}


def test_kansen_in_gedrag_staan_bij_een_reden() -> None:
    regels = (Path(__file__).parents[2] / "sources/synthetisch/gedrag.yml").read_text(encoding="utf-8").splitlines()
    for regel in lees_gedrag().gebreken:
        assert any(re.match(rf"  {regel}: [\d.]+ +# \w", tekst) for tekst in regels), regel
