"""From bytes to a tree that is valid against the schema of its kind, or the reason why not.

Belongs here: everything for which a message is refused, in a fixed order, cheapest first. Does not belong here: what
the message says (uitlezen.py), or rules of the standard beyond the schema (those are dbt's: such messages are landed).

A refusal tells where and which element, never a value.
"""

import codecs
import re
from dataclasses import dataclass

from lxml import etree

from sources.berichten.ontleden import ontleed, schemafout
from sources.berichten.schema import RELEASE, berichtcode, schema

# The standard says 25 MB without saying which; the larger reading, so that no message within it is refused.
MAX_BYTES = 25 * 1024 * 1024

# Where XML allows a DOCTYPE: before the first element, after nothing but space, instructions and comments.
_DTD = re.compile(rb"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_DECLARATIE = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_WORTEL = re.compile(r"\{http://www\.istandaarden\.nl/(iwmo|ijw)/(\d+_\d+)/(wmo|jw)(\d{3})/schema\}.*")
_AFZENDER = re.compile(r"[0-9]{4}(?:[0-9]{4})?")
_WET = {("iwmo", "wmo"): "wmo", ("ijw", "jw"): "jeugd"}


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
    try:
        fout = schemafout(schema(wet, soort), wortel, inhoud)
    except etree.LxmlError:  # libxml2 gave up: not shown to be valid
        fout = (None, None)
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
    try:
        return ontleed(inhoud)
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


def _afzender(wortel: etree._Element) -> str | None:
    """Who sent a message that is not valid, if that stands where it should and has the form of a party."""
    gevonden = wortel.findtext("{*}Header/{*}Afzender") or ""
    return gevonden if _AFZENDER.fullmatch(gevonden) else None
