"""Reading a delivery once more, and knowing who is meant by the keys under which its rows were landed.

Belongs here: that reading, by the readers of the intake and so with the same rows and refusals. Does not belong here: which
files are read (inname), or what the keys consist of (sources.koppelen).

Nothing of what is read here may be written: a key is a number of a text in memory.
"""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sources.bestandlezer import lees_bestand
from sources.koppeling.vorm import KENMERKEN
from sources.vergeten import ZonderVergetenen

_SLEUTELS = ("koppel", "eigen")
_PERSONEN = ("bsn", "naamloos")


class Leesbaar(ZonderVergetenen):
    """Persons by pseudonym as always; keys of name, birth date and address as numbers of texts; nothing else."""

    def __init__(self, sleutel: bytes, gewoon: ZonderVergetenen) -> None:
        super().__init__(sleutel, gewoon.personen)
        self._gewoon = gewoon  # it remembers the pseudonyms of this run
        self._nummers: dict[str, int] = {}

    def kolom(self, domein: str, waarden: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
        """As in Pseudoniem, with a number of a text in the place of a key, and NULL for what is not needed here."""
        if domein in _PERSONEN:
            return self._gewoon.kolom(domein, waarden)
        if domein not in _SLEUTELS:
            return pa.chunked_array([pa.nulls(len(waarden), pa.int64())])
        stuk = waarden.combine_chunks() if isinstance(waarden, pa.ChunkedArray) else waarden
        gecodeerd = pc.dictionary_encode(stuk)
        nummers = [self._nummers.setdefault(tekst, len(self._nummers)) for tekst in gecodeerd.dictionary.to_pylist()]
        return pa.chunked_array([pa.array(nummers, pa.int64()).take(gecodeerd.indices)])

    def kenmerken(self, nummers: pa.ChunkedArray) -> pa.Table:
        """Who is meant by each number, as KENMERKEN; a part that was not filled is NULL."""
        teksten = pa.array(list(self._nummers), pa.string()).take(nummers)
        # A name may hold the mark between the parts, the others may not: what is left of them is the name.
        delen = pc.split_pattern(teksten, "|", max_splits=3, reverse=True)
        kolommen = (pc.list_element(delen, plek) for plek in range(len(KENMERKEN)))
        return pa.table([pc.if_else(pc.equal(kolom, ""), None, kolom) for kolom in kolommen], schema=KENMERKEN)

    def lees(self, bron: str, pad: Path, bestand_id: int, tabel: str) -> pa.Table:
        """The rows of a file; raises OSError when it cannot be read."""
        return lees_bestand(bron, pad, bestand_id, self).tabellen[tabel]
