"""libxml2 on content that is not to be trusted: parsing, and the first thing that a schema forbids.

Belongs here: the settings of the parser and what they guard against. Does not belong here: which reason a refusal gets
(keuring.py). Texts of libxml2 are never passed on, they quote values: only a line and a name from the standard go out.
"""

import re
from collections.abc import Iterable

from lxml import etree

from sources.berichten.schema import elementnamen

_FOUT = re.compile(r"Element '(?:\{[^}]*\})?([^']*)'")
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
GROOT = 100_000
_BLOK = 1 << 16


def ontleed(inhoud: bytes) -> etree._Element:
    """The root of a tree without comments and instructions; raises etree.XMLSyntaxError. A DTD is refused before this."""
    eenvoudig = b"<!" not in inhoud and inhoud.find(b"<?", 5) < 0 and not _BLANKS_VOOR_CR.search(inhoud)
    return etree.fromstring(inhoud, _ONTLEDERS[eenvoudig, len(inhoud) >= _LANG])


def schemafout(keurder: etree.XMLSchema, wortel: etree._Element, inhoud: bytes) -> tuple[str | None, str] | None:
    """The element and line of the first thing that the schema forbids; None for a valid message.

    lxml looks up the place of every error in the tree, which for a message with the same error in each of its lines
    takes the square of their number. A large message is therefore validated while it passes by, up to the first error.
    """
    if len(inhoud) < GROOT:
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
    ontleder.close()  # all has been fed to the end of the root: what is wrong was seen by now
    return None


def _benoem(fout: etree._LogEntry, regel: int) -> tuple[str | None, str]:
    naam = _FOUT.match(fout.message)
    return naam[1] if naam and naam[1] in elementnamen() else None, f"regel {regel}"
