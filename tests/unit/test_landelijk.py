"""The national BRP test set, as RvIG gives it: read when it lies beside the checkout (../shared/standards)."""

from pathlib import Path

import pytest

from sources.csv_lezer import lees_csv
from sources.pseudoniem import Pseudoniem
from warehouse.paths import CHECKOUT

TESTSET = CHECKOUT.parent / "shared" / "standards" / "brp" / "gba-v_testset_first_400.csv"


@pytest.mark.parametrize("bestand", [TESTSET] if TESTSET.exists() else [None])
def test_de_landelijke_testset_wordt_gelezen(bestand: Path | None):
    if bestand is None:
        return
    uitkomst = lees_csv("brp", bestand, 1, Pseudoniem(b"k" * 32))
    personen = uitkomst.tabellen["brp__persoon"].to_pylist()
    lijsten = sum(1 for regel in bestand.read_text("utf-8-sig").splitlines() if regel.startswith("Lg01"))
    assert not uitkomst.bestand_geweigerd
    # One row per list: what follows a list's first row is its history.
    assert uitkomst.gelezen == lijsten
    assert len(personen) + uitkomst.geweigerd == uitkomst.gelezen
    # Two lists have a date that no calendar knows.
    assert uitkomst.geweigerd == 2
    assert {melding.code for melding in uitkomst.meldingen} == {"R_TYPE"}
    eerste = personen[0]
    assert (eerste["gemeente"], eerste["functie_adres"], eerste["bsn_status"]) == ("0599", "W", "geldig")
    assert eerste["geboortedatum"].isoformat() == "1985-12-01"
    assert eerste["partner"] is None
    assert any(persoon["ouder_1"] for persoon in personen)
