"""Where the judgements of the three gates are kept between a gate and what reads it.

Belongs here: those small files. Does not belong here: the judging (expectations).
"""

import hashlib
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq

from warehouse.paths import DataRoot

POORTEN = ("levering", "lake", "marts")
_VORM = pa.schema(
    {
        "regel": pa.string(),
        "laag": pa.string(),
        "bron": pa.string(),
        "tabel": pa.string(),
        "attribuut": pa.string(),
        "ernst": pa.string(),
        "aantal": pa.int64(),
        "aantal_gecontroleerd": pa.int64(),
        "geslaagd": pa.bool_(),
        "zin": pa.string(),
    }
)
_ACCEPTATIE = pa.schema(
    {
        "regel": pa.string(),
        "bron": pa.string(),
        "tabel": pa.string(),
        "leverancier": pa.string(),
        "reden": pa.string(),
        "door": pa.string(),
        "tot": pa.date32(),
    }
)
_VAN_DE_RUN = {"M_AANVAL_EERDER_RUIMTE"}
"""Rules that also look at earlier publications: the same deliveries must give the same `bevinding`."""
_SLEUTEL = ("regel", "retourcode", "laag", "bron", "tabel", "attribuut", "ernst", "leverancier")


def bewaar(home: DataRoot, poort: str, oordelen: list[dict]) -> None:
    """Keep what one gate judged; what later gates said in an earlier run is forgotten."""
    home.oordeel.mkdir(parents=True, exist_ok=True)
    for later in POORTEN[POORTEN.index(poort) :]:
        _schrijf(home, later, pa.Table.from_pylist(oordelen if later == poort else [], schema=_VORM))


def bewaar_acceptaties(home: DataRoot, acceptaties: list[dict]) -> None:
    """Keep which findings are accepted, for the marts of this run."""
    home.oordeel.mkdir(parents=True, exist_ok=True)
    _schrijf(home, "acceptatie", pa.Table.from_pylist(acceptaties, schema=_ACCEPTATIE))


def _schrijf(home: DataRoot, naam: str, tabel: pa.Table) -> None:
    doel = home.oordeel / f"{naam}.parquet"
    pq.write_table(tabel, doel.with_suffix(".tmp"))
    doel.with_suffix(".tmp").replace(doel)


def bevindingen(home: DataRoot, bekend_op: date) -> pa.Table:
    """What the last gate found in the tables and did not stop for, in the columns of `bevinding`."""
    rijen = []
    for oordeel in pq.read_table(home.oordeel / "marts.parquet").to_pylist():
        if oordeel["geslaagd"] or oordeel["regel"] in _VAN_DE_RUN:
            continue
        rij = {**oordeel, "retourcode": None, "leverancier": None}
        inhoud = "|".join(str(rij[kolom] or "") for kolom in _SLEUTEL)
        rijen.append(
            {
                "bevinding_id": hashlib.md5(inhoud.encode(), usedforsecurity=False).hexdigest(),
                **{kolom: rij[kolom] for kolom in _SLEUTEL},
                "aantal": rij["aantal"],
                "aantal_gecontroleerd": rij["aantal_gecontroleerd"],
                "eerste_keer": bekend_op,
                "laatste_keer": bekend_op,
                "status": "open",
            }
        )
    return pa.Table.from_pylist(rijen, schema=_BEVINDING)


_BEVINDING = pa.schema(
    {
        "bevinding_id": pa.string(),
        **{kolom: pa.string() for kolom in _SLEUTEL},
        "aantal": pa.int32(),
        "aantal_gecontroleerd": pa.int32(),
        "eerste_keer": pa.date32(),
        "laatste_keer": pa.date32(),
        "status": pa.string(),
    }
)
