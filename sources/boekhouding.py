"""What one run adds to the manifest, until it is written.

Belongs here: new files, sightings and what was wrong, and how they change the tables. Does not belong here: reading
deliveries (intake), or files on disk (manifest).
"""

from collections.abc import Collection, Iterable
from pathlib import PurePosixPath
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sources.landing import Gevonden, Plaatsfout, toonbaar
from sources.manifest import Manifest
from sources.schemas import MANIFEST
from sources.uitkomst import Uitkomst

GEACCEPTEERD, GEWEIGERD = "geaccepteerd", "geweigerd"


class Boekhouding:
    """The manifest of before and what this run adds to it; a file is known by content as soon as it is taken up."""

    def __init__(self, stand: Manifest) -> None:
        self.stand = stand
        self.bekend: set[int] = set(stand.bestand["bestand_id"].to_pylist())
        zien = stand.waarneming.select(["pad_id", "grootte", "mtime_ns"]).to_pydict().values()
        self._gezien = {pad_id: (grootte, mtime) for pad_id, grootte, mtime in zip(*zien, strict=True)}
        self._nieuw: dict[str, list[tuple[Any, ...]]] = {naam: [] for naam in MANIFEST}

    def is_gezien(self, pad_id: int, gevonden: Gevonden) -> bool:
        """True when this path held a file of this size and time before: it need not be read again."""
        return self._gezien.get(pad_id) == (gevonden.grootte, gevonden.mtime_ns)

    def zag(self, gevonden: Gevonden, pad_id: int, bestand_id: int, lid: str = "") -> None:
        """A file, or a member of an archive, was seen at a place; what the path held before is replaced."""
        pad = f"{gevonden.pad}/{lid}" if lid else gevonden.pad
        naam, getoond = _stam(pad), toonbaar(pad)
        if getoond != pad:  # what the name must hide, the path hides as well
            naam = toonbaar(naam)
        rij = (gevonden.bron, gevonden.leverdatum, getoond, naam, bestand_id)
        self._nieuw["waarneming"].append((*rij, gevonden.grootte, gevonden.mtime_ns, pad_id))

    def boek(
        self, bestand_id: int, bron: str, sha256: str, grootte: int, uit: Uitkomst, delen: Collection[str]
    ) -> None:
        """A file was read: its counts, where its rows stand, and what was wrong."""
        self.bekend.add(bestand_id)
        klasse = GEWEIGERD if uit.meldingen and uit.bestand_geweigerd else GEACCEPTEERD
        telling = (uit.gelezen, uit.gelezen - uit.geweigerd, uit.geweigerd, grootte)
        rij = (
            bestand_id,
            bron,
            uit.soort,
            sha256,
            uit.leverancier,
            klasse,
            uit.jaar,
            *telling,
            ",".join(sorted(delen)),
        )
        self._nieuw["bestand"].append(rij)
        for fout in uit.meldingen:
            wat = (fout.code, fout.klasse, fout.attribuut, fout.aantal, uit.leverancier, fout.plaats)
            self._nieuw["melding"].append((bestand_id, bron, None, None, *wat))

    def leg_vast(self) -> bool:
        """Take what was added into `stand`. Returns whether anything changed."""
        vers = {naam: _tabel(naam, rijen) for naam, rijen in self._nieuw.items()}
        vervangen = pc.is_in(self.stand.waarneming["pad_id"], value_set=pc.unique(vers["waarneming"]["pad_id"]))
        blijft = self.stand.met(waarneming=self.stand.waarneming.filter(pc.invert(vervangen)))
        self._nieuw = {naam: [] for naam in MANIFEST}
        return self._wordt(
            blijft.met(**{naam: pa.concat_tables([getattr(blijft, naam), vers[naam]]) for naam in MANIFEST})
        )

    def sluit_af(self, aanwezig: Iterable[int], fouten: Iterable[Plaatsfout]) -> bool:
        """Forget where refused files stood that are gone, and note the folders that are wrong now.

        An accepted file that is gone stays seen: landing/ may be emptied. Returns whether anything changed.
        """
        bestand, waarneming, melding = self.stand.bestand, self.stand.waarneming, self.stand.melding
        geweigerd = bestand.filter(pc.equal(bestand["klasse"], GEWEIGERD))["bestand_id"]
        er_nog = pc.is_in(waarneming["pad_id"], value_set=pa.array(aanwezig, pa.int64()))
        blijft = pc.or_(er_nog, pc.invert(pc.is_in(waarneming["bestand_id"], value_set=geweigerd)))
        plaatsen = _tabel("melding", [_plaatsfout(fout) for fout in fouten])
        van_bestanden = melding.filter(pc.is_valid(melding["bestand_id"]))
        return self._wordt(
            self.stand.met(waarneming=waarneming.filter(blijft), melding=pa.concat_tables([van_bestanden, plaatsen]))
        )

    def _wordt(self, nieuw: Manifest) -> bool:
        anders = nieuw != self.stand
        self.stand = nieuw
        return anders


def _stam(pad: str) -> str:
    """The last part of a path without its extension, as pathlib says it, at a tenth of the cost: there are thousands."""
    naam = pad.rpartition("/")[2]
    if naam in ("", "."):
        return PurePosixPath(pad).stem
    punt = naam.rfind(".")
    return naam[:punt] if 0 < punt < len(naam) - 1 else naam


def _plaatsfout(fout: Plaatsfout) -> tuple[Any, ...]:
    waar = (toonbaar(fout.bron), fout.leverdatum, toonbaar(fout.pad))
    return (None, *waar, fout.code, "bestand_geweigerd", None, 1, None, None)


def _tabel(naam: str, rijen: list[tuple[Any, ...]]) -> pa.Table:
    schema = MANIFEST[naam]
    kolommen = zip(*dict.fromkeys(rijen), strict=True) if rijen else [()] * len(schema)
    return pa.table([pa.array(kolom, veld.type) for veld, kolom in zip(schema, kolommen, strict=True)], schema=schema)
