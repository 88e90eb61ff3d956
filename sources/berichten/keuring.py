"""From bytes to a message that is valid against the schema of its kind, or the reason why not.

Belongs here: everything for which a message is refused, in a fixed order, cheapest first. Does not belong here: what
the message says (uitlezen.py), or rules of the standard beyond the schema: such messages are landed.

There are two ways to the same content: by patterns for the plain form that nearly all have (gewoon.py), and by libxml2, as
a tree (ontleden.py) or, when large, while it passes by (stroom.py). What is not plain libxml2 first writes down anew, as
that is plain more often than not, and faster to read by patterns than to validate and walk through. Only libxml2 refuses.
A refusal tells where and which element, never a value.
"""

import codecs
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, ParamSpec, Protocol, TypeVar

from lxml import etree

from sources.berichten import gewoon, stroom
from sources.berichten.feiten import RELEASE, berichtcode, heeft_clienten, naamruimte
from sources.berichten.klasse import Klasse, uit_boom
from sources.berichten.ontleden import ontleed, schemafout, schrijf
from sources.berichten.schema import schema

# The standard says 25 MB without saying which; the larger reading, so that no message within it is refused.
MAX_BYTES = 25 * 1024 * 1024

# Where XML allows a DOCTYPE: before the first element, after nothing but space, instructions and comments.
_DTD = re.compile(rb"(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_DECLARATIE = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_GEWOON = b'<?xml version="1.0" encoding="UTF-8"?>'
_WORTEL = re.compile(r"\{http://www\.istandaarden\.nl/(iwmo|ijw)/(\d+_\d+)/(wmo|jw)(\d{3})/schema\}.*")
_AFZENDER = re.compile(r"[0-9]{4}(?:[0-9]{4})?")
P, T = ParamSpec("P"), TypeVar("T")
_WET = {("iwmo", "wmo"): "wmo", ("ijw", "jw"): "jeugd"}


@dataclass(eq=False)
class Geweigerd(Exception):
    """A message that cannot be taken: the reason, where known the element and line, and who sent it."""

    code: str
    element: str | None = None
    plaats: str | None = None
    afzender: str | None = None


class Gekeurd(NamedTuple):
    """A message that is valid: its law ("wmo", "jeugd"), kind ("301"), content, and whether it began with a BOM."""

    wet: str
    soort: str
    inhoud: Klasse
    bom: bool


class Clienten(Protocol):
    """Takes the clients of a 323 or 325 one by one. What it took of a message that is then refused must be dropped."""

    def begin(self) -> None:
        """Forget what was taken: the message is read from its start."""

    def neem(self, client: Klasse) -> None:
        """The next client."""


def keur(berichten: Sequence[tuple[bytes, Clienten]]) -> list[Gekeurd | Geweigerd]:
    """Each message, valid, without the clients that were taken; or the first reason that holds why it is refused.

    Every step is done for all before the next: patterns, libxml2 and Python push one another out of the processor's cache,
    so that message by message the same steps take half as long again. Some tens at once are enough for that.
    """
    uit = [_of_reden(_keur_gewoon, *bericht) for bericht in berichten]
    rest = [nr for nr, gekeurd in enumerate(uit) if gekeurd is None]
    opnieuw = [_of_reden(_opnieuw, berichten[nr][0]) for nr in rest]
    for nr, tekst in zip(rest, opnieuw, strict=True):
        uit[nr] = tekst if isinstance(tekst, Geweigerd) else _of_reden(_keur_rest, *berichten[nr], tekst)
    return uit


def _of_reden(stap: Callable[P, T], *wat: P.args, **anders: P.kwargs) -> T | Geweigerd:
    try:
        return stap(*wat, **anders)
    except Geweigerd as reden:
        return reden


def _keur_gewoon(inhoud: bytes, clienten: Clienten) -> Gekeurd | None:
    """A plain message; None for another."""
    if not inhoud or inhoud.removeprefix(codecs.BOM_UTF8).isspace() or inhoud == codecs.BOM_UTF8:
        raise Geweigerd("F_LEEG")
    if len(inhoud) > MAX_BYTES:
        raise Geweigerd("F_TE_GROOT")
    bom = inhoud.startswith(codecs.BOM_UTF8)
    begin = len(codecs.BOM_UTF8) if bom else 0
    if b"<!DOCTYPE" in inhoud and _DTD.match(inhoud, begin):
        raise Geweigerd("F_DTD")
    gelezen = _lees_gewoon(_tekst(inhoud, begin), clienten)
    return Gekeurd(*gelezen, bom) if gelezen else None


def _opnieuw(inhoud: bytes) -> str | None:
    """The message written down anew; None for a large one, which goes by in pieces."""
    return schrijf(_boom(ontleed, inhoud)) if len(inhoud) < stroom.GROOT else None


def _keur_rest(inhoud: bytes, clienten: Clienten, opnieuw: str | None) -> Gekeurd:
    gelezen = _lees_gewoon(opnieuw, clienten) if opnieuw else None
    keurder = _keur_groot if opnieuw is None else _keur_klein
    return Gekeurd(*(gelezen or keurder(inhoud, clienten)), inhoud.startswith(codecs.BOM_UTF8))


def _tekst(inhoud: bytes, begin: int) -> str:
    declaratie = None if inhoud.startswith(_GEWOON, begin) else _DECLARATIE.match(inhoud, begin)
    if declaratie and declaratie[1].lower() != b"utf-8":
        raise Geweigerd("F_CODERING")
    if b"\0" in inhoud[:4]:  # UTF-16 or UTF-32 without a BOM reads as UTF-8 full of NULs
        raise Geweigerd("F_CODERING")
    try:
        return inhoud.decode("utf-8")
    except UnicodeDecodeError as fout:
        regel = inhoud.count(b"\n", 0, fout.start) + 1
        raise Geweigerd("F_CODERING", plaats=f"regel {regel}") from None


def _lees_gewoon(tekst: str, clienten: Clienten) -> tuple[str, str, Klasse] | None:
    clienten.begin()
    return gewoon.lees(tekst, clienten.neem)


def _keur_klein(inhoud: bytes, clienten: Clienten) -> tuple[str, str, Klasse]:
    wortel = _boom(ontleed, inhoud)
    wet, soort = _herken(wortel.tag)
    try:
        fout = schemafout(schema(wet, soort), wortel)
    except etree.LxmlError:  # libxml2 gave up: not shown to be valid
        fout = (None, None)
    if fout:
        raise Geweigerd("F_SCHEMA", *fout, _afzender(wortel))
    bericht = uit_boom(wortel, soort)
    clienten.begin()
    for client in bericht.delen if heeft_clienten(soort) else ():
        clienten.neem(client)
    return wet, soort, bericht


def _keur_groot(inhoud: bytes, clienten: Clienten) -> tuple[str, str, Klasse]:
    """One pass for nearly all that is valid; what is not takes more of them, to find the first reason that holds."""
    begin = _boom(stroom.begin, inhoud)
    try:
        wet, soort = _herken(begin.tag)
    except Geweigerd:
        _keur_welgevormd(inhoud)
        raise
    client = f"{{{naamruimte(wet, soort)}}}Client" if heeft_clienten(soort) else None
    tekst = stroom.opnieuw(inhoud, client)
    gelezen = _lees_gewoon(tekst, clienten) if tekst else None
    if gelezen:
        return gelezen
    del tekst
    clienten.begin()
    wortel = stroom.doorloop(inhoud, schema(wet, soort), client, lambda een: clienten.neem(uit_boom(een, soort)))
    if wortel is None:
        _keur_welgevormd(inhoud)
        try:
            fout = stroom.schemafout(schema(wet, soort), inhoud)
        except etree.LxmlError:
            fout = (None, None)
        raise Geweigerd("F_SCHEMA", *fout, _afzender(begin))
    return wet, soort, uit_boom(wortel, soort)


def _boom(lees: Callable[[bytes], etree._Element], inhoud: bytes) -> etree._Element:
    try:
        return lees(inhoud)
    except etree.XMLSyntaxError as fout:
        raise _geen_xml(fout.lineno) from None


def _keur_welgevormd(inhoud: bytes) -> None:
    regel = stroom.breuk(inhoud)
    if regel is not None:
        raise _geen_xml(regel)


def _geen_xml(regel: int | None) -> Geweigerd:
    return Geweigerd("F_XML", plaats=f"regel {regel}" if regel else None)


@lru_cache(maxsize=100)
def _herken(naam: str) -> tuple[str, str]:
    """Law and kind from the namespace of the root element."""
    delen = _WORTEL.fullmatch(naam)
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
