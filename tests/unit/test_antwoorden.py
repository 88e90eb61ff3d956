"""What the solver answered is kept: unreadable without the key, not for ever, and never in the way.

Belongs here: the file. Does not belong here: that the same question has the same answer (test_aanval).
"""

from datetime import date, timedelta
from pathlib import Path

import pytest

from warehouse import antwoorden
from warehouse.keys import ensure_keys
from warehouse.paths import DataRoot

VRAAG, ANDERE = b"a" * 16, b"b" * 16


@pytest.fixture
def home(tmp_path: Path) -> DataRoot:
    home = DataRoot(tmp_path, sleutels=tmp_path / "keys", landing=tmp_path / "landing")
    ensure_keys(home.sleutels, has_data=False)
    return home


def leer(home: DataRoot, merk: bytes) -> list[tuple[int, ...]]:
    """Ask, and answer when it is not known."""
    with antwoorden.geheugen(home) as geheugen:
        return geheugen.vraag({merk: lambda: [(1, 2, 3), (4,)]})[merk]


def gekend(home: DataRoot) -> set[bytes]:
    with antwoorden.geheugen(home) as geheugen:
        return set(geheugen.antwoorden)


def bestand(home: DataRoot) -> Path:
    (pad,) = home.antwoorden.iterdir()
    return pad


def test_wat_is_geantwoord_wordt_niet_weer_gevraagd(home: DataRoot) -> None:
    assert leer(home, VRAAG) == [(1, 2, 3), (4,)]
    with antwoorden.geheugen(home) as geheugen:
        assert geheugen.vraag({VRAAG: pytest.fail}) == {VRAAG: [(1, 2, 3), (4,)]}
    assert VRAAG not in bestand(home).read_bytes()


def test_wie_faalt_bewaart_niets(home: DataRoot) -> None:
    with pytest.raises(ZeroDivisionError), antwoorden.geheugen(home) as geheugen:
        geheugen.vraag({VRAAG: lambda: [(1 // 0,)]})
    assert gekend(home) == set()


def test_wat_lang_niet_is_gebruikt_verdwijnt(home: DataRoot, monkeypatch: pytest.MonkeyPatch) -> None:
    leer(home, VRAAG)
    leer(home, ANDERE)
    straks = date.today() + timedelta(days=30)
    for dag, weg in ((straks, set()), (straks + timedelta(days=20), {ANDERE})):
        monkeypatch.setattr(antwoorden, "date", type("dag", (), {"today": staticmethod(lambda dag=dag: dag)}))
        leer(home, VRAAG)
        assert gekend(home) == {VRAAG, ANDERE} - weg


@pytest.mark.parametrize("kapot", ["half", "sleutel", "vorm"])
def test_wat_niet_te_lezen_is_begint_opnieuw(home: DataRoot, kapot: str, monkeypatch: pytest.MonkeyPatch) -> None:
    leer(home, VRAAG)
    oud = bestand(home)
    if kapot == "half":
        oud.write_bytes(oud.read_bytes()[:100])
    elif kapot == "sleutel":
        (home.sleutels / "lake.key").unlink()
        ensure_keys(home.sleutels, has_data=False)
    else:
        monkeypatch.setattr(antwoorden, "version", lambda naam: "0.1")
    assert gekend(home) == set()
    leer(home, ANDERE)
    assert gekend(home) == {ANDERE}
    assert (bestand(home) == oud) == (kapot != "vorm")


def test_een_andere_wortel_neemt_ze_mee(home: DataRoot, tmp_path: Path) -> None:
    apart = DataRoot(tmp_path / "apart", sleutels=home.sleutels, landing=home.landing)
    antwoorden.neem_mee(home, apart)
    assert not apart.antwoorden.exists()
    leer(home, VRAAG)
    antwoorden.neem_mee(home, apart)
    assert gekend(apart) == {VRAAG}
