"""What leaves the house: the publication and the extracts made from it.

Belongs here: the two assets and their place after the last gate. Does not belong here: how files are swapped (warehouse).
"""

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from dagster import AssetExecutionContext, AssetKey, MaterializeResult, asset

from orchestration.dbt_bouw import maak_docs
from orchestration.dbt_manifest import manifest
from orchestration.naar_postgres import naar_postgres
from orchestration.processen import bouwer
from orchestration.voortgang import meld
from orchestration.vorige_stand import bewaar
from orchestration.werkplek import Werkplek
from warehouse.audit import leg_vast
from warehouse.duck import lees_lake
from warehouse.extract import lees_instelling, maak_extracten
from warehouse.grootboek import schrijf_bij
from warehouse.oordelen import bevindingen
from warehouse.paths import DataRoot
from warehouse.portaal import maak_portaal
from warehouse.publicatie import SLEUTELS, publiceer


@asset(
    key=["publicatie", "marts"],
    group_name="publicatie",
    deps=[AssetKey(["marts", tabel]) for tabel in SLEUTELS],
    kinds={"duckdb", "parquet"},
)
def publicatie(context: AssetExecutionContext, werkplek: Werkplek) -> MaterializeResult:
    """publicatie.duckdb and parquet/, replaced as a whole after every gate has passed."""
    meld("publicatie: bouwen, controleren en wisselen")
    home = werkplek.home
    bekend_op = lees_lake(home, "SELECT bekend_op FROM lake.intermediate.int_peil__bekend_op")["bekend_op"][0]
    _grootboek(home, context.run_id)  # what a killed run published and did not write down
    rijen = publiceer(home, datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f"), bevindingen(home, bekend_op.date()))
    leg_vast(
        home,
        "publicatie",
        trace=context.run_id,
        bekend_op=bekend_op.date(),
        rijen=rijen,
        sha256={tabel: _sha256(home.marts / "parquet" / f"{tabel}.parquet") for tabel in rijen},
    )
    _grootboek(home, context.run_id)
    bewaar(home)
    return MaterializeResult(metadata={f"rijen_{tabel}": aantal for tabel, aantal in rijen.items()})


@asset(
    key=["publicatie", "postgres"],
    group_name="publicatie",
    deps=[publicatie],
    kinds={"postgres"},
    output_required=False,
)
def postgres(context: AssetExecutionContext, werkplek: Werkplek) -> Iterator[MaterializeResult]:
    """The same tables in schema `marts` of the database that SDL_POSTGRES names; without it this is skipped."""
    yield from naar_postgres(werkplek.home, context.run_id)


@asset(key=["publicatie", "extracts"], group_name="publicatie", deps=[publicatie], kinds={"excel"})
def extracts(context: AssetExecutionContext, werkplek: Werkplek) -> MaterializeResult:
    """One workbook per wijk for managers, from the publication."""
    aantal = maak_extracten(werkplek.home, date.today())
    leg_vast(werkplek.home, "extract", trace=context.run_id, werkboeken=aantal, ontvangers=lees_instelling().ontvangers)
    meld(f"extracts: {aantal} werkboeken")
    return MaterializeResult(metadata={"werkboeken": aantal})


@asset(key=["publicatie", "portaal"], group_name="publicatie", deps=[publicatie, extracts], kinds={"html"})
def portaal(werkplek: Werkplek) -> MaterializeResult:
    """docs/: the page where everybody begins, with the dbt docs beside it; Data Docs are written by the gates."""
    home = werkplek.home
    pagina = home.docs / "dbt" / "index.html"
    if not pagina.exists() or pagina.stat().st_mtime < manifest(home).stat().st_mtime:
        bouwer.doe(maak_docs, str(pagina))
    maak_portaal(home, date.today())
    return MaterializeResult(metadata={"pagina": str(home.docs / "index.html")})


def _grootboek(home: DataRoot, run: str) -> None:
    """Write down what the publication shows that was not written down yet."""
    if bijgeschreven := schrijf_bij(home):
        aantal, sha256 = bijgeschreven
        leg_vast(home, "grootboek", trace=run, cellen=aantal, sha256=sha256)


def _sha256(pad: Path) -> str:
    with pad.open("rb") as bestand:
        return hashlib.file_digest(bestand, "sha256").hexdigest()
