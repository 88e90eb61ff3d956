"""Who was forgotten stays so, and what expired stays away, when raw/ is removed, put back or put under other keys.

Belongs here: what is kept beside raw. Does not belong here: forgetting itself (test_vergeten), or terms (test_verlopen).
"""

import random
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from orchestration.bekend_op import _leen_raw as leen_raw
from sources import grafstenen, manifest
from sources.fouten import VormFout
from sources.herversleutelen import wissel_sleutels
from sources.intake import neem_in
from sources.pseudoniem import Pseudoniem, bsn_geldig
from sources.vergeten_actie import maak_ongedaan, vergeet
from tests.keten import VANDAAG, Keten, verschil
from tests.orakel.gemeente_maken import maak_gemeente
from tests.orakel.schrijven import Landing, persoonsrij
from tests.unit.test_vergeten import _rijen, laat_weg, manifest_van, stil
from warehouse.duck import connect
from warehouse.keys import NAMES, SleutelFout, check_fingerprint, ensure_keys, lees_stempel, pseudoniemsleutel
from warehouse.paths import DataRoot
from warehouse.publicatie import SLEUTELS
from warehouse.sleutelbron import lees_ring


@pytest.fixture(scope="module")
def gemeente(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A municipality, and who of it is to be forgotten."""
    landing = maak_gemeente(tmp_path_factory.mktemp("gemeente"), random.Random(11), 60)
    wie = sorted({rij["01.01.20"] for pad in landing.map.glob("brp/2*/brp.csv") for rij in _rijen(pad)})
    return landing.map, random.Random(11).sample([bsn for bsn in wie if bsn_geldig(bsn)], 4)


@pytest.fixture(scope="module")
def begin(gemeente: tuple[Path, list[str]], tmp_path_factory: pytest.TempPathFactory) -> DataRoot:
    """That municipality, taken in and then forgotten in part; nobody changes it."""
    map_ = tmp_path_factory.mktemp("begin")
    home = DataRoot(map_ / "data", map_ / "keys", gemeente[0])
    ensure_keys(home.sleutels, has_data=False)
    controleer(home)
    neem(home)
    vergeet(home, gemeente[1], VANDAAG, stil)
    return home


@pytest.fixture
def home(begin: DataRoot, tmp_path: Path) -> DataRoot:
    """A copy of it with keys of its own."""
    shutil.copytree(begin.root, tmp_path / "data", symlinks=True)
    shutil.copytree(begin.sleutels, tmp_path / "keys")
    return DataRoot(tmp_path / "data", tmp_path / "keys", begin.landing)


def neem(home: DataRoot, vandaag: date = VANDAAG) -> manifest.Manifest:
    neem_in(home, vandaag=vandaag, meld=stil)
    return manifest_van(home)


def controleer(home: DataRoot) -> None:
    check_fingerprint(home.sleutels, home.root / ".sleutel")


def personen(home: DataRoot, bsns: list[str]) -> set[int]:
    pseudoniem = Pseudoniem(pseudoniemsleutel(home))
    return {pseudoniem.een("bsn", bsn) for bsn in bsns}


def in_raw(home: DataRoot) -> set[int]:
    con = connect(home)
    try:
        delen = [pad for pad in (home.raw / "brp__persoon").glob("*.parquet")]
        return {wie for pad in delen for wie in manifest.lees_parquet(con, str(pad))["persoon"].to_pylist()}
    finally:
        con.close()


def bewaard(home: DataRoot) -> set[int]:
    con = connect(home)
    try:
        return set(grafstenen._lees(con, home)["vergeten"]["persoon"].to_pylist())
    finally:
        con.close()


def test_zonder_raw_blijft_de_publicatie_zonder_hen(
    keten: Keten, gemeente: tuple[Path, list[str]], tmp_path: Path
) -> None:
    """And taking it back gives what it was before."""
    landing, weg = gemeente
    home = keten.wortel(tmp_path / "home", landing)
    keten.neem_in(home)
    voor = keten.marts(home, *SLEUTELS)
    vergeet(home, weg, VANDAAG, stil)
    stand = manifest_van(home)
    for pad in (home.raw, home.standen):
        shutil.rmtree(pad, ignore_errors=True)
    keten.neem_in(home)
    nooit = keten.van_landing(laat_weg(landing, tmp_path / "zonder", weg), tmp_path / "nooit", *SLEUTELS)
    assert verschil(nooit, voor) != ""
    assert verschil(keten.marts(home, *SLEUTELS), nooit) == ""
    na = manifest_van(home)
    assert (na.vergeten, na.uitgedund) == (stand.vergeten, stand.uitgedund)
    assert not in_raw(home) & personen(home, weg)
    assert maak_ongedaan(home, weg, VANDAAG, stil).niet_hersteld == {}
    keten.neem_in(home)
    assert verschil(keten.marts(home, *SLEUTELS), voor) == ""
    assert bewaard(home) == set()


def test_een_gegevensmap_van_eerder_neemt_het_over(home: DataRoot, gemeente: tuple[Path, list[str]]) -> None:
    """Also when its raw is of another shape, and so has to be removed."""
    shutil.rmtree(home.vergeten)
    (home.raw / "vorm").write_text("anders")
    with pytest.raises(VormFout, match="laat die map staan"):
        neem(home)
    assert bewaard(home) == personen(home, gemeente[1])
    shutil.rmtree(home.raw)
    controleer(home)
    assert neem(home).vergeten.num_rows == len(gemeente[1])


def test_een_oude_kopie_van_raw_brengt_niemand_terug(
    begin: DataRoot, home: DataRoot, gemeente: tuple[Path, list[str]], tmp_path: Path
) -> None:
    """The next run leaves them out again, refused records and all."""
    eerder = replace(home, root=tmp_path / "eerder")
    neem(eerder)
    shutil.rmtree(home.raw)
    shutil.copytree(eerder.raw, home.raw, symlinks=True)
    assert in_raw(home) & personen(home, gemeente[1])
    stand = neem(home)
    assert not in_raw(home) & personen(home, gemeente[1])
    assert stand.bestand.drop(["delen"]) == manifest_van(begin).bestand.drop(["delen"])
    assert "vergeten" in (home.root / "audit" / "logboek.jsonl").read_text()


@pytest.mark.parametrize("doe", [vergeet, maak_ongedaan])
def test_gedood_voor_het_manifest_volgt(
    doe: object, home: DataRoot, gemeente: tuple[Path, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forgetting is then done by the next run; taking it back has not happened."""
    weg = gemeente[1]
    if doe is vergeet:
        maak_ongedaan(home, weg, VANDAAG, stil)
    with monkeypatch.context() as kapot:
        kapot.setattr(manifest, "schrijf", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            doe(home, weg, VANDAAG, stil)
    assert bewaard(home) == (personen(home, weg) if doe is vergeet else set())
    stand = neem(home)
    assert set(stand.vergeten["persoon"].to_pylist()) == bewaard(home) == personen(home, weg)
    assert not in_raw(home) & personen(home, weg)


@pytest.mark.parametrize("namen", [NAMES, ["pseudoniem"], ["lake"]], ids=",".join)
def test_een_wissel_zet_ook_dit_onder_de_nieuwe_sleutels(
    home: DataRoot, gemeente: tuple[Path, list[str]], namen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once, or by the next run when the change stopped before that; also when raw is gone by then."""
    voor = bewaard(home)
    for afgebroken in (False, True):
        if afgebroken:
            monkeypatch.setattr(grafstenen, "onder_nieuwe_sleutels", lambda _: None)
        wissel_sleutels(home, namen, stil)
        gelijk = lees_stempel(home.vergeten / "stand") == lees_stempel(home.raw)
        assert gelijk is not afgebroken
    shutil.rmtree(home.raw)
    controleer(home)
    stand = neem(home)
    assert lees_stempel(home.vergeten / "stand") == lees_stempel(home.raw)
    assert bewaard(home) == set(stand.vergeten["persoon"].to_pylist()) == personen(home, gemeente[1])
    assert (bewaard(home) != voor) == ("pseudoniem" in namen)
    assert not in_raw(home) & personen(home, gemeente[1])


def test_raw_onder_een_oudere_sleutel_dan_dit_vraagt_een_wissel(begin: DataRoot, home: DataRoot) -> None:
    wissel_sleutels(home, NAMES, stil)
    shutil.rmtree(home.raw)
    shutil.copytree(begin.raw, home.raw, symlinks=True)
    with pytest.raises(SleutelFout, match="sdl keys rotate"):
        neem(home)
    wissel_sleutels(home, NAMES, stil)
    assert len(lees_ring(home.sleutels, "pseudoniem")) == 2
    assert set(neem(home).vergeten["persoon"].to_pylist()) == bewaard(home)


def test_andere_sleutels_dan_hiervan_stoppen_voor_er_iets_is_geschreven(home: DataRoot) -> None:
    shutil.rmtree(home.raw)
    shutil.rmtree(home.sleutels)
    assert home.heeft_data
    with pytest.raises(SleutelFout, match="ontbreekt"):
        ensure_keys(home.sleutels, has_data=home.heeft_data)
    shutil.rmtree(home.sleutels, ignore_errors=True)
    ensure_keys(home.sleutels, has_data=False)
    with pytest.raises(SleutelFout, match="een andere dan waarmee"):
        controleer(home)
    assert not home.raw.exists()


def test_een_stand_van_toen_weet_het_ook(home: DataRoot, gemeente: tuple[Path, list[str]], tmp_path: Path) -> None:
    """`--bekend-op` works in a root of its own, also when raw was removed."""
    shutil.rmtree(home.raw)
    apart = DataRoot(tmp_path / "apart", home.sleutels, home.landing)
    leen_raw(home.raw, apart.raw)
    shutil.copytree(home.vergeten, apart.vergeten, symlinks=True)
    controleer(apart)
    assert set(neem(apart).vergeten["persoon"].to_pylist()) == personen(home, gemeente[1])
    assert not in_raw(apart) & personen(home, gemeente[1])


def test_wie_niemand_vergat_heeft_niets_naast_raw(tmp_path: Path, gemeente: tuple[Path, list[str]]) -> None:
    home = DataRoot(tmp_path / "data", tmp_path / "keys", gemeente[0])
    ensure_keys(home.sleutels, has_data=False)
    neem(home)
    assert not home.vergeten.exists()


def test_wat_verliep_komt_ook_zonder_raw_niet_terug(tmp_path: Path) -> None:
    """Not at a later date either: there it was the same content, which is known."""
    oud, nieuw, later = "2014-03-01", "2024-02-29", "2024-03-01"
    landing = Landing(tmp_path / "landing")
    for dag, bsn in ((oud, "990000006"), (nieuw, "990000018")):
        landing.brp(dag, persoonsrij(bsn, "1980-01-01", "7601AB 1"))
    home = DataRoot(tmp_path / "data", tmp_path / "keys", landing.map)
    ensure_keys(home.sleutels, has_data=False)
    neem(home, date(2024, 3, 2))
    shutil.copytree(home.landing / "brp" / oud, home.landing / "brp" / later)
    eerst = neem(home, date(2024, 3, 3))
    shutil.rmtree(home.raw)
    na = neem(home, date(2024, 3, 3))
    assert [rij["klasse"] for rij in na.bestand.to_pylist()].count("verlopen") == 1
    assert na.bestand == eerst.bestand
    assert na.waarneming == eerst.waarneming
    assert len(in_raw(home)) == 1
