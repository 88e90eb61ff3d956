"""No table of the publication has a column that tells who somebody is or which household it is.

Belongs here: the columns that may be published, each with its kind, and what no column may be. Does not belong here:
cells (test_lek looks at those of a run), or whether a count is too small (expectations).

A new column of a mart fails here until somebody has judged it and put it under its kind.
"""

import re

import pytest
import yaml

from sources.schemas import PSEUDONIEM_KOLOMMEN
from warehouse.paths import DBT_PROJECT
from warehouse.publicatie import SLEUTELS

MAP = DBT_PROJECT / "models" / "marts"
MODELLEN = [
    model for pad in sorted(MAP.glob("_*.yml")) for model in yaml.safe_load(pad.read_text("utf-8")).get("models") or ()
]
per_mart = pytest.mark.parametrize("model", MODELLEN, ids=lambda model: model["name"])

AFGELEID_VAN_MAANDEN = {"getoetst", "getoetst_binnen", "na_maanden", "vergeleken", "zekerheid"}
"""Of an estimate: months, estimates and a rate; nobody is counted."""
EURO = {"euro_per_client", "euro_per_inwoner", "gedeclareerd_euro", "toegekend_euro"}
"""Amounts under the rules of dominance."""
TELLING = {
    "aantal",
    "aantal_gecontroleerd",
    "aantal_hersteld",
    "aantal_open",
    "afronding",
    "bekend",
    "bovengrens",
    "buiten_berichten",
    "cbs",
    "cbs_huishoudens",
    "cbs_noemer",
    "clienten",
    "clienten_a",
    "clienten_a_en_b",
    "eigen",
    "extra_gezinnen",
    "geheim_klein",
    "geheim_verborgen",
    "huishoudens",
    "huishoudens_adres",
    "huishoudens_gezin",
    "huishoudens_zonder_buurt",
    "inwoners",
    "noemer",
    "ondergrens",
    "personen_adres_onbekend",
    "personen_briefadres",
    "personen_instelling",
    "pgb",
    "registraties",
    "rijen",
    "rest",
    "rest_tot",
    "rest_van",
    "te_laat",
    "vanaf_18",
    "verklaarbaar",
    "verschil",
    "verwacht",
    "waarde",
    "waarde_vorig",
    "woonplaats",
    "zichtbaar",
}
"""How many, under the disclosure rule or, in findings, rows and files of a supplier."""
VERHOUDING = {
    "cbs_per_1000",
    "door_noemer",
    "per_1000",
    "per_1000_huishoudens",
    "per_1000_inwoners",
    "percentage",
    "verborgen_per_1000",
}
PLAATS = {"rang", "rang_van"}
"""The place of a municipality among others."""
INDELING = {
    "aantal_voorzieningen",
    "bovenliggend",
    "cbs_herkomst",
    "cbs_jaar",
    "cbs_reden",
    "cbs_status",
    "cbs_tabel",
    "combinatie",
    "definitie",
    "eenheid",
    "gebied_code",
    "gebied_naam",
    "gebied_soort",
    "huishoudensoort",
    "indicator",
    "jaar",
    "koppeling",
    "label",
    "maat",
    "onderdeel",
    "opmerking",
    "periode",
    "productcategorie",
    "reden",
    "reeks",
    "regeling",
    "regeling_a",
    "regeling_b",
    "soort",
    "vorige_periode",
    "wet",
}
"""What is counted, where and when: classes of many."""
OVER_LEVERINGEN = {
    "aard",
    "acceptatie_reden",
    "attribuut",
    "bevinding_id",
    "bron",
    "eigenaar",
    "ernst",
    "laag",
    "leverancier",
    "leveringen",
    "regel",
    "retourcode",
    "status",
    "tabel",
}
"""Of a finding or a revision: which rule, which delivery, who repairs it."""
OVER_TELLEN = {
    "cijfers",
    "gebied_soorten",
    "gemeenten",
    "herkomst",
    "huishoudensoorten",
    "omschrijving",
    "onthulling",
    "perioden",
    "reden",
    "reeksbreuk",
    "telt",
    "titel",
    "weggelaten",
    "wetten",
    "woonplaats",
}
"""Of a definition or a break in a series: words of a YAML of ours."""
DATUM_VAN_LEVERING = {
    "bekend_op",
    "eerste_keer",
    "geaccepteerd_tot",
    "hersteld_op",
    "laatste_keer",
    "vanaf",
    "vorig_bekend_op",
}
"""Days of deliveries, decisions and laws; never a day in somebody's life."""
DATUM_VAN_PERIODE = {"begin_datum", "eind_datum"}
"""First and last day of a calendar period."""
OVER_KOLOMMEN = {"kolom", "omschrijving", "type"}
"""Of the description of the publication itself."""
VLAG = {"geheim", "geheim_gedeclareerd", "geheim_vorig", "is_laatste", "met_jeugd", "met_pwet", "met_wmo", "optelbaar"}
RANG = {"volgorde"}
JAREN = {"jaar", "cbs_jaar"}
TYPEN = {
    "integer": TELLING | VERHOUDING | JAREN | RANG | PLAATS | EURO | AFGELEID_VAN_MAANDEN | {"beschermingsbreedte"},
    "decimal(14, 2)": {"waarde"},
    "varchar": INDELING - JAREN | OVER_LEVERINGEN | OVER_TELLEN | OVER_KOLOMMEN,
    "date": DATUM_VAN_LEVERING | DATUM_VAN_PERIODE,
    "boolean": VLAG,
}
# Words in a name that tell of one person, one address or one household.
VERBODEN = re.compile(
    r"(?:^|_)(?:bsn|persoon|personen|naamloos|voornamen|geslachtsnaam|geboren|geboortedatum|geslacht|leeftijd|adres_id|adres"
    r"|postcode|pc4|pc6|huisnummer|straat|object|huishouden|huishouden_id|gezin_id|client|client_id|eigen_client|sleutel"
    r"|koppelsleutel|pseudoniem|hash|uitkering|toewijzingnummer|beschikkingnummer|referentie)(?:_|$)"
)
# Counts of many, whose name holds such a word.
MAG_TOCH = {
    "euro_per_client",
    "huishoudens_adres",
    "personen_adres_onbekend",
    "personen_briefadres",
    "personen_instelling",
}


