"""From deliveries to raw Parquet: what suppliers drop, and open data.

Belongs here: which raw tables come from which source. Does not belong here: reading a file (sources).
"""

from collections.abc import Iterator
from datetime import date

from dagster import AssetKey, AssetSpec, MaterializeResult, asset, multi_asset

from orchestration.voortgang import meld
from sources.cbs.laden import laad
from sources.intake import neem_in
from sources.schemas import GELEVERD, MANIFEST
from warehouse.paths import data_root

BRONNEN = ("brp", "gebieden", "iwmo", "ijw", "pwet", "voorzieningen", "contracten", "financien")

leveringen = [
    AssetSpec(["landing", bron], group_name="landing", description=f"Leveringen in landing/{bron}/<leverdatum>/.")
    for bron in BRONNEN
]


def _herkomst(tabel: str) -> list[AssetKey]:
    bron = tabel.split("__")[0]
    return [AssetKey(["landing", naam]) for naam in (("iwmo", "ijw") if bron == "bericht" else (bron,))]


@multi_asset(
    name="inname",
    specs=[
        *(
            AssetSpec(["raw", tabel], group_name="raw", deps=_herkomst(tabel), kinds={"parquet"})
            for tabel in sorted(GELEVERD)
        ),
        *(
            AssetSpec(["manifest", tabel], group_name="raw", deps=leveringen, kinds={"parquet"})
            for tabel in sorted(MANIFEST)
        ),
    ],
)
def inname() -> Iterator[MaterializeResult]:
    """Land everything that is new, in one pass over the landing zone; what is known costs nothing."""
    verslag = neem_in(data_root(), vandaag=date.today(), meld=meld)
    for tabel in sorted(GELEVERD):
        yield MaterializeResult(asset_key=["raw", tabel])
    for tabel in sorted(MANIFEST):
        yield MaterializeResult(asset_key=["manifest", tabel], metadata=verslag.metadata())


@asset(key=["raw", "cbs__kwb"], group_name="raw", kinds={"parquet"})
def cbs_kwb() -> MaterializeResult:
    """Key figures of CBS per buurt and the population per municipality; recorded answers where there is no network."""
    verslag = laad(data_root(), bron=None, meld=meld)
    return MaterializeResult(metadata=verslag.metadata())
