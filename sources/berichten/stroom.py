"""A large message while it passes by: passes that read each client without ever holding a whole tree.

Belongs here: reading in pieces. Does not belong here: what a client says (declaratie.py), or which reason a refusal gets
(keuring.py). What was handed over of a message that turns out not to be valid is for the caller to throw away.

Besides memory this bounds time: lxml looks up the place of every schema error in the tree, which for a message with the
same error in each of its lines takes the square of their number. Here validation stops at the first.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from lxml import etree

from sources.berichten.ontleden import VEILIG, benoem, schrijf

# From this size on; below it a tree is faster and can do no harm.
GROOT = 100_000
_BLOK = 1 << 16
# libxml2 refuses a text, comment or stretch of space above 10 MB; a message may hold one. Only what is larger than that
# is read without this limit, and cannot grow: a DTD, and with it every entity, has been refused before.
_LANG = 10_000_000


def _blokken(inhoud: bytes) -> Iterator[bytes]:
    return (inhoud[begin : begin + _BLOK] for begin in range(0, len(inhoud), _BLOK))


def _eisen(inhoud: bytes) -> dict[str, object]:
    return VEILIG | {"huge_tree": len(inhoud) >= _LANG}


def begin(inhoud: bytes) -> etree._Element:
    """The root with at least its name and, in a message of the standard, its header; raises etree.XMLSyntaxError."""
    ontleder = etree.XMLPullParser(events=("start",), **_eisen(inhoud))
    for blok in _blokken(inhoud):
        ontleder.feed(blok)
        for _, wortel in ontleder.read_events():
            return wortel
    return ontleder.close()


def opnieuw(inhoud: bytes, naam: str | None) -> str | None:
    """The message as libxml2 writes it; the elements `naam` in it are never in memory as a tree together.

    None for what is not well-formed, and when those elements do not stand side by side or hold more than content.
    """
    ontleder = etree.XMLPullParser(events=("end",), tag=naam or "geen", **_eisen(inhoud))
    stukken = _Stukken()
    try:
        for blok in _blokken(inhoud):
            ontleder.feed(blok)
            if len(ontleder.feed_error_log) or not all(stukken.neem(element) for _, element in ontleder.read_events()):
                return None
        return stukken.rond(ontleder.close())
    except etree.LxmlError:
        return None


class _Stukken:
    """Elements side by side, each written and let go once the next is there: then all that follows it is known."""

    def __init__(self) -> None:
        self._vorige: etree._Element | None = None
        self._begin = self._merk = ""
        self._geschreven: list[str] = []

    def neem(self, element: etree._Element) -> bool:
        """The next one; False when it does not stand right behind the one before, or not all of that can be written."""
        vorige, self._vorige = self._vorige, element
        if vorige is None:
            return True
        if vorige.getnext() is not element:
            return False
        # Written apart an element repeats the namespaces of the root; those go, and anything else is no content.
        stuk = schrijf(vorige)
        if not self._begin and len(vorige) and not vorige.attrib and vorige.nsmap == vorige.getparent().nsmap:
            self._begin = stuk[: stuk.index(">") + 1]
            self._merk = self._begin.partition(" ")[0] + ">"
        if not self._begin or not stuk.startswith(self._begin):
            return False
        self._geschreven += (self._merk, stuk.removeprefix(self._begin))
        vorige.getparent().remove(vorige)
        return True

    def rond(self, wortel: etree._Element) -> str:
        """The whole message: what was let go, put back before the one that is left."""
        if not self._geschreven:
            return schrijf(wortel)
        hoofd, merk, staart = schrijf(wortel).partition(self._merk)
        return "".join((hoofd, *self._geschreven, merk, staart))


def doorloop(
    inhoud: bytes, keurder: etree.XMLSchema, naam: str | None, neem: Callable[[etree._Element], None]
) -> etree._Element | None:
    """The root of a valid message, None for another. Each element `naam` is handed over and then emptied."""
    ontleder = etree.XMLPullParser(events=("end",), tag=naam or "geen", schema=keurder, **_eisen(inhoud))
    try:
        for blok in _blokken(inhoud):
            ontleder.feed(blok)
            if len(ontleder.feed_error_log):
                return None
            for _, element in ontleder.read_events():
                neem(element)
                _vergeet(element)
        return ontleder.close()
    except etree.LxmlError:  # not well-formed, or libxml2 gave up: not shown to be valid
        return None


def _vergeet(element: etree._Element) -> None:
    """Give back the memory of an element and of those before it; those after it may have been read already."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


class _Weg:
    """Receives nothing of what is parsed."""

    def close(self) -> None:
        return None


def breuk(inhoud: bytes) -> int | None:
    """The line where this stops being well-formed XML, 0 when that is not known; None for what is well-formed."""
    ontleder = etree.XMLParser(target=_Weg(), **_eisen(inhoud))
    try:
        for blok in _blokken(inhoud):
            ontleder.feed(blok)
            if len(ontleder.feed_error_log):  # a namespace that does not exist stops no parser
                return ontleder.feed_error_log[0].line
        ontleder.close()
    except etree.XMLSyntaxError as fout:
        return fout.lineno or 0
    return None


def schemafout(keurder: etree.XMLSchema, inhoud: bytes) -> tuple[str | None, str | None]:
    """The element and line of the first thing that the schema forbids in a well-formed message."""
    gevonden = _eerste_fout(keurder, _blokken(inhoud), _eisen(inhoud))
    if gevonden is None:
        return None, None
    blok, fout = gevonden
    begin = blok * _BLOK
    regels = io.BytesIO(inhoud[begin : begin + _BLOK]).readlines()  # the same message, this block line by line
    stukken = chain(islice(_blokken(inhoud), blok), regels, islice(_blokken(inhoud), blok + 1, None))
    nummer, fout = _eerste_fout(keurder, stukken, _eisen(inhoud)) or gevonden
    return benoem(fout, inhoud.count(b"\n", 0, begin) + min(max(nummer - blok + 1, 1), len(regels)))


def _eerste_fout(
    keurder: etree.XMLSchema, stukken: Iterable[bytes], eisen: dict[str, object]
) -> tuple[int, etree._LogEntry] | None:
    """The first error, and the number of the piece with which it came."""
    ontleder = etree.XMLParser(target=_Weg(), schema=keurder, **eisen)
    for nummer, stuk in enumerate(stukken):
        ontleder.feed(stuk)
        fouten = ontleder.feed_error_log
        if len(fouten):
            return nummer, fouten[0]
    ontleder.close()  # all has been fed to the end of the root: what is wrong was seen by now
    return None
