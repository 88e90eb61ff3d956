"""What a person reads when dbt fails: which model, what kind of mistake, and how to see more; never a value."""

import os
import subprocess
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest

from orchestration.cli import main
from orchestration.dbt_bouw import Gebouwd, _soort_fout, verklaar

TEST = "test.sociaal_domein.unique_client_overlap_x.0a1b"


def model(naam: str, **velden: object) -> Gebouwd:
    return Gebouwd(f"model.sociaal_domein.{naam}", "error", 0.1, 0, False, **velden)


def test_een_fout_noemt_model_soort_en_opdracht_en_geen_waarde() -> None:
    melding = "Runtime Error in model client_overlap (models/x.sql)\n  Conversion Error: Could not convert '990000006' to INT32"
    zin = verklaar([model("client_overlap", fout=_soort_fout(melding))])
    assert "client_overlap: een waarde past niet bij het type van haar kolom" in zin
    assert zin.endswith(".venv/bin/sdl dbt build --select client_overlap")
    assert "990000006" not in zin


def test_een_onbekende_fout_zegt_niets_van_de_tekst() -> None:
    assert _soort_fout("Jansen Error 990000006") is None
    assert _soort_fout(None) is None
    assert "a: het maken ging mis" in verklaar([model("a", fout=None)])


def test_een_test_noemt_hoeveel_rijen_en_een_contract_de_kolommen() -> None:
    test = Gebouwd(TEST, "fail", 0.1, 12, True)
    assert "unique_client_overlap_x: 12 rijen voldoen niet" in verklaar([test])
    assert "sdl dbt test --select unique_client_overlap_x" in verklaar([test])
    contract = Gebouwd("model.sociaal_domein.gebied", "error", 0.1, 0, True)
    assert "gebied: de kolommen of hun typen" in verklaar([contract])


def test_meer_dan_drie_worden_geteld() -> None:
    zin = verklaar([model(naam) for naam in "abcde"])
    assert "En nog 2." in zin
    assert "d: " not in zin


def test_sdl_dbt_schrijft_geen_log_en_geen_uitkomst(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gedaan = []

    def doe(opdracht: list[str], **_: object) -> SimpleNamespace:
        gedaan.append(opdracht)
        return SimpleNamespace(returncode=2)

    omgeving = {naam: str(tmp_path / naam.lower()) for naam in ("SDL_HOME", "SDL_KEYS", "SDL_LANDING")}
    with patch.dict(os.environ, omgeving), monkeypatch.context() as nep:
        nep.setattr(subprocess, "run", doe)
        assert main(["dbt", "build", "--select", "gebied"]) == 1
    assert gedaan[0][1:] == ["--log-level-file", "none", "--no-write-json", "build", "--select", "gebied"]
