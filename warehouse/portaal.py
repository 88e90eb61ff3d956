"""The portal: one page that says what is published, what is open, and where everything lies.

Belongs here: that page, made from the publication alone. Does not belong here: the pages it points to.
"""

from datetime import date
from html import escape
from string import Template
from typing import Any

import duckdb

from warehouse.catalogus import lees_instelling as lees_catalogus
from warehouse.catalogus import niet_ingevuld
from warehouse.extract import lees_instelling
from warehouse.paths import DataRoot

_PAGINA = Template("""<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Monitor sociaal domein</title><style>
body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#1b1b1b}
.breed{overflow-x:auto;font-size:.85rem}.breed td,.breed th{padding:.25rem .4rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}td,th{border:1px solid #bbb;padding:.4rem .6rem;text-align:left}
th{background:#eee}td.getal{text-align:right;font-variant-numeric:tabular-nums}
</style></head><body><main>
<h1>Monitor sociaal domein</h1>
<p>Gepubliceerd op $vandaag, met de leveringen tot en met <strong>$bekend_op</strong>.</p>
<ul>
<li><a href="../extracts/">Werkboeken per wijk</a> (Excel)</li>
<li>Tabellen voor BI: <a href="../marts/publicatie.duckdb">publicatie.duckdb</a> en <a href="../marts/parquet/">Parquet</a></li>
<li>Voor datacatalogi, DCAT-AP-NL: <a href="../marts/dcat.jsonld">JSON-LD</a> en <a href="../marts/dcat.ttl">Turtle</a>$invullen</li>
<li><a href="data_docs/index.html">Kwaliteitsoordelen</a> van de drie poorten (Data Docs)</li>
<li><a href="dbt/index.html">Modellen en kolommen</a> (dbt docs)</li>
</ul>
<h2>Huishoudens per 1.000, $periode, $gemeente</h2>
<table><thead><tr><th>Groep</th><th>Huishoudens</th><th>Per 1.000</th></tr></thead><tbody>$overlap</tbody></table>
<h2>Open bevindingen</h2>
<div class="breed"><table><thead><tr><th>Bron</th><th>Tabel</th><th>Leverancier</th><th>Regel</th><th>Retourcode</th><th>Ernst</th><th>Aantal</th><th>Van</th></tr></thead>
<tbody>$bevindingen</tbody></table></div>
</main></body></html>
""")


def maak_portaal(home: DataRoot, vandaag: date) -> None:
    """Write docs/index.html; needs a publication."""
    con = duckdb.connect(str(home.marts / "publicatie.duckdb"), read_only=True)
    try:
        gebied, gemeente = con.execute(
            "SELECT gebied_code, gebied_naam FROM marts.gebied WHERE gebied_soort = 'gemeente' ORDER BY jaar DESC, 1 LIMIT 1"
        ).fetchone() or ("", "")
        periode, bekend_op = con.execute(
            "SELECT max(periode) FILTER (length(periode) = 4), max(bekend_op) FROM marts.huishouden_overlap"
        ).fetchone()
        overlap = con.execute(
            "SELECT combinatie, huishoudens, per_1000_huishoudens FROM marts.huishouden_overlap WHERE definitie = 'gmsd' "
            "AND huishoudensoort = 'gezin' AND periode = ? AND gebied_code = ? ORDER BY list_position(?, combinatie)",
            [periode, gebied, list(lees_instelling().combinaties)],
        ).fetchall()
        bevindingen = con.execute(
            "SELECT bron, tabel, leverancier, regel, retourcode, ernst, aantal, aantal_gecontroleerd FROM marts.bevinding "
            "WHERE status = 'open' ORDER BY bron, aantal DESC, regel, leverancier"
        ).fetchall()
    finally:
        con.close()
    home.docs.mkdir(parents=True, exist_ok=True)
    nieuw = home.docs / ".index.nieuw"
    nieuw.write_text(
        _PAGINA.substitute(
            vandaag=f"{vandaag:%d-%m-%Y}",
            bekend_op=f"{bekend_op:%d-%m-%Y}" if bekend_op else "onbekend",
            periode=escape(periode or "nog geen heel jaar"),
            gemeente=escape(gemeente),
            overlap=_rijen(overlap, leeg="geheim"),
            bevindingen=_rijen(bevindingen, leeg=""),
            invullen=escape(nog_in_te_vullen()),
        ),
        "utf-8",
    )
    nieuw.replace(home.docs / "index.html")


def nog_in_te_vullen() -> str:
    """What of the description for data catalogues is still a placeholder, as the end of a sentence; empty when nothing is."""
    open_ = niet_ingevuld(lees_catalogus())
    return f" (nog in te vullen in warehouse/catalogus.yml: {', '.join(open_)})" if open_ else ""


def _rijen(rijen: list[tuple[Any, ...]], leeg: str) -> str:
    return "".join("<tr>" + "".join(_cel(waarde, leeg) for waarde in rij) + "</tr>" for rij in rijen)


def _cel(waarde: Any, leeg: str) -> str:
    if isinstance(waarde, int):
        return f'<td class="getal">{waarde}</td>'
    return f"<td>{escape(str(waarde)) if waarde is not None else leeg}</td>"
