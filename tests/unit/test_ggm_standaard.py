"""Every name that the mapping takes from GGM stands in the model itself; only where that lies beside the checkout."""

import csv

import pytest

from warehouse import ggmdoc
from warehouse.paths import CHECKOUT

STANDAARD = CHECKOUT.parent / "shared" / "standards" / "ggm"
RIJEN = ggmdoc.lees()


@pytest.mark.parametrize(
    ("naam", "velden"),
    [
        ("ggm_sociaal_domein_entiteiten.csv", ("model", "objecttype")),
        ("ggm_sociaal_domein_attributen.csv", ("model", "objecttype", "attribuut")),
    ],
)
def test_elke_naam_van_het_ggm_bestaat(naam, velden):
    with (STANDAARD / naam).open(encoding="utf-8-sig", newline="") as bestand:
        bekend = {tuple(rij[veld] for veld in velden) for rij in csv.DictReader(bestand)}
    genoemd = {
        (rij.ggm_model, rij.ggm_objecttype, rij.ggm_attribuut)[: len(velden)]
        for rij in RIJEN
        if rij.ggm_objecttype and (len(velden) == 2 or rij.ggm_attribuut)
    }
    assert genoemd
    assert genoemd - bekend == set()
