"""Which originals are sealed and which are opened again, one after another, with what became of them.

Belongs here: the choice, the order and the counts. Does not belong here: how one file is sealed (zegel), or the words on the
screen (orchestration.cli_zegel).

Sealed is only what the manifest has accepted as it lies there now: what was refused must stay readable for who repairs it,
and of an archive with a refused member the finding would vanish with the file.
"""

import errno
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
from pyrage.x25519 import Identity, Recipient

from sources import manifest
from sources.boekhouding import GEACCEPTEERD
from sources.landing import Gevonden, leesbaar, loop, toonbaar
from sources.pseudoniem import Pseudoniem
from warehouse.duck import connect
from warehouse.keys import pseudoniemsleutel
from warehouse.paths import DataRoot
from warehouse.zegel import DEEL, EINDE, OPEN, Ontzegeld, is_zegel, ontzegel, origineel_van, past, verzegel
from warehouse.zegelsleutel import ZegelFout

_PER = 1000
"""Files between two lines of progress."""
NIET_GEZIEN, GEWEIGERD, BLIJFT_OPEN, VERANDERD, MISLUKT = (
    "niet_verwerkt",
    "geweigerd",
    "nodig_voor_koppelen",
    "veranderd",
    "mislukt",
)


@dataclass
class Telling:
    """Files that were done per source, files that were left per reason, and sentences on what went wrong."""

    per_bron: Counter[str] = field(default_factory=Counter)
    blijft: Counter[str] = field(default_factory=Counter)
    fouten: list[str] = field(default_factory=list)

    @property
    def gedaan(self) -> int:
        return sum(self.per_bron.values())


class Kandidaat(NamedTuple):
    """A file that may be sealed, with the content it must have if that is known."""

    plek: Gevonden
    sha256: str | None


class _Gezien(NamedTuple):
    """What the manifest knows of one path."""

    grootte: int
    mtime_ns: int
    geaccepteerd: bool
    sha256: str | None


def te_verzegelen(home: DataRoot, *, alles: bool, vandaag: date) -> tuple[list[Kandidaat], Telling]:
    """The files to seal, and how many stay for which reason. Without `alles` the newest BRP statement, and what came with
    or after it, stays open: linking of records without a BSN reads those again.
    """
    con = connect(home)
    try:
        stand = manifest.lees(con, home)
    finally:
        con.close()
    gezien, grens = _gezien(stand), None if alles else _nieuwste_brp(stand)
    pseudoniem, telling, kandidaten = Pseudoniem(pseudoniemsleutel(home)), Telling(), []
    for plek in loop(home.landing, vandaag):
        if not isinstance(plek, Gevonden):
            continue
        wat = gezien.get(pseudoniem.een("pad", leesbaar(plek.pad)))
        if wat is None or (wat.grootte, wat.mtime_ns) != (plek.grootte, plek.mtime_ns):
            telling.blijft[NIET_GEZIEN] += 1
        elif not wat.geaccepteerd:
            telling.blijft[GEWEIGERD] += 1
        elif grens is not None and plek.leverdatum >= grens:
            telling.blijft[BLIJFT_OPEN] += 1
        else:
            kandidaten.append(Kandidaat(plek, wat.sha256))
    return kandidaten, telling


def _gezien(stand: manifest.Manifest) -> dict[int, _Gezien]:
    """Per path, over all members of an archive; one content stands for the file only when it is no archive."""
    bestand = stand.bestand.select(["bestand_id", "klasse", "sha256"])
    bij = stand.waarneming.select(["bestand_id", "pad_id", "grootte", "mtime_ns", "pad"]).join(bestand, "bestand_id")
    gezien: dict[int, _Gezien] = {}
    for rij in bij.to_pylist():
        eerder = gezien.get(rij["pad_id"])
        goed = rij["klasse"] == GEACCEPTEERD and (eerder is None or eerder.geaccepteerd)
        los = rij["pad"].count("/") == 2 and eerder is None
        gezien[rij["pad_id"]] = _Gezien(rij["grootte"], rij["mtime_ns"], goed, rij["sha256"] if los else None)
    return gezien


def _nieuwste_brp(stand: manifest.Manifest) -> date | None:
    goed = stand.bestand.filter(pc.equal(stand.bestand["klasse"], GEACCEPTEERD))["bestand_id"]
    brp = stand.waarneming.filter(
        pc.and_(pc.equal(stand.waarneming["bron"], "brp"), pc.is_in(stand.waarneming["bestand_id"], pa.array(goed)))
    )
    return pc.max(brp["leverdatum"]).as_py()


