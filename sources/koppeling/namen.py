"""Dutch surnames in the form in which they are compared: what people write differently, is the same.

Belongs here: those rules, each with its reason. Does not belong here: how alike two names must be (vergelijken).
"""

import re
import unicodedata
from functools import lru_cache

from sources.typen import ONTHOUDEN

# The ones of BRP table 36 that occur as words before a Dutch name; combinations ("van der") are those in a row.
_VOORVOEGSELS = frozenset(
    re.findall(
        r"\S+",
        """
        's 't a aan af aux ben bij bin boven d d' da dal dalla das de del della den der des di do don dos du el het i im
        in l' la las le les lo los of onder op over te ten ter tho thoe thor to toe tot uijt uit van vande vander vom von
        voor zu zum zur
        """,
    )
)
_LOS = frozenset(woord.replace("'", "") for woord in _VOORVOEGSELS)
_STREPEN = re.compile(r"[-‐‑‒–—/+&]+")  # whatever joins the two names of a double name
_LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ij": "ij"}
# What stands for one sound in more than one spelling: Dijk and Dyk, Schroeder and Schröder, Mueller and Müller.
_KLANKEN = (("ij", "y"), ("oe", "o"), ("ue", "u"), ("ae", "a"))
_INITIALEN = re.compile(r"(?:\b[^\W\d_]{1,2}\.\s*)+")
_CIJFERS = re.compile(r"[\d_]+")
_GEEN_LETTER = re.compile(r"[^\w' ]")


@lru_cache(ONTHOUDEN)
def delen(naam: str | None) -> tuple[str, ...]:
    """The names in a name field, in order: one, or two of a double name or a partner's; without voorvoegsels and initials."""
    if naam is None:
        return ()
    gevonden = [deel for stuk in _STREPEN.split(_voorop(naam)) if (deel := _deel(stuk))]
    return tuple(deel for deel in gevonden if deel not in _LOS) or tuple(gevonden)  # 's-Graveland is one name


def heel(naam: str | None) -> str | None:
    """The whole field as one text, a double name as its parts with a blank between; None when nothing is left."""
    return " ".join(delen(naam)) or None


def _voorop(naam: str) -> str:
    """Without what stands after a comma: "Berg, van den" and "Jansen, P." are the name first; a blank name stays."""
    voor, komma, _ = naam.partition(",")
    return voor if komma and voor.strip() else naam


def _deel(stuk: str) -> str:
    """One name: plain letters, in one spelling, without initials and without the voorvoegsels before it."""
    woorden = _plat(_INITIALEN.sub(" ", stuk)).split()
    while len(woorden) > 1 and woorden[0] in _VOORVOEGSELS:
        woorden.pop(0)
    tekst = " ".join(woorden).replace("'", "")
    for anders, gelijk in _KLANKEN:
        tekst = tekst.replace(anders, gelijk)
    return tekst.strip()


def _plat(tekst: str) -> str:
    """Lower case, without diacritics and punctuation; an apostrophe stays, because it ends d' and l'."""
    tekst = tekst.replace("’", "'").replace("`", "'").replace("´", "'").casefold()
    tekst = "".join(_LETTERS.get(teken, teken) for teken in tekst)
    letters = "".join(teken for teken in unicodedata.normalize("NFKD", tekst) if not unicodedata.combining(teken))
    return _GEEN_LETTER.sub(" ", re.sub(r"\b([dl])'", r"\1' ", _CIJFERS.sub("", letters)))
