"""Persons of the national test set as answers of BRP bevragen, and the national list of fields.

Belongs here: what needs ../shared/standards; without it this file is not collected (conftest.py). Does not belong here:
answers that we make ourselves (test_brp_json).
"""

import csv as csv_lezer

from sources.soort import lees_bron
from tests.unit.test_brp_json import RUBRIEKEN, codes, csv, lees, naar_antwoord, regels, rijen
from warehouse.paths import CHECKOUT

STANDAARDEN = CHECKOUT.parent / "shared" / "standards" / "brp"


def test_de_landelijke_proefset_als_antwoorden() -> None:
    with (STANDAARDEN / "gba-v_testset_first_400.csv").open(encoding="utf-8-sig", newline="") as bestand:
        kop, *records = csv_lezer.reader(bestand, delimiter=";")
    personen = [{naam: record[kop.index(naam)] for naam in RUBRIEKEN} for record in records if record[0]]
    personen = [persoon for persoon in personen if not lees(csv(persoon)).geweigerd]  # two have a day that never was
    van_csv, van_json = lees(csv(*personen)), lees(regels(*map(naar_antwoord, personen)))
    assert (len(personen), codes(van_json)) == (398, [])
    assert rijen(van_json) == rijen(van_csv)


def test_de_plekken_staan_in_de_landelijke_lijst_van_velden() -> None:
    lijst = STANDAARDEN / "fields-Persoon.csv"
    velden = set(lijst.read_text("utf-8").split())
    velden |= {"opschortingBijhouding.datum", "opschortingBijhouding.reden.code"}  # given without asking
    plekken = {
        kolom.plek.replace("[1]", "").replace("[2]", "") for kolom in lees_bron("brp").soorten["brp__persoon"].kolommen
    }
    assert plekken <= velden
