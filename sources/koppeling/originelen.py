"""The originals in landing/: who the residents of a statement are, and whom a registration means.

Belongs here: finding the content that was landed, and the columns that are compared. Does not belong here: the texts behind a
key (leesbaar), or what is done with it (inname).
"""

from collections import defaultdict
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from sources.intake_werk import Werk, hash_van
from sources.koppeling.leesbaar import Leesbaar
from sources.koppeling.vorm import KENMERKEN
from sources.landing import Gevonden
from sources.pseudoniem import bestand_id

RIJEN, PERSONEN = "voorzieningen__voorziening", "brp__persoon"


class Originelen:
    """Where the content of a file lies in landing/, as far as it still does, and what it says."""

    def __init__(self, werk: Werk, aanwezig: dict[int, Gevonden]) -> None:
        self._werk, self._paden = werk, {}
        waarneming = werk.boeken.stand.waarneming
        self._plekken: dict[int, list[Gevonden]] = defaultdict(list)
        for wie, pad_id in zip(*(waarneming[veld].to_pylist() for veld in ("bestand_id", "pad_id")), strict=True):
            if pad_id in aanwezig:
                self._plekken[wie].append(aanwezig[pad_id])
        self.lezer = Leesbaar(werk.sleutel, werk.pseudoniem)

    def pad(self, wie: int) -> Path | None:
        """The path of a file with exactly this content, None when there is none."""
        if wie not in self._paden:
            self._paden[wie] = next((pad for plek in self._plekken[wie] if (pad := self._gelijk(plek, wie))), None)
        return self._paden[wie]

    def _gelijk(self, plek: Gevonden, wie: int) -> Path | None:
        pad = self._werk.plaats(plek)
        try:
            return Path(pad) if bestand_id(plek.bron, hash_van(pad)) == wie else None
        except OSError:
            return None

    def inwoners(self, referentie: tuple[int, ...], rijen: pa.Table, gemeenten: list[str]) -> pa.Table:
        """The residents of a statement, given the rows that were landed of it, as INWONERS with their key as `sleutel`."""
        self._zorg_voor("brp", referentie, rijen["koppelsleutel"])
        naam = self.lezer.kenmerken(rijen["koppelsleutel"])["naam"]
        van_partner = (
            pa.table({"partner": rijen["persoon"], "partnernaam": naam})
            .group_by("partner")
            .aggregate([("partnernaam", "max")])
        )
        hier = pc.and_(
            pc.equal(rijen["functie_adres"], "W"), pc.is_in(rijen["gemeente"], pa.array(gemeenten, pa.string()))
        )
        rijen = rijen.filter(pc.and_(hier, pc.is_valid(rijen["koppelsleutel"])))
        rijen = pa.table({"persoon": rijen["persoon"], "partner": rijen["partner"], "sleutel": rijen["koppelsleutel"]})
        rijen = rijen.join(van_partner, "partner")
        wie = self.lezer.kenmerken(rijen["sleutel"])
        kolommen = {**{veld: wie[veld] for veld in KENMERKEN.names}, "partnernaam": rijen["partnernaam_max"]}
        return pa.table({"persoon": rijen["persoon"], **kolommen, "sleutel": rijen["sleutel"]})

    def clienten(self, rijen: dict[int, pa.Table]) -> pa.Table:
        """Who the clients of their own in these rows, per file, are: `eigen_client` and KENMERKEN, each once."""
        for wie, van in rijen.items():
            self._zorg_voor("voorzieningen", (wie,), van["eigen_client"])
        clienten = pc.unique(pa.concat_tables(rijen.values())["eigen_client"])
        kenmerken = self.lezer.kenmerken(pa.chunked_array([clienten]))
        return pa.table({"eigen_client": clienten, **{veld: kenmerken[veld] for veld in KENMERKEN.names}})

    def _zorg_voor(self, bron: str, bestanden: tuple[int, ...], sleutels: pa.ChunkedArray) -> None:
        """Read these files once more, unless this run landed them and so knows what they say."""
        if not self.lezer.kent(sleutels):
            for wie in bestanden:
                self.lezer.lees(bron, self.pad(wie), wie)
