"""The asset graph by name: what people see in the UI is what the documents promise, and the gates stand where they must.

Belongs here: definitions as loaded, without a run. Does not belong here: what the assets compute (e2e, eigenschappen).
"""

import os
import re
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from dagster import AssetCheckKey, AssetKey, Definitions

from expectations.overige import OVERIGE
from expectations.publicatie import TABELLEN
from warehouse.paths import CHECKOUT, DBT_PROJECT
from warehouse.publicatie import SLEUTELS

LAGEN = ("landing", "raw", "manifest", "geland", "staging", "intermediate", "marts", "publicatie", "oordeel", "vorige")
KOPSTUKKEN = [
    *[
        f"landing/{bron}"
        for bron in ("brp", "gebieden", "iwmo", "ijw", "pwet", "voorzieningen", "contracten", "financien")
    ],
    *["raw/brp__persoon", "raw/gebieden__adres", "raw/bericht__toewijzing", "raw/bericht__declaratieregel"],
    *["raw/pwet__uitkering", "raw/voorzieningen__voorziening", "raw/cbs__kwb", "raw/cbs__bevolking"],
    *["manifest/bestand", "manifest/waarneming", "manifest/melding"],
    *["staging/stg_brp__persoon", "intermediate/int_persoon__inschrijving", "intermediate/int_huishouden__per_periode"],
    *[
        "intermediate/int_gebruik__tijdvak",
        "intermediate/int_gebruik__per_periode",
        "intermediate/int_bevinding__stand",
    ],
    *[f"marts/{tabel}" for tabel in SLEUTELS],
    *["publicatie/marts", "publicatie/extracts", "publicatie/postgres"],
]
POORTEN = {
    "poort_levering": {
        f"raw/{tabel}"
        for tabel in (
            "brp__persoon",
            "gebieden__adres",
            "bericht__bericht",
            "pwet__uitkering",
            "voorzieningen__voorziening",
            "contracten__contract",
            "financien__bedrag",
            "beleidsinformatie_jeugd__jeugdhulp",
        )
    },
    "poort_lake": {"intermediate/int_bevinding__stand"},
    "poort_marts": {f"marts/{tabel.naam}" for tabel in (*TABELLEN, *OVERIGE)},
}


@pytest.fixture(scope="module")
def defs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Definitions]:
    with patch.dict(os.environ, {"SDL_HOME": str(tmp_path_factory.mktemp("graaf"))}):
        from orchestration.definitions import defs

        yield defs


@pytest.fixture(scope="module")
def graaf(defs: Definitions) -> object:
    return defs.resolve_asset_graph()


def sleutel(naam: str) -> AssetKey:
    return AssetKey(naam.split("/"))


def boven(graaf: object, naam: str) -> set[str]:
    """Everything that an asset is made of, however far."""
    return {asset.to_user_string() for asset in graaf.get_ancestor_asset_keys(sleutel(naam))}


def test_kopstukken(graaf: object) -> None:
    assets = {asset.to_user_string() for asset in graaf.get_all_asset_keys()}
    assert set(KOPSTUKKEN) <= assets
    assert {asset.split("/")[0] for asset in assets} <= set(LAGEN)


def test_naam_van_model_is_naam_van_asset(graaf: object) -> None:
    """One name for file, asset and table."""
    assets = {asset.to_user_string() for asset in graaf.get_all_asset_keys()}
    modellen = {pad.relative_to(DBT_PROJECT / "models") for pad in (DBT_PROJECT / "models").rglob("*.sql")}
    assert {f"{pad.parts[0]}/{pad.stem}" for pad in modellen} <= assets
    assert all(re.fullmatch(r"[a-z]+/[a-z0-9_]+", asset) for asset in assets)


def test_van_levering_tot_publicatie(graaf: object) -> None:
    """The publication hangs on every mart; the overlap on persons, use and areas, down to the landing zone."""
    ouders = {asset.to_user_string() for asset in graaf.get(sleutel("publicatie/marts")).parent_keys}
    assert ouders == {f"marts/{tabel}" for tabel in SLEUTELS}
    assert "publicatie/marts" in boven(graaf, "publicatie/extracts")
    bronnen = {f"landing/{bron}" for bron in ("brp", "gebieden", "iwmo", "ijw", "pwet", "voorzieningen")}
    assert bronnen | {"intermediate/int_gebruik__tijdvak"} <= boven(graaf, "marts/huishouden_overlap")


def test_alles_heeft_een_uitvoerder(graaf: object) -> None:
    """Only what suppliers drop, what a gate writes and the state before this one come from outside."""
    van_buiten = {asset.to_user_string() for asset in graaf.external_asset_keys}
    assert {naam.split("/")[0] for naam in van_buiten} <= {"landing", "oordeel", "vorige"}


@pytest.mark.parametrize("poort", POORTEN)
def test_poorten(graaf: object, poort: str) -> None:
    """Each gate blocks, on the assets it judges and on no other."""
    op = {check.asset_key.to_user_string() for check in graaf.asset_check_keys if check.name == poort}
    assert op == POORTEN[poort]
    for naam in op:
        assert graaf.get(AssetCheckKey(sleutel(naam), poort)).blocking


def test_dbt_tests_zijn_controles(graaf: object) -> None:
    controles = {f"{check.asset_key.to_user_string()}:{check.name}" for check in graaf.asset_check_keys}
    assert "marts/gebied:not_null_gebied_gebied_code" in controles


def test_job_planning_en_sensor(defs: Definitions, graaf: object) -> None:
    job = defs.resolve_job_def("dagelijks")
    gemaakt = set(graaf.get_all_asset_keys()) - set(graaf.external_asset_keys)
    assert gemaakt <= set(job.asset_layer.executable_asset_keys)
    assert {check.name for check in job.asset_layer.asset_graph.asset_check_keys} >= set(POORTEN)
    planning = defs.resolve_schedule_def("elke_ochtend")
    assert (planning.job_name, planning.cron_schedule) == ("dagelijks", "0 6 * * *")
    assert planning.execution_timezone == "Europe/Amsterdam"
    assert defs.resolve_sensor_def("nieuwe_levering").job_name == "dagelijks"


def test_ingang_blijft_klein() -> None:
    """Who opens definitions.py sees the whole in one screen."""
    assert len((CHECKOUT / "orchestration" / "definitions.py").read_text("utf-8").splitlines()) < 50
