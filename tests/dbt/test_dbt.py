"""The dbt project as dbt sees it: its unit tests, its descriptions and the columns of the marts.

Belongs here: what needs dbt itself, once, in a process of its own. Does not belong here: random municipalities
(eigenschappen), or the job (e2e).
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from expectations.publicatie import TABELLEN
from orchestration.omgeving import richt_in
from sources.schemas import SCHEMAS
from tests.e2e.test_keten import AANTALLEN, DATUMS, KOLOMMEN
from tests.keten import DBT, Keten
from warehouse.paths import DBT_PROJECT


@pytest.fixture(scope="module")
def gedraaid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The target folder after everything was built on a raw store without rows, unit tests included."""
    map_ = tmp_path_factory.mktemp("dbt")
    omgeving = {"SDL_HOME": str(map_), "SDL_KEYS": str(map_ / "keys"), "SDL_LANDING": str(map_ / "landing")}
    with patch.dict(os.environ, omgeving):
        os.environ.pop("SDL_BEKEND_OP", None)
        home = richt_in()
        Keten.neem_in(home)
        gedaan = subprocess.run(
            [
                str(DBT),
                "build",
                "--quiet",
                "--exclude-resource-type",
                "unit_test",
                "--exclude-resource-type",
                "exposure",
            ],
            cwd=DBT_PROJECT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert gedaan.returncode == 0, gedaan.stdout[-4000:]
        gebouwd = (home.dbt / "target" / "run_results.json").read_text("utf-8")
        (home.dbt / "target" / "gebouwd.json").write_text(gebouwd, "utf-8")
        subprocess.run(
            [str(DBT), "test", "--quiet", "--select", "test_type:unit"],
            cwd=DBT_PROJECT,
            capture_output=True,
            check=False,
        )
    return home.dbt / "target"


def lees(target: Path, naam: str) -> Any:
    return json.loads((target / naam).read_text("utf-8"))


def test_unit_tests(gedraaid: Path) -> None:
    """Every unit test that stands in the project ran, and passed."""
    uitslag = {rij["unique_id"]: rij["status"] for rij in lees(gedraaid, "run_results.json")["results"]}
    assert set(uitslag) == set(lees(gedraaid, "manifest.json")["unit_tests"])
    assert len(uitslag) > 60
    assert {naam: status for naam, status in uitslag.items() if status != "pass"} == {}


def test_zonder_rijen_bouwt_alles(gedraaid: Path) -> None:
    """No delivery at all is no reason for an error in SQL; the gates decide what that means."""
    uitslag = {rij["unique_id"]: rij["status"] for rij in lees(gedraaid, "gebouwd.json")["results"]}
    assert set(uitslag.values()) <= {"success", "pass"}
    assert len(uitslag) > 50


def test_alles_beschreven(gedraaid: Path) -> None:
    """Each model, seed and source, and each column of a model as it is in the lake."""
    manifest = lees(gedraaid, "manifest.json")
    knopen = [k for k in manifest["nodes"].values() if k["resource_type"] in {"model", "seed"}]
    kaal = [k["name"] for k in knopen if not k["description"].strip()]
    kaal += [
        f"{k['name']}.{kolom['name']}" for k in knopen for kolom in k["columns"].values() if not kolom["description"]
    ]
    kaal += [f"{bron['source_name']}" for bron in manifest["sources"].values() if not bron["source_description"]]
    assert kaal == []


def test_elke_kolom_staat_in_de_beschrijving(keten: Keten) -> None:
    """The columns that SQL makes are those that are described: no more, no fewer, in marts in the same order.

    The landed tables are described by their Arrow schema, and say from which part a row came.
    """
    manifest = json.loads((keten.home.dbt / "target" / "manifest.json").read_text("utf-8"))
    con = keten.bouw(keten.home)
    try:
        for knoop in manifest["nodes"].values():
            if knoop["resource_type"] == "model":
                relatie = f"lake.{knoop['schema']}.{knoop['name']}"
                gemaakt = [rij[0] for rij in con.execute(f"DESCRIBE {relatie}").fetchall()]
                beschreven = list(knoop["columns"])
                if knoop["schema"] == "geland":
                    beschreven = [*SCHEMAS[knoop["name"].removeprefix("geland_")].names, "deel"]
                if knoop["schema"] != "marts":
                    gemaakt, beschreven = sorted(gemaakt), sorted(beschreven)
                assert gemaakt == beschreven, relatie
    finally:
        con.close()


@pytest.mark.parametrize("tabel", TABELLEN, ids=lambda tabel: tabel.naam)
def test_marts_zijn_het_contract(gedraaid: Path, tabel: Any) -> None:
    """dbt, the last gate and the contract name the same columns, with the same types, and dbt enforces them."""
    knoop = lees(gedraaid, "manifest.json")["nodes"][f"model.sociaal_domein.{tabel.naam}"]
    assert knoop["config"]["contract"]["enforced"]
    assert list(knoop["columns"]) == list(tabel.kolommen) == KOLOMMEN[tabel.naam].split()
    assert set(tabel.getallen) == AANTALLEN[tabel.naam]
    for naam, kolom in knoop["columns"].items():
        verwacht = "date" if naam in DATUMS else "boolean" if naam == "geheim" else "varchar"
        assert kolom["data_type"].lower() == ("integer" if naam in AANTALLEN[tabel.naam] else verwacht), naam
