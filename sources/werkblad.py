"""The first sheet of a workbook (.xlsx), row by row, in bounded memory: neither a tree nor the sheet is ever whole.

Belongs here: the parts of such a file, what a cell holds, and what makes the file unfit to read. Does not belong here: what
the columns mean (xlsx_lezer).

The file is an archive of XML from elsewhere: what it says it will unpack to is bounded, and a DTD is refused before an
entity can be declared.
"""

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from typing import BinaryIO, NamedTuple
from xml.parsers import expat

from sources.csv_records import BestandFout

MAX_UITGEPAKT = 100 << 20
MAX_KOLOMMEN = 256
_METHODEN = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_KAPOT = (zipfile.BadZipFile, zlib.error, struct.error, expat.ExpatError, OSError, EOFError)
_KAPOT += (ArithmeticError, LookupError, RuntimeError, ValueError)
_BLOK = 1 << 16
_DATUMS = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
"""The formats of the standard itself that show a day."""
_GEEN_DATUM = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_KOLOM = re.compile(r"([A-Z]{1,3})[0-9]+")


class Cel(NamedTuple):
    """What a cell shows as text; a number may have lost leading zeros, and a formula's outcome is nobody's statement."""

    tekst: str
    is_getal: bool = False
    is_formule: bool = False


def rijen(stroom: BinaryIO) -> Iterator[dict[int, Cel]]:
    """The cells of each row that are not empty, by their place; raises BestandFout when it is no workbook that can be read."""
    try:
        with zipfile.ZipFile(stroom) as archief:
            yield from _Werkmap(archief).rijen()
    except _KAPOT:
        raise BestandFout("F_WERKMAP") from None


