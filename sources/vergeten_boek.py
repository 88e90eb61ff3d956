"""What one intake leaves out because somebody was forgotten, and how the manifest says so.

Belongs here: the filter on what is written, and the books on it. Does not belong here: whose a row is (vergeten,
vergeten_berichten), or rewriting what was landed before (vergeten_raw).

A file of which something was left out is booked as if that had never been in it. A message of which nothing is left keeps
its place in the books, so that it is known when it is delivered again, under a class that counts for nothing.
"""

from collections.abc import Collection, Iterable

import duckdb
import pyarrow as pa

from sources.manifest import STAND, Manifest
from sources.vergeten import Gedund, ZonderVergetenen, zonder_personen
from sources.vergeten_berichten import antwoorden, is_bericht, zonder_berichten, zonder_clienten
from sources.vergeten_raw import antwoorden_in_raw, herschrijf
from warehouse.paths import DataRoot

VERGETEN, VERLOPEN = "vergeten", "verlopen"
"""The classes of a file of which nothing is left: because of who it was about, and because of its age."""


class Weglating:
    """Who was forgotten up to now, and what was left out since the books were last written."""

    def __init__(self, pseudoniem: ZonderVergetenen, stand: Manifest) -> None:
        self._pseudoniem = pseudoniem
        self._sleutels = set(stand.uitgedund["koppelsleutel"].drop_null().to_pylist())
        self._begin()

    def _begin(self) -> None:
        self.rijen: dict[str, int] = {}
        self._records: dict[int, int] = {}
        self._geheel: set[int] = set()
        self._nieuw: set[tuple[int, int]] = set()
        self._pseudoniem.geraakt.clear()
        self._pseudoniem.geheel.clear()

    def uit(self, tabellen: dict[str, pa.Table]) -> dict[str, pa.Table]:
        """The tables of whole files without who was forgotten."""
        personen = self._pseudoniem.personen
        if not len(personen) and not self._sleutels:
            return tabellen
        if not is_bericht(tabellen):
            return self._neem(zonder_personen(tabellen, personen))
        gedund = zonder_clienten(tabellen, personen)
        sleutels = self._gehasht(gedund.sleutels)
        while beantwoord := self._beantwoord(gedund, {sleutel for _, sleutel in sleutels} | self._sleutels):
            zonder_berichten(gedund, beantwoord)
            sleutels = self._gehasht(gedund.sleutels)
        return self._neem(gedund)

    def zonder(self, tabellen: dict[str, pa.Table], bestanden: Collection[int]) -> dict[str, pa.Table]:
        """The tables without these messages."""
        return self._neem(zonder_berichten(Gedund(dict(tabellen)), bestanden))

    def _neem(self, gedund: Gedund) -> dict[str, pa.Table]:
        for tabel, aantal in gedund.rijen.items():
            self.rijen[tabel] = self.rijen.get(tabel, 0) + aantal
        for wie, aantal in gedund.records.items():
            self._records[wie] = self._records.get(wie, 0) + aantal
        self._geheel |= gedund.geheel
        self._nieuw |= self._gehasht(gedund.sleutels)
        self._pseudoniem.geraakt |= gedund.geraakt
        return gedund.tabellen

    def _gehasht(self, sleutels: Iterable[tuple[int, str]]) -> set[tuple[int, int]]:
        return {(wie, self._pseudoniem.een("bericht", sleutel)) for wie, sleutel in sleutels}

    def _beantwoord(self, gedund: Gedund, sleutels: set[int]) -> set[int]:
        """The answers in these tables to what is gone."""
        return {wie for wie, sleutel in self._gehasht(antwoorden(gedund.tabellen)) if sleutel in sleutels}

    def verwerk(self, con: duckdb.DuckDBPyConnection, home: DataRoot, stand: Manifest) -> Manifest:
        """The manifest with what was left out since the last time; answers that were landed before go with it."""
        while nieuw := {sleutel for _, sleutel in self._nieuw} - self._sleutels:
            self._sleutels |= nieuw
            gevonden = antwoorden_in_raw(con, home, stand)
            weg = {wie for wie, sleutel in self._gehasht(antwoorden(gevonden)) if sleutel in nieuw}
            stand = herschrijf(con, home, stand, weg, lambda tabellen, weg=weg: self.zonder(tabellen, weg))
        if self._pseudoniem.geraakt:
            geheel = self._geheel | self._pseudoniem.geheel
            stand = _geboekt(con, stand, self._records, geheel, self._pseudoniem.geraakt, self._nieuw)
            self._begin()
        return stand