@per_mart
def test_elke_kolom_is_beoordeeld(model):
    """Type and name: a whole number is a count or a year, a date is of a delivery, text is a class or a code of ours."""
    vreemd = [
        f"{kolom['name']} {kolom['data_type']}"
        for kolom in model["columns"]
        if kolom["name"] not in TYPEN.get(kolom["data_type"], ())
    ]
    assert vreemd == [], "beoordeel of deze kolom iemand aanwijst, en zet haar dan in dit bestand onder haar soort"


@per_mart
def test_geen_kolom_wijst_een_persoon_of_huishouden_aan(model):
    namen = {kolom["name"] for kolom in model["columns"]}
    assert namen & PSEUDONIEM_KOLOMMEN == set()
    assert {naam for naam in namen - MAG_TOCH if VERBODEN.search(naam)} == set()


@pytest.mark.parametrize("naam", ["persoon", "adres", "bsn_status", "koppelsleutel", "client_id", "pc6_huisnummer"])
def test_een_kolom_die_iemand_aanwijst_valt_op(naam):
    assert VERBODEN.search(naam)
    assert not any(naam in namen for namen in TYPEN.values())


@per_mart
def test_het_contract_is_afgedwongen(model):
    """What the YAML says is what the table has: dbt refuses another column or type."""
    project = yaml.safe_load((DBT_PROJECT / "dbt_project.yml").read_text("utf-8"))
    assert project["models"][project["name"]]["marts"]["+contract"]["enforced"] is True
    assert all(kolom.get("data_type") for kolom in model["columns"])


def test_alle_marts_zijn_beschreven_en_niets_anders_wordt_gepubliceerd():
    beschreven = {model["name"] for model in MODELLEN}
    assert beschreven == {pad.stem for pad in MAP.glob("*.sql")}
    assert set(SLEUTELS) <= beschreven
