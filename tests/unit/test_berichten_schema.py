"""Our description of the messages against the published XSDs: the same verdict on the samples and on thousands of
single changes to them. The XSDs are no part of the product; this runs where they lie beside the checkout.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from lxml import etree

from sources.berichten import gewoon, lees_bericht
from sources.berichten.feiten import berichtcode
from sources.berichten.schema import schema
from sources.pseudoniem import Pseudoniem
from tests import berichten_maken as maak

STANDAARD = Path(__file__).resolve().parents[3] / "shared" / "standards" / "istandaarden"
MAP = {"wmo": STANDAARD / "iwmo-3.2", "jeugd": STANDAARD / "ijw-3.2"}
VOOR = {"wmo": "WMO", "jeugd": "JW"}
# The published samples that are not valid: a date that does not exist, and RetourCode outside RetourCodes.
ONGELDIG = {"JW315.xml", "JW318.xml"}
VOORBEELDEN = sorted(pad for folder in MAP.values() for pad in (folder / "samples").glob("*.xml"))
SOORTEN = [(wet, soort) for wet in MAP for soort in maak.SOORTEN]

# Every longest length of the standard; as many nines are its largest numbers.
GRENZEN = (1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 15, 20, 24, 25, 35, 36, 64, 80, 200)

Wijziging = Callable[[etree._Element], None]


def echte_xsd(wet: str, soort: str) -> etree.XMLSchema:
    """The published schema; for a Wmo kind that is not published the Jeugd one with names, code and lists exchanged."""
    pad = MAP[wet] / "xsd" / f"{VOOR[wet]}{soort}.xsd"
    if pad.exists():
        return etree.XMLSchema(file=str(pad))
    tekst = (MAP["jeugd"] / "xsd" / f"JW{soort}.xsd").read_text(encoding="utf-8")
    code = f'<xs:pattern value="{maak.CODES["jeugd"][soort]}"/>'
    assert code in tekst
    tekst = tekst.replace(code, f'<xs:pattern value="{maak.CODES["wmo"][soort]}"/>')
    tekst = tekst.replace(f"jw{soort}", f"wmo{soort}").replace("ijw", "iwmo")
    return etree.XMLSchema(etree.fromstring(tekst.encode(), base_url=pad.as_uri()))


def van_pad(pad: Path) -> tuple[str, str]:
    return ("wmo" if pad.name.startswith("WMO") else "jeugd"), pad.stem[-3:]


def uitgebreid(wet: str, soort: str) -> list[etree._Element]:
    """Messages that also use what the shortest leaves out: a whole copied client, lines with return codes."""
    bronnen = [maak.bericht(wet, soort)]
    if soort == "325":
        regels = maak.clienten({maak.bsn(1): [maak.prestatie(wet, 1, vorig="X", retour=("9321",))]}, ("0233",))
        bronnen.append(maak.xml(wet, soort, [maak.kop(wet, soort), maak.antwoord(regels)]))
    if soort in {"302", "306", "308", "316", "318", "320"}:
        heen = maak.inhoud(wet, str(int(soort) - 1), maak.bsn(1))
        bronnen.append(maak.xml(wet, soort, [maak.kop(wet, soort), *map(met_retourcodes, heen)]))
    return [etree.fromstring(bron) for bron in bronnen]


def met_retourcodes(element: maak.Element) -> maak.Element:
    """A class of a message with the return codes that its copy in a return message carries."""
    naam, inhoud = element
    if not isinstance(inhoud, list) or any(kind.startswith(":") for kind, _ in inhoud):
        return element
    lijst = naam in {
        "Contactgegevens",
        "ToegewezenProducten",
        "StartProducten",
        "StopProducten",
        "AangevraagdeProducten",
    }
    return naam, [*map(met_retourcodes, inhoud), *([] if lijst else [maak.codes("0200")])]


def wijzigingen() -> Iterator[Wijziging]:
    """Single changes to one element that is not the root, other than to its text."""
    yield lambda e: e.getparent().remove(e)
    yield lambda e: e.addnext(deepcopy(e))
    yield lambda e: e.getparent().append(e)
    yield lambda e: e.getparent().insert(0, e)
    yield lambda e: e.set("soort", "1")
    yield lambda e: setattr(e, "tag", e.tag + "s")
    yield lambda e: setattr(e, "tag", "{urn:anders}" + e.tag.rpartition("}")[2])
    yield lambda e: etree.SubElement(e, e.tag)


def teksten(tekst: str) -> Iterator[str]:
    """Other texts for an element without children: of another type, from no list, too long, too short."""
    yield from ("", " ", "x", "00", "99", "-1", "5", "2023-02-29", "2023-01-01Z", "24:00:00", "1.2", "0001", "?")
    yield from ("9" * lengte for grens in GRENZEN for lengte in (grens, grens + 1))
    yield from ("aaaaaa", "aaaaaaa", "100", "100000", "100000000", "1000000000", "1000000000000")
    yield from (tekst + "0", " " + tekst, tekst + "\n", "+" + tekst, tekst[:-1], tekst * 50, "\u1e00\u0141")


def veranderd(bron: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The message with one change at a time, and what was changed; to be looked at before the next is asked for."""
    for plek, element in enumerate(list(bron.iter())[1:], 1):
        for nummer, wijzig in enumerate(wijzigingen()):
            kopie = deepcopy(bron)
            wijzig(list(kopie.iter())[plek])
            yield f"{element.tag} wijziging {nummer}", kopie
        tekst = element.text
        for nieuw in () if len(element) else teksten(tekst):
            element.text = nieuw
            yield f"{element.tag} tekst {nieuw!r}", bron
        element.text = tekst


