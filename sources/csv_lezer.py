"""Reading one CSV delivery: header and records, block by block.

Belongs here: the way of a record from bytes to its fields as text. Does not belong here: types and pseudonyms (omzetten),
or where a record stops (csv_records).
"""

import csv
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sources.csv_records import BestandFout, blokken, eerste_record, ontleed
from sources.kop import Kop, lees_kop
from sources.omzetten import Omzetter, lees
from sources.pseudoniem import Pseudoniem
from sources.soort import Bron, Kolom
from sources.uitkomst import Uitkomst


def lees_csv(bron: str, inhoud: Path | bytes, bestand_id: int, pseudoniem: Pseudoniem) -> Uitkomst:
    """Read one CSV file of a source folder. Never raises on content; OSError when the file itself cannot be read."""
    return lees(bron, inhoud, lambda beschrijving, stroom: _lees(beschrijving, stroom, bestand_id, pseudoniem))


def _lees(bron: Bron, stroom: BinaryIO, bestand_id: int, pseudoniem: Pseudoniem) -> Uitkomst:
    kop: Kop | None = None
    for blok in blokken(stroom):
        if kop is None:
            begin = eerste_record(blok)
            if begin is None:
                continue
            kop, blok = lees_kop(bron, begin[0]), begin[1]
            omzetter = Omzetter(kop.soort, bron.soorten[kop.soort], bestand_id, pseudoniem, kop.jaar)
        _lees_blok(omzetter, kop, blok)
    if kop is None:
        raise BestandFout("F_LEEG")
    return omzetter.uitkomst(bron.leverancier, kop.meldingen)


def _lees_blok(omzetter: Omzetter, kop: Kop, blok: bytes) -> None:
    """Parse one block; records with another width than the header are refused, history rows are passed over."""
    if not blok.strip(b"\r\n"):
        return
    plaatsen = sorted({*kop.plaatsen.values(), *([0] if kop.geschiedenis else [])})
    tabel, scheef, open_ = ontleed(blok, kop.velden, plaatsen)
    totaal = len(tabel) + len(scheef) + len(open_)
    nummers = np.delete(np.arange(1, totaal + 1), np.array([*scheef, *open_], int) - 1) + omzetter.records
    geweigerd = [nummer for nummer, rij in scheef.items() if not omzetter.is_vergeten(partial(_veld, kop, rij))]
    omzetter.weiger("R_VELDEN", None, [nummer + omzetter.records for nummer in geweigerd])
    omzetter.weiger("R_AANHALING", None, [nummer + omzetter.records for nummer in open_])
    omzetter.records += totaal
    if kop.geschiedenis:
        huidig = pc.not_equal(tabel["0"], "")
        omzetter.overgeslagen += len(tabel) - pc.sum(huidig).as_py() if len(tabel) else 0
        tabel, nummers = tabel.filter(huidig), nummers[huidig.to_numpy()]
    if len(tabel):
        tabel = tabel.combine_chunks()
        teksten = {kolom: _een_stuk(tabel[str(plaats)]) for kolom, plaats in kop.plaatsen.items()}
        omzetter.neem(teksten, nummers, attrgetter("naam"))


def _veld(kop: Kop, rij: str, kolom: Kolom) -> str:
    """The text of a column in a record with another number of fields, as far as it reaches."""
    try:
        velden = next(csv.reader([rij], delimiter=";"), [])
    except csv.Error:
        return ""
    plaats = kop.plaatsen.get(kolom, len(velden))
    return velden[plaats] if plaats < len(velden) else ""


def _een_stuk(kolom: pa.ChunkedArray) -> pa.Array:
    stuk = kolom.combine_chunks()
    return stuk.chunk(0) if isinstance(stuk, pa.ChunkedArray) else stuk
