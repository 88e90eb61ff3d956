"""What the YAMLs expect of deliveries, as a raw table for SQL: bron__verwachting.

Belongs here: that table, made anew at every intake. Does not belong here: what a YAML may say (soort, regeling, norm), or
whether a delivery is as expected (dbt).
"""

from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa

from sources.norm import Aandeel, Verwacht
from sources.regeling import Regeling, lees_regelingen
from sources.schemas import SCHEMAS
from sources.soort import BRONNEN, Bron, lees_bron
from warehouse.duck import PARQUET_KEY, write_raw
from warehouse.paths import DataRoot

TABEL = "bron__verwachting"


def tabel() -> pa.Table:
    """One row per source, and one per name of each scheme; raises BeschrijvingFout for a YAML that cannot be."""
    rijen = [_van_bron(lees_bron(bron)) for bron in sorted(BRONNEN)]
    rijen += [_van_regeling(naam, regeling) for naam, regeling in sorted(lees_regelingen().items())]
    return pa.Table.from_pylist(rijen, schema=SCHEMAS[TABEL])


def bewaar(con: duckdb.DuckDBPyConnection, home: DataRoot) -> None:
    """Put the table in the raw store, when it is not there already as it should be."""
    bewaar_tabel(con, home, TABEL, tabel())


def bewaar_tabel(con: duckdb.DuckDBPyConnection, home: DataRoot, naam: str, nieuw: pa.Table) -> None:
    """Put a table that follows from our YAMLs in the raw store; one that is there already as it should be stays."""
    plek = home.raw / naam / "yaml.parquet"
    if plek.exists():
        vraag = f"SELECT * FROM read_parquet(?, encryption_config = {{footer_key: '{PARQUET_KEY}'}})"
        oud = con.execute(vraag, [str(plek)]).to_arrow_table()
        if oud.column_names == nieuw.column_names and oud.cast(nieuw.schema).equals(nieuw):
            return
        plek.with_name("leeg.parquet").unlink(missing_ok=True)  # may be of another version, with other columns
    write_raw(con, nieuw, plek)


def _van_bron(bron: Bron) -> dict[str, Any]:
    return {"bron": bron.bron, "soort": "bron", "titel": bron.bron, **_gemeen(bron)}


def _van_regeling(naam: str, regeling: Regeling) -> dict[str, Any]:
    return {
        "bron": "voorzieningen",
        "soort": "regeling",
        "naam": naam,
        "titel": regeling.titel,
        **_gemeen(regeling),
        "wetten": ",".join(regeling.wetten),
        "leveringsvormen": ",".join(regeling.leveringsvormen),
        "voorzieningen": ",".join(regeling.voorzieningen) or None,
    }


def _gemeen(wat: Bron | Regeling) -> dict[str, Any]:
    verwacht: Verwacht = wat.verwacht
    stil = verwacht.declaratie
    return {
        "leverancier": wat.leverancier,
        "eigenaar": wat.eigenaar,
        "ritme_dagen": verwacht.ritme_dagen.norm,
        "minste_aandeel": _aandeel(verwacht.minste_aandeel),
        "stil_maanden": stil and stil.maanden_vooraf.norm,
        "stil_anderen": _aandeel(stil and stil.anderen),
    }


def _aandeel(aandeel: Aandeel | None) -> Decimal | None:
    """Exactly as written: 0.60 of a whole number of rows must not depend on how a float rounds."""
    return None if aandeel is None else round(Decimal(str(aandeel.norm)), 4)
