"""Raw under new keys: exactly what the deliveries would have given under them, and whole at whatever moment it stops.

Belongs here: the raw store before and after. Does not belong here: the publication made from it (e2e).
"""

import os
import random
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from orchestration.bekend_op import _leen_raw as leen_raw
from sources import herversleutelen
from sources.herversleutelen import wissel_sleutels
from sources.intake import neem_in
from tests.orakel.gemeente_maken import maak_gemeente
from warehouse import wisselen
from warehouse.duck import PARQUET_KEY, attach_lake, connect, proef, write_raw
from warehouse.keys import (
    NAMES,
    SleutelFout,
    check_fingerprint,
    ensure_keys,
    lakesleutel,
    lees_stempel,
    pseudoniemsleutel,
)
from warehouse.paths import CHECKOUT, DataRoot
from warehouse.sleutelbron import lees_ring, voeg_toe

VANDAAG = date(2026, 1, 31)
Inhoud = dict[str, Counter]


def stil(_: str) -> None:
    """Nobody reads along."""


def controleer(home: DataRoot) -> None:
    check_fingerprint(home.sleutels, home.root / ".sleutel")


@pytest.fixture(scope="module")
def begin(tmp_path_factory: pytest.TempPathFactory) -> DataRoot:
    """A municipality of 60 that was taken in once; nobody changes it."""
    map_ = tmp_path_factory.mktemp("begin")
    home = DataRoot(map_ / "data", sleutels=map_ / "keys", landing=map_ / "landing")
    maak_gemeente(home.landing, random.Random(7), 60)
    ensure_keys(home.sleutels, has_data=False)
    controleer(home)
    neem_in(home, vandaag=VANDAAG, meld=stil)
    (home.raw / "oordeel").mkdir()
    shutil.copy2(home.raw / "sleutels.parquet", home.raw / "oordeel" / "leesbaar.parquet")
    con = connect(home)
    attach_lake(con, home)
    con.execute("CREATE TABLE lake.t AS SELECT 1 AS x")
    con.close()
    return home


@pytest.fixture
def home(begin: DataRoot, tmp_path: Path) -> DataRoot:
    """A copy of it with keys of its own to change."""
    shutil.copytree(begin.root, tmp_path / "data", symlinks=True)
    shutil.copytree(begin.sleutels, tmp_path / "keys")
    return DataRoot(tmp_path / "data", sleutels=tmp_path / "keys", landing=begin.landing)


def inhoud(home: DataRoot) -> Inhoud:
    """Every row of every encrypted file of raw, read with the key that holds."""
    con, uit = connect(home), {}
    for pad in sorted(home.raw.rglob("*.parquet")):
        if pad.read_bytes()[:4] == b"PARE":
            plek = "manifest" if "manifest" in pad.parent.name else pad.parent.name
            vraag = f"FROM read_parquet(?, encryption_config = {{footer_key: '{PARQUET_KEY}'}})"
            uit[f"{plek}/{pad.name}"] = Counter(con.execute(vraag, [str(pad)]).fetchall())
    con.close()
    return uit


def vers(home: DataRoot, map_: Path) -> Inhoud:
    """The same deliveries taken in anew with the keys as they are now."""
    nieuw = DataRoot(map_ / "vers", sleutels=home.sleutels, landing=home.landing)
    controleer(nieuw)
    neem_in(nieuw, vandaag=VANDAAG, meld=stil)
    return inhoud(nieuw)


def kaal(home: DataRoot) -> set[str]:
    """What else lies in the data root than a whole raw store and a lake."""
    return {pad.name for pad in home.root.iterdir()} - {"raw", "lake.duckdb", "tmp", "quarantine", "landing"}


@pytest.mark.parametrize("namen", [["pseudoniem", "lake"], ["pseudoniem"], ["lake"]], ids="+".join)
def test_raw_is_daarna_wat_de_leveringen_onder_de_nieuwe_sleutels_geven(
    home: DataRoot, tmp_path: Path, namen: list[str]
) -> None:
    """Without any delivery: every table, the manifest with its keyed paths included."""
    voor, sleutels = inhoud(home), (pseudoniemsleutel(home), lakesleutel(home))
    bytes_voor = {pad.name: pad.read_bytes() for pad in home.raw.rglob("*.parquet")}
    leesbaar = home.raw / "oordeel" / "leesbaar.parquet"
    wissel_sleutels(DataRoot(home.root, home.sleutels, tmp_path / "niets"), namen, stil)
    assert [len(lees_ring(home.sleutels, naam)) for naam in NAMES] == [1 + (naam in namen) for naam in NAMES]
    na = inhoud(home)
    assert (na != voor) == ("pseudoniem" in namen)
    assert (lakesleutel(home) == sleutels[1]) == ("lake" not in namen)
    assert na == vers(home, tmp_path)
    assert leesbaar.read_bytes() == bytes_voor[leesbaar.name]
    if "lake" in namen:
        anders = {pad.name for pad in home.raw.rglob("*.parquet") if pad.read_bytes() != bytes_voor[pad.name]}
        assert {pad.split("/")[1] for pad in na} <= anders
    assert not home.lake.exists()  # it follows from raw
    assert kaal(home) == set()
    controleer(home)