class _Werkmap:
    def __init__(self, archief: zipfile.ZipFile) -> None:
        self._archief, self._ruimte = archief, MAX_UITGEPAKT
        self._begin = date(1899, 12, 30)
        self._blad = self._eerste_blad()
        self._teksten = [] if "xl/sharedStrings.xml" not in archief.namelist() else self._lees_teksten()
        self._met_datum = [] if "xl/styles.xml" not in archief.namelist() else self._lees_stijlen()

    def _deel(self, naam: str) -> Iterator[tuple[str, str, dict[str, str] | str]]:
        """What passes by in one XML part: ("begin", name, attributes) and ("einde", name, text since the last begin)."""
        lid = self._archief.getinfo(naam)
        self._ruimte -= lid.file_size
        if self._ruimte < 0:
            raise BestandFout("F_WERKMAP_GROOT")
        if lid.compress_type not in _METHODEN:
            raise zipfile.BadZipFile
        lezer, wachtend = expat.ParserCreate(), []
        tekst: list[str] = []

        def begin(element: str, attributen: dict[str, str]) -> None:
            tekst.clear()
            wachtend.append(("begin", element.rpartition(":")[2], attributen))

        def einde(element: str) -> None:
            wachtend.append(("einde", element.rpartition(":")[2], "".join(tekst)))
            tekst.clear()

        def doctype(*_: object) -> None:
            raise ValueError("een DTD hoort hier niet")

        lezer.StartElementHandler, lezer.EndElementHandler = begin, einde
        lezer.CharacterDataHandler, lezer.StartDoctypeDeclHandler = tekst.append, doctype
        with self._archief.open(lid) as inhoud:
            while blok := inhoud.read(_BLOK):
                lezer.Parse(blok)
                yield from wachtend
                wachtend.clear()
        lezer.Parse(b"", True)
        yield from wachtend

    def _eerste_blad(self) -> str:
        relatie = None
        for stap, naam, wat in self._deel("xl/workbook.xml"):
            if stap == "begin" and naam == "sheet" and relatie is None:
                relatie = next(waarde for sleutel, waarde in wat.items() if sleutel.endswith(":id"))
            elif stap == "begin" and naam == "workbookPr" and wat.get("date1904") in ("1", "true"):
                self._begin = date(1904, 1, 1)
        for stap, naam, wat in self._deel("xl/_rels/workbook.xml.rels"):
            if stap == "begin" and naam == "Relationship" and wat["Id"] == relatie:
                return posixpath.normpath(posixpath.join("/xl", wat["Target"])).lstrip("/")
        raise LookupError("geen werkblad")

    def _lees_teksten(self) -> list[str]:
        teksten, delen, fonetisch = [], [], False
        for stap, naam, wat in self._deel("xl/sharedStrings.xml"):
            if naam == "rPh":
                fonetisch = stap == "begin"
            elif stap == "einde" and naam == "t" and not fonetisch:
                delen.append(wat)
            elif stap == "einde" and naam == "si":
                teksten.append("".join(delen))
                delen.clear()
        return teksten

    def _lees_stijlen(self) -> list[bool]:
        """Per style whether it shows a number as a day."""
        eigen: dict[str, str] = {}
        stijlen, binnen = [], False
        for stap, naam, wat in self._deel("xl/styles.xml"):
            if naam == "cellXfs":
                binnen = stap == "begin"
            elif stap == "begin" and naam == "numFmt":
                eigen[wat["numFmtId"]] = _GEEN_DATUM.sub("", wat["formatCode"]).lower()
            elif stap == "begin" and naam == "xf" and binnen:
                vorm = wat.get("numFmtId", "0")
                stijlen.append(int(vorm) in _DATUMS or any(teken in eigen.get(vorm, "") for teken in "yd"))
        return stijlen

    def rijen(self) -> Iterator[dict[int, Cel]]:
        """The rows with something in them."""
        lopend = _Lopend()
        for stap, naam, wat in self._deel(self._blad):
            if stap == "begin":
                lopend.begin(naam, wat)
            elif naam in ("v", "t") and not lopend.fonetisch:
                lopend.waarde.append(wat)
            elif naam == "rPh":
                lopend.fonetisch = False
            elif naam == "c" and (lopend.waarde or lopend.formule) and lopend.plaats < MAX_KOLOMMEN:
                cel = self._cel(lopend.kenmerken, "".join(lopend.waarde))
                lopend.rij[lopend.plaats] = cel._replace(is_formule=lopend.formule)
            elif naam == "row" and lopend.rij:
                yield lopend.rij

    def _cel(self, kenmerken: dict[str, str], waarde: str) -> Cel:
        soort = kenmerken.get("t", "n")
        if soort == "s":
            return Cel(self._teksten[int(waarde)] if waarde else "")
        if soort != "n":
            return Cel(waarde[:10] if soort == "d" else waarde)
        stijl = int(kenmerken.get("s", "0"))
        try:
            getal = float(waarde)
            if stijl < len(self._met_datum) and self._met_datum[stijl]:
                return Cel((self._begin + timedelta(days=int(getal))).isoformat())
            return Cel(str(int(getal)) if getal == int(getal) and abs(getal) < 1e15 else waarde, True)
        except (ValueError, OverflowError):
            return Cel(waarde)


class _Lopend:
    """The row and the cell that are being read."""

    def __init__(self) -> None:
        self.rij: dict[int, Cel] = {}
        self.kenmerken: dict[str, str] = {}
        self.plaats = -1
        self.waarde: list[str] = []
        self.formule = self.fonetisch = False

    def begin(self, naam: str, kenmerken: dict[str, str]) -> None:
        """An element begins. Of cells that were merged only one holds the value: the file is refused."""
        if naam == "row":
            self.rij, self.plaats = {}, -1
        elif naam == "c":
            self.kenmerken, self.waarde, self.formule = kenmerken, [], False
            self.plaats = _plaats(kenmerken["r"]) if "r" in kenmerken else self.plaats + 1
        elif naam == "f":
            self.formule = True
        elif naam == "rPh":
            self.fonetisch = True
        elif naam == "mergeCell":
            raise BestandFout("F_SAMENGEVOEGD")


def _plaats(adres: str) -> int:
    """The place of the column in "AB12", counted from 0."""
    treffer = _KOLOM.fullmatch(adres)
    if not treffer:
        raise ValueError("geen adres van een cel")
    plaats = 0
    for letter in treffer[1]:
        plaats = plaats * 26 + ord(letter) - 64
    return plaats - 1