def vergelijk(wet: str, soort: str, bron: etree._Element) -> tuple[int, int]:
    """Compares both schemas on every change, and the patterns, which may take less and never more.

    The numbers of valid and of invalid messages.
    """
    echt, eigen = echte_xsd(wet, soort), schema(wet, soort)
    oordelen = [(echt.validate(e), eigen.validate(e), is_gewoon(e), wat) for wat, e in veranderd(bron)]
    assert [wat for echte, onze, _, wat in oordelen if echte != onze] == []
    assert [wat for echte, _, neemt, wat in oordelen if neemt and not echte] == []
    return sum(echte for echte, *_ in oordelen), sum(not echte for echte, *_ in oordelen)


def is_gewoon(wortel: etree._Element) -> bool:
    return gewoon.lees(etree.tostring(wortel, encoding="unicode"), lambda client: None) is not None


@pytest.mark.parametrize("pad", VOORBEELDEN, ids=lambda pad: pad.stem)
def test_gepubliceerd_voorbeeld_en_elke_wijziging(pad: Path) -> None:
    wet, soort = van_pad(pad)
    uitkomst = lees_bericht(pad.read_bytes(), 1, Pseudoniem(b"test"))
    assert uitkomst.bestand_geweigerd == (pad.name in ONGELDIG)
    bron = etree.fromstring(pad.read_bytes(), etree.XMLParser(remove_blank_text=True, remove_comments=True))
    assert echte_xsd(wet, soort).validate(bron) == schema(wet, soort).validate(bron) == (pad.name not in ONGELDIG)
    geldig, ongeldig = vergelijk(wet, soort, bron)
    assert geldig + ongeldig > 200
    assert ongeldig > 100


@pytest.mark.parametrize(("wet", "soort"), SOORTEN)
def test_eigen_bericht_en_elke_wijziging(wet: str, soort: str) -> None:
    assert berichtcode(wet, soort) == maak.CODES[wet][soort]
    for bron in uitgebreid(wet, soort):
        assert echte_xsd(wet, soort).validate(bron), echte_xsd(wet, soort).error_log
        geldig, ongeldig = vergelijk(wet, soort, bron)
        assert geldig > 5
        assert ongeldig > 100
