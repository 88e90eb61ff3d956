"""A valid message in its plain form, read by regular expressions that are made from the same tables as the schema.

Nearly every message is plain: no comments, CDATA or attributes, no entities but those of XML itself, numbers and dates
without space around them. Such a message is validated and taken apart in one go, in a fraction of the time of a parser
and a schema. Belongs here: recognising that form. Does not belong here: a verdict. What does not match, libxml2 writes
down anew or judges (keuring.py): a pattern may therefore be narrower than the schema, and must never be wider.
"""

import html
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain, groupby
from typing import NamedTuple

from sources.berichten.feiten import berichtcode, codelijsten, elementen, heeft_clienten, naamruimte, tabel
from sources.berichten.klasse import Klasse, Velden

_WIT = r"[ \t\r\n]*+"
_NAAM = r"[A-Za-z_][A-Za-z0-9_.-]*"
_GEEN_TEKEN = r"\x00-\x08\x0b\x0c\x0e-\x1f"
_WAARDE = rf"""(?:"([^"<&{_GEEN_TEKEN}]*)"|'([^'<&{_GEEN_TEKEN}]*)')"""
_ATTRIBUUT = rf"[ \t\r\n]++(?:xmlns(?::({_NAAM}))?|({_NAAM}):schemaLocation)={_WAARDE}"
_DECLARATIE = (
    r"""<\?xml version=(["'])1\.0\1(?: encoding=(["'])(?:UTF|utf)-8\2)?(?: standalone=(["'])(?:yes|no)\3)? ?\?>"""
)
_OPMERKING = rf"<!--(?:[^{_GEEN_TEKEN}-]|-(?!-))*+-->"
_BEGIN = re.compile(
    rf"\ufeff?(?:{_DECLARATIE})?{_WIT}(?:{_OPMERKING}{_WIT})*+"
    rf"<(?:(?P<voorvoegsel>{_NAAM}):)?Bericht(?P<attributen>(?:{_ATTRIBUUT})+){_WIT}>{_WIT}"
)
_ATTRIBUTEN = re.compile(_ATTRIBUUT)
_XSI = "http://www.w3.org/2001/XMLSchema-instance"

# Text without markup, control characters or line ends; the first character is no space. Two characters that XML does not
# know lie beyond what a small character class holds: they are looked for in the whole text. So is an & that begins no
# entity of XML itself; one that does counts as the characters it is written with, never fewer than it stands for.
_TEKST = r"[^\x00-\x20<>\x7f-\x9f][^\x00-\x1f<>\x7f-\x9f]"
_DATUM = (
    r"(?!0000)[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|1[0-9]|2[0-8]))|[0-9]{2}(?:0[48]|[2468][048]|[13579][26])-02-29"
)
_TIJD = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"
_GETAL = r"(?:0|[1-9][0-9]*)"
# The patterns of the schema as regular expressions; MAX is the longest length, REST one less.
_PATRONEN = {
    "": _TEKST + "{0,REST}+",
    r".*[^\s].*": _TEKST + "{0,REST}+",
    r"\s*\S[\s\S]*": _TEKST + "*+",
    "[0-9]{4}": "[0-9]{4}",
    "[0-9]{8}": "[0-9]{8}",
    "[0-9]{9}": "[0-9]{9}",
    "[0-9]*": "[0-9]{1,MAX}+",
    "([a-zA-Z0-9])+": "[a-zA-Z0-9]{1,MAX}+",
    "([a-zA-ZÀ-ỳ])+": "[a-zA-ZÀ-ỳ]{1,MAX}+",
    r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)": rf"{_GETAL}\.{_GETAL}\.{_GETAL}",
}


class _Stuk(NamedTuple):
    """A stretch of the message without repeats: its pattern, the value of each group, and which of those are codes."""

    patroon: re.Pattern[str]
    namen: tuple[str, ...]
    codes: tuple[str, ...]


class _Lijst(NamedTuple):
    """A class that occurs once or more, each time with the tag `begin`."""

    naam: str
    begin: str
    delen: tuple["_Deel", ...]


class _Misschien(NamedTuple):
    """What may be left out as a whole, with lists in it; it is there when the tag `begin` is."""

    begin: str
    delen: tuple["_Deel", ...]


_Deel = _Stuk | _Lijst | _Misschien
_Tekst = tuple[str, tuple[str, ...]]
"""A pattern with the names of its groups, still to be joined with its neighbours into a stretch."""
Neem = Callable[[Klasse], None]


