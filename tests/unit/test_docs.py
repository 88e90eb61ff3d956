"""The documents say what the code does: columns, reason codes, rules, commands, links and file names."""

import os
import re
from pathlib import Path

import duckdb
import pytest
import yaml

from orchestration.cli import main
from sources.definities import VAST
from sources.redenen import redenen
from sources.soort import CSV_BRONNEN, lees_bron
from warehouse.paths import CHECKOUT, DBT_PROJECT
from warehouse.publicatie import SLEUTELS

DOCS = CHECKOUT / "docs"
ALLE = sorted([*CHECKOUT.glob("*.md"), *DOCS.glob("*.md")])
MAPPEN = ("docs", "sources", "warehouse", "expectations", "orchestration", "dbt_project", "tests")
IN_GEGEVENSMAP = ("warehouse/data", "docs/data_docs", "docs/index.html")
MARTS = [
    model
    for pad in sorted((DBT_PROJECT / "models/marts").glob("_*.yml"))
    for model in yaml.safe_load(pad.read_text("utf-8")).get("models", ())
]
per_document = pytest.mark.parametrize("document", ALLE, ids=lambda pad: pad.name)


def tekst(naam: str) -> str:
    return (DOCS / naam).read_text("utf-8")


def deel(inhoud: str, kop: str) -> str:
    """What stands under a heading, up to the next heading of its level or above."""
    niveau = kop.split(" ")[0]
    treffer = re.search(rf"^{re.escape(kop)}\n(.*?)(?=^#{{1,{len(niveau)}}} |\Z)", inhoud, re.M | re.S)
    assert treffer, f"geen kop {kop!r}"
    return treffer[1]


def rijen(inhoud: str) -> list[list[str]]:
    """The cells of all table rows whose first cell is code."""
    regels = [regel for regel in inhoud.splitlines() if re.match(r"\| \**`", regel)]
    return [[cel.strip() for cel in regel.strip("|").split(" | ")] for regel in regels]


def zonder_blokken(inhoud: str) -> str:
    return re.sub(r"^```.*?^```", "", inhoud, flags=re.M | re.S)


def ankers(document: Path) -> set[str]:
    koppen = re.findall(r"^#+ (.+)$", zonder_blokken(document.read_text("utf-8")), re.M)
    return {re.sub(r"[^\w\- ]", "", kop.lower()).replace(" ", "-") for kop in koppen}


def test_elke_redencode_staat_met_zijn_zinnen_in_leveringen():
    in_document = {
        code.strip("`"): (zin, doe)
        for code, zin, doe in rijen(deel(tekst("leveringen.md"), "## Redencodes bij aankomst"))
    }
    assert in_document == {code: (reden.zin, reden.doe) for code, reden in redenen().items()}


def test_elke_regel_op_het_lake_staat_in_leveringen():
    modellen = (DBT_PROJECT / "models/intermediate/bevinding").glob("*.sql")
    vormen = r"'([A-Z0-9_]+)' as regel|^    \('([A-Z0-9_]+)', '"
    treffers = (treffer for model in modellen for treffer in re.findall(vormen, model.read_text("utf-8"), re.M))
    in_sql = {code for treffer in treffers for code in treffer if code}
    in_document = {
        code for rij in rijen(deel(tekst("leveringen.md"), "## Bevindingen")) for code in re.findall(r"`(\w+)`", rij[0])
    }
    assert in_document == in_sql


@pytest.mark.parametrize("bron", CSV_BRONNEN)
def test_elke_kolom_van_een_bron_staat_in_leveringen(bron):
    vorm = deel(tekst("leveringen.md"), "## Vorm van CSV-bestanden")
    stuk = re.search(rf"^\| `{bron}` .*\n(?:\| \| .*\n)*", vorm, re.M)[0]
    kolommen = [kolom for soort in lees_bron(bron).soorten.values() for kolom in soort.kolommen]
    ontbreekt = [kolom.naam for kolom in kolommen if f"`{kolom.naam}`" not in stuk]
    niet_vet = [kolom.naam for kolom in kolommen if kolom.verplicht and f"**`{kolom.naam}`**" not in stuk]
    te_vet = [kolom.naam for kolom in kolommen if not kolom.verplicht and f"**`{kolom.naam}`**" in stuk]
    assert (ontbreekt, niet_vet, te_vet) == ([], [], [])


@pytest.mark.parametrize("model", MARTS, ids=lambda model: model["name"])
def test_marts_noemt_precies_de_kolommen_typen_en_sleutel(model):
    in_document = rijen(deel(tekst("marts.md"), f"### {model['name']}"))
    kolommen = [(rij[0].strip("*`"), rij[1]) for rij in in_document]
    assert kolommen == [(kolom["name"], kolom["data_type"]) for kolom in model["columns"]]
    assert {rij[0].strip("*`") for rij in in_document if rij[0].startswith("**")} == set(SLEUTELS[model["name"]])


