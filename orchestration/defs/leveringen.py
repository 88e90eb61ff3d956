"""From deliveries to raw Parquet: what suppliers drop, and open data.

Belongs here: which raw tables come from which source. Does not belong here: reading a file (sources).
"""

from collections.abc import Iterator
from datetime import date

from dagster import AssetKey, AssetSpec, MaterializeResult, multi_asset

from orchestration.voortgang import meld, zonder_waarden
from orchestration.werkplek import Werkplek
from sources.cbs.laden import laad
from sources.cbs.tabellen import THEMAS
from sources.intake import neem_in
from sources.schemas import DEFINITIE, GELEVERD, MANIFEST
from sources.soort import BRONNEN
from sources.verwachting import TABEL as VERWACHTING

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
        *(AssetSpec(["raw", tabel], group_name="raw", kinds={"parquet"}) for tabel in (VERWACHTING, *DEFINITIE)),
    ],
)
def inname(werkplek: Werkplek) -> Iterator[MaterializeResult]:
    """Land everything that is new, in one pass over the landing zone; what is known costs nothing."""
    with zonder_waarden():
        verslag = neem_in(werkplek.home, vandaag=date.today(), meld=meld)
    for tabel in sorted(GELEVERD):
        yield MaterializeResult(asset_key=["raw", tabel])
    for tabel in sorted(MANIFEST):
        yield MaterializeResult(asset_key=["manifest", tabel], metadata=verslag.metadata())
    for tabel in (VERWACHTING, *DEFINITIE):
        yield MaterializeResult(asset_key=["raw", tabel])


@multi_asset(
    name="cbs",
    specs=[AssetSpec(["raw", f"cbs__{thema}"], group_name="raw", kinds={"parquet"}) for thema in THEMAS],
)
def cbs(werkplek: Werkplek) -> Iterator[MaterializeResult]:
    """Key figures per buurt, population per municipality and overlap of the three laws, from CBS or from the recorded answers."""
    verslag = laad(werkplek.home, meld=meld)
    for thema in THEMAS:
        tabellen = [tabel for tabel in verslag.tabellen if tabel.thema == thema]
        yield MaterializeResult(
            asset_key=["raw", f"cbs__{thema}"],
            metadata={tabel.tabel: f"{tabel.herkomst}, {tabel.rijen} rijen" for tabel in tabellen},
        )