class _Vorm:
    """The pattern of one kind of message, with the prefixes that it gives its two namespaces."""

    def __init__(self, wet: str, soort: str, eigen: str, basis: str) -> None:
        self._wet, self._soort = wet, soort
        self._voorvoegsel = {"eigen": eigen, "basis": basis}
        self._rijen: dict[str, list[dict[str, str]]] = {}
        for rij in [*elementen("basis", wet), *elementen(soort, wet)]:
            self._rijen.setdefault(rij["klasse"], []).append(rij)
        self._typen = {rij["type"]: rij for rij in tabel("datatypen")}

    def delen(self) -> tuple[_Deel, ...]:
        einde = (rf"</{re.escape(self._voorvoegsel['eigen'])}Bericht>{_WIT}\Z", ())
        return tuple(_voeg_samen([*self._klasse("Root", ""), einde]))

    def _klasse(self, naam: str, pad: str) -> list[_Tekst | _Deel]:
        """What is in a class. One that may be empty but is there is not plain: nothing in it would tell that it is."""
        rijen = self._rijen[naam]
        vast: list[_Tekst | _Deel] = [] if any(rij["min"] != "0" for rij in rijen) else [("(?!</)", ())]
        return vast + [deel for rij in rijen for deel in self._element(rij, pad)]

    def _element(self, rij: dict[str, str], pad: str) -> list[_Tekst | _Deel]:
        naam = rij["element"]
        merk = self._voorvoegsel["basis" if rij["klasse"].startswith("CDT_") else "eigen"] + naam
        begin, einde = f"<{re.escape(merk)}>", f"</{re.escape(merk)}>{_WIT}"
        if rij["type"].startswith("LDT_"):
            kern = f"{begin}(?:{self._waarde(rij)}){einde}"
            tekst = f"((?:{kern})++)" if not rij["max"] else f"{begin}({self._waarde(rij)}){einde}"
            return [(tekst if rij["min"] == "1" else f"(?:{tekst})?+", (pad + naam,))]
        lijst = not rij["max"]
        binnen = self._klasse(rij["type"], "" if lijst else f"{pad}{naam}/")
        delen = [(begin + _WIT, ()), *binnen, (einde, ())]
        if lijst:
            return [_Lijst(naam, f"<{merk}>", tuple(_voeg_samen(delen)))]
        return delen if rij["min"] == "1" else [_optioneel(f"<{merk}>", delen)]

    def _waarde(self, rij: dict[str, str]) -> str:
        """A pattern for a value, narrower than its type allows."""
        if rij["element"] == "BerichtCode":
            return berichtcode(self._wet, self._soort)
        soort = self._typen[rij["type"]]
        codes = codelijsten(self._wet).get(rij["type"])
        if codes:
            return "|".join(map(re.escape, codes))
        if soort["basis"] == "integer":
            return rij["patroon"] or f"[0-9]{{1,{len(soort['maxInclusive'])}}}+"
        if soort["basis"] in ("date", "time"):
            return {"date": _DATUM, "time": _TIJD}[soort["basis"]]
        lengte = int(soort["maxLength"] or 0)
        patroon = _PATRONEN[rij["patroon"] or soort["pattern"]]
        return patroon.replace("MAX", str(lengte)).replace("REST", str(lengte - 1))


def _optioneel(begin: str, delen: list[_Tekst | _Deel]) -> _Tekst | _Misschien:
    if any(isinstance(deel, _Lijst | _Misschien) for deel in delen):
        return _Misschien(begin, tuple(_voeg_samen(delen)))
    return f"(?:{''.join(tekst for tekst, _ in delen)})?+", tuple(naam for _, namen in delen for naam in namen)


def _voeg_samen(delen: list[_Tekst | _Deel]) -> Iterator[_Deel]:
    """Neighbouring patterns as one."""
    for los, groep in groupby(delen, key=lambda deel: isinstance(deel, _Lijst | _Misschien)):
        if los:
            yield from groep
            continue
        teksten, namen = zip(*groep, strict=True)
        alle = tuple(chain.from_iterable(namen))
        yield _Stuk(re.compile("".join(teksten)), alle, tuple(naam for naam in alle if naam.endswith("/RetourCode")))


_soorten = {
    naamruimte(wet, rij["bericht"]): (wet, rij["bericht"]) for wet in ("wmo", "jeugd") for rij in tabel("berichten")
}
_vormen: dict[tuple[str, str, str, str], tuple[_Deel, ...]] = {}
# A form takes some milliseconds to compile: senders use a handful of prefixes, and who uses more is read without.
_MEESTE_VORMEN = 200
_CODE = re.compile(r">([^<\s]+)<")
_ENTITEIT = re.compile("&(?:amp|lt|gt|quot|apos);")


