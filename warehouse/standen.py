"""The published figures as they stood at an earlier delivery date, kept to lay beside those of now.

Belongs here: keeping and finding them. Does not belong here: computing them (orchestration), or comparing (dbt).

A state is named after everything it follows from: the deliveries up to its date and the SQL. What was delivered later with
an earlier date makes another name, so a state that no longer holds is never found.
"""

import hashlib
import os
import shutil
from datetime import date
from pathlib import Path

import duckdb

from warehouse.duck import PARQUET_KEY, attach_lake, connect
from warehouse.paths import DataRoot

_KOLOMMEN = {
    "gebied": "gebied_code VARCHAR, jaar INTEGER, inwoners INTEGER, huishoudens_adres INTEGER, huishoudens_gezin INTEGER",
    "huishouden_overlap": "definitie VARCHAR, periode VARCHAR, huishoudensoort VARCHAR, gebied_code VARCHAR, "
    "combinatie VARCHAR, huishoudens INTEGER, geheim BOOLEAN, bekend_op DATE",
    "client_overlap": "definitie VARCHAR, periode VARCHAR, gebied_code VARCHAR, combinatie VARCHAR, clienten INTEGER, "
    "geheim BOOLEAN, bekend_op DATE",
    "stapeling": "definitie VARCHAR, periode VARCHAR, eenheid VARCHAR, gebied_code VARCHAR, aantal_voorzieningen VARCHAR, "
    "aantal INTEGER, geheim BOOLEAN",
    "overlap_matrix": "periode VARCHAR, regeling_a VARCHAR, regeling_b VARCHAR, clienten_a_en_b INTEGER, geheim BOOLEAN",
}
TABELLEN = tuple(_KOLOMMEN)
# The state published now, the one before it, and one more for who takes the last delivery back.
_BEWAREN = 3


def naam_van(home: DataRoot, tot: date, versie: str) -> str:
    """The name of the state that the deliveries up to a date give under this version of the SQL."""
    con = connect(home)
    try:
        rijen = con.execute(
            f"""
            SELECT DISTINCT bron, CAST(leverdatum AS VARCHAR), naam, bestand_id, pad_id
            FROM read_parquet(?, encryption_config = {{footer_key: '{PARQUET_KEY}'}})
            WHERE leverdatum <= ? ORDER BY ALL
            """,
            [str(home.raw / "manifest" / "waarneming.parquet"), tot],
        ).fetchall()
    finally:
        con.close()
    return hashlib.sha256(repr((versie, rijen)).encode()).hexdigest()[:32]


def is_bewaard(home: DataRoot, naam: str) -> bool:
    """Whether this state need not be computed."""
    return (home.standen / naam).is_dir()


def bewaar_uit_lake(home: DataRoot, lake: DataRoot, naam: str) -> None:
    """Keep the figures that stand in the lake of another data root with the same keys."""
    con = connect(lake)
    try:
        attach_lake(con, lake, read_only=True)
        _bewaar(home, naam, con, {tabel: f"FROM lake.marts.{tabel}" for tabel in TABELLEN})
    finally:
        con.close()


def bewaar_publicatie(home: DataRoot, naam: str) -> None:
    """Keep the figures that were just published."""
    if not is_bewaard(home, naam):
        with duckdb.connect(str(home.marts / "publicatie.duckdb"), read_only=True) as con:
            _bewaar(home, naam, con, {tabel: f"FROM marts.{tabel}" for tabel in TABELLEN})


def kies(home: DataRoot, naam: str | None) -> None:
    """Make this state the one that SQL reads as the one before; None: there is none."""
    if naam is None:
        naam = "leeg"
        if not is_bewaard(home, naam):
            with duckdb.connect() as con:
                for tabel, kolommen in _KOLOMMEN.items():
                    con.execute(f"CREATE TABLE {tabel} ({kolommen})")
                _bewaar(home, naam, con, {tabel: f"FROM {tabel}" for tabel in TABELLEN})
    else:
        (home.standen / naam).touch()
    wissel = home.raw / ".vorige"
    wissel.unlink(missing_ok=True)
    wissel.symlink_to(os.path.relpath(home.standen / naam, home.raw))
    wissel.replace(home.raw / "vorige")


def _bewaar(home: DataRoot, naam: str, con: duckdb.DuckDBPyConnection, vragen: dict[str, str]) -> None:
    """Write the tables and give them their name in one step; the oldest states beyond a few are removed."""
    bouw = home.standen / f"{naam}.bouw"
    shutil.rmtree(bouw, ignore_errors=True)
    bouw.mkdir(parents=True)
    for tabel, vraag in vragen.items():
        con.execute(f"COPY ({vraag}) TO '{bouw / tabel}.parquet' (FORMAT parquet, COMPRESSION zstd)")
    bouw.rename(home.standen / naam)
    _ruim_op(home.standen, naam)


def _ruim_op(standen: Path, nieuw: str) -> None:
    # The new one stays whatever the clock says: after a clock was set back all others look younger.
    andere = (plek for plek in standen.iterdir() if plek.name not in {"leeg", nieuw})
    for plek in sorted(andere, key=lambda plek: plek.stat().st_mtime_ns)[: 1 - _BEWAREN]:
        shutil.rmtree(plek)
