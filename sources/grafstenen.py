"""What must outlive raw/: who was forgotten, what was left out for that, and which content has expired.

Belongs here: keeping it beside raw, and giving it back to a manifest that does not know it. Does not belong here: what being
forgotten or expired means (vergeten, verlopen).

The manifest says the same, in the one step in which raw changes; but raw/ may be removed and read again. So who stands in one
of the two was forgotten. Forgetting begins here and taking it back as well: killed before the manifest followed, the one is
finished by the next run and the other has not happened.

The folder says under which keys it is, as raw does. Pseudonyms under the first keys of a ring are put under the further ones
when they are read, so a change of keys can stop at any moment.
"""

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from sources.manifest import STAND, Manifest, lees_parquet, vervang
from sources.pseudoniem import LENGTE, Opvolging
from sources.schemas import pseudoniemen
from sources.vergeten_boek import VERLOPEN
from warehouse.duck import connect, ken_sleutel, write_raw
from warehouse.keys import (
    Stempel,
    lakesleutel,
    lees_stempel,
    pseudoniemsleutel,
    schrijf_stempel,
    stempel_van,
    vingerafdruk,
)
from warehouse.paths import DataRoot
from warehouse.sleutelbron import SleutelFout, lees_ring

_SLEUTEL = "vergeten"
_TABELLEN = {"vergeten": STAND["vergeten"], "uitgedund": STAND["uitgedund"], "verlopen": STAND["bestand"]}
Tabellen = dict[str, pa.Table]


def neem_mee(con: duckdb.DuckDBPyConnection, home: DataRoot, stand: Manifest) -> tuple[Manifest, pa.Array]:
    """The manifest with what was kept beside raw, and who of it still stands in raw (always empty without raw).

    Raises SleutelFout when what was kept is under keys that raw is not under yet.
    """
    bewaard = _lees(con, home)
    if bewaard is None:
        return stand, pa.array([], pa.int64())
    onbekend = bewaard["verlopen"].filter(_niet_in(bewaard["verlopen"], stand.bestand, "bestand_id"))
    nieuw = bewaard["vergeten"].filter(_niet_in(bewaard["vergeten"], stand.vergeten, "persoon"))
    uitgedund = pa.concat_tables([stand.uitgedund, bewaard["uitgedund"]])
    stand = stand.met(
        bestand=pa.concat_tables([stand.bestand, onbekend]),
        uitgedund=uitgedund.group_by(uitgedund.column_names).aggregate([]),
    )
    if (home.raw / "manifest").is_symlink():
        return stand, nieuw["persoon"].combine_chunks()
    return stand.met(vergeten=pa.concat_tables([stand.vergeten, nieuw])), pa.array([], pa.int64())


def bewaar(con: duckdb.DuckDBPyConnection, home: DataRoot, stand: Manifest) -> None:
    """Keep what this manifest says, and of who was forgotten also whom it does not name yet; writes only what changed."""
    al = _lees(con, home)
    tabellen = _van(stand)
    if al is not None:
        nog = al["vergeten"].filter(_niet_in(al["vergeten"], stand.vergeten, "persoon"))
        tabellen["vergeten"] = pa.concat_tables([tabellen["vergeten"], nog])
    _schrijf(con, home, tabellen, al)


def haal_weg(con: duckdb.DuckDBPyConnection, home: DataRoot, stand: Manifest) -> None:
    """Keep what this manifest says, and nobody else."""
    _schrijf(con, home, _van(stand), _lees(con, home))


def onder_nieuwe_sleutels(home: DataRoot) -> None:
    """Put what is kept under the keys that raw is under now."""
    con = connect(home)
    try:
        al = _lees(con, home)
        if al is not None:
            _schrijf(con, home, al, al)
    finally:
        con.close()


def _van(stand: Manifest) -> Tabellen:
    verlopen = stand.bestand.filter(pc.equal(stand.bestand["klasse"], VERLOPEN))
    return {"vergeten": stand.vergeten, "uitgedund": stand.uitgedund, "verlopen": verlopen}


def _schrijf(con: duckdb.DuckDBPyConnection, home: DataRoot, tabellen: Tabellen, al: Tabellen | None) -> None:
    nieuw = {naam: _op_volgorde(tabel.cast(_TABELLEN[naam])) for naam, tabel in tabellen.items()}
    plek, stempel = home.vergeten / "stand", stempel_van(pseudoniemsleutel(home), lakesleutel(home))
    if al is None and not any(tabel.num_rows for tabel in nieuw.values()):
        return
    if al == nieuw and lees_stempel(plek) == stempel:
        return

    def vul(map_: Path) -> None:
        for naam, tabel in nieuw.items():
            write_raw(con, tabel, map_ / f"{naam}.parquet")
        schrijf_stempel(map_, stempel)

    vervang(plek, vul)


def _lees(con: duckdb.DuckDBPyConnection, home: DataRoot) -> Tabellen | None:
    """What is kept, with pseudonyms as raw has them; None when nothing ever was."""
    plek = home.vergeten / "stand"
    stempel = lees_stempel(plek)
    if stempel is None:
        return None
    ken_sleutel(con, _SLEUTEL, _lakesleutel(home, stempel))
    tabellen = {naam: lees_parquet(con, f"{plek}/{naam}.parquet", _SLEUTEL) for naam in _TABELLEN}
    verder = _verder(home, stempel)
    if verder is not None:
        tabellen = {naam: _onder(tabel, verder) for naam, tabel in tabellen.items()}
    return {naam: _op_volgorde(tabel.cast(_TABELLEN[naam])) for naam, tabel in tabellen.items()}


def _lakesleutel(home: DataRoot, stempel: Stempel) -> bytes:
    ring = {vingerafdruk(sleutel): sleutel for sleutel in lees_ring(home.sleutels, "lake")}
    if stempel.lake not in ring:
        raise SleutelFout(f"De sleutel 'lake' waarmee {home.vergeten} is gemaakt ontbreekt. Zet hem terug.")
    return ring[stempel.lake]


def _verder(home: DataRoot, stempel: Stempel) -> Opvolging | None:
    """The keys that raw is under and this is not yet."""
    ring = pseudoniemsleutel(home)
    verder = ring[len(stempel.pseudoniem) * LENGTE :]
    if stempel_van(ring, b"").pseudoniem[: len(stempel.pseudoniem)] != stempel.pseudoniem:
        raise SleutelFout(
            f"{home.vergeten} staat onder een latere sleutel 'pseudoniem' dan {home.raw}, dat uit een oudere back-up komt. "
            "Zet raw/ eerst onder dezelfde sleutels: sdl keys rotate --pseudoniem"
        )
    return Opvolging(verder) if verder else None


def _onder(tabel: pa.Table, verder: Opvolging) -> pa.Table:
    for kolom in pseudoniemen(tabel.schema):
        plek = tabel.schema.get_field_index(kolom)
        tabel = tabel.set_column(plek, tabel.schema.field(plek), verder.kolom(tabel[kolom].combine_chunks()))
    return tabel


def _op_volgorde(tabel: pa.Table) -> pa.Table:
    return tabel.combine_chunks().sort_by([(kolom, "ascending") for kolom in tabel.column_names])


def _niet_in(tabel: pa.Table, ander: pa.Table, kolom: str) -> pa.ChunkedArray:
    return pc.invert(pc.is_in(tabel[kolom], value_set=ander[kolom].combine_chunks()))
