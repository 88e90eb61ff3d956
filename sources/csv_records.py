"""From the bytes of a CSV delivery to whole records, in bounded memory.

Belongs here: encoding, quotes, line ends and where a record stops. Does not belong here: columns and their types.

A file is cut at record boundaries into blocks of some megabytes, each parsed by Arrow at once. A quote that is not closed
in the right place is a mistake of its own line: that line is one refused record, and reading goes on after it.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

import pyarrow as pa
import pyarrow.csv as pacsv

BLOK = 8 << 20
MAX_RECORD = 1 << 20
# A field in quotes may span lines, and then ends where its quote does. Within a line text may follow the quote.
# Anything else that begins with a quote is a mistake, of which it cannot be known how far it reaches.
_VELD = rb"""(?:"(?:[^"]++|"")*+"(?=[;\r\n])|"(?:[^"\r\n]++|"")*+"[^;\r\n]*+|(?!")[^;\r\n]*+)"""
_RECORD = rb"%s(?:;%s)*+(?:\r\n|\n|\r)" % (_VELD, _VELD)
# Stands where a broken line was: a record of one field, which no kind of file has.
_OPEN = b"\x01"
_EEN_RECORD = re.compile(_RECORD)
_RECORDS = re.compile(rb"(?:%s)*+" % _RECORD)
_REGEL = re.compile(rb"[^\r\n]*+(?:\r\n|\n|\r)")


class BestandFout(Exception):
    """The file as a whole cannot be read: `code` is a key of redenen.yml, `attribuut` the column it is about."""

    def __init__(self, code: str, attribuut: str | None = None) -> None:
        super().__init__(code)
        self.code, self.attribuut = code, attribuut


def tekst(stroom: BinaryIO) -> Iterator[bytes]:
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


def _grens(inhoud: bytes, begin: int) -> int:
    """Where the last whole record ends. Between the halves of CRLF is fine too: the rest is a blank line."""
    if inhoud.find(b'"', begin) >= 0:
        return _RECORDS.match(inhoud, begin).end()
    return max(inhoud.rfind(b"\n", begin), inhoud.rfind(b"\r", begin), begin - 1) + 1


def _knip(inhoud: bytes, geduld: int) -> tuple[bytes, bytes]:
    """The whole records, a mark in place of each line that is broken; and what waits for more, at most `geduld` bytes."""
    stukken = []
    begin = 0
    while begin < len(inhoud):
        einde = _grens(inhoud, begin)
        stukken.append(inhoud[begin:einde])
        begin = einde
        if len(inhoud) - begin <= geduld:
            break
        regel = _REGEL.match(inhoud, begin)
        if not regel:
            raise BestandFout("F_REGEL_LANG")
        stukken.append(_OPEN + b"\n")
        begin = regel.end()
    return b"".join(stukken), inhoud[begin:]


def blokken(stroom: BinaryIO) -> Iterator[bytes]:
    """The whole content in blocks of whole records, in order; raises BestandFout when it is not text with lines."""
    rest = b""
    for stuk in tekst(stroom):
        blok, rest = _knip(rest + stuk, MAX_RECORD)
        yield blok
    yield _knip(rest + b"\n", 0)[0]


def eerste_record(blok: bytes) -> tuple[list[str], bytes] | None:
    """The header's fields and the block after it; None when the block holds blank lines alone."""
    inhoud = blok.lstrip(b"\r\n")
    if not inhoud.strip():
        return None
    einde = _EEN_RECORD.match(inhoud).end()
    regels = inhoud[:einde].decode().splitlines(keepends=True)
    try:
        return next(csv.reader(regels, delimiter=";")), inhoud[einde:]
    except csv.Error:
        raise BestandFout("F_SOORT_ONBEKEND") from None


class Ontleed(NamedTuple):
    """The needed fields of the good records as text, named by place; and the 1-based numbers of the other records.

    Of those with another number of fields also the text: who reads on may have to know whose they are.
    """

    tabel: pa.Table
    andere_breedte: dict[int, str]
    open_aanhaling: list[int]


def ontleed(blok: bytes, velden: int, nodig: list[int]) -> Ontleed:
    """Parse the records of a block; those with another number of fields than `velden` are told apart."""
    scheef: dict[int, str] = {}
    open_: list[int] = []

    def sla_over(rij: pacsv.InvalidRow) -> str:
        if rij.text == _OPEN.decode():
            open_.append(rij.number)
        else:
            scheef[rij.number] = rij.text
        return "skip"

    inhoud = b"\n" + blok if blok.startswith(codecs.BOM_UTF8) else blok  # Arrow would drop the BOM
    namen = [str(nummer) for nummer in range(velden)]
    tabel = pacsv.read_csv(
        pa.BufferReader(inhoud),
        pacsv.ReadOptions(column_names=namen, block_size=len(inhoud) + 1, use_threads=False),
        pacsv.ParseOptions(delimiter=";", newlines_in_values=True, invalid_row_handler=sla_over),
        pacsv.ConvertOptions(
            include_columns=[str(nummer) for nummer in nodig],
            column_types=dict.fromkeys(namen, pa.string()),
            check_utf8=False,
            strings_can_be_null=False,
        ),
    )
    return Ontleed(tabel, scheef, open_)