def test_een_tweede_keer_en_daarna_een_inname(home: DataRoot, tmp_path: Path) -> None:
    """Nothing is read a second time, and the ring grows by one key a time."""
    for _ in range(2):
        wissel_sleutels(home, NAMES, stil)
    controleer(home)
    voor = inhoud(home)
    assert not neem_in(home, vandaag=VANDAAG, meld=stil).gewijzigd
    assert inhoud(home) == voor == vers(home, tmp_path)
    assert len(lees_ring(home.sleutels, "pseudoniem")) == len(lees_stempel(home.raw).pseudoniem) == 3


def test_een_sleutel_die_al_is_toegevoegd_verandert_niets_tot_de_wissel(home: DataRoot, tmp_path: Path) -> None:
    """An intake in between goes on with the keys of raw; the change takes the key that is there."""
    voor = inhoud(home)
    voeg_toe(home.sleutels, "pseudoniem")
    voeg_toe(home.sleutels, "lake")
    controleer(home)
    neem_in(home, vandaag=VANDAAG, meld=stil)
    assert inhoud(home) == voor
    wissel_sleutels(home, NAMES, stil)
    assert [len(lees_ring(home.sleutels, naam)) for naam in NAMES] == [2, 2]
    assert inhoud(home) == vers(home, tmp_path)


def test_wie_vergeten_is_blijft_vergeten(home: DataRoot) -> None:
    """Any file of raw with a column of that name goes along, also one of which this module knows nothing."""
    con = connect(home)
    persoon = con.execute(
        f"SELECT persoon FROM read_parquet('{home.raw}/brp__persoon/*.parquet', encryption_config = {{footer_key: '{PARQUET_KEY}'}}) LIMIT 1"
    ).fetchone()[0]
    write_raw(con, pa.table({"persoon": [persoon], "sinds": [VANDAAG]}), home.raw / "vergeten.parquet")
    con.close()
    wissel_sleutels(home, NAMES, stil)
    na = inhoud(home)
    nieuw = next(iter(na["raw/vergeten.parquet"]))[0]
    personen = {rij[2] for plek, rijen in na.items() if plek.startswith("brp__persoon/") for rij in rijen}
    assert nieuw != persoon
    assert nieuw in personen


def test_een_kolom_die_niemand_kent_stopt_de_wissel(home: DataRoot) -> None:
    con = connect(home)
    write_raw(con, pa.table({"wie_weet": pa.array([1], pa.int64())}), home.raw / "nieuw.parquet")
    con.close()
    voor = inhoud(home)
    with pytest.raises(SleutelFout, match="wie_weet"):
        wissel_sleutels(home, NAMES, stil)
    assert inhoud(home) == voor
    assert kaal(home) == set()
    (home.raw / "nieuw.parquet").unlink()
    wissel_sleutels(home, NAMES, stil)


def vol_python(*_: Any, **__: Any) -> None:
    raise OSError(28, os.strerror(28))


def vol_duckdb(*_: Any, **__: Any) -> None:
    raise duckdb.IOException('IO Error: Could not write all bytes to file "x": No space left on device')


def na_keer(aantal: int, echt: Callable, fout: Callable) -> Callable:
    """The real thing, until the so many-th call."""
    resterend = iter(range(aantal))
    return lambda *wat, **hoe: (fout if next(resterend, None) is None else echt)(*wat, **hoe)


@pytest.mark.parametrize(
    ("fout", "wat", "keer"),
    [
        (vol_python, "voeg_toe", 0),
        (vol_python, "voeg_toe", 1),
        (vol_python, "schrijf_stempel", 0),
        (vol_python, "write_raw", 3),
        (vol_duckdb, "write_raw", 3),
    ],
)
def test_een_volle_schijf_laat_alles_zoals_het_was(
    home: DataRoot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fout: Callable, wat: str, keer: int
) -> None:
    voor = inhoud(home)
    with monkeypatch.context() as vervang:
        vervang.setattr(herversleutelen, wat, na_keer(keer, getattr(herversleutelen, wat), fout))
        with pytest.raises(SleutelFout, match="Is de schijf vol"):
            wissel_sleutels(home, NAMES, stil)
    controleer(home)
    assert inhoud(home) == voor
    assert home.lake.exists()
    assert kaal(home) == set()
    wissel_sleutels(home, NAMES, stil)
    assert [len(lees_ring(home.sleutels, naam)) for naam in NAMES] == [2, 2]
    assert inhoud(home) == vers(home, tmp_path)


