"""The three gates: behind the deliveries, behind the lake, before the publication. Each blocks what comes after.

Belongs here: where a gate stands and which asset it judges. Does not belong here: the rules and norms (expectations).
"""

import os
from collections.abc import Iterable, Iterator

from dagster import AssetCheckResult, AssetCheckSeverity, AssetCheckSpec, AssetKey, multi_asset_check

from expectations.cbs import beoordeel_cbs, cbs_maten
from expectations.docs import schrijf_docs
from expectations.lake import beoordeel_lake
from expectations.leveringen import beoordeel_leveringen
from expectations.marts import beoordeel_marts
from orchestration.processen import oordelaar
from orchestration.voortgang import meld
from orchestration.werkplek import Werkplek
from warehouse.duck import lees_lake
from warehouse.oordelen import bewaar
from warehouse.overzicht import leveringen
from warehouse.publicatie import SLEUTELS

_ASSET_VAN_BRON = {
    "brp": "brp__persoon",
    "gebieden": "gebieden__adres",
    "iwmo": "bericht__bericht",
    "ijw": "bericht__bericht",
    "pwet": "pwet__uitkering",
    "voorzieningen": "voorzieningen__voorziening",
    "contracten": "contracten__contract",
    "financien": "financien__bedrag",
}
_LEVERING = [AssetKey(["raw", tabel]) for tabel in dict.fromkeys(_ASSET_VAN_BRON.values())]
_LAKE = AssetKey(["intermediate", "int_bevinding__lake"])
_MARTS = [AssetKey(["marts", tabel]) for tabel in SLEUTELS]


def _specs(naam: str, assets: Iterable[AssetKey], uitleg: str) -> list[AssetCheckSpec]:
    return [AssetCheckSpec(naam, asset=asset, blocking=True, description=uitleg) for asset in assets]


def _uitslag(naam: str, asset: AssetKey, oordelen: list[dict]) -> AssetCheckResult:
    """One check result of all rules on an asset: it blocks on a fatal rule, warns on another, and says which."""
    gebroken = [rij for rij in oordelen if not rij["geslaagd"]]
    fataal = [rij for rij in gebroken if rij["ernst"] == "fataal"]
    return AssetCheckResult(
        asset_key=asset,
        check_name=naam,
        passed=not gebroken,
        severity=AssetCheckSeverity.ERROR if fataal else AssetCheckSeverity.WARN,
        description=" ".join(rij["zin"] for rij in (fataal or gebroken)) or None,
        metadata={"regels": len(oordelen), "gebroken": len(gebroken)},
    )


@multi_asset_check(
    specs=_specs("poort_levering", _LEVERING, "Great Expectations: zijn de leveringen er, heel en vergelijkbaar?")
)
def poort_levering(werkplek: Werkplek) -> Iterator[AssetCheckResult]:
    """Gate 1: without accepted BRP and areas, or with a BRP that lost too much, nothing is built."""
    meld("poort 1: leveringen beoordelen")
    home = werkplek.home
    oordelen = oordelaar.doe(beoordeel_leveringen, leveringen(home, os.environ.get("SDL_BEKEND_OP", "9999-12-31")))
    bewaar(home, "levering", oordelen)
    oordelaar.doe(schrijf_docs, home)
    for asset in _LEVERING:
        yield _uitslag(
            "poort_levering", asset, [rij for rij in oordelen if _ASSET_VAN_BRON.get(rij["bron"]) == asset.path[-1]]
        )


@multi_asset_check(
    specs=_specs("poort_lake", [_LAKE], "Great Expectations op het profiel dat SQL van het lake maakte.")
)
def poort_lake(werkplek: Werkplek) -> Iterator[AssetCheckResult]:
    """Gate 2: persons, households and counts that contradict each other stop the run; too many findings warn."""
    meld("poort 2: lake beoordelen")
    home = werkplek.home
    oordelen = oordelaar.doe(beoordeel_lake, lees_lake(home, _PROFIEL))
    bewaar(home, "lake", oordelen)
    oordelaar.doe(schrijf_docs, home)
    yield _uitslag("poort_lake", _LAKE, oordelen)


@multi_asset_check(specs=_specs("poort_marts", _MARTS, "Great Expectations op de hele tabellen, voor publicatie."))
def poort_marts(werkplek: Werkplek) -> Iterator[AssetCheckResult]:
    """Gate 3: columns, connections and secrecy of what would be published; the comparison with CBS only warns."""
    meld("poort 3: marts beoordelen")
    home = werkplek.home
    marts = {tabel: lees_lake(home, f"SELECT * FROM lake.marts.{tabel}") for tabel in SLEUTELS}
    kwb = lees_lake(home, "SELECT * FROM lake.staging.stg_cbs__kwb")
    bevolking = lees_lake(home, "SELECT * FROM lake.staging.stg_cbs__bevolking")
    oordelen = oordelaar.doe(beoordeel_marts, marts) + oordelaar.doe(
        beoordeel_cbs, marts["gebied"], cbs_maten(kwb, bevolking)
    )
    bewaar(home, "marts", oordelen)
    oordelaar.doe(schrijf_docs, home)
    for asset in _MARTS:
        yield _uitslag("poort_marts", asset, [rij for rij in oordelen if rij["tabel"] == asset.path[-1]])


_PROFIEL = """
SELECT regel, tabel AS onderdeel, min(ernst) AS ernst,
       CAST(sum(aantal_gecontroleerd) AS BIGINT) AS gecontroleerd, CAST(sum(aantal) AS BIGINT) AS geschonden
FROM lake.intermediate.int_bevinding__lake GROUP BY ALL ORDER BY ALL
"""
