"""What always holds of the chain from deliveries to marts, on random tiny municipalities.

Belongs here: properties of the tables as a whole: the oracle's outcome, and what may not matter. Does not belong here:
single rules (dbt unit tests, unit/test_orakel), spells alone (test_tijdvakken), or the job around the chain (e2e).
"""

import csv
import io
import random
import shutil
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sources.pseudoniem import Pseudoniem
from tests.keten import VIJF, Keten, met_verborgen, verschil
from tests.orakel import bereken
from tests.orakel.gemeente_maken import maak_gemeente
from tests.orakel.koppelingen import koppelingen
from tests.orakel.lezen import lees
from tests.orakel.tellen import Telling, tel
from warehouse.keys import read_key
from warehouse.paths import DataRoot

ALLE = (*VIJF, "bevinding")
AANKOMSTEN = 24  # runs; further dates arrive together with one of these
zaden = st.integers(0, 2**32)
# A seed is a whole other municipality: a smaller number is not a simpler one, so there is nothing to shrink.
ZONDER_KRIMPEN = (Phase.explicit, Phase.generate)


def voorbeelden(aantal: int) -> settings:
    return settings(max_examples=aantal, phases=ZONDER_KRIMPEN)


@pytest.fixture
def nieuwe_map(tmp_path: Path) -> Any:
    """A function that gives an empty folder and forgets the one before: fifty examples would fill a disk."""
    plek = tmp_path / "voorbeeld"

    def maak() -> Path:
        shutil.rmtree(plek, ignore_errors=True)
        plek.mkdir()
        return plek

    return maak


