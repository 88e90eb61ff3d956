"""From the bytes of a JSON delivery to whole values, in bounded memory.

Belongs here: encoding, where a value stops, and what is no JSON. Does not belong here: what a value means (brp_json).

An object is given as a tuple of its (key, value) pairs.

Two forms: a value per line, of which a broken one costs its own line; and one document over the whole file, of which the
parts come one by one and a mistake breaks all of it.
"""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from sources import csv_records
from sources.csv_records import BestandFout, tekst

KAPOT = object()
"""Stands where no JSON value could be read."""
MAX_SLEUTELS = 200
_WIT = re.compile(r"[ \t\r\n]*+")


class GeenDocument(Exception):
    """The file as a whole is not one JSON text; it may still be one per line."""


def _geen_getal(naam: str) -> None:
    raise ValueError(f"{naam} is geen JSON")


# An object stays a tuple of its pairs, so that a key that stands in it twice is seen by who looks for it; a list is a list.
_LEZER = json.JSONDecoder(object_pairs_hook=tuple, parse_constant=_geen_getal)


def per_regel(stroom: BinaryIO) -> Iterator[Any]:
    """The value of each line that is not blank, KAPOT for a line that has none; BestandFout for a line beyond measure."""
    rest = b""
    for stuk in tekst(stroom):
        regels = (rest + stuk).splitlines(keepends=True)
        rest = regels.pop() if regels else b""
        yield from _waarden(regels)
        if len(rest) > csv_records.MAX_RECORD:
            raise BestandFout("F_REGEL_LANG")
    yield from _waarden([rest])


def _waarden(regels: list[bytes]) -> Iterator[Any]:
    for regel in regels:
        if len(regel) > csv_records.MAX_RECORD:
            raise BestandFout("F_REGEL_LANG")
        if regel.strip():
            yield _waarde(regel)


def _waarde(regel: bytes) -> Any:
    try:
        return _LEZER.decode(regel.decode())
    except (ValueError, RecursionError):
        return KAPOT


def document(stroom: BinaryIO, binnen: str) -> Iterator[Any]:
    """The elements of the list that is the document, or of the list that its object has under the key `binnen`; an object
    without that key is given whole. Raises GeenDocument, perhaps after some elements, when the text is not like that.
    """
    venster = _Venster(stroom)
    if venster.eerste_regel_is_heel():
        raise GeenDocument
    while teken := venster.teken():
        if teken == "[":
            yield from venster.lijst()
        elif teken == "{":
            yield from venster.delen(binnen)
        else:
            raise GeenDocument


class _Venster:
    """The part of a JSON text that is in memory, and the place up to which it was read."""

    def __init__(self, stroom: BinaryIO) -> None:
        self._stukken = tekst(stroom)
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._inhoud, self._plaats, self._op = "", 0, False
        self._vul()

    def _vul(self) -> None:
        """Read on; what was passed over is forgotten."""
        stuk = next(self._stukken, None)
        self._op = stuk is None
        self._inhoud = self._inhoud[self._plaats :] + self._decoder.decode(stuk or b"", self._op)
        self._plaats = 0

    def eerste_regel_is_heel(self) -> bool:
        """True when the first line holds a value by itself: then each line does."""
        begin = _WIT.match(self._inhoud).end()
        einde = self._inhoud.find("\n", begin)
        return 0 <= einde - begin <= csv_records.MAX_RECORD and _waarde(self._inhoud[begin:einde].encode()) is not KAPOT

    def teken(self) -> str:
        """The next character that is not blank, "" at the end; it stays to be read."""
        while True:
            self._plaats = _WIT.match(self._inhoud, self._plaats).end()
            if self._plaats < len(self._inhoud) or self._op:
                return self._inhoud[self._plaats : self._plaats + 1]
            self._vul()

    def _neem(self, *tekens: str) -> str:
        teken = self.teken()
        if teken not in tekens:
            raise GeenDocument
        self._plaats += 1
        return teken

    def _waarde(self) -> Any:
        """One value; at most MAX_RECORD of it, and what follows it, is in memory."""
        self.teken()
        while True:
            try:
                waarde, einde = _LEZER.raw_decode(self._inhoud, self._plaats)
                if einde - self._plaats > csv_records.MAX_RECORD:
                    raise GeenDocument
                if einde < len(self._inhoud) or self._op:  # a number may go on in what is not read yet
                    self._plaats = einde
                    return waarde
            except (ValueError, RecursionError):
                if self._op or len(self._inhoud) - self._plaats > csv_records.MAX_RECORD:
                    raise GeenDocument from None
            self._vul()

    def lijst(self) -> Iterator[Any]:
        """The elements of the list that begins here."""
        self._neem("[")
        if self.teken() == "]":
            self._neem("]")
            return
        while True:
            yield self._waarde()
            if self._neem(",", "]") == "]":
                return

    def delen(self, binnen: str) -> Iterator[Any]:
        """The elements under the key `binnen` of the object that begins here; without that key the object itself."""
        paren: list[tuple[str, Any]] = []
        self._neem("{")
        gevonden, slot = False, self.teken() == "}" and self._neem("}")
        while slot != "}":
            if self.teken() != '"':
                raise GeenDocument
            sleutel = self._waarde()
            self._neem(":")
            if sleutel == binnen and self.teken() == "[":
                gevonden = True
                yield from self.lijst()
            else:
                paren.append((sleutel, self._waarde()))
                if len(paren) > MAX_SLEUTELS:
                    raise GeenDocument
            slot = self._neem(",", "}")
        if not gevonden:
            yield tuple(paren)