def verzegel_alle(
    home: DataRoot,
    kandidaten: Sequence[Kandidaat],
    ontvangers: Sequence[Recipient],
    telling: Telling,
    meld: Callable[[str], None],
) -> None:
    """Seal these, and add to the counts. A full disk ends it with ZegelFout; another error leaves that file open."""
    ruim_resten(home)
    for nummer, kandidaat in enumerate(kandidaten, start=1):
        plek = kandidaat.plek
        try:
            gezien = (plek.grootte, plek.mtime_ns)
            if verzegel(home.landing / plek.pad, ontvangers, gezien, kandidaat.sha256):
                telling.per_bron[plek.bron] += 1
            else:
                telling.blijft[VERANDERD] += 1
        except OSError as fout:
            _mislukt(telling, plek.pad, fout, "het origineel staat er nog")
        _voortgang(meld, "verzegeld", nummer, len(kandidaten))


def zegels(home: DataRoot, bron: str | None = None, datum: date | None = None) -> list[Path]:
    """The sealed files in landing/, of one source or delivery date if asked; links are not followed."""
    return [
        pad
        for map_ in _leveringen(home)
        if bron in (None, map_.parent.name) and (datum is None or datum.isoformat() == map_.name)
        for pad in sorted(map_.iterdir())
        if is_zegel(pad)
    ]


def ontzegel_alle(
    home: DataRoot,
    paden: Sequence[Path],
    sleutels: Sequence[Identity],
    telling: Telling,
    meld: Callable[[str], None],
) -> None:
    """Open these, and add to the counts. Raises ZegelFout when a key does not fit, before anything is changed, and when the
    disk is full; another error leaves that file sealed.
    """
    anders = sum(not past(pad, sleutels) for pad in paden)
    if anders:
        raise ZegelFout(
            f"{anders} van de {len(paden)} verzegelde bestanden gaan met deze privésleutel niet open; er is niets gewijzigd. "
            "Neem de sleutel waarmee ze zijn verzegeld (verschillen ze: zet alle privésleutels onder elkaar in één bestand, of "
            "kies met --bron en --datum)."
        )
    ruim_resten(home)
    for nummer, zegel in enumerate(paden, start=1):
        pad = origineel_van(zegel).relative_to(home.landing)
        try:
            uitkomst = ontzegel(zegel, sleutels)
        except OSError as fout:
            _mislukt(telling, str(pad), fout, "het verzegelde bestand staat er nog")
            continue
        if uitkomst in (Ontzegeld.HERSTELD, Ontzegeld.STOND_ER_AL):
            telling.per_bron[pad.parts[0]] += 1
        else:
            telling.fouten.append(f"{toonbaar(str(pad))}: {uitkomst.value}; het verzegelde bestand staat er nog.")
            telling.blijft[MISLUKT] += 1
        _voortgang(meld, "ontzegeld", nummer, len(paden))


def ruim_resten(home: DataRoot) -> None:
    """Remove what a killed `sdl seal` or `sdl unseal` left half."""
    for map_ in _leveringen(home):
        for rest in map_.iterdir():
            if rest.name.startswith(".") and rest.name.endswith((EINDE + DEEL, OPEN)):
                rest.unlink()


def _leveringen(home: DataRoot) -> Iterator[Path]:
    for bron in sorted(home.landing.iterdir()) if home.landing.is_dir() else ():
        if bron.is_dir() and not bron.is_symlink():
            yield from (map_ for map_ in sorted(bron.iterdir()) if map_.is_dir() and not map_.is_symlink())


def _mislukt(telling: Telling, pad: str, fout: OSError, blijft: str) -> None:
    if fout.errno in (errno.ENOSPC, errno.EDQUOT):
        raise ZegelFout(
            f"De schijf is vol; gestopt bij {toonbaar(pad)} ({blijft}). Maak ruimte en begin opnieuw: wat klaar is blijft klaar."
        ) from None
    telling.fouten.append(f"{toonbaar(pad)}: {os.strerror(fout.errno) if fout.errno else 'niet gelukt'}; {blijft}.")
    telling.blijft[MISLUKT] += 1


def _voortgang(meld: Callable[[str], None], wat: str, nummer: int, totaal: int) -> None:
    if nummer % _PER == 0 or nummer == totaal:
        meld(f"{wat}: {nummer} van {totaal} bestanden")
