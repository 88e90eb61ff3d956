"""Reading one CSV delivery: header, records, types, pseudonyms; block by block.

Belongs here: the way of a record from text to the raw table, and what is refused on it.
Does not belong here: what is special of one source (brp, gebieden, pwet, voorzieningen), or writing.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sources import brp, gebieden, pwet, voorzieningen
from sources.csv_records import BestandFout, blokken, eerste_record, ontleed
from sources.kop import Kop, lees_kop
from sources.landing import openen
from sources.pseudoniem import Pseudoniem
from sources.schemas import leeg, vul_aan
from sources.soort import Bron, lees_bron
from sources.typen import TYPEN
from sources.uitkomst import Melding, Uitkomst, weiger_bestand

Kolommen = dict[str, pa.Array]
BEWERKINGEN: dict[str, Callable[[Kolommen, Pseudoniem], Kolommen]] = {
    "brp__persoon": brp.bewerk,
    "gebieden__adres": gebieden.bewerk_adres,
    "pwet__uitkering": pwet.bewerk_uitkering,
    "pwet__reintegratie": pwet.bewerk_reintegratie,
    "voorzieningen__voorziening": voorzieningen.bewerk,
}


@dataclass
class _Lopend:
    """How far the reading of a file is, and what it found."""

    kop: Kop
    bestand_id: int
    pseudoniem: Pseudoniem
    records: int = 0
    overgeslagen: int = 0
    tabellen: list[pa.Table] = field(default_factory=list)
    fouten: dict[tuple[str, str | None], list[int]] = field(default_factory=dict)

    def weiger(self, code: str, attribuut: str | None, nummers: np.ndarray | list[int]) -> None:
        """Note records (numbers within the file) as refused; the first is remembered as the place to look."""
        if len(nummers):
            stand = self.fouten.setdefault((code, attribuut), [0, int(nummers[0])])
            stand[0] += len(nummers)


def lees_csv(bron: str, inhoud: Path | bytes, bestand_id: int, pseudoniem: Pseudoniem) -> Uitkomst:
    """Read one CSV file of a source folder. Never raises on content; OSError when the file itself cannot be read."""
    beschrijving = lees_bron(bron)
    try:
        with _open(inhoud) as stroom:
            return _lees(beschrijving, stroom, bestand_id, pseudoniem)
    except BestandFout as fout:
        return weiger_bestand(fout.code, fout.attribuut, leverancier=beschrijving.leverancier)


def _open(inhoud: Path | bytes) -> BinaryIO:
    if isinstance(inhoud, bytes):
        return io.BytesIO(inhoud)
    return openen(inhoud)


def _lees(bron: Bron, stroom: BinaryIO, bestand_id: int, pseudoniem: Pseudoniem) -> Uitkomst:
    lopend: _Lopend | None = None
    for blok in blokken(stroom):
        if lopend is None:
            begin = eerste_record(blok)
            if begin is None:
                continue
            lopend = _Lopend(lees_kop(bron, begin[0]), bestand_id, pseudoniem)
            blok = begin[1]
        _lees_blok(lopend, blok)
    if lopend is None:
        raise BestandFout("F_LEEG")
    return _uitkomst(lopend, bron.leverancier)


def _lees_blok(lopend: _Lopend, blok: bytes) -> None:
    """Parse one block; records with another width than the header are refused, history rows are passed over."""
    if not blok.strip(b"\r\n"):
        return
    kop = lopend.kop
    plaatsen = sorted({*kop.plaatsen.values(), *([0] if kop.geschiedenis else [])})
    tabel, scheef, open_ = ontleed(blok, kop.velden, plaatsen)
    totaal = len(tabel) + len(scheef) + len(open_)
    nummers = np.delete(np.arange(1, totaal + 1), np.array(scheef + open_, int) - 1) + lopend.records
    lopend.weiger("R_VELDEN", None, [nummer + lopend.records for nummer in scheef])
    lopend.weiger("R_AANHALING", None, [nummer + lopend.records for nummer in open_])
    lopend.records += totaal
    if kop.geschiedenis:
        huidig = pc.not_equal(tabel["0"], "")
        lopend.overgeslagen += len(tabel) - pc.sum(huidig).as_py() if len(tabel) else 0
        tabel, nummers = tabel.filter(huidig), nummers[huidig.to_numpy()]
    if len(tabel):
        _land(lopend, tabel.combine_chunks(), nummers)


def _land(lopend: _Lopend, tabel: pa.Table, nummers: np.ndarray) -> None:
    """Give the records their types, refuse what does not fit, and add the rest to the raw table."""
    waarden: Kolommen = {}
    goed = np.ones(len(tabel), bool)
    for kolom, plaats in lopend.kop.plaatsen.items():
        tekst = pc.utf8_trim_whitespace(_een_stuk(tabel[str(plaats)]))
        waarden[kolom.doel], fout = TYPEN[kolom.type](tekst)
        nieuw = goed & fout.to_numpy(zero_copy_only=False)
        lopend.weiger("R_TYPE", kolom.naam, nummers[nieuw])
        goed &= ~nieuw
    niets = pa.repeat("", len(tabel))
    waarden |= {kolom.doel: TYPEN[kolom.type](niets)[0] for kolom in lopend.kop.afwezig}
    if not goed.all():
        masker = pa.array(goed)
        waarden, nummers = {doel: waarde.filter(masker) for doel, waarde in waarden.items()}, nummers[goed]
    if len(nummers):
        lopend.tabellen.append(_ruw(lopend, waarden, nummers))


def _een_stuk(kolom: pa.ChunkedArray) -> pa.Array:
    stuk = kolom.combine_chunks()
    return stuk.chunk(0) if isinstance(stuk, pa.ChunkedArray) else stuk


def _ruw(lopend: _Lopend, waarden: Kolommen, nummers: np.ndarray) -> pa.Table:
    soort = lopend.kop.soort
    bewerk = BEWERKINGEN.get(soort)
    kolommen = bewerk(waarden, lopend.pseudoniem) if bewerk else waarden
    kolommen |= {"bestand_id": pa.repeat(lopend.bestand_id, len(nummers)), "rij": pa.array(nummers)}
    if lopend.kop.jaar is not None:
        kolommen["jaar"] = pa.repeat(lopend.kop.jaar, len(nummers))
    return vul_aan(soort, kolommen, len(nummers))


def _uitkomst(lopend: _Lopend, leverancier: str) -> Uitkomst:
    soort = lopend.kop.soort
    geweigerd = [
        Melding(code, "record_geweigerd", attribuut, aantal, f"record {eerste}")
        for (code, attribuut), (aantal, eerste) in sorted(lopend.fouten.items(), key=str)
    ]
    return Uitkomst(
        soort,
        {soort: pa.concat_tables(lopend.tabellen) if lopend.tabellen else leeg(soort)},
        [*lopend.kop.meldingen, *geweigerd],
        gelezen=lopend.records - lopend.overgeslagen,
        geweigerd=sum(melding.aantal for melding in geweigerd),
        leverancier=leverancier,
        jaar=lopend.kop.jaar,
    )
