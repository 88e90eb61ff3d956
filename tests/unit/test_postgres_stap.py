"""The step in Dagster that publishes in PostgreSQL: what it leaves behind, and that the password is nowhere in it.

Belongs here: Dagster's storage, the audit log and what a person is told. Does not belong here: the publication itself
(test_postgres).
"""

import json
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration.naar_postgres import SLEUTEL, naar_postgres, toon_postgres
from orchestration.uitslag import FOUT, GEPUBLICEERD, Uitslag, uitslag
from tests.server_postgres import ACCOUNT, WACHTWOORD, draaiend
from tests.unit.test_postgres import GEHEIM, maak_publicatie
from warehouse.audit_keten import logboek
from warehouse.keys import ensure_keys
from warehouse.paths import DataRoot


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataRoot:
    monkeypatch.delenv("SDL_BEKEND_OP", raising=False)
    monkeypatch.delenv("SDL_POSTGRES", raising=False)
    home = maak_publicatie(tmp_path / "data", 1)
    ensure_keys(home.sleutels, has_data=False)
    return home


# An instance that reads no dagster.yaml writes telemetry below DAGSTER_HOME, and another test may have set that to the checkout.
STIL = {"telemetry": {"enabled": False}}


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[dg.DagsterInstance]:
    (tmp_path / "dagster").mkdir()
    with dg.DagsterInstance.local_temp(str(tmp_path / "dagster"), overrides=STIL) as instance:
        yield instance


def draai(home: DataRoot, instance: dg.DagsterInstance) -> Uitslag:
    """The step as part of a run, with another that does not depend on it."""

    @dg.asset(key=SLEUTEL, output_required=False)
    def postgres(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult]:
        yield from naar_postgres(home, context.run_id)

    @dg.asset
    def portaal() -> None: ...

    gedaan = dg.materialize([postgres, portaal], instance=instance, raise_on_error=False)
    assert instance.get_latest_materialization_event(dg.AssetKey("portaal")) is not None
    return uitslag(instance, instance.get_run_by_id(gedaan.run_id))


def nergens(map_: Path, *geheimen: str) -> None:
    """None of these stands in a file below the folder."""
    gelezen = [pad.read_bytes() for pad in map_.rglob("*") if pad.is_file()]
    assert gelezen
    assert not any(geheim.encode() in inhoud for inhoud in gelezen for geheim in geheimen)


def test_zonder_instelling_wordt_de_stap_overgeslagen(
    home: DataRoot, instance: dg.DagsterInstance, capsys: pytest.CaptureFixture
) -> None:
    assert draai(home, instance) == Uitslag(GEPUBLICEERD)
    assert instance.get_latest_materialization_event(SLEUTEL) is None
    toon_postgres(instance)
    gezegd = capsys.readouterr()
    assert "postgres: overgeslagen, SDL_POSTGRES is niet gezet" in gezegd.err
    assert "PostgreSQL" not in gezegd.out
    assert not logboek(home).exists()


def test_een_publicatie_staat_met_haar_rijen_in_dagster_en_auditlog_en_het_wachtwoord_nergens(
    home: DataRoot,
    instance: dg.DagsterInstance,
    capfd: pytest.CaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    with draaiend() as server:
        uri = server.database("stap")
        monkeypatch.setenv("SDL_POSTGRES", uri)
        toon_postgres(instance)
        assert draai(home, instance) == Uitslag(GEPUBLICEERD)
        toon_postgres(instance)
        fout = draai_met(monkeypatch, uri.replace(WACHTWOORD, WACHTWOORD + "%20mis"), home, instance)
    assert fout.code == FOUT
    assert fout.redenen[0].startswith("PostgreSQL: de server is niet bereikbaar, antwoordt niet of weigert.")
    assert "sdl run publiceert ook zonder nieuwe leveringen" in fout.redenen[0]
    # A server that is gone, and a URI that cannot be read: libpq repeats it, password and all.
    assert draai_met(monkeypatch, uri, home, instance).code == FOUT
    onleesbaar = draai_met(monkeypatch, f"host=x password={GEHEIM} '", home, instance)
    assert "geen leesbare libpq-URI" in onleesbaar.redenen[0]

    metadata = instance.get_latest_materialization_event(SLEUTEL).asset_materialization.metadata
    assert (metadata["rijen_bevinding"].value, metadata["bekend_op"].value) == (200, "2025-01-31")
    regels = [json.loads(regel) for regel in logboek(home).read_text("utf-8").splitlines()]
    assert [(regel["name"], regel["status"]) for regel in regels] == [
        ("publicatie_postgres", status) for status in ("Ok", "Error", "Error", "Error")
    ]
    assert regels[0]["feiten"]["rijen"]["bevinding"] == 200
    assert set(regels[0]["feiten"]["sha256"]) == set(regels[0]["feiten"]["rijen"])
    gezegd = capfd.readouterr()
    assert "PostgreSQL     nog niets gepubliceerd" in gezegd.out
    assert "leveringen tot en met 2025-01-31, 209 rijen" in gezegd.out
    for tekst in (gezegd.out, gezegd.err, *fout.redenen, *onleesbaar.redenen):
        assert GEHEIM not in tekst
        assert WACHTWOORD not in tekst
    nergens(tmp_path, GEHEIM, WACHTWOORD, f"{ACCOUNT}:")


def draai_met(monkeypatch: pytest.MonkeyPatch, uri: str, home: DataRoot, instance: dg.DagsterInstance) -> Uitslag:
    monkeypatch.setenv("SDL_POSTGRES", uri)
    return draai(home, instance)