def test_marts_noemt_elke_gepubliceerde_definitie():
    in_document = {rij[0].strip("`") for rij in rijen(deel(tekst("marts.md"), "## Definities"))}
    assert in_document == set(VAST)


def test_python_voorbeelden_in_marts_werken(tmp_path, monkeypatch):
    marts = tmp_path / "warehouse/data/marts"
    (marts / "parquet").mkdir(parents=True)
    with duckdb.connect(str(marts / "publicatie.duckdb")) as con:
        con.execute("CREATE SCHEMA marts")
        for model in MARTS:
            kolommen = ", ".join(f"{kolom['name']} {kolom['data_type']}" for kolom in model["columns"])
            con.execute(f"CREATE TABLE marts.{model['name']} ({kolommen})")
            con.execute(f"COPY marts.{model['name']} TO '{marts / 'parquet' / model['name']}.parquet'")
    monkeypatch.chdir(tmp_path)
    voorbeelden = re.findall(r"^```python\n(.*?)^```", tekst("marts.md"), re.M | re.S)
    assert len(voorbeelden) >= 3
    for voorbeeld in voorbeelden:
        namen: dict[str, object] = {}
        exec(voorbeeld, namen)
        if "con" in namen:
            namen["con"].close()
    assert (tmp_path / "gebied.csv").exists()


@per_document
def test_links_wijzen_naar_wat_er_is(document):
    dood = []
    for doel in re.findall(r"\]\(([^)\s]+)\)", document.read_text("utf-8")):
        if doel.startswith(("http://", "https://", "mailto:")):
            continue
        pad, _, anker = doel.partition("#")
        bestand = (document.parent / pad).resolve() if pad else document
        if not bestand.exists() or (anker and anker not in ankers(bestand)):
            dood.append(doel)
    assert dood == []


@per_document
def test_genoemde_bestanden_bestaan(document):
    namen = re.findall(r"`([\w.<>/-]+)`", zonder_blokken(document.read_text("utf-8")))
    onvindbaar = [naam for naam in namen if _is_van_ons(naam) and not _bestaat(naam)]
    assert onvindbaar == []


def _is_van_ons(naam: str) -> bool:
    if naam.startswith(IN_GEGEVENSMAP):
        return False
    return (
        naam.split("/")[0] in MAPPEN and "/" in naam or naam.endswith((".py", ".yml", ".sql", ".toml", ".lock", ".md"))
    )


def _bestaat(naam: str) -> bool:
    patroon = re.sub(r"<\w+>", "*", naam).rstrip("/")
    zoeken_in = [CHECKOUT] if "/" in patroon else [CHECKOUT, *(CHECKOUT / map_ for map_ in MAPPEN)]
    return any(any(map_.glob(patroon if map_ == CHECKOUT else f"**/{patroon}")) for map_ in zoeken_in)


@per_document
def test_genoemde_make_doelen_bestaan(document):
    genoemd = set(re.findall(r"(?:`|^)make ([a-z]+)", document.read_text("utf-8"), re.M))
    doelen = set(re.findall(r"^([a-z]+):", (CHECKOUT / "Makefile").read_text("utf-8"), re.M))
    assert genoemd <= doelen


@per_document
def test_genoemde_opdrachten_en_opties_bestaan(document, capsys):
    for opdracht, rest in re.findall(r"(?:`|bin/|^)sdl ([a-z]+)([^`\n]*)", document.read_text("utf-8"), re.M):
        code = main([opdracht, "--help"])
        hulp = capsys.readouterr()
        assert code == 0, f"sdl {opdracht}: {hulp.err}"
        assert [optie for optie in re.findall(r"--[a-z-]+", rest) if optie not in hulp.out] == []


@per_document
def test_genoemde_instellingen_worden_gelezen(document):
    code = "".join(
        pad.read_text("utf-8")
        for map_ in ("orchestration", "warehouse", "sources", "expectations")
        for pad in (CHECKOUT / map_).rglob("*.py")
    )
    genoemd = set(re.findall(r"\bSDL_[A-Z]+\b", document.read_text("utf-8")))
    assert {naam for naam in genoemd if not re.search(rf"\b{naam}\b", code)} == set()


def test_elk_document_staat_in_de_readme():
    readme = (CHECKOUT / "README.md").read_text("utf-8")
    assert [pad.name for pad in ALLE if pad.name != "README.md" and os.path.relpath(pad, CHECKOUT) not in readme] == []
