"""From bytes to a tree that is valid against the schema of its kind, or the reason why not.

Belongs here: everything for which a message is refused, in a fixed order, cheapest first. Does not belong here: what
the message says (uitlezen.py), or rules of the standard beyond the schema (those are dbt's: such messages are landed).

Nothing of the texts of libxml2 is passed on: they quote values. Only a line and a name from the standard go out.
"""

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from sources.berichten.schema import RELEASE, berichtcode, elementnamen, schema

# The standard says 25 MB without saying which; the larger reading, so that no message within it is refused.
MAX_BYTES = 25 * 1024 * 1024

# Where XML allows a DOCTYPE: before the first element, after nothing but space, instructions and comments.
_DTD = re.compile(rb"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_DECLARATIE = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_WORTEL = re.compile(r"\{http://www\.istandaarden\.nl/(iwmo|ijw)/(\d+_\d+)/(wmo|jw)(\d{3})/schema\}.*")
_FOUT = re.compile(r"Element '(?:\{[^}]*\})?([^']*)'")
_AFZENDER = re.compile(r"[0-9]{4}(?:[0-9]{4})?")
_WET = {("iwmo", "wmo"): "wmo", ("ijw", "jw"): "jeugd"}


# Comments and instructions are dropped, so that a value they interrupt is read whole, as the schema sees it.
_VEILIG = {
    "encoding": "utf-8",
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "remove_comments": True,
    "remove_pis": True,
}
# Dropping the space between elements halves the tree of a large message. libxml2 takes blanks before a comment, CDATA,
# an instruction or a carriage return for such space, also when a value begins with them: then everything is kept.
_BLANKS_VOOR_CR = re.compile(rb">\s+\r")
# libxml2 refuses a text, comment or stretch of space above 10 MB; a message may hold one. Only what is larger than that
# is read without this limit, and cannot grow: a DTD, and with it every entity, has been refused before.
_LANG = 10_000_000
_ONTLEDERS = {
    (zonder, lang): etree.XMLParser(**_VEILIG, remove_blank_text=zonder, huge_tree=lang)
    for zonder in (True, False)
    for lang in (True, False)
}
# From this size on validation stops at the first error; below it the tree, which is faster, can do no harm.
_GROOT = 100_000
_BLOK = 1 << 16


@dataclass(eq=False)
class Geweigerd(Exception):
    """A message that cannot be taken: the reason, where known the element and line, and who sent it."""

    code: str
    element: str | None = None
    plaats: str | None = None
    afzender: str | None = None


@dataclass(frozen=True)
class Gekeurd:
    """A message that is valid: its law ("wmo", "jeugd"), kind ("301"), tree, and whether it began with a BOM."""

    wet: str
    soort: str
    wortel: etree._Element
    bom: bool


def keur(inhoud: bytes) -> Gekeurd:
    """The message as a valid tree; raises Geweigerd with the first reason that holds."""
    if not inhoud or inhoud.removeprefix(codecs.BOM_UTF8).isspace() or inhoud == codecs.BOM_UTF8:
        raise Geweigerd("F_LEEG")
    if len(inhoud) > MAX_BYTES:
        raise Geweigerd("F_TE_GROOT")
    bom = inhoud.startswith(codecs.BOM_UTF8)
    begin = len(codecs.BOM_UTF8) if bom else 0
    if _DTD.match(inhoud, begin):
        raise Geweigerd("F_DTD")
    _keur_codering(inhoud, begin)
    wortel = _ontleed(inhoud)
    wet, soort = _herken(wortel)
    fout = _schemafout(schema(wet, soort), wortel, inhoud)
    if fout:
        raise Geweigerd("F_SCHEMA", *fout, _afzender(wortel))
    return Gekeurd(wet, soort, wortel, bom)


def _keur_codering(inhoud: bytes, begin: int) -> None:
    declaratie = _DECLARATIE.match(inhoud, begin)
    if declaratie and declaratie[1].lower() != b"utf-8":
        raise Geweigerd("F_CODERING")
    if b"\0" in inhoud[:4]:  # UTF-16 or UTF-32 without a BOM reads as UTF-8 full of NULs
        raise Geweigerd("F_CODERING")
    try:
        _ = inhoud.isascii() or inhoud.decode("utf-8")
    except UnicodeDecodeError as fout:
        regel = inhoud.count(b"\n", 0, fout.start) + 1
        raise Geweigerd("F_CODERING", plaats=f"regel {regel}") from None


def _ontleed(inhoud: bytes) -> etree._Element:
    eenvoudig = b"<!" not in inhoud and inhoud.find(b"<?", 5) < 0 and not _BLANKS_VOOR_CR.search(inhoud)
    try:
        return etree.fromstring(inhoud, _ONTLEDERS[eenvoudig, len(inhoud) >= _LANG])
    except etree.XMLSyntaxError as fout:
        raise Geweigerd("F_XML", plaats=f"regel {fout.lineno}" if fout.lineno else None) from None


def _herken(wortel: etree._Element) -> tuple[str, str]:
    """Law and kind from the namespace of the root element."""
    delen = _WORTEL.fullmatch(wortel.tag)
    wet = _WET.get((delen[1], delen[3])) if delen else None
    if wet is None:
        raise Geweigerd("F_NAAMRUIMTE")
    if delen[2] != RELEASE:
        raise Geweigerd("F_RELEASE", plaats=f"release {delen[2].replace('_', '.')}" if len(delen[2]) < 6 else None)
    if berichtcode(wet, delen[4]) is None:
        raise Geweigerd("F_NAAMRUIMTE")
    return wet, delen[4]


def _schemafout(keurder: etree.XMLSchema, wortel: etree._Element, inhoud: bytes) -> tuple[str | None, str] | None:
    """The element and line of the first thing that the schema forbids; None for a valid message.

    lxml looks up the place of every error in the tree, which for a message with the same error in each of its lines
    takes the square of their number. A large message is therefore validated while it passes by, up to the first error.
    """
    if len(inhoud) < _GROOT:
        return None if keurder.validate(wortel) else _benoem(keurder.error_log[0], keurder.error_log[0].line)
    blokken = (inhoud[begin : begin + _BLOK] for begin in range(0, len(inhoud), _BLOK))
    gevonden = _eerste_fout(keurder, blokken, len(inhoud))
    if gevonden is None:
        return None
    begin = gevonden[0] * _BLOK
    regels = inhoud[begin : begin + _BLOK].split(b"\n")
    stukken = [inhoud[:begin], *(regel + b"\n" for regel in regels[:-1]), regels[-1], inhoud[begin + _BLOK :]]
    nummer, fout = _eerste_fout(keurder, stukken, len(inhoud)) or gevonden
    return _benoem(fout, inhoud.count(b"\n", 0, begin) + min(max(nummer, 1), len(regels)))


class _Weg:
    """Receives nothing of what is parsed."""

    def close(self) -> None:
        return None


def _eerste_fout(keurder: etree.XMLSchema, stukken: Iterable[bytes], omvang: int) -> tuple[int, etree._LogEntry] | None:
    """The first error, and the number of the piece with which it came; the message must be well-formed."""
    ontleder = etree.XMLParser(target=_Weg(), schema=keurder, **_VEILIG, huge_tree=omvang >= _LANG)
    for nummer, stuk in enumerate(stukken):
        ontleder.feed(stuk)
        fouten = ontleder.feed_error_log
        if len(fouten):
            return nummer, fouten[0]
    ontleder.close()
    return None


def _benoem(fout: etree._LogEntry, regel: int) -> tuple[str | None, str]:
    naam = _FOUT.match(fout.message)
    return naam[1] if naam and naam[1] in elementnamen() else None, f"regel {regel}"


def _afzender(wortel: etree._Element) -> str | None:
    """Who sent a message that is not valid, if that stands where it should and has the form of a party."""
    gevonden = wortel.findtext("{*}Header/{*}Afzender") or ""
    return gevonden if _AFZENDER.fullmatch(gevonden) else None
