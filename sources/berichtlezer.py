"""Reading many messages, by two processes when it pays.

Belongs here: batches, and the way to the reader (berichten) and back. Does not belong here: files, or bookkeeping. It
imports little: each process starts with it.
"""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain
from typing import NamedTuple

import pyarrow as pa

from sources.berichten import lees_berichten
from sources.pseudoniem import Pseudoniem
from sources.uitkomst import Uitkomst
from sources.vergeten import ZonderVergetenen
from warehouse.ouder import eindig_met_ouder

PROCESSEN = 2
PARTIJ = 500
PARTIJ_BYTES = 8 << 20
"""From here on a batch is full: a large message is alone in one."""
ONDERWEG_BYTES = 64 << 20
"""Content in memory for the processes, beyond which no further batch is handed to them."""


class Bericht(NamedTuple):
    """One message still to be read, or (`inhoud` is an outcome) refused before that; `grootte` in bytes."""

    bestand_id: int
    sha256: str
    inhoud: bytes | Uitkomst
    grootte: int


class Gelezen(NamedTuple):
    """A batch that was read: its rows, and per message, now without content, the outcome without tables."""

    tabellen: dict[str, pa.Table]
    uitkomsten: list[tuple[Bericht, Uitkomst]]


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


class Berichtlezer:
    """Reads messages in order. The processes start at the first stream of more than one batch, and stay until the end."""

    def __init__(self, sleutel: bytes, vergeten: ZonderVergetenen | None = None) -> None:
        self._sleutel, self._vergeten = sleutel, vergeten
        self._processen: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Berichtlezer":
        return self

    def __exit__(self, *_: object) -> None:
        if self._processen:
            self._processen.shutdown(cancel_futures=True)

    def lees(self, berichten: Iterable[Bericht]) -> Iterator[Gelezen]:
        """All messages, batch by batch; never far ahead of who takes them."""
        stroom = partijen(berichten)
        begin = [partij for _, partij in zip(range(2), stroom, strict=False)]
        if len(begin) < 2:
            _begin(self._sleutel)
            yield from (self._samen(partij, _lees(partij)) for partij in begin)
            return
        wachtend: deque[tuple[list[Bericht], Future]] = deque()
        for partij in chain(begin, stroom):
            wachtend.append((partij, self._pool().submit(_lees, partij)))
            while len(wachtend) > 2 * PROCESSEN or (len(wachtend) > PROCESSEN and _bytes(wachtend) > ONDERWEG_BYTES):
                eerste, belofte = wachtend.popleft()
                yield self._samen(eerste, belofte.result())
        for partij, belofte in wachtend:
            yield self._samen(partij, belofte.result())

    def _samen(self, partij: list[Bericht], gelezen: tuple[dict[str, pa.Table], list[Uitkomst]]) -> Gelezen:
        tabellen, uitkomsten = gelezen
        paren = zip(partij, map(self._zonder_vergetenen, partij, uitkomsten), strict=True)
        return Gelezen(tabellen, [(bericht._replace(inhoud=b""), uitkomst) for bericht, uitkomst in paren])

    def _zonder_vergetenen(self, bericht: Bericht, uitkomst: Uitkomst) -> Uitkomst:
        """What was refused says no whose it was, so it is asked here; of accepted messages the rows say it."""
        te_vragen = self._vergeten is not None and uitkomst.bestand_geweigerd and isinstance(bericht.inhoud, bytes)
        if te_vragen and self._vergeten.neem_weg(bericht.bestand_id, bericht.inhoud):
            return Uitkomst(uitkomst.soort)
        return uitkomst

    def _pool(self) -> ProcessPoolExecutor:
        if self._processen is None:
            omgeving = multiprocessing.get_context("forkserver")
            omgeving.set_forkserver_preload([__name__])
            self._processen = ProcessPoolExecutor(
                PROCESSEN, omgeving, initializer=_begin_los, initargs=(self._sleutel,)
            )
        return self._processen


_van_dit_proces: Pseudoniem | None = None


def _begin(sleutel: bytes) -> None:
    global _van_dit_proces
    _van_dit_proces = Pseudoniem(sleutel)


def _begin_los(sleutel: bytes) -> None:
    eindig_met_ouder()
    _begin(sleutel)


def _lees(partij: list[Bericht]) -> tuple[dict[str, pa.Table], list[Uitkomst]]:
    stroom = (
        (nummer, bericht.bestand_id, bericht.inhoud)
        for nummer, bericht in enumerate(partij)
        if isinstance(bericht.inhoud, bytes)
    )
    tabellen, gelezen = lees_berichten(stroom, _van_dit_proces)
    uitkomsten = dict(gelezen)
    return tabellen, [uitkomsten.get(nummer, bericht.inhoud) for nummer, bericht in enumerate(partij)]


def _bytes(wachtend: Iterable[tuple[list[Bericht], Future]]) -> int:
    return sum(bericht.grootte for partij, _ in wachtend for bericht in partij)
