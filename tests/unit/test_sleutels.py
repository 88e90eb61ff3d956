"""The keys of a data root: made once, guarded, never silently replaced, from a file or a command.

Belongs here: reading keys, and stopping when they are not those of the data. Does not belong here: pseudonyms
(test_pseudoniem), or putting raw under other keys (test_herversleutelen).
"""

import ast
import os
import shutil
import sys
import time
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from warehouse import sleutelbron
from warehouse.duck import attach_lake, connect, prepare, proef, write_raw
from warehouse.keys import (
    NAMES,
    SleutelFout,
    check_fingerprint,
    ensure_keys,
    lakesleutel,
    lees_stempel,
    pseudoniemsleutel,
    read_key,
    vingerafdruk,
)
from warehouse.paths import CHECKOUT, DataRoot
from warehouse.sleutelbron import lees_ring, voeg_toe

SLEUTEL = "5a" * 32


@pytest.fixture
def map_(tmp_path: Path) -> Path:
    ensure_keys(tmp_path / "keys", has_data=False)
    return tmp_path / "keys"


@pytest.fixture
def home(tmp_path: Path, map_: Path) -> DataRoot:
    """A data root with a raw table and a lake, stamped with its keys."""
    home = DataRoot(tmp_path / "data", sleutels=map_, landing=tmp_path / "landing")
    controleer(home)
    con = connect(home)
    write_raw(con, pa.table({"bestand_id": [1]}), home.raw / "manifest" / "bestand.parquet")
    attach_lake(con, home)
    con.execute("CREATE TABLE lake.t AS SELECT 1 AS x")
    con.close()
    return home


def controleer(home: DataRoot) -> None:
    check_fingerprint(home.sleutels, home.root / ".sleutel")


def opdracht(folder: Path, regel: str, naam: str = "lake") -> None:
    """Let the key come from a command."""
    (folder / f"{naam}.key").unlink(missing_ok=True)
    pad = folder / f"{naam}.opdracht"
    pad.unlink(missing_ok=True)
    pad.touch(0o600)
    pad.write_text(regel)


def python(code: str) -> str:
    return f'{sys.executable} -c "{code}"'


def alles(map_: Path) -> dict[str, bytes]:
    return {str(pad): pad.read_bytes() for pad in map_.rglob("*") if pad.is_file()}


def test_de_eerste_run_maakt_gesloten_sleutels(map_: Path) -> None:
    assert map_.stat().st_mode & 0o777 == 0o700
    assert {len(read_key(map_, naam)) for naam in NAMES} == {32}
    assert all((map_ / f"{naam}.key").stat().st_mode & 0o777 == 0o600 for naam in NAMES)


def test_een_volgende_run_houdt_dezelfde_sleutels(map_: Path) -> None:
    eerst = [read_key(map_, naam) for naam in NAMES]
    ensure_keys(map_, has_data=True)
    assert [read_key(map_, naam) for naam in NAMES] == eerst


def test_een_kwijtgeraakte_sleutel_wordt_nooit_vervangen_als_er_gegevens_zijn(map_: Path) -> None:
    (map_ / "lake.key").unlink()
    with pytest.raises(SleutelFout, match="ontbreekt"):
        ensure_keys(map_, has_data=True)
    assert not (map_ / "lake.key").exists()


@pytest.mark.parametrize(
    ("inhoud", "rechten"),
    [
        (SLEUTEL, 0o644),
        ("geen hex", 0o600),
        (SLEUTEL[:31], 0o600),
        (SLEUTEL[:32], 0o600),
        ("", 0o600),
        (f"{SLEUTEL}\n{SLEUTEL[:20]}", 0o600),
        (f"{SLEUTEL}\n{SLEUTEL}", 0o600),
        ("é" * 32, 0o600),
    ],
    ids=["open", "geen hex", "half teken", "half", "leeg", "tweede half", "twee keer", "geen ascii"],
)
def test_een_open_of_kapotte_sleutel_wordt_niet_vertrouwd(map_: Path, inhoud: str, rechten: int) -> None:
    goed = (map_ / "pseudoniem.key").read_text()
    (map_ / "pseudoniem.key").write_text(inhoud)
    (map_ / "pseudoniem.key").chmod(rechten)
    with pytest.raises(SleutelFout) as fout:
        read_key(map_, "pseudoniem")
    assert not inhoud or inhoud not in str(fout.value)
    (map_ / "pseudoniem.key").chmod(0o600)
    (map_ / "pseudoniem.key").write_text(goed)
    assert read_key(map_, "pseudoniem") == bytes.fromhex(goed)