def _geboekt(
    con: duckdb.DuckDBPyConnection,
    stand: Manifest,
    records: dict[int, int],
    geheel: set[int],
    geraakt: set[int],
    sleutels: set[tuple[int, int]],
) -> Manifest:
    minder = {"bestand_id": list(records), "minder": list(records.values())}
    con.register("_minder", pa.table(minder, pa.schema({"bestand_id": pa.int64(), "minder": pa.int64()})))
    con.register("_bestand", stand.bestand)
    # An accepted message without records counts as one.
    bestand = con.execute("""
        SELECT bestand.* REPLACE (
            greatest(gelezen - coalesce(minder, 0), CASE bron WHEN 'bericht' THEN least(gelezen, 1) ELSE 0 END) AS gelezen,
            greatest(geland - coalesce(minder, 0), CASE bron WHEN 'bericht' THEN least(geland, 1) ELSE 0 END) AS geland
        )
        FROM _bestand AS bestand LEFT JOIN _minder USING (bestand_id)
    """).to_arrow_table()
    zonder_sleutel = geraakt - {wie for wie, _ in sleutels}
    nieuw = [*sorted(sleutels), *((wie, None) for wie in sorted(zonder_sleutel))]
    rijen = pa.Table.from_pylist(
        [{"bestand_id": wie, "koppelsleutel": sleutel} for wie, sleutel in nieuw], schema=STAND["uitgedund"]
    )
    uitgedund = pa.concat_tables([stand.uitgedund, rijen]).group_by(["bestand_id", "koppelsleutel"]).aggregate([])
    return niets_over(con, stand.met(bestand=bestand.cast(STAND["bestand"]), uitgedund=uitgedund), geheel, VERGETEN)


def verwijder_bestanden(
    con: duckdb.DuckDBPyConnection, home: DataRoot, stand: Manifest, bestanden: Collection[int]
) -> Manifest:
    """The manifest with parts that hold no row of these files."""

    def zonder(tabellen: dict[str, pa.Table]) -> dict[str, pa.Table]:
        return zonder_berichten(Gedund(dict(tabellen)), bestanden).tabellen

    return herschrijf(con, home, stand, bestanden, zonder)


def niets_over(con: duckdb.DuckDBPyConnection, stand: Manifest, bestanden: Collection[int], klasse: str) -> Manifest:
    """The manifest in which nothing of these files is left but that their content is known."""
    if not bestanden:
        return stand
    con.register("_weg", pa.table({"bestand_id": pa.array(sorted(bestanden), pa.int64())}))
    con.register("_bestand", stand.bestand)
    con.register("_melding", stand.melding)
    bestand = con.execute(
        """
        SELECT * EXCLUDE (weg) REPLACE (
            CASE WHEN weg THEN ? ELSE klasse END AS klasse,
            CASE WHEN weg THEN '' ELSE sha256 END AS sha256,
            CASE WHEN weg THEN '' ELSE delen END AS delen,
            CASE WHEN NOT weg THEN leverancier END AS leverancier,
            CASE WHEN weg THEN 0 ELSE gelezen END AS gelezen,
            CASE WHEN weg THEN 0 ELSE geland END AS geland,
            CASE WHEN weg THEN 0 ELSE geweigerd END AS geweigerd,
            CASE WHEN weg THEN 0 ELSE bytes END AS bytes
        )
        FROM (SELECT *, bestand_id IN (FROM _weg) AS weg FROM _bestand)
        """,
        [klasse],
    ).to_arrow_table()
    # Folders that are wrong have no file.
    melding = con.execute("SELECT * FROM _melding WHERE bestand_id IS NULL OR bestand_id NOT IN (FROM _weg)")
    return stand.met(bestand=bestand.cast(STAND["bestand"]), melding=melding.to_arrow_table().cast(STAND["melding"]))
