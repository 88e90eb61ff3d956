"""The intake of messages: out of files and archives, each content once, their rows in parts of some thousands.

Belongs here: what is new among messages, and booking it. Does not belong here: reading one (berichten, berichtlezer).
"""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from sources.berichten.keuring import MAX_BYTES
from sources.berichten.zip import leden
from sources.berichtlezer import Bericht, Berichtlezer, Gelezen
from sources.intake_werk import Werk, deelnaam, hash_van
from sources.landing import Gevonden, leesbaar, openen
from sources.pseudoniem import bestand_id
from sources.uitkomst import Uitkomst, weiger_bestand

DEEL = 4_000
"""Messages in one raw part: enough to make few files, few enough to hold in memory."""
DEEL_RIJEN = 150_000
"""Rows in one raw part, some 25 MB: three of the largest declarations."""
RONDE = 20_000
"""Landed files between two commits: what a killed run has to do again at most."""
_ARCHIEF = (b"PK\x03\x04", b"PK\x05\x06")


def neem_berichten(werk: Werk, plekken: list[Gevonden]) -> None:
    """Take in the messages of these files, and put the books on disk now and then."""
    if plekken:
        werk.meld(f"berichten: {len(plekken)} nieuwe bestanden")
    with Berichtlezer(werk.sleutel, werk.pseudoniem) as lezer:
        for begin in range(0, len(plekken), RONDE):
            _ronde(werk, lezer, plekken[begin : begin + RONDE])
            werk.bewaar(werk.boeken.leg_vast())
            werk.meld(f"berichten: {min(begin + RONDE, len(plekken))} van {len(plekken)} bestanden verwerkt")


def inhoud(pad: str) -> Iterator[tuple[str, bytes | Uitkomst]]:
    """The messages in one landed file: itself under the name "", or the members of an archive by name.

    An archive is told by its first bytes or its name. Raises OSError when the file cannot be read.
    """
    with openen(pad) as stroom:
        if stroom.peek(4)[:4] not in _ARCHIEF and not pad.lower().endswith(".zip"):
            te_groot = os.fstat(stroom.fileno()).st_size > MAX_BYTES
            yield "", weiger_bestand("F_TE_GROOT") if te_groot else stroom.read()
            return
    leeg = True
    for lid in leden(Path(pad)):
        leeg = False
        yield lid
    if leeg:
        yield "", weiger_bestand("F_ZIP_LEEG")


def _ronde(werk: Werk, lezer: Berichtlezer, plekken: list[Gevonden]) -> None:
    bronnen: dict[int, str] = {}
    wachtend: list[Gelezen] = []
    for gelezen in lezer.lees(_nieuwe(werk, plekken, bronnen)):
        wachtend.append(gelezen)
        berichten = sum(len(partij.uitkomsten) for partij in wachtend)
        rijen = sum(tabel.num_rows for partij in wachtend for tabel in partij.tabellen.values())
        if berichten >= DEEL or rijen >= DEEL_RIJEN:
            _land(werk, wachtend, bronnen)
            wachtend = []
    _land(werk, wachtend, bronnen)


def _nieuwe(werk: Werk, plekken: list[Gevonden], bronnen: dict[int, str]) -> Iterator[Bericht]:
    """The messages that are not known by content; a place counts as seen once it is read to its end."""
    for plek in plekken:
        gezien: list[tuple[str, int]] = []
        try:
            for lid, wat in inhoud(werk.plaats(plek)):
                bericht = _bericht(werk, plek, lid, wat)
                gezien.append((lid, bericht.bestand_id))
                if bericht.bestand_id in werk.boeken.bekend:
                    werk.verslag.per_bron[plek.bron].bekend += 1
                    continue
                werk.boeken.bekend.add(bericht.bestand_id)
                bronnen[bericht.bestand_id] = plek.bron
                yield bericht
            veranderd = werk.veranderd(plek)
        except OSError:
            werk.onleesbaar(plek)
            continue
        pad_id = werk.pad_id(plek)
        for lid, wie in gezien if not veranderd else ():
            werk.boeken.zag(plek, pad_id, wie, leesbaar(lid))


def _bericht(werk: Werk, plek: Gevonden, lid: str, wat: bytes | Uitkomst) -> Bericht:
    """A message with what identifies it: its content; of a member that cannot be read, its place and the reason."""
    grootte = plek.grootte
    if isinstance(wat, bytes):
        sha256 = wie = hashlib.sha256(wat).digest()
        grootte = len(wat)
    elif lid:
        pad = f"{leesbaar(plek.pad)}/{leesbaar(lid)}".encode()
        sha256, wie, grootte = hashlib.sha256(pad).digest(), pad + wat.meldingen[0].code.encode(), 0
    else:
        sha256 = wie = hash_van(werk.plaats(plek))
    return Bericht(bestand_id("bericht", wie), sha256.hex(), wat, grootte)


def _land(werk: Werk, partijen: list[Gelezen], bronnen: dict[int, str]) -> None:
    """Write the rows of these batches as one part per table, and book each message."""
    uitkomsten = [paar for partij in partijen for paar in partij.uitkomsten]
    tabellen = {
        tabel: pa.concat_tables([partij.tabellen[tabel] for partij in partijen if tabel in partij.tabellen])
        for tabel in sorted({tabel for partij in partijen for tabel in partij.tabellen})
    }
    naam = deelnaam(b"".join(bericht.sha256.encode() for bericht, _ in uitkomsten))
    werk.schrijf(tabellen, naam)
    delen: dict[int, list[str]] = {}
    for tabel, rijen in tabellen.items():
        for wie in rijen["bestand_id"].unique().to_pylist():
            delen.setdefault(wie, []).append(f"{tabel}/{naam}")
    for bericht, uitkomst in uitkomsten:
        wie = bericht.bestand_id
        werk.boeken.boek(wie, "bericht", bericht.sha256, bericht.grootte, uitkomst, delen.get(wie, ()))
        werk.verslag.per_bron[bronnen[wie]].tel(uitkomst)
