"""Raw under other keys, without any delivery: pseudonyms go through the keys that are new, files under the new lake key.

Belongs here: which keys come next, and making the new raw store. Does not belong here: the chain of keys itself (pseudoniem),
or how one store takes the place of the other (warehouse.wisselen).

Which columns hold pseudonyms follows from their name (schemas.PSEUDONIEM_KOLOMMEN), in whatever file they stand. A column of
whole numbers that is not known to be something else stops the work: half a change would be worse than none.
"""

import os
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from sources import grafstenen
from sources.pseudoniem import LENGTE, Opvolging
from sources.schemas import GETALLEN, pseudoniemen
from warehouse.duck import PARQUET_KEY, connect, ken_sleutel, write_raw
from warehouse.keys import NAMES, Stempel, lakesleutel, pseudoniemsleutel, read_key, schrijf_stempel, stempel_van
from warehouse.paths import DataRoot
from warehouse.sleutelbron import SleutelFout, plekken, voeg_toe
from warehouse.wisselen import begin, maak_af, wissel

DEEL_RIJEN = 250_000
"""Rows in memory at once."""
_NIEUW = "lake_nieuw"
_VERSLEUTELD = b"PARE"
_HALF = {".part", ".half", ".tmp"}


@dataclass(frozen=True)
class Sleutels:
    """Both secrets as one raw store uses them: the pseudonym keys, 32 bytes each, and the lake key."""

    pseudoniem: bytes
    lake: bytes

    def stempel(self) -> Stempel:
        """What raw says of them."""
        return stempel_van(self.pseudoniem, self.lake)


def in_gebruik(home: DataRoot) -> Sleutels:
    """The keys that raw is under now; raises SleutelFout."""
    return Sleutels(pseudoniemsleutel(home), lakesleutel(home))


def volgende(home: DataRoot, namen: Collection[str]) -> Sleutels:
    """The keys that raw comes under when those of `namen` are changed: the whole pseudonym ring, the last lake key."""
    nu, ringen = in_gebruik(home), {naam: read_key(home.sleutels, naam) for naam in NAMES}
    return Sleutels(
        ringen["pseudoniem"] if "pseudoniem" in namen else nu.pseudoniem,
        ringen["lake"][-LENGTE:] if "lake" in namen else nu.lake,
    )


def wissel_sleutels(home: DataRoot, namen: Collection[str], meld: Callable[[str], None]) -> int:
    """Put raw under the next key of each ring in `namen`; returns how many files were made anew.

    The lock must be held and the keys checked. A ring that is longer already (in the secret manager, or by an attempt that was
    killed) is not added to. Raises SleutelFout, also on a full disk: raw, lake and publication are then as they were.
    """
    try:
        _zorg_voor_volgende(home, namen)
        oud, nieuw = in_gebruik(home), volgende(home, namen)
        herschreven = _maak_boom(home, oud, nieuw, meld)
        schrijf_stempel(home.raw_nieuw, nieuw.stempel())
    except (OSError, duckdb.IOException) as fout:
        maak_af(home)
        raise SleutelFout(
            f"Niet gelukt raw/ opnieuw te schrijven ({type(fout).__name__}); er is niets gewijzigd. Is de schijf vol, maak dan "
            f"zoveel ruimte als {home.raw} nu inneemt, en start opnieuw: sdl keys rotate"
        ) from None
    except BaseException:
        maak_af(home)
        raise
    wissel(home)
    # It can be read under the keys of before as well: killed here, or on a full disk, the next run does this.
    with suppress(OSError, duckdb.IOException):
        grafstenen.onder_nieuwe_sleutels(home)
    return herschreven