# Where the process is killed, as code that puts `dood` there; and whether raw is then under the new keys.
MOMENTEN = {
    "voor het toevoegen": ("h.voeg_toe = dood", False),
    "tussen twee sleutels": (
        "echt = h.voeg_toe; h.voeg_toe = lambda f, n: dood() if n == 'lake' else echt(f, n)",
        False,
    ),
    "na het toevoegen": ("h.begin = dood", False),
    "in de boom": (
        "echt = h.write_raw; stand = iter('aaa'); h.write_raw = lambda *a: echt(*a) if next(stand, 0) else dood()",
        False,
    ),
    "boom klaar": ("h.wissel = dood", False),
    "lake weg": ("w.os.sync = dood", False),
    "tussen de namen": (
        "echt = Path.rename; Path.rename = lambda s, d: dood() if s.name == 'raw.nieuw' else echt(s, d)",
        True,
    ),
    "voor het opruimen": (
        "echt = w.shutil.rmtree; w.shutil.rmtree = lambda p, **k: dood() if p.name == 'raw.oud' and p.exists() else echt(p, **k)",
        True,
    ),
}
_DOOD = """
import os, signal, sys
from pathlib import Path
import sources.herversleutelen as h, warehouse.wisselen as w
from warehouse.paths import DataRoot
def dood(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
{moment}
h.wissel_sleutels(DataRoot(*map(Path, sys.argv[1:])), ['pseudoniem', 'lake'], lambda regel: None)
"""


@pytest.mark.parametrize("moment", MOMENTEN)
def test_op_elk_moment_te_doden(home: DataRoot, tmp_path: Path, moment: str) -> None:
    """The next command finds all of before or all of after, and changing once more makes one step of it."""
    code, gewisseld = MOMENTEN[moment]
    voor = inhoud(home)
    plekken = [str(home.root), str(home.sleutels), str(home.landing)]
    proces = subprocess.run(
        [sys.executable, "-c", _DOOD.format(moment=code), *plekken], cwd=CHECKOUT, check=False, capture_output=True
    )
    assert proces.returncode == -signal.SIGKILL, proces.stderr.decode()
    assert home.heeft_data
    controleer(home)
    assert kaal(home) == set()
    assert (lees_stempel(home.raw).pseudoniem[1:] != ()) == gewisseld
    assert (inhoud(home) == voor) != gewisseld
    neem_in(home, vandaag=VANDAAG, meld=stil)
    assert (inhoud(home) == voor) != gewisseld
    if not gewisseld:
        wissel_sleutels(home, NAMES, stil)
    assert [len(lees_ring(home.sleutels, naam)) for naam in NAMES] == [2, 2]
    assert inhoud(home) == vers(home, tmp_path)


def test_een_opdracht_die_nog_geen_nieuwe_sleutel_geeft(home: DataRoot, tmp_path: Path) -> None:
    """The operator adds it where the command gets it; until then neither ring is touched."""
    kluis = tmp_path / "kluis"
    shutil.move(home.sleutels / "lake.key", kluis)
    opdracht = home.sleutels / "lake.opdracht"
    opdracht.touch(0o600)
    opdracht.write_text(f"cat {kluis}")
    controleer(home)
    voor = inhoud(home)
    with pytest.raises(SleutelFout, match="openssl rand -hex 32"):
        wissel_sleutels(home, NAMES, stil)
    assert [len(lees_ring(home.sleutels, naam)) for naam in NAMES] == [1, 1]
    assert inhoud(home) == voor
    with kluis.open("a") as stroom:
        stroom.write("ab" * 32 + "\n")
    controleer(home)
    wissel_sleutels(home, NAMES, stil)
    assert [len(lees_ring(home.sleutels, naam)) for naam in NAMES] == [2, 2]
    assert lakesleutel(home) == bytes.fromhex("ab" * 32)
    assert not (home.sleutels / "lake.key").exists()
    assert inhoud(home) == vers(home, tmp_path)
    proef(home)


def test_half_werk_van_een_ander_wordt_niet_meegenomen(home: DataRoot) -> None:
    (home.raw / "brp__persoon" / "x.part").write_bytes(b"half")
    wissel_sleutels(home, ["pseudoniem"], stil)
    assert not list(home.raw.rglob("*.part"))


def test_zonder_harde_links(home: DataRoot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(herversleutelen.os, "link", vol_python)
    wissel_sleutels(home, ["pseudoniem"], stil)
    controleer(home)
    assert (home.raw / "oordeel" / "leesbaar.parquet").exists()


def test_wie_raw_leent_leent_het_stempel(home: DataRoot, tmp_path: Path) -> None:
    """`sdl run --bekend-op` works with the keys of raw, also when a ring is longer."""
    voeg_toe(home.sleutels, "pseudoniem")
    leen_raw(home.raw, tmp_path / "geleend" / "raw")
    geleend = DataRoot(tmp_path / "geleend", sleutels=home.sleutels, landing=home.landing)
    controleer(geleend)
    assert lees_stempel(geleend.raw) == lees_stempel(home.raw)
    assert pseudoniemsleutel(geleend) == pseudoniemsleutel(home)


def test_niets_af_te_maken_is_niets_doen(home: DataRoot) -> None:
    voor = {str(pad): pad.lstat().st_mtime_ns for pad in home.root.rglob("*")}
    assert not wisselen.is_onaf(home)
    wisselen.maak_af(home)
    assert {str(pad): pad.lstat().st_mtime_ns for pad in home.root.rglob("*")} == voor
