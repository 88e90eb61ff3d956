"""Who is meant by the keys under which rows were landed: the texts behind them, in memory.

Belongs here: those texts, of what this run landed and else by reading a delivery once more. Does not belong here: which
files are compared (inname), or what the keys consist of (sources.koppelen).

Nothing of what is known here may be written.
"""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sources.bestandlezer import lees_bestand
from sources.koppeling.vorm import KENMERKEN
from sources.vergeten import ZonderVergetenen

_SLEUTELS = ("koppel", "eigen")


class Leesbaar(ZonderVergetenen):
    """The pseudonyms of this run, with the text behind each key of name, birth date and address."""

    def __init__(self, sleutel: bytes, gewoon: ZonderVergetenen) -> None:
        super().__init__(sleutel, gewoon.personen)
        self._gewoon = gewoon  # it remembers the pseudonyms of this run, and so the texts of what it landed
        self._teksten = {nummer: tekst for domein in _SLEUTELS for tekst, nummer in gewoon.bekend(domein).items()}
        self._stand: tuple[pa.Array, pa.Array] | None = None

    def kolom(self, domein: str, waarden: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
        """As in Pseudoniem; the texts behind keys are remembered, and what is not needed here is NULL."""
        if domein not in (*_SLEUTELS, "bsn"):
            return pa.chunked_array([pa.nulls(len(waarden), pa.int64())])
        nummers = self._gewoon.kolom(domein, waarden)
        if domein in _SLEUTELS:
            self._teksten.update(zip(nummers.to_pylist(), waarden.to_pylist(), strict=True))
            self._stand = None
        return nummers

    def _kolommen(self) -> tuple[pa.Array, pa.Array]:
        if self._stand is None:
            self._stand = pa.array(self._teksten, pa.int64()), pa.array(self._teksten.values(), pa.string())
        return self._stand

    def kent(self, sleutels: pa.ChunkedArray) -> bool:
        """Whether the text behind each of these keys is known."""
        return pc.all(pc.is_in(sleutels.drop_null(), value_set=self._kolommen()[0]), min_count=0).as_py()

    def kenmerken(self, sleutels: pa.ChunkedArray) -> pa.Table:
        """Who is meant by each key, as KENMERKEN; a part that was not filled is NULL."""
        nummers, teksten = self._kolommen()
        teksten = teksten.take(pc.index_in(sleutels, value_set=nummers))
        # A name may hold the mark between the parts, the others may not: what is left of them is the name.
        delen = pc.split_pattern(teksten, "|", max_splits=3, reverse=True)
        kolommen = (pc.list_element(delen, plek) for plek in range(len(KENMERKEN)))
        return pa.table([pc.if_else(pc.equal(kolom, ""), None, kolom) for kolom in kolommen], schema=KENMERKEN)

    def lees(self, bron: str, pad: Path, bestand_id: int) -> None:
        """Learn the texts of a file, by the readers of the intake; raises OSError when it cannot be read."""
        lees_bestand(bron, pad, bestand_id, self)
