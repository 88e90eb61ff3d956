"""The mapping to GGM names what exists on both sides, and leaves out no column that tells of persons or their use."""

import pytest

from warehouse import ggmdoc
from warehouse.modellen import beschreven

RIJEN = ggmdoc.lees()
KOLOMMEN = {model["name"]: [kolom["name"] for kolom in model.get("columns", ())] for model in beschreven()}
GEHEEL = (
    "bericht__toewijzing",
    "bericht__start",
    "bericht__stop",
    "brp__",
    "pwet__",
    "voorzieningen__",
    "contracten__",
)


def test_het_document_is_dat_van_de_tabel():
    assert ggmdoc.DOCUMENT.read_text("utf-8") == ggmdoc.document(RIJEN), "draai .venv/bin/python -m warehouse.ggmdoc"


def test_elke_kolom_aan_onze_kant_bestaat_en_staat_er_een_keer():
    onbekend = [(rij.model, rij.kolom) for rij in RIJEN if rij.kolom not in ["", *KOLOMMEN.get(rij.model, ())]]
    assert onbekend == []
    assert len({(rij.model, rij.kolom) for rij in RIJEN}) == len(RIJEN)
    assert {rij.model for rij in RIJEN} == {rij.model for rij in RIJEN if rij.kolom == ""}


@pytest.mark.parametrize(
    "model",
    [
        naam
        for naam, kolommen in KOLOMMEN.items()
        if naam.startswith("stg_") and ({"persoon", "persoon_1", "client"} & {*kolommen} or naam[4:].startswith(GEHEEL))
    ],
)
def test_elke_kolom_van_staging_over_personen_en_gebruik_is_vergeleken(model):
    vergeleken = {rij.kolom for rij in RIJEN if rij.model == model}
    assert {*KOLOMMEN[model]} - vergeleken == set(), "zet deze kolommen in dbt_project/seeds/ggm_koppeling.csv"


def test_wat_ontbreekt_heeft_een_reden_en_wat_er_is_een_plaats():
    for rij in RIJEN:
        afwezig = rij.relatie in {"ontbreekt in GGM", "elders in GGM"}
        assert afwezig == (rij.ggm_objecttype == "") == (rij.ggm_model == ""), rij
        assert not afwezig or rij.toelichting, rij
        assert rij.ggm_objecttype or not rij.ggm_attribuut, rij
        assert rij.kolom or not rij.ggm_attribuut, rij
