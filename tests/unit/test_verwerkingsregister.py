"""The register of processing and the impact assessment are those of the code, and what they claim is so.

Belongs here: that both are up to date, and that nothing in them was left open. Does not belong here: links and file
names in documents (test_docs), or a search for personal data in files (test_lek).
"""

import json
import re

import pytest

from sources.overleving import VOORBEELDEN, van_berichten, van_soort
from sources.regeling import lees_regelingen
from sources.schemas import PSEUDONIEMEN, SCHEMAS
from sources.soort import BRONNEN, CSV_BRONNEN, lees_bron
from sources.typen import TYPEN
from warehouse import registerdoc
from warehouse.audit import HANDELINGEN, leg_vast, verwerking
from warehouse.keys import ensure_keys
from warehouse.paths import CHECKOUT, DataRoot

SOORTEN = [(bron, soort) for bron in CSV_BRONNEN for soort in lees_bron(bron).soorten]
MAKEN = "draai .venv/bin/python -m warehouse.registerdoc"
# What tells who somebody is. A column with one of these meanings may not be kept as it came.
IDENTIFICEREND = {
    "bsn",
    "bsn_1",
    "bsn_2",
    "bsn_ouder_1",
    "bsn_ouder_2",
    "bsn_partner",
    "voornamen",
    "voorvoegsel",
    "geslachtsnaam",
    "postcode",
    "huisnummer",
    "huisletter",
    "toevoeging",
    "object",
    "uitkeringsnummer",
}


def test_het_register_is_dat_van_de_code():
    assert registerdoc.REGISTER.read_text("utf-8") == registerdoc.register(), MAKEN


def test_de_tabellen_in_de_dpia_zijn_die_van_de_code():
    tekst = registerdoc.DPIA.read_text("utf-8")
    assert tekst == registerdoc.dpia(tekst), MAKEN


def test_een_dpia_zonder_plek_voor_een_tabel_is_een_fout():
    with pytest.raises(ValueError, match="geen plek voor bronnen"):
        registerdoc.dpia("# DPIA\n")


@pytest.mark.parametrize("bron", BRONNEN)
def test_elke_bron_staat_erin_met_wat_de_avg_vraagt(bron):
    tekst = registerdoc.register()
    deel = re.search(rf"^### {bron}\n(.*?)(?=^##)", tekst, re.M | re.S)[1]
    beschrijving = lees_bron(bron)
    for feit in (beschrijving.doel, beschrijving.grondslag, beschrijving.leverancier, beschrijving.eigenaar):
        assert feit in deel
    assert f"| verwerking | `{verwerking(bron)}` |" in deel
    assert re.search(r"\| bewaartermijn \| (?:\d+ jaar|onbeperkt): .{20,}\|", deel)
    assert registerdoc.BETROKKENEN[bron] in deel


def test_elke_regeling_staat_erin():
    tekst = registerdoc.register()
    for regeling in lees_regelingen().values():
        assert f"| `{regeling.regeling}` | {regeling.titel} | {regeling.doel} | {regeling.grondslag} |" in tekst


def test_elke_handeling_van_het_logboek_staat_erin():
    tekst = registerdoc.register()
    assert [naam for naam in HANDELINGEN if f"| `{verwerking(naam)}` |" not in tekst] == []


def test_een_verwerking_van_het_logboek_is_een_verwerking_van_het_register(tmp_path):
    """One kind of id, none of them twice; and what the log says of a source ends as its id does."""
    ids = re.findall(r"^\| (?:verwerking \| )?\[?`(urn:[^`]+)`", registerdoc.register(), re.M)
    van_bronnen, van_handelingen = ([verwerking(naam) for naam in namen] for namen in (BRONNEN, HANDELINGEN))
    assert sorted(ids) == sorted(
        [*van_bronnen, *van_bronnen, *van_handelingen]
    )  # sources stand in the overview as well
    assert not set(van_bronnen) & set(van_handelingen)
    home = DataRoot(tmp_path, tmp_path / "keys", tmp_path / "landing")
    ensure_keys(home.sleutels, has_data=False)
    leg_vast(home, "verlopen", bestanden=dict.fromkeys(BRONNEN, 1))
    [regel] = [json.loads(regel) for regel in (home.root / "audit" / "logboek.jsonl").read_text("utf-8").splitlines()]
    assert regel["attributes"]["dpl.core.processing_activity_id"] in ids
    assert {verwerking(bron) for bron in regel["feiten"]["bestanden"]} <= set(ids)


@pytest.mark.parametrize(("bron", "soort"), SOORTEN)
def test_geen_kolom_die_iemand_aanwijst_wordt_bewaard(bron, soort):
    """By experiment: a record that differs in that column alone gives raw that differs in pseudonyms alone."""
    loten = {kolom.doel: lot for kolom, lot in van_soort(bron, soort).items()}
    assert {doel for doel in IDENTIFICEREND & loten.keys() if loten[doel].bewaard} == set()


@pytest.mark.parametrize(("bron", "soort"), SOORTEN)
def test_elke_kolom_van_raw_heeft_een_herkomst(bron, soort):
    """Else the experiment does not see all that is kept."""
    gezien = {"bestand_id", "rij", "jaar"}
    for lot in van_soort(bron, soort).values():
        gezien |= {*lot.pseudoniem, *lot.bewaard, *lot.afgeleid}
    assert set(SCHEMAS[soort].names) - gezien == set()


def test_elk_type_heeft_een_voorbeeld():
    assert set(VOORBEELDEN) == set(TYPEN)


def test_van_berichten_blijft_niets_over_dat_een_client_aanwijst():
    loten = {element.naam: element.lot for element in van_berichten()}
    niet = "Achternaam Voornamen Voorletters Voorvoegsel Postcode Huisnummer Straatnaam Plaatsnaam Emailadres"
    niet += " Telefoonnummer Commentaar Geslacht Datum"
    assert {naam for naam in niet.split() if loten[naam] in {"bewaard", "pseudoniem"}} == set()
    assert loten["Bsn"] == "pseudoniem"


def test_elke_tabel_met_pseudoniemen_staat_erin():
    tekst = registerdoc.register()
    assert [tabel for tabel in PSEUDONIEMEN if tabel in SCHEMAS and tabel not in tekst and "bericht" not in tabel] == []


def test_elk_risico_heeft_een_maatregel_en_wat_haar_bewaakt():
    tekst = registerdoc.DPIA.read_text("utf-8")
    risicos, maatregelen = re.split(r"^# D\. .*$", tekst.split("# C. ")[1], flags=re.M)
    nummers = re.findall(r"^\| (\d+) \|", risicos, re.M)
    rijen = dict(re.findall(r"^\| (\d+) \| .+ \| (.+) \|$", maatregelen, re.M))
    assert list(rijen) == nummers == [str(nummer + 1) for nummer in range(len(nummers))]
    bewaakt = {pad for rij in rijen.values() for pad in re.findall(r"\]\(\.\./(tests/[\w/.]+)\)", rij)}
    assert [pad for pad in bewaakt if not (CHECKOUT / pad).is_file()] == []
    assert [nummer for nummer, rij in rijen.items() if "](" not in rij] == []
