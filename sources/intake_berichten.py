"""Messages at the intake: out of files and archives, in batches, over two processes when there are many.

Belongs here: how messages get to their reader and back. Does not belong here: reading one (berichten), bookkeeping (intake).
"""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa

from sources.berichten import lees_berichten
from sources.berichten.keuring import MAX_BYTES
from sources.berichten.zip import leden
from sources.pseudoniem import Pseudoniem
from sources.uitkomst import Uitkomst, weiger_bestand

PROCESSEN = 2
PARTIJ = 500
PARTIJ_BYTES = 32 << 20
_ARCHIEF = (b"PK\x03\x04", b"PK\x05\x06")


class Bericht(NamedTuple):
    """One message still to be read, or (`inhoud` is an outcome) refused before that; `bytes` is its size."""

    bestand_id: int
    sha256: str
    inhoud: bytes | Uitkomst
    grootte: int


class Gelezen(NamedTuple):
    """A batch that was read: its rows, and per message the outcome without tables."""

    tabellen: dict[str, pa.Table]
    uitkomsten: list[tuple[Bericht, Uitkomst]]


def inhoud(pad: Path) -> Iterator[tuple[str, bytes | Uitkomst]]:
    """The messages in one landed file: itself under the name "", or the members of an archive by name.

    An archive is told by its first bytes or its name. Raises OSError when the file cannot be read.
    """
    with pad.open("rb") as stroom:
        begin = stroom.read(4)
        if begin not in _ARCHIEF and pad.suffix.lower() != ".zip":
            alles = begin + stroom.read(MAX_BYTES + 1)
            yield "", alles if len(alles) <= MAX_BYTES else weiger_bestand("F_TE_GROOT")
            return
    leeg = True
    for lid in leden(pad):
        leeg = False
        yield lid
    if leeg:
        yield "", weiger_bestand("F_ZIP_LEEG")


def partijen(berichten: Iterable[Bericht]) -> Iterator[list[Bericht]]:
    """The messages in batches, limited in number and in bytes."""
    partij: list[Bericht] = []
    gewicht = 0
    for bericht in berichten:
        partij.append(bericht)
        gewicht += bericht.grootte
        if len(partij) >= PARTIJ or gewicht >= PARTIJ_BYTES:
            yield partij
            partij, gewicht = [], 0
    if partij:
        yield partij


_van_dit_proces: Pseudoniem | None = None


def _begin(sleutel: bytes) -> None:
    global _van_dit_proces
    _van_dit_proces = Pseudoniem(sleutel)


def _lees(partij: list[Bericht]) -> tuple[dict[str, pa.Table], list[Uitkomst]]:
    stroom = (
        (nummer, bericht.bestand_id, bericht.inhoud)
        for nummer, bericht in enumerate(partij)
        if isinstance(bericht.inhoud, bytes)
    )
    tabellen, gelezen = lees_berichten(stroom, _van_dit_proces)
    uitkomsten = dict(gelezen)
    return tabellen, [uitkomsten.get(nummer, bericht.inhoud) for nummer, bericht in enumerate(partij)]


def lees_alle(berichten: Iterable[Bericht], sleutel: bytes) -> Iterator[Gelezen]:
    """Read all messages in order. One batch is read here; more than one by two processes, never far ahead of the writer."""
    stroom = partijen(berichten)
    begin = [partij for _, partij in zip(range(2), stroom, strict=False)]
    if len(begin) < 2:
        _begin(sleutel)
        for partij in begin:
            yield _samen(partij, _lees(partij))
        return
    omgeving = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(PROCESSEN, omgeving, initializer=_begin, initargs=(sleutel,)) as werkers:
        wachtend: deque[tuple[list[Bericht], Future]] = deque()
        for partij in chain(begin, stroom):
            wachtend.append((partij, werkers.submit(_lees, partij)))
            if len(wachtend) > 2 * PROCESSEN:
                partij, belofte = wachtend.popleft()
                yield _samen(partij, belofte.result())
        for partij, belofte in wachtend:
            yield _samen(partij, belofte.result())


def _samen(partij: list[Bericht], gelezen: tuple[dict[str, pa.Table], list[Uitkomst]]) -> Gelezen:
    tabellen, uitkomsten = gelezen
    return Gelezen(tabellen, list(zip(partij, uitkomsten, strict=True)))
