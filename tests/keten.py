"""The chain from deliveries to marts without the start-up of dbt and Dagster: a second per tiny municipality.

Belongs here: compiling the dbt project once, and running its SQL in memory on the raw store of one example. Does not
belong here: what should come out (orakel), or the gates and the publication (e2e).

The SQL is dbt's own: the compiled code of every model in the order of the manifest. What is left out is what dbt does
around it, the enforcement of contracts and the tests; the end-to-end tests have those.
"""

import importlib.util
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from graphlib import TopologicalSorter
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import duckdb
import pyarrow as pa
import pytest

from expectations.aanval.rooster import SLEUTEL
from expectations.aanval.ruimte import AANDEEL
from orchestration.omgeving import richt_in
from sources.intake import neem_in
from warehouse import standen
from warehouse.duck import connect
from warehouse.keys import ensure_keys
from warehouse.oordelen import bewaar, bewaar_acceptaties
from warehouse.paths import DBT_PROJECT, DataRoot
from warehouse.publicatie import SLEUTELS

DBT = Path(sys.executable).with_name("dbt")

VIJF = ("gebied", "huishouden_overlap", "client_overlap", "stapeling", "overlap_matrix")
VANDAAG = date(2026, 1, 31)
Rijen = list[dict[str, Any]]


class Keten:
    """The compiled project; `root` holds it, with the keys that all examples share."""

    def __init__(self, map_: Path) -> None:
        omgeving = {"SDL_HOME": str(map_ / "leeg"), "SDL_KEYS": str(map_ / "keys"), "SDL_LANDING": str(map_ / "niets")}
        with patch.dict(os.environ, omgeving):
            os.environ.pop("SDL_BEKEND_OP", None)
            self.home = richt_in()
            self.neem_in(self.home)
            subprocess.run([str(DBT), "compile", "--quiet"], check=True, cwd=DBT_PROJECT)
        manifest = json.loads((self.home.dbt / "target" / "manifest.json").read_text("utf-8"))
        knopen = {naam: k for naam, k in manifest["nodes"].items() if k["resource_type"] in {"model", "seed"}}
        self._plek = {knoop["name"]: f"lake.{knoop['schema']}.{knoop['name']}" for knoop in knopen.values()}
        self._stappen = {knoop["name"]: self._stap(knoop) for knoop in _op_volgorde(knopen)}

    def _stap(self, knoop: dict[str, Any]) -> str | Callable[[duckdb.DuckDBPyConnection], None]:
        """What makes one relation: a statement, with {raw} where the raw store of an example comes, or Python."""
        naam = f"{knoop['schema']}.{knoop['name']}"
        if knoop.get("language") == "python":
            model = laad_model(knoop["original_file_path"])
            return lambda con: self._python(con, model, naam)
        if knoop["resource_type"] == "seed":
            typen = f", types = {knoop['config']['column_types']}" if knoop["config"]["column_types"] else ""
            bestand = DBT_PROJECT / knoop["original_file_path"]
            return f"CREATE TABLE lake.{naam} AS FROM read_csv('{bestand}', header = true, delim = ','{typen})"
        soort = knoop["config"]["materialized"]
        if soort == "incremental":  # all parts at once: what a hook of dbt chooses, is here every file there is
            delen = (
                f"(SELECT list(file) FROM glob('{self.home.raw}/{knoop['name'].removeprefix('geland_')}/*.parquet'))"
            )
            return f"SET VARIABLE delen = {delen}; CREATE TABLE lake.{naam} AS {knoop['compiled_code']}"
        assert soort in {"view", "table"}, f"{naam}: de keten kent {soort} niet"
        return f"CREATE {soort.upper()} lake.{naam} AS {knoop['compiled_code']}"

    def _python(self, con: duckdb.DuckDBPyConnection, model: Any, naam: str) -> None:
        """A model in Python, with as much of dbt's object as such models use; what one keeps, all examples share."""
        dbt = SimpleNamespace(config=lambda **_: None, ref=lambda ander: con.sql(f"FROM {self._plek[ander]}"))
        with patch.dict(os.environ, SDL_HOME=str(self.home.root), SDL_KEYS=str(self.home.sleutels)):
            con.register("_uitkomst", model.model(dbt, con))
        con.execute(f"CREATE TABLE lake.{naam} AS FROM _uitkomst")
        con.unregister("_uitkomst")

    def wortel(self, map_: Path, landing: Path) -> DataRoot:
        """A data root of an example: its own raw store, the shared keys."""
        return DataRoot(map_, sleutels=self.home.sleutels, landing=landing)

    @staticmethod
    def neem_in(home: DataRoot) -> None:
        """Take in what is in landing/, as the job does, and judge nothing."""
        ensure_keys(home.sleutels, has_data=False)
        neem_in(home, vandaag=VANDAAG, meld=lambda regel: None)
        bewaar(home, "levering", [])
        bewaar_acceptaties(home, [])
        standen.kies(home, None)

    def bouw(self, home: DataRoot) -> duckdb.DuckDBPyConnection:
        """A connection on which `lake` holds all models of this data root; close it."""
        con = _leeg_lake(connect(home))
        for stap in self._stappen.values():
            if callable(stap):
                stap(con)
            else:
                con.execute(stap.replace(str(self.home.raw), str(home.raw)))
        return con

    def los(self, *modellen: str, **invoer: pa.Table) -> duckdb.DuckDBPyConnection:
        """A connection on which `lake` holds these models, made in this order from made-up tables; close it."""
        con = _leeg_lake(duckdb.connect())
        for naam, tabel in invoer.items():
            con.register("_invoer", tabel)
            con.execute(f"CREATE TABLE {self._plek[naam]} AS FROM _invoer")
            con.unregister("_invoer")
        for naam in modellen:
            stap = self._stappen[naam]
            stap(con) if callable(stap) else con.execute(stap)
        return con

    @staticmethod
    def lees_marts(con: duckdb.DuckDBPyConnection, *tabellen: str) -> dict[str, Rijen]:
        """The rows of these marts, sorted by all their columns."""
        return {tabel: _rijen(con, f"SELECT * FROM lake.marts.{tabel} ORDER BY ALL") for tabel in tabellen}

    @staticmethod
    def lees_koppelingen(con: duckdb.DuckDBPyConnection) -> list[tuple[int, int, float]]:
        """The links that were made for rows without a BSN: own client, person and weight."""
        return con.execute("""
            SELECT DISTINCT registratie.eigen_client, kans.persoon, kans.gewicht
            FROM lake.geland.geland_koppeling__kans AS kans
            JOIN lake.geland.geland_voorzieningen__voorziening AS registratie USING (bestand_id, rij)
            WHERE kans.klasse = 'waarschijnlijk'
        """).fetchall()

    def marts(self, home: DataRoot, *tabellen: str) -> dict[str, Rijen]:
        """The rows of these marts of what was taken in; by default of the five that the oracle computes."""
        con = self.bouw(home)
        try:
            return self.lees_marts(con, *(tabellen or VIJF))
        finally:
            con.close()

    def van_landing(self, landing: Path, werk: Path, *tabellen: str) -> dict[str, Rijen]:
        """Take in a landing folder in a new data root, and give the marts."""
        home = self.wortel(werk, landing)
        self.neem_in(home)
        return self.marts(home, *tabellen)


