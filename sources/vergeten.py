"""Who was forgotten, and what is left of raw tables without them: the one place that says which rows are whose.

Belongs here: that rule, for rows that were just read and for rows that were landed before. Does not belong here: refused
records (omzetten), messages (vergeten_berichten), or files and the manifest (vergeten_raw).

A row leaves when everybody it is about was forgotten. A parent, a partner or the other one of a couple who was forgotten
leaves an empty field: the row is as it would have been had they never been delivered.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from sources.pseudoniem import Pseudoniem, bsn_geldig
from sources.typen import bsn_status, leeg_is_null

EIGEN = ("bsn", "bsn_1", "bsn_2")
"""The columns of a delivery, by what they land as, that say whose record it is."""
_BSN = re.compile(rb"<(?:[A-Za-z_][A-Za-z0-9_.-]*:)?Bsn>\s*([0-9]{9})\s*<")
_FAMILIE = ("ouder_1", "ouder_2", "partner")


class ZonderVergetenen(Pseudoniem):
    """The keyed hash of an intake, which also knows who was forgotten.

    It notes the files in which they stood (`geraakt`), and those that were refused and are about nobody else (`geheel`).
    """

    def __init__(self, sleutel: bytes, personen: pa.Array) -> None:
        super().__init__(sleutel)
        self.personen = personen
        self.geraakt: set[int] = set()
        self.geheel: set[int] = set()
        self._wie = set(personen.to_pylist())

    def vergeten(self, bsns: Iterable[str]) -> bool:
        """True when of these texts every one that is filled is the BSN of somebody who was forgotten, and one is."""
        gevuld = [bsn.strip() for bsn in bsns if bsn.strip()]
        return bool(gevuld) and all(bsn_geldig(bsn) and self.een("bsn", bsn) in self._wie for bsn in gevuld)

    def neem_weg(self, bestand_id: int, inhoud: bytes) -> bool:
        """Note a refused message when every BSN in it is of somebody who was forgotten; returns whether that is so."""
        if not len(self.personen) or not self.vergeten(bsn.decode() for bsn in _BSN.findall(inhoud)):
            return False
        self.geheel.add(bestand_id)
        self.geraakt.add(bestand_id)
        return True

    def masker(self, kolommen: list[pa.Array]) -> pa.Array:
        """The same for whole columns of text: true for the records that are not there."""
        van_wie = []
        for kolom in kolommen:
            nummer = leeg_is_null(pc.utf8_trim_whitespace(kolom))
            geldig = pc.equal(bsn_status(nummer), "geldig")
            wie = self.kolom("bsn", pc.if_else(geldig, nummer, pa.scalar(None, pa.string()))).combine_chunks()
            van_wie.append((pc.is_in(wie, value_set=self.personen), pc.is_null(nummer)))
        return _allen_weg(van_wie)


@dataclass
class Gedund:
    """Raw tables without who was forgotten, and what that took.

    `rijen` are rows that left or lost a field, per table; `records` the records that left, per file; `geraakt` the files
    that held them; `geheel` the messages of which nothing is left, `sleutels` what an answer to such a message names.
    """

    tabellen: dict[str, pa.Table]
    rijen: dict[str, int] = field(default_factory=dict)
    records: dict[int, int] = field(default_factory=dict)
    geraakt: set[int] = field(default_factory=set)
    geheel: set[int] = field(default_factory=set)
    sleutels: set[tuple[int, str]] = field(default_factory=set)

    def neem_over(
        self, naam: str, tabel: pa.Table, blijft: pa.Array, leger: pa.Array | None = None, *, records: bool = True
    ) -> None:
        """Keep these rows of a table; `leger` are those that lost a field. Not every table holds the records of a file."""
        weg = pc.invert(blijft)
        anders = pc.or_(weg, leger) if leger is not None else weg
        aantal = pc.sum(anders).as_py() or 0
        if aantal:
            self.rijen[naam] = self.rijen.get(naam, 0) + aantal
            self.geraakt |= set(tabel["bestand_id"].filter(anders).unique().to_pylist())
            for geteld in tabel["bestand_id"].filter(weg).value_counts().to_pylist() if records else ():
                self.records[geteld["values"]] = self.records.get(geteld["values"], 0) + geteld["counts"]
            self.tabellen[naam] = tabel.filter(blijft)


def zonder_personen(tabellen: dict[str, pa.Table], personen: pa.Array) -> Gedund:
    """Raw tables of records (messages: vergeten_berichten) without these persons."""
    uit = Gedund(dict(tabellen))
    for naam, tabel in tabellen.items():
        _REGELS.get(naam, _van_een)(uit, naam, tabel, personen)
    return uit


def _allen_weg(van_wie: list[tuple[pa.Array, pa.Array]]) -> pa.Array:
    """True where everybody of a row was forgotten: per column whether it is somebody who was, and whether it is empty."""
    allen, een = pa.scalar(True), pa.scalar(False)
    for vergeten, leeg in van_wie:
        allen, een = pc.and_(allen, pc.or_(vergeten, leeg)), pc.or_(een, vergeten)
    return pc.and_(allen, een)


def _van_een(uit: Gedund, naam: str, tabel: pa.Table, personen: pa.Array) -> None:
    if "persoon" in tabel.column_names:
        is_record = naam != "koppeling__kans"  # says of a record whose it may be; the record itself stays
        uit.neem_over(naam, tabel, pc.invert(pc.is_in(tabel["persoon"], value_set=personen)), records=is_record)


def _brp(uit: Gedund, naam: str, tabel: pa.Table, personen: pa.Array) -> None:
    leger = pa.repeat(pa.scalar(False), tabel.num_rows)
    blijft = pc.invert(pc.is_in(tabel["persoon"], value_set=personen))
    for kolom in _FAMILIE:
        vergeten = pc.is_in(tabel[kolom], value_set=personen)
        leger = pc.or_(leger, vergeten)
        tabel = _zet(tabel, kolom, pc.if_else(vergeten, pa.scalar(None, pa.int64()), tabel[kolom]))
    uit.neem_over(naam, tabel, blijft, leger)


def _paar(uit: Gedund, naam: str, tabel: pa.Table, personen: pa.Array) -> None:
    """A benefit of two: who stays becomes the first, so that it is a benefit of one."""
    eerste, tweede = (pc.is_in(tabel[f"persoon_{nummer}"], value_set=personen) for nummer in (1, 2))
    leeg = [pc.equal(tabel[f"bsn_{nummer}_status"], "leeg") for nummer in (1, 2)]
    blijft = pc.invert(_allen_weg([(eerste, leeg[0]), (tweede, leeg[1])]))
    weg = pc.or_(eerste, tweede)
    niemand, leegte = pa.scalar(None, pa.int64()), pa.scalar("leeg")
    for doel, bron, niets in (("persoon_1", "persoon_2", niemand), ("bsn_1_status", "bsn_2_status", leegte)):
        over = pc.if_else(eerste, tabel[bron], tabel[doel])
        tabel = _zet(tabel, bron, pc.if_else(weg, niets, tabel[bron]))
        tabel = _zet(tabel, doel, over)
    uit.neem_over(naam, tabel, blijft, weg)


def _zet(tabel: pa.Table, kolom: str, waarden: pa.Array) -> pa.Table:
    plek = tabel.column_names.index(kolom)
    return tabel.set_column(plek, tabel.schema.field(plek), waarden)


_REGELS: dict[str, Callable[[Gedund, str, pa.Table, pa.Array], None]] = {
    "brp__persoon": _brp,
    "pwet__uitkering": _paar,
}
