"""Data Docs: the suites of a run as pages that people of the municipality can read, without a network.

Belongs here: building the site and making it self-contained. Does not belong here: judging.

Great Expectations builds pages that load scripts, styles and a tracking picture from elsewhere, in English. Of each page
only the tables with results are kept, in Dutch and with the style inside; the site is replaced as a whole.
"""

import re
import shutil
from html import escape
from pathlib import Path

from lxml import html

from expectations.context import huidige_run
from warehouse.paths import DataRoot

_SITE = "data_docs"
_STIJL = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1b1b1b}"
    "table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}td,th{border:1px solid #bbb;padding:.4rem .6rem;"
    "text-align:left;vertical-align:top}th{background:#eee}.fout{color:#a40000;font-weight:bold}.goed{color:#0b6b0b}"
)
_WOORDEN = {
    "Overview": "Overzicht",
    "Statistics": "Telling",
    "Evaluated Expectations": "Regels beoordeeld",
    "Successful Expectations": "Voldaan",
    "Unsuccessful Expectations": "Niet voldaan",
    "Success Percent": "Aandeel voldaan",
    "Table-Level Expectations": "De tabel als geheel",
    "Status": "Uitslag",
    "Expectation": "Regel",
    "Observed Value": "Waargenomen",
}
_ZINSDELEN = [
    (re.compile(r"unexpected values found\."), "afwijkende rijen,"),
    (re.compile(r"of (\S+) total rows\."), r"van \1 rijen."),
    (re.compile(r"\bunexpected\b"), "afwijkend"),
    (re.compile(r"not null"), "gevuld"),
]


def schrijf_docs(home: DataRoot) -> Path:
    """Write the suites judged since `begin` to docs/data_docs and return its index.html; replaces the site before."""
    run, bouw, site = huidige_run(), home.docs / f".{_SITE}_bouw", home.docs / _SITE
    nieuw = home.docs / f".{_SITE}_nieuw"
    for map_ in (bouw, nieuw):
        shutil.rmtree(map_, ignore_errors=True)
    nieuw.mkdir(parents=True)
    _bouw(run.context, bouw)
    for pagina in (bouw / "validations").rglob("*.html"):
        naam = pagina.relative_to(bouw / "validations").parts[0]
        (nieuw / f"{naam[:3]}.html").write_text(_pagina(naam[4:], pagina), "utf-8")
    (nieuw / "index.html").write_text(_index(run.gedaan), "utf-8")
    shutil.rmtree(bouw)
    shutil.rmtree(site, ignore_errors=True)
    nieuw.rename(site)
    return site / "index.html"


def _bouw(context: object, map_: Path) -> None:
    opslag = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(map_)}
    site = {"class_name": "SiteBuilder", "show_how_to_buttons": False, "store_backend": opslag}
    site |= {"site_index_builder": {"class_name": "DefaultSiteIndexBuilder"}}
    site |= {"site_section_builders": {"expectations": "None"}}
    if _SITE in context.variables.data_docs_sites:
        context.delete_data_docs_site(_SITE)
    context.add_data_docs_site(_SITE, site)
    context.build_data_docs([_SITE])


def _pagina(titel: str, bestand: Path) -> str:
    """The sections with results of one page; the first one only as far as its counts."""
    boom = html.fromstring(bestand.read_text("utf-8"))
    delen = boom.xpath("//div[contains(concat(' ', @class, ' '), ' ge-section ')]")
    for weg in boom.xpath("//script|//style|//img|//link|//footer|//button|//*[contains(@class, 'collapse')]"):
        weg.drop_tree()
    for weg in delen[0].xpath(".//*[contains(@id, '-header')][.//a]") if delen else []:
        weg.drop_tree()
    for weg in boom.xpath("//p[a[starts-with(@href, '#')]]"):
        weg.drop_tree()
    for deel in delen:
        _vertaal(deel)
    inhoud = re.sub(r"\s*\n\s*", "\n", "".join(html.tostring(deel, encoding="unicode") for deel in delen))
    return _omhulsel(titel, f'<p><a href="index.html">Alle oordelen</a></p>{inhoud}')


def _vertaal(deel: html.HtmlElement) -> None:
    """Icons become words, English becomes Dutch, and what only served the original style goes."""
    for cel in deel.xpath(".//td[contains(., 'raised an exception')]"):
        zin = re.split(r"\s*expect_\w+ raised", cel.text_content())[0].strip()
        for kind in list(cel):
            cel.remove(kind)
        cel.text = f"{zin} Dit kon niet worden beoordeeld."  # the message of the error may hold a value
    for icoon in deel.xpath(".//i"):
        goed = "fa-check" in (icoon.get("class") or "")
        icoon.tag, icoon.text = "span", "voldaan" if goed else "niet voldaan"
        icoon.set("soort", "goed" if goed else "fout")
    for element in deel.iter(html.etree.Element):
        soort = element.attrib.pop("soort", None)
        for naam in set(element.attrib) - {"href", "colspan"}:
            del element.attrib[naam]
        if soort:
            element.set("class", soort)
        element.text, element.tail = _woord(element.text), _woord(element.tail)


def _woord(tekst: str | None) -> str | None:
    if not tekst or not tekst.strip():
        return tekst
    kaal = tekst.strip()
    if kaal in _WOORDEN:
        return tekst.replace(kaal, _WOORDEN[kaal])
    for patroon, vervanging in _ZINSDELEN:
        tekst = patroon.sub(vervanging, tekst)
    return tekst


def _index(gedaan: list[tuple[str, str, int, int]]) -> str:
    rijen = "".join(
        f'<tr><td><a href="{naam[:3]}.html">{escape(suite)}</a></td><td>{aantal}</td>'
        f'<td class="{"fout" if stuk else "goed"}">{f"{stuk} niet voldaan" if stuk else "voldaan"}</td></tr>'
        for suite, naam, aantal, stuk in gedaan
    )
    kop = "<tr><th>Onderdeel</th><th>Regels</th><th>Uitslag</th></tr>"
    uitleg = (
        "<p>Per onderdeel de regels die gelden en of eraan is voldaan. Er staan geen gegevens in, alleen tellingen.</p>"
    )
    return _omhulsel("Oordelen over de gegevens", f"{uitleg}<table>{kop}{rijen}</table>")


def _omhulsel(titel: str, inhoud: str) -> str:
    kop = f'<meta charset="utf-8"><title>{escape(titel)}</title><style>{_STIJL}</style>'
    return f'<!doctype html>\n<html lang="nl"><head>{kop}</head><body><h1>{escape(titel)}</h1>{inhoud}</body></html>\n'
