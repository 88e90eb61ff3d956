"""Deliveries whose term is over leave raw, each as an event of its own.

Belongs here: which files those are on a day, and taking them out. Does not belong here: the terms themselves (the YAML of a
source or scheme), or the originals in landing/.

A file that has expired counts as never delivered, and its content stays known, so that the same bytes do not come back. What
is published therefore follows from the deliveries that have not expired, and not from the day of the run: two runs between
which nothing expires give the same. When something expires is in the audit log.
"""

from collections.abc import Collection
from datetime import date, timedelta

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from sources import manifest
from sources.intake_werk import Werk
from sources.manifest import Manifest
from sources.regeling import lees_regelingen
from sources.soort import BRONNEN, lees_bron
from sources.vergeten_boek import VERLOPEN, niets_over, verwijder_bestanden
from sources.vergeten_raw import ruim_afgeleide
from warehouse.audit import vastgelegd
from warehouse.duck import PARQUET_KEY
from warehouse.paths import DataRoot

_ONBEPERKT = 9999
_KLOK = timedelta(days=366)
"""How far the clock is believed beyond the last delivery: one that jumps ahead would empty raw."""
_REGELINGEN = "voorzieningen"
# A file has expired when it has at every place where it was seen.
_VRAAG = """
    SELECT waarneming.bestand_id, any_value(waarneming.bron) AS bron
    FROM _waarneming AS waarneming
    JOIN _bestand AS bestand USING (bestand_id)
    JOIN _termijn AS termijn ON waarneming.bron = termijn.bron
    WHERE bestand.klasse <> ?
    GROUP BY waarneming.bestand_id
    HAVING max(waarneming.leverdatum + to_years(termijn.jaren)) < ?
"""


def verwijder_verlopen(werk: Werk, vandaag: date) -> int:
    """Take every file out of raw whose last delivery date is longer ago than its term; returns how many.

    Done in one step: killed at any moment, all of them are still there or none is.
    """
    klok, vandaag = vandaag, _geloofd(werk, vandaag)
    bestanden = verlopen_bestanden(werk.con, werk.home, werk.boeken.stand, vandaag)
    if klok > vandaag and len(verlopen_bestanden(werk.con, werk.home, werk.boeken.stand, klok)) > len(bestanden):
        werk.meld(
            f"bewaartermijnen: een jaar na de laatste levering telt de klok niet verder dan {vandaag}. Klopt zij?"
        )
    if not bestanden:
        return 0
    per_bron = {bron: sum(van == bron for van in bestanden.values()) for bron in sorted(set(bestanden.values()))}
    with vastgelegd(werk.home, "verlopen", bestanden=per_bron, op=vandaag):
        _verwijder(werk, bestanden)
    werk.meld(f"verlopen: {len(bestanden)} bestanden waarvan de bewaartermijn om is, zijn uit raw verwijderd")
    return len(bestanden)


def _geloofd(werk: Werk, vandaag: date) -> date:
    """The day up to which terms are counted: today, or the day that deliveries make believable."""
    laatste = pc.max(werk.boeken.stand.waarneming["leverdatum"]).as_py()
    return vandaag if laatste is None else min(vandaag, laatste + _KLOK)


def _verwijder(werk: Werk, bestanden: Collection[int]) -> None:
    con, home, stand = werk.con, werk.home, werk.boeken.stand
    ids = pa.array(sorted(bestanden), pa.int64())
    ruim_afgeleide(home)
    stand = niets_over(con, verwijder_bestanden(con, home, stand, bestanden), bestanden, VERLOPEN)
    over = stand.uitgedund.filter(pc.invert(pc.is_in(stand.uitgedund["bestand_id"], value_set=ids)))
    werk.boeken.stand = stand.met(uitgedund=over)
    werk.bewaar(True)
    manifest.ruim_op(home, werk.boeken.stand)


def verlopen_bestanden(
    con: duckdb.DuckDBPyConnection, home: DataRoot, stand: Manifest, vandaag: date
) -> dict[int, str]:
    """The files whose term is over on this day, with their source; those that expired before are not among them."""
    con.register("_waarneming", stand.waarneming)
    con.register("_bestand", stand.bestand)
    termijnen = {bron: _jaren(lees_bron(bron).bewaartermijn_jaren.norm) for bron in BRONNEN}
    per_regeling = {naam: _jaren(een.bewaartermijn_jaren.norm) for naam, een in lees_regelingen().items()}
    kortste = min([termijnen[_REGELINGEN], *per_regeling.values()])
    con.register("_termijn", _tabel("bron", termijnen | {_REGELINGEN: kortste}))
    gevonden = dict(con.execute(_VRAAG, [VERLOPEN, vandaag]).fetchall())
    te_toetsen = [wie for wie, bron in gevonden.items() if bron == _REGELINGEN]
    for wie in _langer_nodig(con, home, te_toetsen, per_regeling, termijnen[_REGELINGEN], vandaag):
        del gevonden[wie]
    return gevonden


def _langer_nodig(
    con: duckdb.DuckDBPyConnection,
    home: DataRoot,
    bestanden: list[int],
    per_regeling: dict[str, int],
    anders: int,
    vandaag: date,
) -> list[int]:
    """Of these files those that hold a scheme whose term is not over; a scheme without a YAML has that of the source."""
    if not bestanden:
        return []
    con.register("_regeling", _tabel("regeling", per_regeling))
    raw = f"read_parquet('{home.raw}/voorzieningen__voorziening/*.parquet', encryption_config = {{footer_key: '{PARQUET_KEY}'}})"
    gevonden = con.execute(
        f"""
        SELECT bestand_id
        FROM (
            SELECT raw.bestand_id, coalesce(max(coalesce(van.jaren, $anders)), $anders) AS jaren
            FROM {raw} AS raw LEFT JOIN _regeling AS van USING (regeling)
            GROUP BY raw.bestand_id
        )
        JOIN (SELECT bestand_id, max(leverdatum) AS laatst FROM _waarneming GROUP BY bestand_id) USING (bestand_id)
        WHERE list_contains($bestanden, bestand_id) AND laatst + to_years(jaren) >= $vandaag
        """,
        {"anders": anders, "bestanden": bestanden, "vandaag": vandaag},
    ).fetchall()
    return [wie for (wie,) in gevonden]


def _jaren(norm: int | None) -> int:
    return _ONBEPERKT if norm is None else norm


def _tabel(kolom: str, jaren: dict[str, int]) -> pa.Table:
    return pa.table({kolom: list(jaren), "jaren": pa.array(jaren.values(), pa.int32())})