def _zorg_voor_volgende(home: DataRoot, namen: Collection[str]) -> None:
    """Add a key to the rings that have none to go to; a ring of a command only its manager can add to."""
    nu = in_gebruik(home)
    op = [naam for naam in namen if getattr(volgende(home, [naam]), naam) == getattr(nu, naam)]
    for naam in op:
        opdracht = plekken(home.sleutels, naam)[1]
        if opdracht.exists():
            raise SleutelFout(
                f"De sleutel '{naam}' komt uit de opdracht in {opdracht}, die nog geen nieuwe geeft. Voeg hem eerst toe waar die "
                "opdracht hem haalt, als regel onder de bestaande (maak hem met: openssl rand -hex 32), en begin opnieuw."
            )
    for naam in op:
        voeg_toe(home.sleutels, naam)


def _maak_boom(home: DataRoot, oud: Sleutels, nieuw: Sleutels, meld: Callable[[str], None]) -> int:
    """Write the whole store once more, beside the one that holds; what need not change gets a second name."""
    opvolging = Opvolging(nieuw.pseudoniem[len(oud.pseudoniem) :]) if nieuw.pseudoniem != oud.pseudoniem else None
    doel, anders, gedaan = begin(home), oud.lake != nieuw.lake, 0
    con = connect(home)
    try:
        con.execute("SET threads = 1")
        ken_sleutel(con, _NIEUW, nieuw.lake)
        bestanden = [pad for pad in sorted(home.raw.rglob("*")) if pad.suffix not in _HALF]
        for nummer, bron in enumerate(bestanden):
            gedaan += _neem_over(con, bron, doel / bron.relative_to(home.raw), opvolging, anders=anders)
            if nummer % 500 == 499:
                meld(f"sleutels: {nummer + 1} van {len(bestanden)} bestanden in raw/ gedaan")
    finally:
        con.close()
    return gedaan


def _neem_over(
    con: duckdb.DuckDBPyConnection, bron: Path, naar: Path, opvolging: Opvolging | None, *, anders: bool
) -> bool:
    """One entry of raw in the new store; true when its content is made anew, because of pseudonyms or (`anders`) the key."""
    if bron.is_symlink():
        naar.symlink_to(os.readlink(bron))
    elif bron.is_dir():
        naar.mkdir()
    elif _is_versleuteld(bron):
        lezer = con.cursor().execute(
            f"FROM read_parquet(?, encryption_config = {{footer_key: '{PARQUET_KEY}'}})", [str(bron)]
        )
        delen = lezer.to_arrow_reader(DEEL_RIJEN)
        kolommen = _pseudoniemen(bron, delen.schema) if opvolging else ()
        if kolommen or anders:
            write_raw(con, _onder(delen, kolommen, opvolging), naar, _NIEUW)
            return True
        _tweede_naam(bron, naar)
    else:
        _tweede_naam(bron, naar)
    return False


def _is_versleuteld(bron: Path) -> bool:
    with bron.open("rb") as stroom:
        return stroom.read(4) == _VERSLEUTELD


def _pseudoniemen(bron: Path, schema: pa.Schema) -> tuple[str, ...]:
    kolommen = pseudoniemen(schema)
    onbekend = {veld.name for veld in schema if veld.type == pa.int64()} - {*kolommen} - GETALLEN
    if onbekend:
        raise SleutelFout(
            f"Van kolom {', '.join(sorted(onbekend))} in {bron} is niet bekend of er pseudoniemen staan; er is niets gewijzigd. "
            "Zet haar in sources/schemas.py bij de pseudoniemen of bij de getallen."
        )
    return kolommen


def _onder(delen: pa.RecordBatchReader, kolommen: tuple[str, ...], opvolging: Opvolging | None) -> pa.RecordBatchReader:
    """The same rows in the same order, these columns one step further."""

    def stroom() -> Iterator[pa.RecordBatch]:
        for deel in delen:
            for kolom in kolommen:
                plek = deel.schema.get_field_index(kolom)
                deel = deel.set_column(plek, deel.schema.field(plek), opvolging.kolom(deel.column(plek)))
            yield deel

    return pa.RecordBatchReader.from_batches(delen.schema, stroom())


def _tweede_naam(bron: Path, naar: Path) -> None:
    """Files of raw are replaced, never changed: a hard link is as good as a copy."""
    try:
        os.link(bron, naar)
    except OSError:  # a file system without
        shutil.copy2(bron, naar)
