"""The manifest: which files are known by content, where they were seen, what was wrong with them, and who was forgotten.

Belongs here: keeping these tables consistent on disk. Does not belong here: reading deliveries (intake), or what being
forgotten means (vergeten).

The tables lie together in raw/manifest.<n>/; the symbolic link raw/manifest is swapped in one step, so a reader sees
all of before or all of after. A raw part that no manifest names was left by a crash.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from sources.fouten import VormFout
from sources.schemas import GELEVERD, MANIFEST, SCHEMAS, leeg, vorm
from warehouse.duck import PARQUET_KEY, write_raw
from warehouse.paths import DataRoot

STAND = MANIFEST | {
    "vergeten": pa.schema({"persoon": pa.int64(), "sinds": pa.date32()}),
    "uitgedund": pa.schema({"bestand_id": pa.int64(), "koppelsleutel": pa.int64()}),
}
"""The tables by name. `vergeten`: the pseudonyms of who was forgotten. `uitgedund`: the files that they were left out of,
and of a message that is gone as a whole the keyed hash of what an answer to it names."""
_VOLGORDE = {
    "bestand": ["bestand_id"],
    "waarneming": ["bron", "leverdatum", "pad", "bestand_id", "pad_id"],
    "melding": ["bron", "leverdatum", "pad", "bestand_id", "code", "attribuut", "plaats"],
    "vergeten": ["persoon"],
    "uitgedund": ["bestand_id", "koppelsleutel"],
}


@dataclass(frozen=True)
class Manifest:
    """The tables as they stand on disk."""

    bestand: pa.Table
    waarneming: pa.Table
    melding: pa.Table
    vergeten: pa.Table = field(default_factory=STAND["vergeten"].empty_table)
    uitgedund: pa.Table = field(default_factory=STAND["uitgedund"].empty_table)

    def met(self, **tabellen: pa.Table) -> "Manifest":
        """With other tables, each sorted: what is written depends on its rows alone."""
        nieuw = {naam: getattr(self, naam) for naam in STAND} | tabellen
        return Manifest(**{naam: _gesorteerd(naam, tabel) for naam, tabel in nieuw.items()})


def _gesorteerd(naam: str, tabel: pa.Table) -> pa.Table:
    return tabel.cast(STAND[naam]).combine_chunks().sort_by([(kolom, "ascending") for kolom in _VOLGORDE[naam]])


def lees(con: duckdb.DuckDBPyConnection, home: DataRoot) -> Manifest:
    """The manifest of the last run, without rows when there was none."""
    plek = home.raw / "manifest"
    if not plek.is_symlink():
        return Manifest(**{naam: schema.empty_table() for naam, schema in STAND.items()})
    # A manifest from before anybody could be forgotten has no table of that.
    namen = [naam for naam in STAND if naam in MANIFEST or (plek / f"{naam}.parquet").exists()]
    return Manifest(**{naam: lees_parquet(con, f"{plek}/{naam}.parquet").cast(STAND[naam]) for naam in namen})


def lees_parquet(con: duckdb.DuckDBPyConnection, pad: str, sleutelnaam: str = PARQUET_KEY) -> pa.Table:
    """One raw file as a whole."""
    vraag = f"SELECT * FROM read_parquet(?, encryption_config = {{footer_key: '{sleutelnaam}'}})"
    return con.execute(vraag, [pad]).to_arrow_table()


def schrijf(con: duckdb.DuckDBPyConnection, home: DataRoot, manifest: Manifest) -> None:
    """Make this the manifest, in one step; the one before is removed."""
    vervang(home.raw / "manifest", lambda map_: _vul(con, manifest, map_))


def _vul(con: duckdb.DuckDBPyConnection, manifest: Manifest, map_: Path) -> None:
    for naam in STAND:
        write_raw(con, getattr(manifest, naam), map_ / f"{naam}.parquet")


def vervang(plek: Path, vul: Callable[[Path], None]) -> None:
    """Fill a new folder and let the link `plek` point to it, in one step; the folder of before is removed."""
    nummers = [int(oud.suffix[1:]) for oud in plek.parent.glob(f"{plek.name}.*") if oud.suffix[1:].isdigit()]
    map_ = plek.with_name(f"{plek.name}.{max(nummers, default=0) + 1}")
    vul(map_)
    wissel = plek.with_name(f"{plek.name}.wissel")
    wissel.unlink(missing_ok=True)
    wissel.symlink_to(map_.name)
    os.replace(wissel, plek)
    _oude_weg(plek, map_.name)


def _oude_weg(link: Path, huidig: str | None) -> None:
    for plek in link.parent.glob(f"{link.name}.*"):
        if plek.is_symlink():
            plek.unlink()
        elif plek.name != huidig:
            shutil.rmtree(plek)


def ruim_op(home: DataRoot, manifest: Manifest) -> int:
    """Remove what a killed run left: half files, half manifests, and parts that no manifest names. Returns how many."""
    huidig = home.raw / "manifest"
    _oude_weg(huidig, os.readlink(huidig) if huidig.is_symlink() else None)
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
                "alles in landing/ wordt dan nog een keer gelezen. Wie was vergeten blijft vergeten en wat was verlopen blijft weg: "
                f"dat staat in {home.vergeten}; laat die map staan."
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