def test_een_map_die_open_staat_stopt_en_wordt_niet_stil_gesloten(map_: Path) -> None:
    map_.chmod(0o750)
    with pytest.raises(SleutelFout, match="chmod 700"):
        ensure_keys(map_, has_data=True)
    assert map_.stat().st_mode & 0o777 == 0o750
    map_.chmod(0o700)
    ensure_keys(map_, has_data=True)


def test_een_lege_map_die_klaarstond_wordt_gesloten(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o755)
    ensure_keys(tmp_path / "keys", has_data=False)
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_een_sleutel_erbij_laat_de_oude_staan(map_: Path) -> None:
    eerste = read_key(map_, "lake")
    voeg_toe(map_, "lake")
    assert read_key(map_, "lake")[:32] == eerste
    assert len(lees_ring(map_, "lake")) == 2
    assert (map_ / "lake.key").stat().st_mode & 0o777 == 0o600


def test_een_volle_schijf_bij_het_toevoegen_laat_de_ring_heel(map_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def vol(_: int) -> None:
        raise OSError(28, os.strerror(28))

    eerst = read_key(map_, "lake")
    with monkeypatch.context() as vervang:
        vervang.setattr(sleutelbron.os, "fsync", vol)
        with pytest.raises(OSError, match="No space"):
            voeg_toe(map_, "lake")
    assert read_key(map_, "lake") == eerst
    voeg_toe(map_, "lake")
    assert len(lees_ring(map_, "lake")) == 2


def test_een_opdracht_levert_de_sleutel(map_: Path) -> None:
    """One line, split without a shell: what looks like a second command is only an argument."""
    opdracht(map_, python(f"print('{SLEUTEL}')") + " ; touch ontsnapt")
    assert read_key(map_, "lake") == bytes.fromhex(SLEUTEL)
    ensure_keys(map_, has_data=False)
    assert not (map_ / "lake.key").exists()
    assert not Path("ontsnapt").exists()


def test_een_opdracht_wordt_per_proces_een_keer_gevraagd(map_: Path, tmp_path: Path) -> None:
    teller = tmp_path / "teller"
    opdracht(map_, python(f"open('{teller}', 'a').write('x'); print('{SLEUTEL}')"))
    for _ in range(3):
        read_key(map_, "lake")
    assert teller.read_text() == "x"
    sleutelbron.vergeet_antwoorden()
    read_key(map_, "lake")
    assert teller.read_text() == "xx"


@pytest.mark.parametrize(
    ("regel", "zegt"),
    [
        (python(f"import sys; print('{SLEUTEL}'); sys.exit(3)"), "eindigde met code 3"),
        (python("print('GEHEIM1234')"), "beschadigd"),
        (python("pass"), "beschadigd"),
        ("/bestaat/niet", "kan niet starten"),
        ("", "kan niet starten"),
        ("sh -c 'onaf", "kan niet starten"),
        (python("import sys; sys.stderr.write('GEHEIM1234'); sys.exit(1)"), "eindigde met code 1"),
    ],
    ids=["code", "geen sleutel", "niets", "onbekend", "leeg", "onaf", "stderr"],
)
def test_een_opdracht_die_mislukt(map_: Path, regel: str, zegt: str, capfd: pytest.CaptureFixture) -> None:
    opdracht(map_, regel)
    with pytest.raises(SleutelFout, match=zegt) as fout:
        read_key(map_, "lake")
    gezegd = str(fout.value) + "".join(capfd.readouterr())
    assert "lake.opdracht" in gezegd
    assert "GEHEIM1234" not in gezegd
    assert SLEUTEL not in gezegd
    opdracht(map_, python(f"print('{SLEUTEL}')"))
    assert read_key(map_, "lake") == bytes.fromhex(SLEUTEL)


def test_een_opdracht_die_niet_antwoordt(map_: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when a child of the command keeps its output open."""
    monkeypatch.setattr(sleutelbron, "GEDULD", 0.5)
    opdracht(map_, "sh -c 'sleep 60 & sleep 60'")
    begin = time.monotonic()
    with pytest.raises(SleutelFout, match="seconden geen sleutel"):
        read_key(map_, "lake")
    assert time.monotonic() - begin < 30


def test_een_opdracht_die_open_staat(map_: Path) -> None:
    opdracht(map_, python(f"print('{SLEUTEL}')"))
    (map_ / "lake.opdracht").chmod(0o640)
    with pytest.raises(SleutelFout, match="chmod 600"):
        read_key(map_, "lake")


def test_een_bestand_en_een_opdracht_samen(map_: Path) -> None:
    inhoud = (map_ / "lake.key").read_text()
    opdracht(map_, python(f"print('{SLEUTEL}')"))
    (map_ / "lake.key").touch(0o600)
    (map_ / "lake.key").write_text(inhoud)
    with pytest.raises(SleutelFout, match="allebei"):
        ensure_keys(map_, has_data=True)
    (map_ / "lake.opdracht").unlink()
    ensure_keys(map_, has_data=True)


def test_de_eerste_keer_krijgt_raw_een_stempel(home: DataRoot) -> None:
    stempel = lees_stempel(home.raw)
    assert stempel.pseudoniem == (vingerafdruk(read_key(home.sleutels, "pseudoniem")),)
    assert stempel.lake == vingerafdruk(read_key(home.sleutels, "lake"))
    for naam in NAMES:
        assert read_key(home.sleutels, naam).hex() not in (home.raw / "sleutels.parquet").read_bytes().hex()


def test_een_langere_ring_verandert_niets_tot_raw_meegaat(home: DataRoot) -> None:
    eerst = pseudoniemsleutel(home), lakesleutel(home)
    for naam in NAMES:
        voeg_toe(home.sleutels, naam)
    controleer(home)
    assert (pseudoniemsleutel(home), lakesleutel(home)) == eerst


def test_een_lake_ernaast_heeft_de_sleutel_van_raw(home: DataRoot, monkeypatch: pytest.MonkeyPatch) -> None:
    """An earlier state is computed in a data root of its own, from the same raw store."""
    voeg_toe(home.sleutels, "lake")
    ernaast = DataRoot(home.tmp / "vorige", sleutels=home.sleutels, landing=home.landing)
    monkeypatch.setenv("SDL_RAW", str(home.raw))
    assert lakesleutel(ernaast) == lakesleutel(home) == lees_ring(home.sleutels, "lake")[0]


@pytest.mark.parametrize("naam", NAMES)
def test_andere_sleutels_dan_die_van_de_gegevens_stoppen_voor_er_iets_is_geschreven(
    home: DataRoot, tmp_path: Path, naam: str
) -> None:
    """Another SDL_KEYS, or one of the two keys of another data root."""
    ensure_keys(tmp_path / "ander", has_data=False)
    vreemd = DataRoot(home.root, sleutels=tmp_path / "gemengd", landing=home.landing)
    shutil.copytree(home.sleutels, vreemd.sleutels)
    shutil.copy2(tmp_path / "ander" / f"{naam}.key", vreemd.sleutels)
    voor = alles(home.root)
    for fout_home in (vreemd, DataRoot(home.root, sleutels=tmp_path / "ander", landing=home.landing)):
        with pytest.raises(SleutelFout, match="SDL_KEYS"):
            controleer(fout_home)
    assert alles(home.root) == voor
    controleer(home)


def test_de_oudste_sleutel_weggehaald(home: DataRoot) -> None:
    """A ring without its first line makes other pseudonyms."""
    voeg_toe(home.sleutels, "pseudoniem")
    pad = home.sleutels / "pseudoniem.key"
    beide = pad.read_text()
    pad.write_text(beide.split()[1])
    with pytest.raises(SleutelFout, match="een andere"):
        controleer(home)
    pad.write_text(beide)
    controleer(home)


def test_een_lake_dat_met_een_andere_sleutel_is_gemaakt(home: DataRoot, tmp_path: Path) -> None:
    """The stamp fits and the lake does not: it was put back from elsewhere."""
    ensure_keys(tmp_path / "ander", has_data=False)
    ander = DataRoot(tmp_path / "elders", sleutels=tmp_path / "ander", landing=home.landing)
    con = connect(ander)
    attach_lake(con, ander)
    con.execute("CREATE TABLE lake.t AS SELECT 1 AS x")
    con.close()
    shutil.copy2(ander.lake, home.lake)
    voor = alles(home.root)
    with pytest.raises(SleutelFout, match="Verwijder lake.duckdb"):
        controleer(home)
    assert alles(home.root) == voor
    home.lake.unlink()
    controleer(home)


def test_raw_dat_met_een_andere_sleutel_is_gemaakt(home: DataRoot) -> None:
    """The stamp fits and the files do not."""
    ander = DataRoot(
        home.root.with_name("ander"), sleutels=home.root.with_name("andere_sleutels"), landing=home.landing
    )
    ensure_keys(ander.sleutels, has_data=False)
    con = connect(ander)
    write_raw(con, pa.table({"bestand_id": [1]}), home.raw / "manifest" / "bestand.parquet")
    con.close()
    with pytest.raises(SleutelFout, match="past niet op"):
        proef(home)


def test_een_gegevensmap_van_een_vorige_versie_krijgt_haar_stempel(home: DataRoot) -> None:
    """It kept fingerprints beside raw/; also when a key was added to the ring before the first run of this version."""
    for naam in NAMES:
        afdruk = vingerafdruk(read_key(home.sleutels, naam)).replace("-", "")
        home.root.joinpath(f".sleutel.{naam}").write_text(afdruk)
        voeg_toe(home.sleutels, naam)
    was = lees_stempel(home.raw)
    (home.raw / "sleutels.parquet").unlink()
    controleer(home)
    assert lees_stempel(home.raw) == was
    assert not list(home.root.glob(".sleutel*"))


def test_zonder_stempel_wordt_tussen_sleutels_niet_gegokt(home: DataRoot) -> None:
    voeg_toe(home.sleutels, "pseudoniem")
    (home.raw / "sleutels.parquet").unlink()
    with pytest.raises(SleutelFout, match="sleutels.parquet ontbreekt"):
        controleer(home)
    assert not (home.raw / "sleutels.parquet").exists()


def test_elke_verbinding_legt_tussenbestanden_versleuteld_in_de_gegevensmap(home: DataRoot) -> None:
    kaal = duckdb.connect(config={"extension_directory": str(CHECKOUT / ".venv" / "duckdb-extensions")})
    prepare(kaal, home)  # what publicatie and the plugin of dbt do
    for con in (kaal, connect(home)):
        vraag = "SELECT current_setting('temp_directory'), current_setting('temp_file_encryption')"
        assert con.execute(vraag).fetchone() == (str(home.tmp), True)
        con.close()


def test_geen_verbinding_buiten_om() -> None:
    """duckdb.connect stands where persons can be met only with prepare, without spilling, or not at all."""
    paden = [
        pad
        for map_ in ("sources", "warehouse", "orchestration", "expectations")
        for pad in Path(CHECKOUT, map_).rglob("*.py")
    ]
    verdacht = []
    for pad in paden:
        for functie in ast.walk(ast.parse(pad.read_text("utf-8"))):
            if not isinstance(functie, ast.FunctionDef):
                continue
            code = ast.unparse(functie)
            opent = code.count("duckdb.connect(")
            openbaar = code.count("read_only=True") >= opent or functie.name == "kies"
            veilig = "prepare(" in code or "'temp_directory': ''" in code or functie.name == "install_extensions"
            if opent and not openbaar and not veilig:
                verdacht.append(f"{pad.name}:{functie.name}")
    assert verdacht == []
