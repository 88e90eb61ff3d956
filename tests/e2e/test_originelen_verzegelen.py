"""A data root whose originals are sealed gives the same publication, and its audit log tells what was done.

Belongs here: the commands as a person gives them, on a copy of the shared data root. Does not belong here: crashes while
sealing or tampering (tests/unit). The tests follow each other in the life of that copy, so they stand in one order.
"""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Gedraaid
from tests.e2e.koppelingen import koppelingen_van
from tests.e2e.opdracht import hashes, listing, sdl, tabellen
from tests.keten import met_verborgen, verschil
from tests.orakel import bereken

TOEN = "2025-01-31"


@pytest.fixture(scope="module")
def home(gedraaid: Gedraaid, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data root after its first run, with everything that was accepted sealed."""
    home = tmp_path_factory.mktemp("zegel") / "data"
    shutil.copytree(gedraaid.home, home, symlinks=True)
    assert sdl(home, "seal", "--nieuwe-sleutel", str(home.parent / "prive.key")).code == 0
    verzegeld = sdl(home, "seal", "--alles")
    assert verzegeld.code == 0, verzegeld.fout
    assert "Traceback" not in verzegeld.fout
    return home


def test_wat_geaccepteerd_is_is_onleesbaar(gedraaid: Gedraaid, home: Path) -> None:
    """Of every accepted file only the sealed form is left; what was refused lies there as it did."""
    open_ = {pad for pad in listing(home / "landing") if not Path(pad).name.startswith(".")}
    voor = {pad for pad in listing(gedraaid.home / "landing") if not Path(pad).name.startswith(".")}
    weg = voor - open_
    assert any(pad.startswith("brp/") for pad in weg)
    assert any(pad.startswith("iwmo/") for pad in weg)
    geweigerd = {pad for pad, (klasse, _) in gedraaid.verwacht.items() if klasse == "bestand_geweigerd"}
    assert not weg & geweigerd
    assert all((home / "landing" / pad).with_name(f".{Path(pad).name}.age").is_file() for pad in weg)


def test_dezelfde_publicatie(gedraaid: Gedraaid, home: Path) -> None:
    dicht = listing(home / "landing")
    run = sdl(home, "run")
    assert run.code == 0, run.fout
    assert hashes(home / "marts") == gedraaid.parquet
    assert listing(home / "landing") == dicht


def test_dezelfde_publicatie_van_toen(gedraaid: Gedraaid, home: Path, tmp_path: Path) -> None:
    """As the oracle counts it from the originals; nothing else is touched, the audit log neither."""
    voor = listing(home)
    run = sdl(home, "run", "--bekend-op", TOEN, "--out", str(tmp_path / "uit"))
    assert run.code == 0, run.fout
    landing, toen = gedraaid.home / "landing", date.fromisoformat(TOEN)
    verwacht = bereken(landing, toen, koppelingen_van(gedraaid.home, landing, toen))
    gevonden = tabellen(tmp_path / "uit")
    assert verschil(gevonden, met_verborgen(gevonden, verwacht)) == ""
    assert listing(home) == voor


def test_ontzegelen_geeft_de_originelen_terug(gedraaid: Gedraaid, home: Path) -> None:
    uitkomst = sdl(home, "unseal", "--prive-sleutel", str(home.parent / "prive.key"))
    assert uitkomst.code == 0, uitkomst.fout
    toen, nu = listing(gedraaid.home / "landing"), listing(home / "landing")
    # The time of a folder tells that something was put in it.
    assert {pad: stand for pad, stand in nu.items() if (home / "landing" / pad).is_file()} == {
        pad: stand for pad, stand in toen.items() if (gedraaid.home / "landing" / pad).is_file()
    }
    assert set(nu) == set(toen)


def test_het_auditlog_vertelt_wat_er_gedaan_is(gedraaid: Gedraaid, home: Path) -> None:
    """Runs with their publication and workbooks, sealing and unsealing; the hashes are those of the files.

    The data root may have had more runs than one before it was copied; only the first has new cells for the ledger.
    """
    regels = _auditlog(home)
    audit = sdl(home, "audit", "--toon", "3")
    assert audit.code == 0, audit.fout
    assert f"{len(regels)} regels, heel" in audit.uit
    begin, einde = [("run", "Unset"), ("publicatie", "Ok")], [("extract", "Ok"), ("run", "Ok")]
    eerste, later = [*begin, ("grootboek", "Ok"), *einde], [*begin, *einde]
    wel = [("verzegeld", "Unset"), ("verzegeld", "Ok")]
    niet = [("ontzegeld", "Unset"), ("ontzegeld", "Ok")]
    wat = [(regel["name"], regel["status"]) for regel in regels]
    assert wat == [*eerste, *later * ((len(regels) - 13) // 4), *wel, *later, *niet]
    for run in (regels[:5], regels[-6:-2]):
        assert len({regel["trace_id"] for regel in run}) == 1
        gepubliceerd = run[1]["feiten"]["sha256"]
        assert {f"{tabel}.parquet": code.replace("-", "") for tabel, code in gepubliceerd.items()} == gedraaid.parquet
        assert run[-1]["feiten"]["code"] == 0
    assert regels[2]["feiten"]["cellen"] > 0
    assert regels[4]["feiten"]["ingenomen"]["brp_nieuw"] > 0
    assert set(regels[-3]["feiten"]["ingenomen"]) == {"in_quarantaine"}
    assert regels[3]["feiten"]["ontvangers"]
    assert regels[-7]["feiten"]["gedaan"] == regels[-1]["feiten"]["gedaan"] > 100


def _auditlog(home: Path) -> list[dict[str, Any]]:
    return [json.loads(regel) for regel in (home / "audit" / "logboek.jsonl").read_text().splitlines()]


def test_een_ingreep_in_het_auditlog_valt_op(home: Path) -> None:
    logboek = home / "audit" / "logboek.jsonl"
    heel, aantal = logboek.read_text(), len(_auditlog(home))
    logboek.write_text(heel.replace('"name":"ontzegeld"', '"name":"verzegeld"', 1))
    audit = sdl(home, "audit")
    assert (audit.code, f"Regel {aantal - 1} is gewijzigd" in audit.fout) == (1, True)
    logboek.write_text("".join(heel.splitlines(keepends=True)[:-2]))
    audit = sdl(home, "audit")
    assert (audit.code, f"ontbreekt regel {aantal - 1} tot en met {aantal}" in audit.fout) == (1, True)
