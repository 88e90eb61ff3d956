"""A valid message as plain values: what is read from, however the message was parsed.

Belongs here: that form, and the way to it from a tree. Does not belong here: the way from text (gewoon.py), or which
value means what (regie.py and its neighbours).
"""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from sources.berichten.feiten import lijsten

Velden = dict[str, str | None]
"""Texts by the path of their element below the class, such as "Product/Code"; what is absent is left out.

A class that is there but empty, as Adres may be, is a path without text.
"""


class Klasse(NamedTuple):
    """A message or a class of it: its values, and the classes in it that can be repeated, in the order of the message.

    Return codes of a class are one value, "RetourCodes/RetourCode", with commas in between.
    """

    naam: str
    velden: Velden
    delen: list["Klasse"]


class _Namen(dict[str, str]):
    """Names of elements without their namespace; there are some hundreds."""

    def __missing__(self, naam: str) -> str:
        kaal = self[naam] = naam.rpartition("}")[2]
        return kaal


_namen = _Namen()


def uit_boom(element: etree._Element, soort: str) -> Klasse:
    """An element of a valid message of this kind, with all that is in it."""
    klasse = Klasse(_namen[element.tag], {}, [])
    _vul(klasse, element, "", lijsten(soort))
    return klasse


def _vul(klasse: Klasse, element: etree._Element, pad: str, met_lijst: dict[str, str]) -> None:
    for kind in element:
        naam = _namen[kind.tag]
        if naam in met_lijst:
            klasse.delen.extend(_lijst(kind, met_lijst))
        elif len(kind):
            _vul(klasse, kind, f"{pad}{naam}/", met_lijst)
        elif naam == "RetourCode" and pad + naam in klasse.velden:
            klasse.velden[pad + naam] += f",{kind.text}"
        else:
            klasse.velden[pad + naam] = kind.text


def _lijst(element: etree._Element, met_lijst: dict[str, str]) -> Iterator[Klasse]:
    for kind in element:
        klasse = Klasse(_namen[kind.tag], {}, [])
        _vul(klasse, kind, "", met_lijst)
        yield klasse
