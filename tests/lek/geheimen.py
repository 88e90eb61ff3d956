"""What may stand nowhere, in all forms in which it could stand there, and finding it in bytes.

Belongs here: persons that nobody else is, the forms of a value, the search. Does not belong here: which bytes a file
holds (lagen), or deliveries with these persons in them (leveringen).

Text is sought in one form: escapes undone, accents and capitals taken away, NULs left out (UTF-16). So a name is found
however it was written. Numbers are sought as digits and as the bytes of an integer or a double.
"""

import base64
import codecs
import html
import re
import struct
import unicodedata
import urllib.parse
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tests.orakel.schrijven import bsns

REEKS = re.compile(r"[0-9]{9,}")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_MAANDEN = ["jan", "feb", "maart", "april", "mei", "juni", "juli", "aug", "sept", "okt", "nov", "dec"]
EPOCH = date(1970, 1, 1)
LANG = 8

codecs.register_error("als-latin-1", lambda fout: (fout.object[fout.start : fout.end].decode("latin-1"), fout.end))


@dataclass(frozen=True)
class Persoon:
    """Somebody made up, of whom every datum occurs nowhere else by chance."""

    bsn: str
    voornaam: str
    naam: str
    geboren: date
    postcode: str
    huisnummer: str
    straat: str
    object: str

    @property
    def teksten(self) -> tuple[str, ...]:
        """What is sought as text, besides the BSN and the birth date."""
        return (self.voornaam, self.naam, self.postcode, self.huisnummer, self.straat, self.object)


_NAMEN = ("Quïstelbergh", "Zwåluwenbürgh", "Philodémusch", "Kwàstenmækers", "Wœrtelboër-Dûnnewijk", "Ypsïlantius")
_VOORNAMEN = ("Wubbegønda", "Sjoukjelién", "Éwoudtje", "Frouwkelïne", "Gerlofïnus", "Tjitskeliën")
# The generator of municipalities counts up from the first of these; these persons take the last.
PERSONEN = tuple(
    Persoon(
        bsn=nummer,
        voornaam=_VOORNAMEN[i],
        naam=_NAMEN[i],
        geboren=date(1903 + i, 3 + i, 17 + i),
        postcode=f"769{i}X{'QZYWVJ'[i]}",
        huisnummer=f"8642753{i}",
        straat=f"Kwikstaartlaân{'abcdef'[i]}",
        object=f"014101098642{i:04d}",
    )
    for i, nummer in enumerate(sorted(bsns())[-len(_NAMEN) :])
)


def plat(tekst: str) -> str:
    """Without accents, capitals and letters in one (æ, ø): what is left of a name however it is written."""
    ontleed = unicodedata.normalize("NFKD", tekst.casefold().replace("æ", "ae").replace("œ", "oe").replace("ø", "o"))
    return "".join(teken for teken in ontleed if not unicodedata.combining(teken))


def leesbaar(inhoud: bytes) -> str:
    """All that can be read in these bytes, flat; bytes that are no UTF-8 are taken as Latin-1."""
    tekst = inhoud.replace(b"\0", b"").decode("utf-8", "als-latin-1")
    if "\\u" in tekst or "\\x" in tekst:
        tekst = _ESCAPE.sub(lambda treffer: chr(int(treffer[1] or treffer[2], 16)), tekst)
    if "%" in tekst:
        tekst = urllib.parse.unquote(tekst, errors="als-latin-1")
    return plat(html.unescape(tekst))


def is_ruis(inhoud: bytes) -> bool:
    """True for much that cannot be made smaller: any four bytes may stand in it by chance."""
    return len(inhoud) > 4096 and len(zlib.compress(inhoud, 1)) > 0.95 * len(inhoud)


def _datumvormen(dag: date) -> Iterable[str]:
    yield from (f"{dag:%Y%m%d}", f"{dag:%Y-%m-%d}", f"{dag:%d-%m-%Y}", f"{dag:%d/%m/%Y}", f"{dag:%d.%m.%Y}")
    yield from (f"{dag:%Y/%m/%d}", f"{dag:%m/%d/%Y}", f"{dag:%d%m%Y}", f"{dag.day} {_MAANDEN[dag.month - 1]}")
    yield from (f"({dag.year}, {dag.month}, {dag.day}", f"{dag.day}-{dag.month}-{dag.year}", str((dag - EPOCH).days))


