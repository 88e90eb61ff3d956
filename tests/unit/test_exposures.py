"""Every published table is used by somebody we know, and what the exposures say is what the code reads."""

import re

import pytest

from warehouse.modellen import exposures, marts, sql
from warehouse.paths import CHECKOUT
from warehouse.publicatie import SLEUTELS

BESTAND = "dbt_project/models/exposures/_exposures.yml"
per_exposure = pytest.mark.parametrize("exposure", exposures(), ids=lambda exposure: exposure["name"])
LEEST = {"werkboeken": "extract.py", "portaal": "portaal.py", "catalogus": "catalogus.py"}


def van(naam: str) -> dict:
    return next(exposure for exposure in exposures() if exposure["name"] == naam)


def test_bi_noemt_elke_gepubliceerde_tabel():
    ontbreekt = sorted(set(SLEUTELS) - set(van("bi_tabellen")["modellen"]))
    regels = "\n".join(f"      - ref('{naam}')" for naam in ontbreekt)
    assert ontbreekt == [], f"zet onder bi_tabellen in {BESTAND}:\n{regels}"
    assert sorted(set(van("bi_tabellen")["modellen"]) - marts().keys()) == []


@per_exposure
def test_een_exposure_noemt_wat_bestaat_elk_een_keer(exposure):
    assert set(exposure["modellen"]) <= sql().keys()
    assert len(exposure["modellen"]) == len(set(exposure["modellen"])) == len(exposure["depends_on"])


@per_exposure
def test_een_exposure_zegt_wie_verantwoordelijk_is_en_wanneer_zij_ververst(exposure):
    assert exposure["maturity"] in {"high", "medium", "low"}
    assert exposure["label"]
    assert exposure["description"]
    assert set(exposure["config"]["meta"]) == {"ververst", "wie"}
    is_ingevuld = not exposure["owner"]["name"].startswith("INVULLEN: ")
    assert is_ingevuld != exposure["owner"]["email"].endswith("@invullen.example"), "vul naam en adres samen in"


@pytest.mark.parametrize(("naam", "module"), LEEST.items())
def test_wat_een_module_leest_staat_in_haar_exposure(naam, module):
    gelezen = re.findall(r"\bmarts\.([a-z_]+)", (CHECKOUT / "warehouse" / module).read_text("utf-8"))
    assert set(van(naam)["modellen"]) == set(gelezen) & set(SLEUTELS)