def _leeg_lake(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    con.execute("ATTACH ':memory:' AS lake")
    for schema in ("geland", "staging", "intermediate", "marts"):
        con.execute(f"CREATE SCHEMA lake.{schema}")
    return con


def verberg_niets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is hidden beside the small cells: choosing takes most of the time of a larger example, and is not what is tested."""
    niets = pa.schema([(naam, pa.string()) for naam in SLEUTEL]).empty_table()
    monkeypatch.setattr("warehouse.bescherming.tweede", lambda *_, **__: niets)


def laad_model(pad: str) -> Any:
    """The module of a dbt model in Python, by its path below the project."""
    plek = DBT_PROJECT / pad
    beschrijving = importlib.util.spec_from_file_location(plek.stem, plek)
    module = importlib.util.module_from_spec(beschrijving)
    beschrijving.loader.exec_module(module)
    return module


def _op_volgorde(knopen: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Each node after those it depends on."""
    nodig = {naam: knopen.keys() & set(knoop["depends_on"].get("nodes", [])) for naam, knoop in knopen.items()}
    return [knopen[naam] for naam in TopologicalSorter(nodig).static_order()]


def _rijen(con: duckdb.DuckDBPyConnection, vraag: str) -> Rijen:
    cursor = con.execute(vraag)
    kolommen = [kolom[0] for kolom in cursor.description]
    return [dict(zip(kolommen, rij, strict=True)) for rij in cursor.fetchall()]


def verschil(gevonden: dict[str, Rijen], verwacht: dict[str, Rijen]) -> str:
    """The first rows per table that are in one and not in the other; empty when the tables are equal."""
    regels = []
    for tabel, rijen in verwacht.items():
        links, rechts = ({_sleutel(rij) for rij in kant} for kant in (gevonden[tabel], rijen))
        regels += [f"{tabel}: te veel {dict(rij)}" for rij in sorted(links - rechts, key=repr)[:3]]
        regels += [f"{tabel}: ontbreekt {dict(rij)}" for rij in sorted(rechts - links, key=repr)[:3]]
        if len(gevonden[tabel]) != len(rijen):
            regels.append(f"{tabel}: {len(gevonden[tabel])} rijen, verwacht {len(rijen)}")
    return "\n".join(regels)


_VERBORGEN = {
    "huishouden_overlap": ("huishoudens", "per_1000_huishoudens"),
    "client_overlap": ("clienten", "per_1000_inwoners"),
    "stapeling": ("aantal", "per_1000"),
    "overlap_matrix": ("clienten_a_en_b", "percentage"),
}


def met_verborgen(gevonden: dict[str, Rijen], verwacht: dict[str, Rijen]) -> dict[str, Rijen]:
    """What the oracle expects, with the cells secret that are hidden beside the small ones: at most 2 % of a definition."""
    uit, verborgen, rijen = dict(verwacht), Counter(), Counter()
    for tabel, velden in _VERBORGEN.items():
        geheim = {_plek(tabel, rij) for rij in gevonden[tabel] if rij["geheim"]}
        uit[tabel] = []
        for rij in verwacht[tabel]:
            definitie, weg = rij.get("definitie", "gmsd"), not rij["geheim"] and _plek(tabel, rij) in geheim
            uit[tabel].append(rij | dict.fromkeys(velden) | {"geheim": True} if weg else rij)
            rijen[definitie] += 1
            verborgen[definitie] += weg
    assert all(aantal <= AANDEEL * rijen[definitie] for definitie, aantal in verborgen.items()), verborgen
    return uit


def _plek(tabel: str, rij: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(rij[kolom] for kolom in SLEUTELS[tabel])


def _sleutel(rij: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted(rij.items()))