def lees(tekst: str, neem: Neem) -> tuple[str, str, Klasse] | None:
    """Law, kind and content of a plain valid message, None for any other text.

    The clients of a 323 or 325 go to `neem` one by one; of a text that proves not to be plain at its end as well.
    """
    begin = _BEGIN.match(tekst)
    vorm = _vorm(begin["voorvoegsel"], begin["attributen"]) if begin else None
    if vorm is None or ("!" in tekst and tekst.find("<!", begin.end()) > 0) or "\ufffe" in tekst or "\uffff" in tekst:
        return None
    met_entiteiten = tekst.find("&", begin.end()) > 0
    if met_entiteiten and len(_ENTITEIT.findall(tekst, begin.end())) < tekst.count("&", begin.end()):
        return None
    wet, soort, delen = vorm
    bericht = Klasse("Bericht", {}, [])
    neem_een = (lambda client: neem(_lees_entiteiten(client))) if met_entiteiten else neem
    if _volg(delen, tekst, begin.end(), bericht, neem_een if heeft_clienten(soort) else None) is None:
        return None
    return wet, soort, _lees_entiteiten(bericht) if met_entiteiten else bericht


def _lees_entiteiten(klasse: Klasse) -> Klasse:
    """The same class with the characters that its entities stand for."""
    velden = {pad: html.unescape(waarde) for pad, waarde in klasse.velden.items()}
    return Klasse(klasse.naam, velden, [_lees_entiteiten(deel) for deel in klasse.delen])


@lru_cache(maxsize=1000)
def _vorm(wortel: str | None, attributen: str) -> tuple[str, str, tuple[_Deel, ...]] | None:
    """What the namespaces of the root ask for; None when these are not what they always are."""
    gevonden = _ATTRIBUTEN.findall(attributen)
    ruimtes = {naam: dubbel or enkel for naam, plek, dubbel, enkel in gevonden if not plek}
    plekken = [plek for _, plek, _, _ in gevonden if plek]  # says where a schema is; validating does not look there
    voorvoegsels = {ruimte: f"{naam}:" if naam else "" for naam, ruimte in ruimtes.items() if ruimte != _XSI}
    eigen = next((ruimte for ruimte in voorvoegsels if ruimte in _soorten), None)
    dubbel = len(ruimtes) + len(plekken) < len(gevonden) or len(plekken) > 1
    vreemd = len(voorvoegsels) != 2 or any(naam.lower().startswith("xml") for naam in ruimtes)
    if eigen is None or dubbel or vreemd or any(ruimtes.get(plek) != _XSI for plek in plekken):
        return None
    wet, soort = _soorten[eigen]
    basis = voorvoegsels.get(naamruimte(wet, "basis"))
    if basis is None or voorvoegsels[eigen] != (f"{wortel}:" if wortel else ""):
        return None
    sleutel = (wet, soort, voorvoegsels[eigen], basis)
    if sleutel not in _vormen:
        if len(_vormen) >= _MEESTE_VORMEN:
            return None
        _vormen[sleutel] = _Vorm(*sleutel).delen()
    return wet, soort, _vormen[sleutel]


def _volg(delen: tuple[_Deel, ...], tekst: str, plek: int, klasse: Klasse, neem: Neem | None) -> int | None:
    """Read these parts from a place on, into a class; where they end, None when they are not there."""
    for deel in delen:
        if type(deel) is _Stuk:
            gevonden = deel.patroon.match(tekst, plek)
            if gevonden is None:
                return None
            plek = gevonden.end()
            if deel.namen:
                _bewaar(klasse.velden, deel, gevonden)
        elif type(deel) is _Misschien:
            if tekst.startswith(deel.begin, plek):
                plek = _volg(deel.delen, tekst, plek, klasse, neem) or plek
        else:
            verder = _volg_lijst(deel, tekst, plek, klasse, neem)
            if verder is None:
                return None
            plek = verder
    return plek


def _bewaar(velden: Velden, stuk: _Stuk, gevonden: re.Match[str]) -> None:
    paren = zip(stuk.namen, gevonden.groups())  # noqa: B905  a group for each name; checking that costs as much as the rest
    velden.update({naam: waarde for naam, waarde in paren if waarde is not None})
    for naam in stuk.codes:
        if naam in velden:
            velden[naam] = ",".join(_CODE.findall(velden[naam]))


def _volg_lijst(lijst: _Lijst, tekst: str, plek: int, klasse: Klasse, neem: Neem | None) -> int | None:
    neem_een = neem if neem and lijst.naam == "Client" else klasse.delen.append
    begin = plek
    while tekst.startswith(lijst.begin, plek):
        een = Klasse(lijst.naam, {}, [])
        verder = _volg(lijst.delen, tekst, plek, een, neem)
        if verder is None:
            break
        neem_een(een)
        plek = verder
    return plek if plek > begin else None
