"""The dbt models as assets, in two stages with a gate between them: the lake, and the marts.

Belongs here: one dbt invocation per stage. Does not belong here: SQL, or what may follow a failed test (poorten).
"""

from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO

from dagster import AssetExecutionContext, AssetKey
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtCliResource, dbt_assets

from orchestration.dbt_manifest import DBT, manifest
from orchestration.omgeving import richt_in
from orchestration.voortgang import meld
from orchestration.werkplek import Werkplek
from warehouse.paths import DBT_PROJECT

HOME = richt_in()
MANIFEST = manifest(HOME)
dbt = DbtCliResource(project_dir=str(DBT_PROJECT), profiles_dir=str(DBT_PROJECT), dbt_executable=str(DBT))


class Vertaler(DagsterDbtTranslator):
    """One name for file, asset and table: the asset key is layer/model; the group is the layer."""

    def get_asset_key(self, dbt_resource_props: dict) -> AssetKey:
        """`layer/model` for models and seeds, `source/table` for sources."""
        if dbt_resource_props["resource_type"] == "source":
            return AssetKey([dbt_resource_props["source_name"], dbt_resource_props["name"]])
        return AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])

    def get_group_name(self, dbt_resource_props: dict) -> str:
        """The layer: staging, intermediate or marts."""
        return dbt_resource_props["schema"]


VERTALER = Vertaler(settings=DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True))


def _bouw(context: AssetExecutionContext, dbt: DbtCliResource) -> Iterator:
    # dagster-dbt repeats every line of dbt; the same stands in the events of the run and in dbt's own log.
    with redirect_stdout(StringIO()):
        yield from dbt.cli(
            ["build", "--exclude-resource-type", "unit_test"], context=context, target_path=HOME.dbt / "target"
        ).stream()


@dbt_assets(manifest=MANIFEST, name="lake", exclude="sociaal_domein.marts", dagster_dbt_translator=VERTALER)
def lake(context: AssetExecutionContext, dbt: DbtCliResource, werkplek: Werkplek) -> Iterator:
    """Staging and intermediate: persons, households and use, in the encrypted lake."""
    meld("lake: personen, huishoudens en gebruik berekenen (dbt)")
    yield from _bouw(context, dbt)


@dbt_assets(manifest=MANIFEST, name="marts", select="sociaal_domein.marts", dagster_dbt_translator=VERTALER)
def marts(context: AssetExecutionContext, dbt: DbtCliResource, werkplek: Werkplek) -> Iterator:
    """The tables for reporting, with their contracts and the disclosure rule."""
    meld("marts: tabellen voor publicatie maken (dbt)")
    yield from _bouw(context, dbt)