def tellingen(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """The unrounded counts of the SQL, in the shape of the oracle's Telling and without cells that are 0."""
    overlap: dict[tuple, Counter] = {}
    stapeling: dict[tuple, Counter] = {}
    rijen = con.execute(
        "SELECT definitie, periode, eenheid, combinatie, aantal_voorzieningen, buurt, gemeente, aantal "
        "FROM lake.intermediate.int_telling__eenheid"
    ).fetchall()
    for definitie, periode, eenheid, combinatie, nummer, buurt, gemeente, aantal in rijen:
        gebieden = [buurt, f"WK{buurt[2:8]}"] if buurt else []
        for gebied in [*gebieden, *([f"GM{gemeente}"] if gemeente else [])]:
            overlap.setdefault((definitie, periode, eenheid), Counter())[gebied, combinatie] += aantal
            stapeling.setdefault((definitie, periode, eenheid), Counter())[gebied, nummer] += aantal
    noemers = {
        (jaar, gebied): tuple(aantallen)
        for jaar, gebied, *aantallen in con.execute(
            "SELECT jaar, gebied_code, inwoners, huishoudens_adres, huishoudens_gezin "
            "FROM lake.intermediate.int_telling__noemer"
        ).fetchall()
    }
    matrix = con.execute("SELECT * FROM lake.intermediate.int_telling__matrix ORDER BY ALL").fetchall()
    return {"overlap": overlap, "stapeling": stapeling, "noemers": noemers, "matrix": matrix}


def van_orakel(telling: Telling) -> dict[str, Any]:
    """The same of the oracle."""
    overlap, stapeling = (
        {
            sleutel: Counter({cel: n for cel, n in teller.items() if n and cel[1] not in ("geen", "totaal")})
            for sleutel, teller in tellers.items()
        }
        for tellers in (telling.overlap, telling.stapeling)
    )
    eenheden = ("clienten", "huishoudens_adres", "huishoudens_gezin")
    noemers = {
        (jaar, code): tuple(telling.noemers[jaar, eenheid][code] for eenheid in eenheden)
        for jaar, gebieden in telling.gebieden.items()
        for code, _, _ in gebieden
    }
    matrix = sorted(
        (periode, a, b, len(wie), len(wie & ander))
        for periode, regelingen in telling.regelingen.items()
        for a, wie in regelingen.items()
        for b, ander in regelingen.items()
        if a != b
    )
    return {
        "overlap": {sleutel: teller for sleutel, teller in overlap.items() if teller},
        "stapeling": {sleutel: teller for sleutel, teller in stapeling.items() if teller},
        "noemers": noemers,
        "matrix": matrix,
    }


@voorbeelden(16)
@given(zaad=zaden)
def test_tabellen_en_tellingen_als_het_orakel(keten: Keten, nieuwe_map: Any, zaad: int) -> None:
    """All five tables, and the counts below them: in a small place most published cells are secret."""
    map_ = nieuwe_map()
    landing = maak_gemeente(map_ / "landing", random.Random(zaad)).map
    home = keten.wortel(map_ / "data", landing)
    keten.neem_in(home)
    con = keten.bouw(home)
    try:
        pseudoniem = Pseudoniem(read_key(home.sleutels, "pseudoniem")).een
        links = koppelingen(lees(landing), keten.lees_koppelingen(con), pseudoniem)
        assert tellingen(con) == van_orakel(tel(landing, koppelingen=links))
        gevonden = keten.lees_marts(con, *VIJF)
        assert verschil(gevonden, met_verborgen(gevonden, bereken(landing, koppelingen=links))) == ""
    finally:
        con.close()


@voorbeelden(2)
@given(zaad=zaden)
def test_volgorde_van_aankomst(keten: Keten, nieuwe_map: Any, zaad: int) -> None:
    """Delivery dates that arrive in any order, one run each, give the tables and the findings of all at once."""
    map_, rng = nieuwe_map(), random.Random(zaad)
    bron = maak_gemeente(map_ / "alles", rng, rng.randint(8, 14)).map
    ineens = keten.van_landing(bron, map_ / "ineens", *ALLE)
    datums = sorted({levering.name for levering in bron.glob("*/*")})
    rng.shuffle(datums)
    aankomst = {
        datum: nummer if nummer < AANKOMSTEN else rng.randrange(AANKOMSTEN) for nummer, datum in enumerate(datums)
    }
    home = keten.wortel(map_ / "stuk-voor-stuk", map_ / "landing")
    for beurt in range(AANKOMSTEN):
        for levering in bron.glob("*/*"):
            if aankomst[levering.name] == beurt:
                shutil.copytree(levering, home.landing / levering.relative_to(bron))
        keten.neem_in(home)
    assert verschil(keten.marts(home, *ALLE), ineens) == ""


@voorbeelden(4)
@given(zaad=zaden)
def test_bestanden_van_een_levering_in_verschillende_runs(keten: Keten, nieuwe_map: Any, zaad: int) -> None:
    """Files in any order over several runs, also the files of one statement, give the tables of all at once."""
    map_, rng = nieuwe_map(), random.Random(zaad)
    bron = maak_gemeente(map_ / "alles", rng, rng.randint(30, 60)).map
    ineens = keten.van_landing(bron, map_ / "ineens", *ALLE)
    home = keten.wortel(map_ / "stuk-voor-stuk", map_ / "landing")
    bestanden = sorted(pad for pad in bron.rglob("*") if pad.is_file())
    rng.shuffle(bestanden)
    runs = rng.randint(2, 7)
    for nummer in range(runs):
        for pad in bestanden[nummer::runs]:
            doel = home.landing / pad.relative_to(bron)
            doel.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(pad, doel)
        keten.neem_in(home)
    assert verschil(keten.marts(home, *ALLE), ineens) == ""


def _splits(landing: Path, rng: random.Random) -> None:
    """Each statement as two files of one date; `voorzieningen` not, where the name tells the schemes apart."""
    for bron in ("brp", "gebieden", "pwet"):
        for pad in sorted(landing.glob(f"{bron}/20*/[!.]*.csv")):
            try:
                kop, *rijen = csv.reader(io.StringIO(pad.read_text("utf-8"), newline=""), delimiter=";")
            except UnicodeDecodeError:
                continue
            rng.shuffle(rijen)
            grens = rng.randint(0, len(rijen))
            for deel, naam in ((rijen[:grens], pad.name), (rijen[grens:], f"deel_{pad.name}")):
                tekst = io.StringIO()
                csv.writer(tekst, delimiter=";", lineterminator=rng.choice(["\n", "\r\n"])).writerows([kop, *deel])
                pad.with_name(naam).write_text(tekst.getvalue(), "utf-8", newline="")


def _herhaal(landing: Path, rng: random.Random) -> None:
    """Messages again under another name, in the other folder, on the same or a later date; statements on their own."""
    for pad in sorted(landing.glob("i*/20*/*.xml")):
        if rng.random() < 0.3:
            dag = max(pad.parent.name, rng.choice(["2024-02-29", "2025-12-31", "2026-01-31"]))
            doel = landing / rng.choice(["iwmo", "ijw"]) / dag / f"herhaald_{pad.name}"
            doel.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(pad, doel)
    for bron in ("brp", "gebieden", "pwet"):
        for pad in sorted(landing.glob(f"{bron}/20*/[!.]*.csv")):
            shutil.copy2(pad, pad.with_name(f"herhaald_{pad.name}"))


def _pak_in(landing: Path, rng: random.Random) -> None:
    """The loose messages of each date in one or two archives."""
    for map_ in sorted(landing.glob("i*/20*")):
        berichten = sorted(map_.glob("*.xml"))
        grens = rng.randint(0, len(berichten))
        for naam, deel in (("a.zip", berichten[:grens]), ("b.ZIP", berichten[grens:])):
            if deel:
                with zipfile.ZipFile(map_ / naam, "w", rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as doos:
                    for pad in deel:
                        doos.write(pad, f"uit/{pad.name}")
                        pad.unlink()


def _pak_uit(landing: Path, rng: random.Random) -> None:
    """The members of each archive as loose files."""
    for pad in sorted(landing.glob("i*/20*/*.zip")):
        with zipfile.ZipFile(pad) as doos:
            for nummer, lid in enumerate(doos.namelist()):
                pad.with_name(f"{pad.stem}_{nummer}.xml").write_bytes(doos.read(lid))
        pad.unlink()


@pytest.mark.parametrize("anders", [_splits, _herhaal, _pak_in, _pak_uit], ids=lambda functie: functie.__name__[1:])
@voorbeelden(2)
@given(zaad=zaden)
def test_verpakking_doet_er_niet_toe(keten: Keten, nieuwe_map: Any, anders: Any, zaad: int) -> None:
    """The same content, otherwise divided over files, gives the same tables."""
    map_, rng = nieuwe_map(), random.Random(zaad)
    landing = maak_gemeente(map_ / "landing", rng, rng.randint(30, 80)).map
    gewoon = keten.van_landing(landing, map_ / "gewoon")
    anders(landing, rng)
    assert verschil(keten.van_landing(landing, map_ / "anders"), gewoon) == ""


@voorbeelden(2)
@given(zaad=zaden)
def test_een_andere_sleutel_geeft_dezelfde_tabellen(keten: Keten, nieuwe_map: Any, zaad: int) -> None:
    """No choice between equals may hang on a pseudonym."""
    map_ = nieuwe_map()
    landing = maak_gemeente(map_ / "landing", random.Random(zaad), 100).map
    tabellen = keten.van_landing(landing, map_ / "een", *ALLE)
    ander = DataRoot(map_ / "twee", sleutels=map_ / "keys", landing=landing)
    keten.neem_in(ander)
    assert verschil(keten.marts(ander, *ALLE), tabellen) == ""
