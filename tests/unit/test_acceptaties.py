"""acceptaties.yml: what it may say, and that it must say why and until when."""

from datetime import date
from pathlib import Path

import pytest

from expectations.acceptaties import lees_acceptaties
from sources.fouten import BeschrijvingFout

GOED = """
acceptaties:
  - regel: NIET_GEKOPPELD
    bron: voorzieningen
    reden: De lijst bevat oud-inwoners, die niet tellen.
    door: dataloket
    tot: 2027-01-01
"""


@pytest.fixture
def lees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def lees(tekst: str) -> list[dict]:
        (tmp_path / "mijn.yml").write_text(tekst, "utf-8")
        monkeypatch.setenv("SDL_ACCEPTATIES", str(tmp_path / "mijn.yml"))
        return lees_acceptaties()

    return lees


def test_het_meegeleverde_bestand_accepteert_niets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SDL_ACCEPTATIES", raising=False)
    assert lees_acceptaties() == []


def test_een_acceptatie(lees) -> None:
    (een,) = lees(GOED)
    assert (een["regel"], een["bron"], een["tabel"], een["tot"]) == (
        "NIET_GEKOPPELD",
        "voorzieningen",
        None,
        date(2027, 1, 1),
    )


@pytest.mark.parametrize(
    ("van", "naar", "zin"),
    [
        ("    reden: De lijst bevat oud-inwoners, die niet tellen.\n", "", "acceptaties.0.reden ontbreekt"),
        ("De lijst bevat oud-inwoners, die niet tellen.", "Mag zo.", "acceptaties.0.reden is te kort"),
        ("    tot: 2027-01-01\n", "", "acceptaties.0.tot ontbreekt"),
        ("tot: 2027-01-01", "tot: ooit", "acceptaties.0.tot"),
        ("bron:", "source:", "acceptaties.0.source is onbekend"),
        ("acceptaties:", "geaccepteerd:", "geaccepteerd is onbekend"),
    ],
)
def test_wat_niet_mag_wordt_genoemd(lees, van: str, naar: str, zin: str) -> None:
    with pytest.raises(BeschrijvingFout, match="mijn.yml") as fout:
        lees(GOED.replace(van, naar))
    assert zin in str(fout.value)
