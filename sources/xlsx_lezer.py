"""Reading one delivery that is a workbook: the first sheet, with a header row, as if it were CSV.

Belongs here: the way of a row from cells to the text of columns. Does not belong here: the parts of a workbook (werkblad),
headers (kop), or types and pseudonyms (omzetten).
"""

from operator import attrgetter
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from sources.csv_records import BestandFout
from sources.kop import Kop, lees_kop
from sources.omzetten import Omzetter, lees
from sources.pseudoniem import Pseudoniem
from sources.soort import Bron, Kolom
from sources.uitkomst import Uitkomst
from sources.werkblad import Cel, rijen

PARTIJ = 20_000
_LEEG = Cel("")
Rij = dict[int, Cel]


def lees_werkmap(bron: str, inhoud: Path | bytes, bestand_id: int, pseudoniem: Pseudoniem) -> Uitkomst:
    """Read one workbook of a source folder. Never raises on content; OSError when the file itself cannot be read."""
    return lees(bron, inhoud, lambda beschrijving, stroom: _lees(beschrijving, stroom, bestand_id, pseudoniem))


def _lees(bron: Bron, stroom: BinaryIO, bestand_id: int, pseudoniem: Pseudoniem) -> Uitkomst:
    kop: Kop | None = None
    wachtend: list[tuple[int, Rij]] = []
    for rij in rijen(stroom):
        if not any(cel.tekst.strip() or cel.is_formule for cel in rij.values()):
            continue
        if kop is None:
            kop = lees_kop(bron, [rij.get(plaats, _LEEG).tekst for plaats in range(max(rij) + 1)])
            omzetter = Omzetter(kop.soort, bron.soorten[kop.soort], bestand_id, pseudoniem, kop.jaar)
            continue
        omzetter.records += 1
        wachtend.append((omzetter.records, rij))
        if len(wachtend) >= PARTIJ:
            _lever_af(omzetter, kop, wachtend)
            wachtend = []
    if kop is None:
        raise BestandFout("F_LEEG")
    _lever_af(omzetter, kop, wachtend)
    return omzetter.uitkomst(bron.leverancier, kop.meldingen)


def _lever_af(omzetter: Omzetter, kop: Kop, wachtend: list[tuple[int, Rij]]) -> None:
    goed = [(nummer, rij) for nummer, rij in wachtend if _past(omzetter, kop, nummer, rij)]
    if goed:
        teksten = {
            kolom: pa.array([_tekst(kolom, rij.get(plaats, _LEEG)) for _, rij in goed], pa.string())
            for kolom, plaats in kop.plaatsen.items()
        }
        omzetter.neem(teksten, np.array([nummer for nummer, _ in goed]), attrgetter("naam"))


def _past(omzetter: Omzetter, kop: Kop, nummer: int, rij: Rij) -> bool:
    """False, with the reason noted, for a row beyond the header or with a formula where a value is needed."""
    fout = _fout(kop, rij)
    if fout and not omzetter.is_vergeten(lambda kolom: _tekst(kolom, rij.get(kop.plaatsen.get(kolom), _LEEG))):
        omzetter.weiger(*fout, [nummer])
    return not fout


def _fout(kop: Kop, rij: Rij) -> tuple[str, str | None] | None:
    if any(plaats >= kop.velden and cel.tekst.strip() for plaats, cel in rij.items()):
        return "R_VELDEN", None
    formules = (kolom.naam for kolom, plaats in kop.plaatsen.items() if rij.get(plaats, _LEEG).is_formule)
    naam = next(formules, None)
    return naam and ("R_FORMULE", naam)


def _tekst(kolom: Kolom, cel: Cel) -> str:
    return cel.tekst.zfill(kolom.cijfers) if cel.is_getal and kolom.cijfers else cel.tekst
