"""libxml2 on content that is not to be trusted: a message as a tree, and the first thing that a schema forbids in it.

Belongs here: the settings of the parser and what they guard against. Does not belong here: large messages, which are read
while they pass by (stroom.py), and which reason a refusal gets (keuring.py). Texts of libxml2 are never passed on, they
quote values: only a line and a name from the standard go out.
"""

import re

from lxml import etree

from sources.berichten.feiten import elementnamen

_FOUT = re.compile(r"Element '(?:\{[^}]*\})?([^']*)'")
# Comments and instructions are dropped, so that a value they interrupt is read whole, as the schema sees it. Entities of
# its own a message cannot have, as a DTD is refused before; told to leave them alone, lxml takes what breaks off for whole.
VEILIG = {
    "encoding": "utf-8",
    "resolve_entities": "internal",
    "load_dtd": False,
    "no_network": True,
    "remove_comments": True,
    "remove_pis": True,
}
_ONTLEDER = etree.XMLParser(**VEILIG)


def ontleed(inhoud: bytes) -> etree._Element:
    """The root of a tree without comments and instructions; raises etree.XMLSyntaxError. A DTD is refused before this."""
    return etree.fromstring(inhoud, _ONTLEDER)


def schrijf(element: etree._Element) -> str:
    """An element and what follows it as libxml2 writes that: one way for all that means the same."""
    return etree.tostring(element, encoding="unicode")


def schemafout(keurder: etree.XMLSchema, wortel: etree._Element) -> tuple[str | None, str] | None:
    """The element and line of the first thing that the schema forbids; None for a valid message."""
    return None if keurder.validate(wortel) else benoem(keurder.error_log[0], keurder.error_log[0].line)


def benoem(fout: etree._LogEntry, regel: int) -> tuple[str | None, str]:
    """The element of an error, when the standard has one of that name, and the line."""
    naam = _FOUT.match(fout.message)
    return naam[1] if naam and naam[1] in elementnamen() else None, f"regel {regel}"
