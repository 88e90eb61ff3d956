"""The dictionary is what the models say, and its lineage is what dbt says."""

import json

import pytest

from warehouse import woordenboek
from warehouse.modellen import leveringen, marts, ouders, voorouders

MAKEN = "draai .venv/bin/python -m warehouse.woordenboek"


def test_het_document_is_dat_van_de_modellen():
    assert woordenboek.DOCUMENT.read_text("utf-8") == woordenboek.document(), MAKEN


def test_elke_kolom_staat_erin_met_type_en_omschrijving():
    for naam, model in marts().items():
        deel = woordenboek.document().split(f"\n## {naam}\n")[1].split("\n## ")[0]
        regels = [regel for regel in deel.splitlines() if regel.startswith(("| `", "| **`"))]
        for kolom in model["columns"]:
            [rij] = [regel for regel in regels if f"`{kolom['name']}`" in regel.split(" | ")[0]]
            assert f"| {kolom['data_type']} | {kolom['description'].strip()}" in rij


@pytest.mark.parametrize(
    ("kolom", "eenheid"),
    [
        ("per_1000_inwoners", "per 1.000"),
        ("jaar", "jaar"),
        ("clienten_a_en_b", "personen"),
        ("extra_gezinnen", "huishoudens"),
    ],
)
def test_de_eenheid_volgt_uit_de_naam(kolom, eenheid):
    assert woordenboek.eenheid({"name": kolom, "data_type": "integer"}) == eenheid


def test_wat_een_model_zelf_zegt_gaat_voor():
    eigen = {
        "name": "per_1000",
        "data_type": "integer",
        "config": {"meta": {"eenheid": "uren", "geheimhouding": "geen"}},
    }
    assert woordenboek.eenheid(eigen) == "uren"
    assert woordenboek.geheimhouding({"name": "x", "columns": [{"name": "geheim"}]}, eigen) == "geen"


def test_tellingen_van_een_tabel_met_geheim_vallen_onder_de_regel():
    kolom = {"name": "aantal", "data_type": "integer"}
    assert "onthullingsregel" in woordenboek.geheimhouding(
        {"name": "nieuw", "columns": [kolom, {"name": "geheim"}]}, kolom
    )
    assert woordenboek.geheimhouding({"name": "nieuw", "columns": [kolom]}, kolom) == "zie de omschrijving"


def test_cijfers_volgen_uit_de_leveringen_die_tellen():
    assert leveringen("huishouden_overlap") == ("brp", "gebieden", "ijw", "iwmo", "pwet", "voorzieningen")
    assert "cbs" in leveringen("huishoudens_vergelijking")
    assert leveringen("kolom") == ()


def test_de_herkomst_is_die_van_dbt(keten):
    """What is read from the SQL as text, and what dbt finds when it renders that SQL, are the same models."""
    manifest = json.loads((keten.home.dbt / "target" / "manifest.json").read_text("utf-8"))
    knopen = {knoop["name"]: knoop for knoop in manifest["nodes"].values() if knoop["resource_type"] == "model"}
    anders = {}
    for naam, knoop in knopen.items():
        van_dbt = {ouder.split(".")[-1] for ouder in knoop["depends_on"]["nodes"] if ouder.startswith("model.")}
        if van_dbt != ouders()[naam]:
            anders[naam] = sorted(van_dbt ^ ouders()[naam])
    assert anders == {}
    assert "geland_brp__persoon" in voorouders("gebied")


def test_de_tabel_kolom_zegt_hetzelfde(keten):
    con = keten.bouw(keten.home)
    try:
        rijen = con.execute(
            "SELECT tabel, kolom, type, omschrijving FROM lake.marts.kolom ORDER BY tabel, volgorde"
        ).fetchall()
    finally:
        con.close()
    verwacht = [
        (naam, kolom["name"], kolom["data_type"], kolom["description"].strip())
        for naam, model in sorted(marts().items())
        for kolom in model["columns"]
    ]
    assert [(*rij[:3], rij[3].strip()) for rij in rijen] == verwacht
