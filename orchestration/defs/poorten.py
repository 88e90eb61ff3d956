"""The three gates: behind the deliveries, behind the lake, before the publication. Each blocks what comes after.

Belongs here: where a gate stands and which asset it judges. Does not belong here: the rules and norms (expectations).
"""

from collections.abc import Iterable, Iterator

from dagster import AssetCheckResult, AssetCheckSeverity, AssetCheckSpec, AssetKey, multi_asset_check

from expectations.overige import OVERIGE
from expectations.publicatie import TABELLEN
from orchestration import oordeel
from orchestration.processen import oordelaar
from orchestration.voortgang import meld
from orchestration.werkplek import Werkplek

_ASSET_VAN_BRON = {
    "brp": "brp__persoon",
    "gebieden": "gebieden__adres",
    "iwmo": "bericht__bericht",
    "ijw": "bericht__bericht",
    "pwet": "pwet__uitkering",
    "voorzieningen": "voorzieningen__voorziening",
    "contracten": "contracten__contract",
    "financien": "financien__bedrag",
    "beleidsinformatie_jeugd": "beleidsinformatie_jeugd__jeugdhulp",
}
_LEVERING = [AssetKey(["raw", tabel]) for tabel in dict.fromkeys(_ASSET_VAN_BRON.values())]
_LAKE = AssetKey(["intermediate", "int_bevinding__stand"])
_MARTS = [AssetKey(["marts", tabel.naam]) for tabel in (*TABELLEN, *OVERIGE)]


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
    oordelen = oordelaar.doe(oordeel.levering, werkplek.home)
    for asset in _LEVERING:
        eigen = [rij for rij in oordelen if _ASSET_VAN_BRON.get(rij["bron"]) == asset.path[-1]]
        yield _uitslag("poort_levering", asset, eigen)


@multi_asset_check(
    specs=_specs("poort_lake", [_LAKE], "Great Expectations op het profiel dat SQL van het lake maakte.")
)
def poort_lake(werkplek: Werkplek) -> Iterator[AssetCheckResult]:
    """Gate 2: persons, households and counts that contradict each other stop the run; too many findings warn."""
    meld("poort 2: lake beoordelen")
    yield _uitslag("poort_lake", _LAKE, oordelaar.doe(oordeel.lake, werkplek.home))


@multi_asset_check(specs=_specs("poort_marts", _MARTS, "Great Expectations op de hele tabellen, voor publicatie."))
def poort_marts(werkplek: Werkplek) -> Iterator[AssetCheckResult]:
    """Gate 3: columns, connections and secrecy of what would be published; the comparison with CBS only warns."""
    meld("poort 3: marts beoordelen")
    oordelen = oordelaar.doe(oordeel.marts, werkplek.home)
    for asset in _MARTS:
        yield _uitslag("poort_marts", asset, [rij for rij in oordelen if rij["tabel"] == asset.path[-1]])
