"""The dbt models as assets, in two stages with a gate between them: the lake, and the marts.

Belongs here: one dbt invocation per stage, told to Dagster per model and test. Does not belong here: SQL, or what may
follow a failed test (poorten).
"""

from collections.abc import Iterator

from dagster import AssetCheckResult, AssetExecutionContext, AssetKey, MaterializeResult
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets

from orchestration.dbt_bouw import Gebouwd, bouw, verklaar
from orchestration.dbt_manifest import manifest
from orchestration.omgeving import richt_in
from orchestration.processen import bouwer
from orchestration.voortgang import PoortFout, StapFout, meld
from orchestration.vorige_stand import bereid_voor
from orchestration.werkplek import Werkplek
from sources.schemas import vorm
from warehouse.duck import verwijder_verouderd_lake

HOME = richt_in()
MANIFEST = manifest(HOME)
VORM = f"{vorm()} {MANIFEST.name}"


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
LAKE, MARTS = ["--exclude", "sociaal_domein.marts"], ["--select", "sociaal_domein.marts"]


@dbt_assets(manifest=MANIFEST, name="lake", exclude=LAKE[1], dagster_dbt_translator=VERTALER)
def lake(context: AssetExecutionContext, werkplek: Werkplek) -> Iterator:
    """Staging and intermediate: persons, households and use, in the encrypted lake."""
    meld("lake: personen, huishoudens en gebruik berekenen (dbt)")
    # What was landed before stays in the lake, for as long as raw and the project keep their shape; the rest is made anew.
    verwijder_verouderd_lake(werkplek.home, VORM)
    yield from _bouw(context, LAKE)


@dbt_assets(manifest=MANIFEST, name="marts", select=MARTS[1], dagster_dbt_translator=VERTALER)
def marts(context: AssetExecutionContext, werkplek: Werkplek) -> Iterator:
    """The tables for reporting, with their contracts and the disclosure rule."""
    bereid_voor(werkplek.home)
    meld("marts: tabellen voor publicatie maken (dbt)")
    yield from _bouw(context, MARTS)


def _bouw(context: AssetExecutionContext, alles: list[str]) -> Iterator:
    """Build all of a stage, or what somebody chose of it in the UI; raises StapFout or PoortFout naming what failed."""
    gekozen = sorted(sleutel.path[-1] for sleutel in context.selected_asset_keys)
    gebouwd = bouwer.doe(bouw, ["--select", *gekozen] if context.is_subset else alles)
    yield from _gebeurtenissen(context, gebouwd)
    mislukt = [regel for regel in gebouwd if regel.status in {"error", "fail"}]
    if mislukt:
        soort = PoortFout if all(regel.geweigerd for regel in mislukt) else StapFout
        raise soort(verklaar(mislukt))


_BEOORDEELD = {"pass", "warn", "fail"}
"""How a test ends that looked at rows. One that was skipped or broke says nothing of them: that is no gate but an error."""


def _gebeurtenissen(context: AssetExecutionContext, gebouwd: list[Gebouwd]) -> Iterator:
    assets = {sleutel.path[-1]: sleutel for sleutel in context.selected_asset_keys}
    checks = {sleutel.name: sleutel for sleutel in context.selected_asset_check_keys}
    for regel in gebouwd:
        soort, _, naam = regel.id.split(".")[:3]
        if soort in {"model", "seed"} and regel.status == "success":
            yield MaterializeResult(asset_key=assets[naam], metadata={"seconden": round(regel.seconden, 2)})
        elif soort == "test" and naam in checks and regel.status in _BEOORDEELD:
            yield AssetCheckResult(
                asset_key=checks[naam].asset_key,
                check_name=naam,
                passed=regel.status in {"pass", "warn"},
                metadata={"rijen_die_niet_voldoen": regel.mislukt},
            )
