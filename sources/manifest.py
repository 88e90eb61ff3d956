"""The manifest: which files are known by content, where they were seen and what was wrong with them.

Belongs here: keeping the three tables consistent on disk. Does not belong here: reading deliveries (intake).

The tables lie together in raw/manifest.<n>/; the symbolic link raw/manifest is swapped in one step, so a reader sees
all three of before or all three of after. A raw part that no manifest names was left by a crash.
"""

import os
import shutil
from dataclasses import dataclass

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from sources.fouten import VormFout
from sources.schemas import GELEVERD, MANIFEST, SCHEMAS, leeg, vorm
from warehouse.duck import PARQUET_KEY, write_raw
from warehouse.paths import DataRoot

_VOLGORDE = {
    "bestand": ["bestand_id"],
    "waarneming": ["bron", "leverdatum", "pad", "bestand_id", "pad_id"],
    "melding": ["bron", "leverdatum", "pad", "bestand_id", "code", "attribuut", "plaats"],
}


@dataclass(frozen=True)
class Manifest:
    """The three tables as they stand on disk."""

    bestand: pa.Table
    waarneming: pa.Table
    melding: pa.Table

    def met(self, **tabellen: pa.Table) -> "Manifest":
        """With other tables, each sorted: what is written depends on its rows alone."""
        nieuw = {naam: getattr(self, naam) for naam in MANIFEST} | tabellen
        return Manifest(**{naam: _gesorteerd(naam, tabel) for naam, tabel in nieuw.items()})


def _gesorteerd(naam: str, tabel: pa.Table) -> pa.Table:
    return tabel.cast(MANIFEST[naam]).combine_chunks().sort_by([(kolom, "ascending") for kolom in _VOLGORDE[naam]])


def lees(con: duckdb.DuckDBPyConnection, home: DataRoot) -> Manifest:
    """The manifest of the last run, without rows when there was none."""
    plek = home.raw / "manifest"
    if not plek.is_symlink():
        return Manifest(**{naam: schema.empty_table() for naam, schema in MANIFEST.items()})
    return Manifest(**{naam: _lees_parquet(con, f"{plek}/{naam}.parquet").cast(MANIFEST[naam]) for naam in MANIFEST})


def _lees_parquet(con: duckdb.DuckDBPyConnection, pad: str) -> pa.Table:
    vraag = f"SELECT * FROM read_parquet(?, encryption_config = {{footer_key: '{PARQUET_KEY}'}})"
    return con.execute(vraag, [pad]).to_arrow_table()


def schrijf(con: duckdb.DuckDBPyConnection, home: DataRoot, manifest: Manifest) -> None:
    """Make this the manifest, in one step; the one before is removed."""
    nummers = [int(plek.suffix[1:]) for plek in home.raw.glob("manifest.*") if plek.suffix[1:].isdigit()]
    map_ = home.raw / f"manifest.{max(nummers, default=0) + 1}"
    for naam in MANIFEST:
        write_raw(con, getattr(manifest, naam), map_ / f"{naam}.parquet")
    wissel = home.raw / "manifest.wissel"
    wissel.unlink(missing_ok=True)
    wissel.symlink_to(map_.name)
    os.replace(wissel, home.raw / "manifest")
    _oude_weg(home, map_.name)


def _oude_weg(home: DataRoot, huidig: str | None) -> None:
    for plek in home.raw.glob("manifest.*"):
        if plek.is_symlink():
            plek.unlink()
        elif plek.name != huidig:
            shutil.rmtree(plek)


def ruim_op(home: DataRoot, manifest: Manifest) -> int:
    """Remove what a killed run left: half files, half manifests, and parts that no manifest names. Returns how many."""
    huidig = home.raw / "manifest"
    _oude_weg(home, os.readlink(huidig) if huidig.is_symlink() else None)
    genoemd = {deel for delen in pc.unique(manifest.bestand["delen"]).to_pylist() if delen for deel in delen.split(",")}
    resten = list(home.raw.glob("*/*.part"))
    for tabel in GELEVERD:
        delen = (home.raw / tabel).glob("*.parquet")
        resten += [deel for deel in delen if deel.stem != "leeg" and f"{tabel}/{deel.name}" not in genoemd]
    for rest in resten:
        rest.unlink()
    return len(resten)


def controleer_vorm(home: DataRoot) -> None:
    """Note the shape of the raw tables in a new store; raises VormFout when the store has another."""
    bewijs = home.raw / "vorm"
    if bewijs.exists() or (home.raw / "manifest").exists():
        if not bewijs.exists() or bewijs.read_text("utf-8") != vorm():
            raise VormFout(
                f"{home.raw} is gemaakt door een andere versie, met andere kolommen. Haal die map weg en start opnieuw: "
                "alles in landing/ wordt dan nog een keer gelezen."
            )
        return
    home.raw.mkdir(parents=True, exist_ok=True)
    bewijs.write_text(vorm(), "utf-8")


def zorg_voor_leeg(con: duckdb.DuckDBPyConnection, home: DataRoot) -> None:
    """Give every raw table one file without rows, so that SQL can read the table before its first delivery."""
    for tabel in SCHEMAS:
        plek = home.raw / tabel / "leeg.parquet"
        if not plek.exists():
            write_raw(con, leeg(tabel), plek)