def _base64(waarde: bytes) -> Iterable[bytes]:
    """What is the same of a value in base64, whatever stands around it: one form per place modulo three."""
    for voor in range(3):
        heel = (len(waarde) + voor) // 3 * 4
        yield base64.b64encode(b"\0" * voor + waarde)[(0, 2, 3)[voor] : heel]


class Zoeker:
    """Finds the persons, and a set of other BSNs, in bytes. `personen` may be fewer; `bsns` only counts as digits."""

    def __init__(self, personen: Iterable[Persoon] = PERSONEN, bsns: Iterable[str] = ()) -> None:
        personen = tuple(personen)
        self.bsns = frozenset({persoon.bsn for persoon in personen} | set(bsns))
        self._teksten: dict[str, str] = {}
        self._kort: dict[bytes, str] = {}
        self._lang: dict[bytes, str] = {}
        for persoon in personen:
            self._neem(persoon)

    def _neem(self, persoon: Persoon) -> None:
        nummer, dag = persoon.bsn, persoon.geboren
        for tekst in persoon.teksten:
            self.zoek_ook(tekst)
        pc6 = persoon.postcode
        self._teksten |= dict.fromkeys((plat(f"{pc6[:4]} {pc6[4:]}"), plat(f"{pc6[:4]}-{pc6[4:]}")), pc6)
        self._teksten |= dict.fromkeys(_datumvormen(dag), f"geboren {dag}")
        deling = (nummer[:3], nummer[3:6], nummer[6:]), (nummer[:4], nummer[4:6], nummer[6:])
        self._teksten |= {teken.join(delen): f"bsn {nummer}" for delen in deling for teken in ". -"}
        getal, dagen = int(nummer), (dag - EPOCH).days
        for orde in "<>":
            self._kort |= {struct.pack(f"{orde}i", getal): f"bsn {nummer}", struct.pack(f"{orde}i", dagen): f"{dag}"}
            for vorm, waarde in (("q", getal), ("d", getal), ("q", getal * 100), ("q", dagen * 86_400_000_000)):
                self._lang[struct.pack(orde + vorm, waarde)] = f"{nummer} of {dag}"
        for tekst in (nummer, persoon.naam, persoon.voornaam, pc6, f"{dag}"):
            for gecodeerd in (*_base64(tekst.encode()), tekst.encode().hex().encode()):
                if len(gecodeerd) >= LANG:  # shorter can stand in noise by chance
                    self._lang[gecodeerd] = f"{tekst} gecodeerd"

    def zoek_ook(self, tekst: str) -> None:
        """Look for this text as well."""
        self._teksten[plat(tekst)] = tekst

    @property
    def letterlijk(self) -> set[str]:
        """The texts as they were given, for who compares whole cells."""
        return set(self._teksten.values())

    def in_versleuteld(self, inhoud: bytes) -> set[str]:
        """What stands in a file that is noise without a key: only what cannot stand there by chance."""
        heel = {tekst.encode(): naam for tekst, naam in self._teksten.items() if len(tekst) >= LANG}
        heel |= {nummer.encode(): f"bsn {nummer}" for nummer in self.bsns}
        return {naam for vorm, naam in (heel | self._lang).items() if vorm in inhoud}

    def in_bytes(self, inhoud: bytes) -> set[str]:
        """What stands in these bytes, in any form."""
        vormen = self._lang if is_ruis(inhoud) else self._kort | self._lang
        gevonden = {naam for vorm, naam in vormen.items() if vorm in inhoud}
        return gevonden | self.in_tekst(leesbaar(inhoud))

    def in_tekst(self, tekst: str) -> set[str]:
        """What stands in text that is flat (`leesbaar`)."""
        gevonden = {naam for vorm, naam in self._teksten.items() if vorm in tekst}
        for reeks in REEKS.findall(tekst):
            vensters = {reeks[begin : begin + 9] for begin in range(len(reeks) - 8)}
            gevonden |= {f"bsn {nummer}" for nummer in vensters & self.bsns}
        return gevonden
