"""All ways of reading a message give the same: by patterns, written anew or not, by a tree, and while it passes by.

Patterns may take less than the schema does, never more: what they take must be valid, and say what the tree says.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from lxml import etree

from sources.berichten import gewoon, lees_bericht, stroom
from sources.berichten.feiten import elementen, tabel
from sources.berichten.klasse import Klasse, uit_boom
from sources.berichten.ontleden import ontleed
from sources.berichten.schema import schema
from sources.pseudoniem import Pseudoniem
from sources.uitkomst import Uitkomst
from tests import berichten_maken as maak
from tests import berichten_willekeurig as willekeurig

PSEUDONIEM = Pseudoniem(b"sleutel voor tests")
XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
SOORTEN = [(wet, soort) for wet in maak.CODES for soort in maak.SOORTEN]


def elke_weg(inhoud: bytes, monkeypatch: pytest.MonkeyPatch, *, met_regel: bool = True) -> Uitkomst:
    """The outcome, the same with and without patterns, and as a small and as a large message.

    Not `met_regel` leaves out the line of what is refused: who reads while it passes by only knows how far it was.
    """
    uitkomsten = []
    for patronen in (gewoon.lees, lambda tekst, neem: None):
        for grens in (len(inhoud) + 1, 0):
            with monkeypatch.context() as anders:
                anders.setattr(gewoon, "lees", patronen)
                anders.setattr(stroom, "GROOT", grens)
                uitkomsten.append(lees_bericht(inhoud, 7, PSEUDONIEM))
    if not met_regel:
        for uitkomst in uitkomsten:
            uitkomst.meldingen = [replace(melding, plaats=None) for melding in uitkomst.meldingen]
    assert uitkomsten == uitkomsten[:1] * 4
    return uitkomsten[0]


def langs_de_patronen(monkeypatch: pytest.MonkeyPatch, grens: int) -> list[str]:
    """From now on the texts that patterns took, of messages that are large from `grens` on."""
    genomen: list[str] = []
    lees = gewoon.lees

    def onthoud(tekst: str, neem: Callable[[Klasse], None]) -> tuple[str, str, Klasse] | None:
        gelezen = lees(tekst, neem)
        genomen.extend([tekst] if gelezen else [])
        return gelezen

    monkeypatch.setattr(gewoon, "lees", onthoud)
    monkeypatch.setattr(stroom, "GROOT", grens)
    return genomen


def met_patronen(inhoud: bytes) -> tuple[str, str, Klasse] | None:
    """The message as the patterns see it, its clients where the tree has them; None when it is not plain."""
    clienten: list[Klasse] = []
    gelezen = gewoon.lees(inhoud.decode(), clienten.append)
    if gelezen is None:
        return None
    wet, soort, bericht = gelezen
    return wet, soort, Klasse(bericht.naam, bericht.velden, clienten + bericht.delen)


def met_een_boom(inhoud: bytes, wet: str, soort: str) -> Klasse | None:
    """The message as the tree says it, None when it is not valid."""
    wortel = ontleed(inhoud)
    return uit_boom(wortel, soort) if schema(wet, soort).validate(wortel) else None


@pytest.mark.parametrize(("wet", "soort"), SOORTEN)
def test_gewone_berichten_gaan_langs_de_patronen(wet: str, soort: str) -> None:
    for inhoud in (maak.bericht(wet, soort), *(willekeurig.bericht(zaad, wet, soort) for zaad in range(25))):
        assert met_patronen(inhoud) == (wet, soort, met_een_boom(inhoud, wet, soort))


@pytest.mark.parametrize(("wet", "soort"), SOORTEN)
def test_elke_weg_geeft_dezelfde_rijen(wet: str, soort: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for zaad in range(12):
        inhoud = willekeurig.bericht(zaad, wet, soort, gewoon=zaad % 3 == 0)
        assert elke_weg(inhoud, monkeypatch).meldingen == []


def test_een_grote_declaratie_langs_elke_weg(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clients far apart and in more than one piece of what is read at a time, one of them twice."""
    clienten = {
        maak.bsn(nr): [maak.prestatie("wmo", 5 * nr + k, retour=("0611",)) for k in range(5)] for nr in range(80)
    }
    lijst = maak.clienten(clienten, ("0200",))[1]
    inhoud = maak.xml("wmo", "325", [maak.kop("wmo", "325"), maak.antwoord(("Clienten", lijst + lijst[:1]))])
    assert len(inhoud) > 4 * 65536
    een = elke_weg(inhoud, monkeypatch)
    assert een.tabellen["bericht__antwoordregel"].num_rows == 405
    assert een.tabellen["bericht__schending"].to_pylist()[0]["element"] == "Client"
    for teken in (b"<!-- -->", b"<?x y?>", b"<![CDATA[ ]]>"):
        assert elke_weg(inhoud.replace(b"</m:Bericht>", teken + b"</m:Bericht>"), monkeypatch) == een


