"""From the text of records to a raw table: types, refusals, pseudonyms; the same way for every form of file.

Belongs here: what happens to a record once its fields are told apart. Does not belong here: telling them apart
(csv_lezer, brp_json, xlsx_lezer), what is special of one source (brp, gebieden, ...), or writing.
"""

import io
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sources import beleidsinformatie_jeugd, brp, gebieden, pwet, voorzieningen
from sources.csv_records import BestandFout
from sources.landing import openen
from sources.pseudoniem import Pseudoniem
from sources.schemas import leeg, vul_aan
from sources.soort import Bron, Kolom, Soort, lees_bron
from sources.typen import TYPEN
from sources.uitkomst import Melding, Uitkomst, weiger_bestand
from sources.vergeten import EIGEN, ZonderVergetenen

Kolommen = dict[str, pa.Array]
BEWERKINGEN: dict[str, Callable[[Kolommen, Pseudoniem], Kolommen]] = {
    "brp__persoon": brp.bewerk,
    "gebieden__adres": gebieden.bewerk_adres,
    "pwet__uitkering": pwet.bewerk_uitkering,
    "pwet__reintegratie": pwet.bewerk_reintegratie,
    "voorzieningen__voorziening": voorzieningen.bewerk,
    "beleidsinformatie_jeugd__jeugdhulp": beleidsinformatie_jeugd.bewerk,
}


KEURINGEN: dict[str, tuple[str, Callable[[Kolommen], pa.Array]]] = {
    "gebieden__naam": ("naam", gebieden.met_nummer),
    "voorzieningen__voorziening": ("regeling", voorzieningen.met_nummer),
}
"""The column whose text the publication shows as it came, and which of its values hold a number that may be of a person."""


def lees(bron: str, inhoud: Path | bytes, vorm: Callable[[Bron, BinaryIO], Uitkomst]) -> Uitkomst:
    """Open a file and read it in a form. Never raises on content; OSError when the file itself cannot be read."""
    beschrijving = lees_bron(bron)
    try:
        with io.BytesIO(inhoud) if isinstance(inhoud, bytes) else openen(inhoud) as stroom:
            return vorm(beschrijving, stroom)
    except BestandFout as fout:
        return weiger_bestand(fout.code, fout.attribuut, leverancier=beschrijving.leverancier)


class Omzetter:
    """How far the reading of one file is, and what it found."""

    def __init__(
        self, naam: str, soort: Soort, bestand_id: int, pseudoniem: Pseudoniem, jaar: int | None = None
    ) -> None:
        self.naam, self.soort, self.jaar = naam, soort, jaar
        self._bestand_id, self._pseudoniem = bestand_id, pseudoniem
        self._filter = pseudoniem if isinstance(pseudoniem, ZonderVergetenen) and len(pseudoniem.personen) else None
        self._van_wie = [kolom for kolom in soort.kolommen if kolom.doel in EIGEN]
        self.records = self.overgeslagen = 0
        self._tabellen: list[pa.Table] = []
        self._fouten: dict[tuple[str, str | None], list[int]] = {}

    def weiger(self, code: str, attribuut: str | None, nummers: np.ndarray | list[int]) -> None:
        """Note records (numbers within the file) as refused; the first is remembered as the place to look."""
        if len(nummers):
            stand = self._fouten.setdefault((code, attribuut), [0, int(nummers[0])])
            stand[0] += len(nummers)

    def is_vergeten(self, waarde: Callable[[Kolom], str]) -> bool:
        """True for a record of somebody who was forgotten, which is not there; `waarde` gives the text of a column."""
        if self._filter is None or not self._filter.vergeten(waarde(kolom) for kolom in self._van_wie):
            return False
        self._laat_weg(1)
        return True

    def _laat_weg(self, aantal: int) -> None:
        if aantal:
            self.overgeslagen += aantal
            self._filter.geraakt.add(self._bestand_id)

    def neem(self, teksten: dict[Kolom, pa.Array], nummers: np.ndarray, heet: Callable[[Kolom], str]) -> None:
        """Give records their types, refuse what does not fit, and add the rest; `heet` is what the file calls a column."""
        van_wie = [teksten[kolom] for kolom in self._van_wie if kolom in teksten]
        if self._filter is not None and van_wie:
            blijft = pc.invert(self._filter.masker(van_wie))
            teksten = {kolom: tekst.filter(blijft) for kolom, tekst in teksten.items()}
            self._laat_weg(len(nummers) - pc.sum(blijft).as_py())
            nummers = nummers[blijft.to_numpy(zero_copy_only=False)]
        waarden: Kolommen = {}
        goed = np.ones(len(nummers), bool)
        for kolom, tekst in teksten.items():
            waarden[kolom.doel], fout = TYPEN[kolom.type](pc.utf8_trim_whitespace(tekst))
            nieuw = goed & fout.to_numpy(zero_copy_only=False)
            self.weiger("R_TYPE", heet(kolom), nummers[nieuw])
            goed &= ~nieuw
        if self.naam in KEURINGEN:
            goed = self._keur(waarden, goed, nummers, heet)
        niets = pa.repeat("", len(nummers))
        afwezig = [kolom for kolom in self.soort.kolommen if kolom not in teksten]
        waarden |= {kolom.doel: TYPEN[kolom.type](niets)[0] for kolom in afwezig}
        if not goed.all():
            masker = pa.array(goed)
            waarden, nummers = {doel: waarde.filter(masker) for doel, waarde in waarden.items()}, nummers[goed]
        if len(nummers):
            self._tabellen.append(self._ruw(waarden, nummers))

    def _keur(
        self, waarden: Kolommen, goed: np.ndarray, nummers: np.ndarray, heet: Callable[[Kolom], str]
    ) -> np.ndarray:
        doel, met_nummer = KEURINGEN[self.naam]
        kolom = next(een for een in self.soort.kolommen if een.doel == doel)
        nieuw = goed & met_nummer(waarden).to_numpy(zero_copy_only=False)
        self.weiger("R_NUMMER", heet(kolom), nummers[nieuw])
        return goed & ~nieuw

    def _ruw(self, waarden: Kolommen, nummers: np.ndarray) -> pa.Table:
        bewerk = BEWERKINGEN.get(self.naam)
        kolommen = bewerk(waarden, self._pseudoniem) if bewerk else waarden
        kolommen |= {"bestand_id": pa.repeat(self._bestand_id, len(nummers)), "rij": pa.array(nummers)}
        if self.jaar is not None:
            kolommen["jaar"] = pa.repeat(self.jaar, len(nummers))
        return vul_aan(self.naam, kolommen, len(nummers))

    def uitkomst(self, leverancier: str, meldingen: Iterable[Melding] = ()) -> Uitkomst:
        """What reading the file yields; `meldingen` are the warnings about the file as a whole."""
        geweigerd = [
            Melding(code, "record_geweigerd", attribuut, aantal, f"record {eerste}")
            for (code, attribuut), (aantal, eerste) in sorted(self._fouten.items(), key=str)
        ]
        return Uitkomst(
            self.naam,
            {self.naam: pa.concat_tables(self._tabellen) if self._tabellen else leeg(self.naam)},
            [*meldingen, *geweigerd],
            gelezen=self.records - self.overgeslagen,
            geweigerd=sum(melding.aantal for melding in geweigerd),
            leverancier=leverancier,
            jaar=self.jaar,
        )
