"""From pseudonyms back to BSNs, in memory and from the originals in landing/ alone: for what the law makes the municipality deliver.

Belongs here: finding numbers in originals whose pseudonym is asked for. Does not belong here: who may ask, or what becomes of
them (warehouse.gmsd); nothing of what is found here may be written unencrypted.

A number counts only when its pseudonym is one that was asked for, so it does not matter in which field it stands; a number that
is no BSN has the pseudonym of nobody. Who was forgotten is not in the lake, so nobody asks for them.
"""

import re
import zipfile
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

from sources.landing import Gevonden, loop, openen
from sources.pseudoniem import Pseudoniem, bsn_geldig
from warehouse.keys import pseudoniemsleutel
from warehouse.paths import DataRoot

BRONNEN = ("brp", "iwmo", "voorzieningen")
"""Where clients of the Wmo stand, the fewest files first: a statement of the BRP holds nearly all of them."""
_STUK, _OVERLAP = 1 << 22, 9
_NEGEN = re.compile(rb"(?<!\d)\d{9}(?!\d)")
_ARCHIEF = b"PK\x03\x04"


def bsns(home: DataRoot, personen: Collection[int], vandaag: date) -> dict[int, str]:
    """The BSN of each of these pseudonyms that stands in a readable original; who is not found is left out.

    Newest deliveries first, until everybody is found. A file that cannot be read is passed over.
    """
    gezocht, gevonden, bekend = set(personen), {}, set()
    pseudoniem = Pseudoniem(pseudoniemsleutel(home))
    for pad in _originelen(home, vandaag):
        if not gezocht:
            break
        for stuk in _stukken(pad):
            nieuw = sorted(nummer for nummer in _nummers(stuk) - bekend)
            bekend.update(nieuw)
            wie = pseudoniem.kolom("bsn", pa.array(nieuw, pa.string())).to_pylist()
            gevonden.update((een, nummer) for een, nummer in zip(wie, nieuw, strict=True) if een in gezocht)
        gezocht -= gevonden.keys()
    return gevonden


def _originelen(home: DataRoot, vandaag: date) -> list[Path]:
    plekken = [plek for plek in loop(home.landing, vandaag) if isinstance(plek, Gevonden) and plek.bron in BRONNEN]
    plekken.sort(key=lambda plek: (BRONNEN.index(plek.bron), -plek.leverdatum.toordinal(), plek.pad))
    return [home.landing / plek.pad for plek in plekken]


def _nummers(stuk: bytes) -> set[str]:
    return {tekst for tekst in map(bytes.decode, set(_NEGEN.findall(stuk))) if bsn_geldig(tekst)}


def _stukken(pad: Path) -> Iterator[bytes]:
    """A file in pieces that overlap, so that no number is cut; of an archive or workbook each member."""
    try:
        with openen(pad) as stroom:
            if stroom.peek(4)[:4] != _ARCHIEF:
                yield from _gelezen(stroom)
                return
        with openen(pad) as stroom, zipfile.ZipFile(stroom) as archief:
            for lid in archief.infolist():
                with archief.open(lid) as deel:
                    yield from _gelezen(deel)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        return


def _gelezen(stroom: BinaryIO) -> Iterator[bytes]:
    rest = b""
    while nieuw := stroom.read(_STUK):
        yield rest + nieuw
        rest = nieuw[-_OVERLAP:]
