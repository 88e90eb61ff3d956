"""From the bytes of a CSV delivery to whole records, in bounded memory.

Belongs here: encoding, quotes, line ends and where a record stops. Does not belong here: columns and their types.

A file is cut at record boundaries into blocks of some megabytes, each parsed by Arrow at once. A quote that is still
open after MAX_RECORD bytes, or at the end, is a mistake of its own line: that line is one refused record, and reading
goes on after it.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import pyarrow as pa
import pyarrow.csv as pacsv

BLOK = 8 << 20
MAX_RECORD = 1 << 20
_VELD = rb'(?:"(?:[^"]++|"")*+"[^;\r\n]*+|(?!")[^;\r\n]*+)'
_RECORD = rb"%s(?:;%s)*+(?:\r\n|\n|\r)" % (_VELD, _VELD)
_EEN_RECORD = re.compile(_RECORD)
_RECORDS = re.compile(rb"(?:%s)*+" % _RECORD)
_REGEL = re.compile(rb"[^\r\n]*+(?:\r\n|\n|\r)")


class BestandFout(Exception):
    """The file as a whole cannot be read: `code` is a key of redenen.yml, `attribuut` the column it is about."""

    def __init__(self, code: str, attribuut: str | None = None) -> None:
        super().__init__(code)
        self.code, self.attribuut = code, attribuut


@dataclass(frozen=True)
class Blok:
    """Whole records as bytes, or (`open_aanhaling`) one line that was dropped because its quote never closes."""

    inhoud: bytes = b""
    open_aanhaling: bool = False


def _tekst(stroom: BinaryIO) -> Iterator[bytes]:
    """The content in pieces, without BOM; raises BestandFout for what is not text."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    begin = True
    while stuk := stroom.read(BLOK):
        _keur(stuk, decoder)
        yield stuk.removeprefix(codecs.BOM_UTF8) if begin else stuk
        begin = False
    _keur(b"", decoder, final=True)


def _keur(stuk: bytes, decoder: codecs.IncrementalDecoder, final: bool = False) -> None:
    try:
        decoder.decode(stuk, final)
    except UnicodeDecodeError:
        raise BestandFout("F_UTF8") from None
    if b"\0" in stuk:
        raise BestandFout("F_NUL")


def _grens(inhoud: bytes) -> int:
    """Where the last whole record ends. Between the halves of CRLF is fine too: the rest is a blank line."""
    if b'"' in inhoud:
        return _RECORDS.match(inhoud).end()
    return max(inhoud.rfind(b"\n"), inhoud.rfind(b"\r")) + 1


def _knip(inhoud: bytes, geduld: int) -> Iterator[Blok | bytes]:
    """The blocks in the content, and as last item the bytes that wait for more: at most `geduld` of them."""
    while inhoud:
        grens = _grens(inhoud)
        if grens:
            yield Blok(inhoud[:grens])
            inhoud = inhoud[grens:]
        if len(inhoud) <= geduld:
            break
        regel = _REGEL.match(inhoud)
        if not regel:
            raise BestandFout("F_REGEL_LANG")
        yield Blok(open_aanhaling=True)
        inhoud = inhoud[regel.end() :]
    yield inhoud


def blokken(stroom: BinaryIO) -> Iterator[Blok]:
    """The whole content as blocks, in order; raises BestandFout when it is not text with lines."""
    rest = b""
    for stuk in _tekst(stroom):
        *gereed, rest = _knip(rest + stuk, MAX_RECORD)
        yield from gereed
    *gereed, _ = _knip(rest + b"\n", 0)
    yield from gereed


def eerste_record(blok: Blok) -> tuple[list[str], Blok] | None:
    """The header's fields and the block after it; None when the block holds blank lines alone."""
    inhoud = blok.inhoud.lstrip(b"\r\n")
    if blok.open_aanhaling:
        raise BestandFout("F_SOORT_ONBEKEND")
    if not inhoud.strip():
        return None
    einde = _EEN_RECORD.match(inhoud).end()
    regels = inhoud[:einde].decode().splitlines(keepends=True)
    try:
        return next(csv.reader(regels, delimiter=";")), Blok(inhoud[einde:])
    except csv.Error:
        raise BestandFout("F_SOORT_ONBEKEND") from None


def ontleed(blok: Blok, velden: int, nodig: list[int]) -> tuple[pa.Table, list[int]]:
    """The needed fields as text, named by place; and the 1-based numbers of the records with another width."""
    scheef: list[int] = []

    def sla_over(rij: pacsv.InvalidRow) -> str:
        scheef.append(rij.number)
        return "skip"

    namen = [str(nummer) for nummer in range(velden)]
    tabel = pacsv.read_csv(
        pa.BufferReader(blok.inhoud),
        pacsv.ReadOptions(column_names=namen, block_size=len(blok.inhoud) + 1, use_threads=False),
        pacsv.ParseOptions(delimiter=";", newlines_in_values=True, invalid_row_handler=sla_over),
        pacsv.ConvertOptions(
            include_columns=[str(nummer) for nummer in nodig],
            column_types=dict.fromkeys(namen, pa.string()),
            check_utf8=False,
            strings_can_be_null=False,
        ),
    )
    return tabel, scheef