_NIET_GEWOON = [
    (b"</m:Header>", b"<!-- x --></m:Header>"),
    (b"</m:Header>", b"<?x y?></m:Header>"),
    (b">0141<", b">&#48;141<"),
    (b">0141<", b"><![CDATA[0141]]><"),
    (b"</m:Header>", b"</m:Header\n>"),
]


@pytest.mark.parametrize("grens", [0, 1_000_000], ids=["groot", "klein"])
@pytest.mark.parametrize(("oud", "nieuw"), _NIET_GEWOON)
def test_wat_niet_gewoon_is_wordt_opnieuw_geschreven(
    oud: bytes, nieuw: bytes, grens: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    inhoud = maak.bericht("wmo", "323")
    assert oud in inhoud
    anders = inhoud.replace(oud, nieuw, 1)
    assert elke_weg(anders, monkeypatch) == elke_weg(inhoud, monkeypatch)
    genomen = langs_de_patronen(monkeypatch, grens)
    lees_bericht(anders, 7, PSEUDONIEM)
    assert [tekst.encode() == anders for tekst in genomen] == [False]


# Clients that are not side by side, or of which something is lost when each is written down by itself.
_CLIENTEN = [
    ("</m:Client>", "</m:Client>x"),
    ("</m:Client>", "</m:Client>&#160;"),
    ("</m:Client>", "</m:Client><m:Client/>"),
    ("</m:Client>", "</m:Client><m:x/>"),
    ("</m:Client>", "</m:Client><n:Client xmlns:n='urn:x'/>"),
    ("<m:Client>", "<m:Client/><m:Client>"),
    ("<m:Bsn>", "<m:Client/><m:Bsn>"),
    ("<m:Client>", "<m:Client soort='1'>"),
    ("<m:Client>", "<m:Client soort='>'>"),
    ("<m:Client>", "<m:Client xmlns:x='urn:x'>"),
    ("<m:Client>", "<m:Client xmlns:m='urn:x'>"),
    ("<m:Client>", "x<m:Client>"),
    ("<m:Clienten>", "<m:Clienten soort='1'>"),
    ("</m:Header>", "<m:Client>x</m:Client></m:Header>"),
    ("</m:Clienten>", "</m:Clienten><m:Clienten><m:Client/></m:Clienten>"),
]


@pytest.mark.parametrize("keer", [1, 3], ids=["een", "elke"])
@pytest.mark.parametrize("erbij", ["", "<!-- -->"])
@pytest.mark.parametrize(("oud", "nieuw"), _CLIENTEN)
def test_van_clienten_gaat_niets_verloren(
    oud: str, nieuw: str, erbij: str, keer: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused for the same element, whether read as a tree or client by client."""
    clienten = maak.clienten({maak.bsn(nr): [maak.prestatie("wmo", nr)] for nr in range(3)})
    inhoud = maak.xml("wmo", "323", [maak.kop("wmo", "323"), maak.declaratie(clienten)]).decode()
    anders = inhoud.replace(oud, nieuw + erbij, keer).encode()
    uitkomst = elke_weg(anders, monkeypatch, met_regel=False)
    genomen = "xmlns:x" in nieuw  # a namespace that nobody uses is no content
    assert [melding.code for melding in uitkomst.meldingen] == ([] if genomen else ["F_SCHEMA"])
    assert uitkomst.bestand_geweigerd is not genomen


def test_entiteiten_van_xml_zelf_zijn_gewoon() -> None:
    inhoud = maak.bericht("wmo", "319")
    for tekst, waarde in (
        ("a&amp;b", "a&b"),
        ("&lt;&gt;&quot;&apos;", "<>\"'"),
        ("&amp;lt;", "&lt;"),
        ("&amp;amp;", "&amp;"),
    ):
        anders = inhoud.replace(b">V1<", f">{tekst}<".encode())
        assert anders != inhoud
        gelezen = met_patronen(anders)
        assert gelezen == ("wmo", "319", met_een_boom(anders, "wmo", "319"))
        assert waarde in gelezen[2].velden.values()
    for tekst in ("a&b", "&", "&amp", "&;", "&#38;", "&nbsp;", "&AMP;", "&amp;&", "&amp;&#65;"):
        assert met_patronen(inhoud.replace(b">V1<", f">{tekst}<".encode())) is None


# What is close to plain: each must be valid to the patterns as well, or not plain.
_TEKSTEN = (
    *("", " ", "x", "00", "99", "-1", "+5", "1.2", "?", "1_0", "\u0661", "0001", "9" * 5, "9" * 9, "9" * 13, "a" * 37),
    *("2023-02-29", "2024-02-29", "1900-02-29", "2000-02-29", "0000-01-01", "2024-04-31", "2024-12-31", "2024-13-01"),
    *("2023-01-01Z", "2023-01-01 ", "12024-01-01", "24:00:00", "23:59:60", "10:11", "10:11:12.1234567", "10:11:12Z"),
    *(
        "\u00a0",
        " a",
        "a ",
        "a\tb",
        "a\nb",
        "a\r\nb",
        "\u0085",
        "\u2028",
        "a\u00e9",
        "\u1ef3",
        "\u1ef4",
        "aB3",
        "1.0",
        "01.0.0",
    ),
    *(
        "<b/>",
        "&amp;",
        "&x;",
        "&#65;",
        "]]>",
        "<!-- x -->a",
        "a<![CDATA[b]]>",
        "\ufffe",
        "\uffff",
        "\x7f",
        "\U0001f600",
    ),
)


def _dichtbij(inhoud: bytes, willekeur: Random, aantal: int) -> list[bytes]:
    """The message with one thing changed, in many ways."""
    wortel = ontleed(inhoud)
    plekken = [element for element in wortel.iter() if element is not wortel]
    anders = []
    for _ in range(aantal):
        element = willekeur.choice(plekken)
        kopie = ontleed(inhoud)
        plek = list(kopie.iter())[1 + plekken.index(element)]
        willekeur.choice(_WIJZIGINGEN)(plek)
        anders.append(etree.tostring(kopie, encoding="utf-8"))
    return anders


_WIJZIGINGEN: list[Callable[[etree._Element], object]] = [
    lambda e: e.getparent().remove(e),
    lambda e: e.addnext(ontleed(etree.tostring(e, with_tail=False))),
    lambda e: e.getparent().append(e),
    lambda e: e.getparent().insert(0, e),
    lambda e: e.set("soort", "1"),
    lambda e: setattr(e, "tag", e.tag + "s"),
    lambda e: setattr(e, "tag", "{urn:anders}" + e.tag.rpartition("}")[2]),
    lambda e: e.clear(),
    lambda e: setattr(e, "tail", "x"),
    lambda e: setattr(e, "tail", " \t\r\n"),
]


def oordelen_gelijk(inhoud: bytes, wet: str, soort: str) -> bool | None:
    """True when the patterns take it, which the tree must as well, with the same content; None for no XML at all."""
    try:
        boom = met_een_boom(inhoud, wet, soort)
    except etree.XMLSyntaxError:
        assert met_patronen(inhoud) is None
        return None
    gelezen = met_patronen(inhoud)
    assert gelezen is None or gelezen == (wet, soort, boom)
    return gelezen is not None


@pytest.mark.parametrize(("wet", "soort"), SOORTEN)
def test_patronen_nemen_niets_dat_het_schema_weigert(wet: str, soort: str) -> None:
    willekeur = Random(soort)
    oordelen = []
    for zaad in range(4):
        inhoud = willekeurig.bericht(zaad, wet, soort)
        oordelen += [oordelen_gelijk(anders, wet, soort) for anders in _dichtbij(inhoud, willekeur, 40)]
    assert oordelen.count(True) > 5
    assert oordelen.count(False) > 50


@pytest.mark.parametrize("wet", maak.CODES)
@pytest.mark.parametrize("soort", ["301", "307", "315", "317", "319", "323", "325"])
def test_elke_tekst_op_elke_plek(wet: str, soort: str) -> None:
    """Each value of a message with all its elements replaced by texts at the edge of what its type allows."""
    inhoud = max((willekeurig.bericht(zaad, wet, soort) for zaad in range(20)), key=len).decode()
    plekken = {naam.split(":")[-1]: (naam, tekst) for naam, tekst in re.findall(r"<([^<>/?]+)>([^<\s][^<]*)<", inhoud)}
    genomen = 0
    for naam, oud in plekken.values():
        for tekst in _TEKSTEN:
            anders = inhoud.replace(f"<{naam}>{oud}<", f"<{naam}>{tekst}<", 1)
            genomen += bool(oordelen_gelijk(anders.encode(), wet, soort))
    assert genomen > 20


def test_elk_type_van_de_standaard_komt_voor() -> None:
    typen = {rij["type"] for _, soort in SOORTEN for wet in maak.CODES for rij in elementen(soort, wet)}
    typen |= {rij["type"] for rij in elementen("basis", "wmo")}
    assert {rij["type"] for rij in tabel("datatypen")} <= typen


def test_een_punt_in_een_voorvoegsel_staat_voor_niets_anders() -> None:
    inhoud = maak.bericht("wmo", "319").replace(b"<m:", b"<m.n:").replace(b"</m:", b"</m.n:").replace(b":m=", b":m.n=")
    assert met_patronen(inhoud) is not None
    assert met_patronen(inhoud.replace(b"m.n:VerzoekAntwoord", b"mon:VerzoekAntwoord")) is None


def test_elk_getal_van_de_standaard_mag_zoveel_negens_zijn_als_het_cijfers_heeft() -> None:
    grenzen = {rij["maxInclusive"] for rij in tabel("datatypen") if rij["basis"] == "integer"}
    assert {grens.strip("9") for grens in grenzen} == {""}


@pytest.mark.parametrize(
    ("oud", "nieuw", "neemt"),
    [
        ("<m:Bericht ", "<m:Bericht\r\n\t", True),
        ('basisschema/schema">', 'basisschema/schema" >', True),
        ('xmlns:m="', "xmlns:m='", False),
        ('"UTF-8"?>', '"UTF-8" standalone="yes"?>', True),
        ('version="1.0" encoding="UTF-8"', "version='1.0' encoding='utf-8'", True),
        (' encoding="UTF-8"', "", True),
        ('version="1.0" encoding', 'version="1.1" encoding', False),
        ('version="1.0" encoding', "version='1.0\" encoding", False),
        ("<?xml", "\ufeff<?xml", True),
        ("\r\n</m:Bericht>", "</m:Bericht>", True),
        ("</m:Bericht>", "</m:Bericht >", False),
        ("</m:Bericht>", "</m:Bericht><!-- -->", False),
        ("</m:Bericht>", "</m:Bericht>x", False),
        ("xmlns:m=", 'xmlns:m="x" xmlns:m=', False),
        ("xmlns:m=", f"{XSI} xmlns:m=", True),
        ("xmlns:m=", f'{XSI} xsi:schemaLocation="urn:x x.xsd" xmlns:m=', True),
        ("xmlns:m=", f'{XSI} xsi:schemaLocation="urn:x x.xsd" xsi:schemaLocation="" xmlns:m=', False),
        ("xmlns:m=", f'{XSI} xsi:schemaLocation="urn:x &lt; x.xsd" xmlns:m=', False),
        ("xmlns:m=", f'{XSI} m:schemaLocation="urn:x x.xsd" xmlns:m=', False),
        ("xmlns:m=", f'{XSI} xsi:schemaLocation="\x01" xmlns:m=', False),
        ("<m:Bericht ", "<!-- \x01 --><m:Bericht ", False),
        ("xmlns:m=", f'{XSI} xsi:nil="true" xmlns:m=', False),
        ("xmlns:m=", f"{XSI} {XSI} xmlns:m=", False),
        ("xmlns:m=", f"{XSI} {XSI.replace('xsi', 'xsj')} xmlns:m=", True),
        ("xmlns:m=", 'xsi:schemaLocation="urn:x x.xsd" xmlns:m=', False),
        ("xmlns:m=", 'xmlns:m2="http://www.istandaarden.nl/iwmo/3_2/wmo305/schema" xmlns:m=', True),
        ("xmlns:m=", f'{XSI} {XSI.replace("xsi", "y")} y:schemaLocation="" xsi:schemaLocation="" xmlns:m=', False),
        ("xmlns:m=", f'{XSI} {XSI.replace("xsi", "y")} y:schemaLocation="" xmlns:m=', True),
        ("<m:Bericht ", "<!-- gemaakt -- door --><m:Bericht ", False),
        ("<m:Bericht ", "<!-- gemaakt & <b> - door --->\n<m:Bericht ", False),
        ("<m:Bericht ", "<!-- gemaakt & <!DOCTYPE - door -->\n<!----><m:Bericht ", True),
        ("<?xml", "<!-- eerst --><?xml", False),
        ("xmlns:m=", 'xmlns:z="urn:z" xmlns:m=', False),
        ("xmlns:m=", 'xmlns:z="h$ttp://x" xmlns:m=', False),
        ("m:Bericht", "n:Bericht", False),
        ("m:", "xml2:", False),
        ("m:", "m.-:", True),
        ("xmlns:m=", "xmlns:m =", False),
        ("iwmo/3_2/wmo305", "iwmo/3_1/wmo305", False),
        ("iwmo/3_2/basis", "ijw/3_2/basis", False),
    ],
)
def test_de_wortel(oud: str, nieuw: str, neemt: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    inhoud = maak.bericht("wmo", "305").decode()
    assert oud in inhoud
    anders = inhoud.replace(oud, nieuw) if oud != "m:" else re.sub(r"\bm(?=[:=])", nieuw[:-1], inhoud)
    assert (gewoon.lees(anders, lambda client: None) is not None) == neemt
    elke_weg(anders.encode(), monkeypatch)


def test_wie_steeds_andere_voorvoegsels_gebruikt_wordt_zonder_patronen_gelezen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gewoon, "_MEESTE_VORMEN", len(gewoon._vormen) + 2)
    for nummer in range(5):
        inhoud = maak.bericht("wmo", "319").replace(b"xmlns:m=", f"xmlns:mm{nummer}=".encode())
        inhoud = inhoud.replace(b"<m:", f"<mm{nummer}:".encode()).replace(b"</m:", f"</mm{nummer}:".encode())
        assert (met_patronen(inhoud) is not None) == (nummer < 2)
        assert lees_bericht(inhoud, 7, PSEUDONIEM).meldingen == []
