"""`sdl forget` as a person uses it: BSNs on standard input, a publication without them, and the way back.

Belongs here: the command, the lake and the files of a whole data root. Does not belong here: that the figures are those of
deliveries without them (tests/unit/test_vergeten.py).
"""

import random
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest

from sources.pseudoniem import Pseudoniem
from tests.e2e.opdracht import SDL, Uitkomst, hashes, omgeving, sdl
from tests.orakel.gemeente_maken import maak_gemeente
from warehouse.duck import attach_lake, connect
from warehouse.keys import read_key
from warehouse.paths import DataRoot


def forget(home: Path, invoer: str, *argumenten: str) -> Uitkomst:
    """Run the command to its end with this standard input."""
    gedaan = subprocess.run(
        [SDL, "forget", *argumenten],
        input=invoer,
        env=omgeving(home),
        cwd=home.parent,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    return Uitkomst(gedaan.returncode, gedaan.stdout, gedaan.stderr)


class Verloop(NamedTuple):
    """A data root that was published, forgot four of its persons, and got them back."""

    home: Path
    weg: list[str]
    hashes: list[dict[str, str]]
    vergeten: Uitkomst
    resten: list[str]
    in_lake: int
    terug: Uitkomst


@pytest.fixture(scope="module")
def verloop(tmp_path_factory: pytest.TempPathFactory) -> Verloop:
    home = tmp_path_factory.mktemp("vergeten") / "data"
    landing = maak_gemeente(home / "landing", random.Random(11), 120)
    eerste = min(landing.map.glob("brp/2*/brp.csv")).read_text("utf-8")
    weg = random.Random(2).sample([bsn for bsn in _kolom(eerste) if len(bsn) == 9 and bsn.startswith("9999")], 4)
    assert sdl(home, "run").code == 0
    eerst = hashes(home / "marts")
    vergeten = forget(home, "\n".join([*weg, ""]))
    daarna, resten, in_lake = hashes(home / "marts"), _resten(home, weg), _in_lake(home, weg)
    terug = forget(home, "\r\n".join(weg), "--undo")
    return Verloop(home, weg, [eerst, daarna, hashes(home / "marts")], vergeten, resten, in_lake, terug)


def _kolom(csv: str) -> list[str]:
    return sorted({regel.split(";")[0] for regel in csv.splitlines()[1:]} - {"999999999"})


def _root(home: Path) -> DataRoot:
    return DataRoot(home, home / "keys", home / "landing")


def _wie(home: Path, weg: list[str]) -> list[int]:
    pseudoniem = Pseudoniem(read_key(home / "keys", "pseudoniem"))
    return [pseudoniem.een("bsn", bsn) for bsn in weg]


def _resten(home: Path, weg: list[str]) -> list[str]:
    """The files outside landing/ that hold one of them, by number or by pseudonym."""
    zoek = [bsn.encode() for bsn in weg]
    for wie in _wie(home, weg):
        zoek += [str(wie).encode(), wie.to_bytes(8, "little", signed=True)]
    bestanden = [pad for pad in home.rglob("*") if pad.is_file() and not pad.is_relative_to(home / "landing")]
    return [str(pad.relative_to(home)) for pad in bestanden if any(een in pad.read_bytes() for een in zoek)]


def _in_lake(home: Path, weg: list[str]) -> int:
    """How often they stand in the lake, in whatever table."""
    con = connect(_root(home))
    try:
        attach_lake(con, _root(home), read_only=True)
        kolommen = con.execute(
            "SELECT schema_name, table_name, column_name FROM duckdb_columns() "
            "WHERE database_name = 'lake' AND data_type = 'BIGINT' AND NOT internal"
        ).fetchall()
        vraag = 'SELECT count(*) FROM lake."{}"."{}" WHERE "{}" IN (SELECT unnest(?))'
        return sum(con.execute(vraag.format(*kolom), [_wie(home, weg)]).fetchone()[0] for kolom in kolommen)
    finally:
        con.close()


def test_vergeten_publiceert_zonder_hen_en_ongedaan_met(verloop: Verloop) -> None:
    assert (verloop.vergeten.code, verloop.terug.code) == (0, 0), verloop.vergeten.fout + verloop.terug.fout
    eerst, zonder, terug = verloop.hashes
    assert zonder != eerst
    assert terug == eerst


def test_er_blijft_niets_van_hen_buiten_landing(verloop: Verloop) -> None:
    assert verloop.resten == []
    assert verloop.in_lake == 0
    assert _in_lake(verloop.home, verloop.weg) > 0, "with them back they are found"


def test_het_bewijs_noemt_niemand(verloop: Verloop) -> None:
    gezegd = verloop.vergeten.uit + verloop.vergeten.fout + verloop.terug.uit + verloop.terug.fout
    assert "Vergeten: 4 personen" in verloop.vergeten.uit
    assert "Niet meer vergeten: 4 personen" in verloop.terug.uit
    assert "brp__persoon" in verloop.vergeten.uit
    assert not [bsn for bsn in verloop.weg if bsn in gezegd]
    assert sdl(verloop.home, "audit").code == 0


@pytest.mark.parametrize(
    "argumenten", [("{}",), ("--bsn={}",), ("--undo={}",), ("--undo", "{}"), ("--zonder-run", "x{}")]
)
def test_een_bsn_als_argument_wordt_geweigerd_en_niet_herhaald(tmp_path: Path, argumenten: tuple[str, ...]) -> None:
    bsn = "999990019"
    uitkomst = forget(tmp_path / "data", bsn, *(deel.format(bsn) for deel in argumenten))
    assert uitkomst.code == 1
    assert bsn not in uitkomst.uit + uitkomst.fout
    assert "standaardinvoer" in uitkomst.fout
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("invoer", "melding"),
    [
        ("999990019\n\n123456789\nJansen\n", "2 van de regels zijn geen BSN van negen cijfers dat klopt: regel 3, 4."),
        ("999990019 999990020\n", "regel 1"),
        ("\n", "er staan geen BSN's op de standaardinvoer"),
    ],
)
def test_een_regel_die_niet_klopt_wordt_genoemd_en_niet_getoond(tmp_path: Path, invoer: str, melding: str) -> None:
    uitkomst = forget(tmp_path / "data", invoer)
    assert uitkomst.code == 1
    assert melding in uitkomst.fout
    assert not [woord for woord in invoer.split() if woord in uitkomst.uit + uitkomst.fout]
    assert not (tmp_path / "data").exists()
