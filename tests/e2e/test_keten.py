"""One run of the real job on a small municipality: what is published, what is refused, what a person gets.

Belongs here: assertions on the outcome of that one run. Does not belong here: runs that stop (test_poorten), that are
killed (test_afbreken), personal data (test_lek).
"""

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from expectations.publicatie import TABELLEN
from sources.redenen import redenen
from tests.e2e.conftest import Gedraaid
from tests.e2e.koppelingen import koppelingen_van
from tests.e2e.leveringen_maken import DAG
from tests.e2e.opdracht import hashes, listing, sdl, tabellen
from tests.keten import met_verborgen, verschil
from tests.orakel import bereken
from warehouse.paths import DBT_PROJECT
from warehouse.publicatie import SLEUTELS

# Contract section 5.
DATUMS = {"bekend_op", "eerste_keer", "laatste_keer"}
AANTALLEN = {
    "gebied": {"jaar", "inwoners", "huishoudens_adres", "huishoudens_gezin"},
    "huishouden_overlap": {"huishoudens", "per_1000_huishoudens"},
    "client_overlap": {"clienten", "per_1000_inwoners"},
    "stapeling": {"aantal", "per_1000"},
    "overlap_matrix": {"clienten_a", "clienten_a_en_b", "percentage"},
    "bevinding": {"aantal", "aantal_gecontroleerd"},
}
KOLOMMEN = {
    "gebied": "gebied_code gebied_soort gebied_naam bovenliggend jaar inwoners huishoudens_adres huishoudens_gezin",
    "huishouden_overlap": "definitie periode huishoudensoort gebied_code combinatie huishoudens per_1000_huishoudens geheim "
    "bekend_op status",
    "client_overlap": "definitie periode gebied_code combinatie clienten per_1000_inwoners geheim bekend_op status",
    "stapeling": "definitie periode eenheid gebied_code aantal_voorzieningen aantal per_1000 geheim",
    "overlap_matrix": "periode regeling_a regeling_b clienten_a clienten_a_en_b percentage geheim",
    "bevinding": "bevinding_id regel retourcode laag bron tabel attribuut ernst aantal aantal_gecontroleerd leverancier "
    "eerste_keer laatste_keer status",
}


@pytest.fixture(scope="module")
def gepubliceerd(gedraaid: Gedraaid) -> dict[str, list[dict[str, Any]]]:
    return tabellen(gedraaid.home / "marts")


def _orakel(gedraaid: Gedraaid, tot: date = date.max) -> dict[str, list[dict[str, Any]]]:
    """What the oracle publishes of the deliveries up to a date; which links were made is a fact it is given."""
    landing = gedraaid.home / "landing"
    return bereken(landing, tot, koppelingen_van(gedraaid.home, landing, tot))


def test_gepubliceerd_ondanks_alles(gedraaid: Gedraaid) -> None:
    assert (gedraaid.run.code, gedraaid.run.uit) == (0, ""), gedraaid.run.fout
    assert gedraaid.run.fout.rstrip().endswith("gepubliceerd")


def test_tabellen_als_het_orakel(gedraaid: Gedraaid, gepubliceerd: dict[str, list[dict[str, Any]]]) -> None:
    verwacht = _orakel(gedraaid)
    assert all(verwacht.values())
    assert verschil(gepubliceerd, met_verborgen(gepubliceerd, verwacht)) == ""
    assert any(not rij["geheim"] and rij["combinatie"] == "pwet+wmo" for rij in gepubliceerd["huishouden_overlap"])


def test_duckdb_zegt_hetzelfde_als_parquet(gedraaid: Gedraaid, gepubliceerd: dict[str, list[dict[str, Any]]]) -> None:
    with duckdb.connect(str(gedraaid.home / "marts" / "publicatie.duckdb"), read_only=True) as con:
        namen = con.execute("SELECT table_schema, table_name FROM information_schema.tables ORDER BY ALL").fetchall()
        assert namen == sorted(("marts", tabel) for tabel in SLEUTELS)
        for tabel, rijen in gepubliceerd.items():
            cursor = con.execute(f"SELECT * FROM marts.{tabel}")
            assert [tuple(rij.values()) for rij in rijen] == cursor.fetchall(), tabel
        zonder = con.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL"
        ).fetchall()
        assert zonder == []


@pytest.mark.parametrize("tabel", KOLOMMEN)
def test_kolommen_en_typen(gedraaid: Gedraaid, tabel: str) -> None:
    schema = pq.read_schema(gedraaid.home / "marts" / "parquet" / f"{tabel}.parquet")
    assert schema.names == KOLOMMEN[tabel].split()
    for kolom in schema:
        verwacht = pa.date32() if kolom.name in DATUMS else pa.bool_() if kolom.name == "geheim" else pa.string()
        assert kolom.type == (pa.int32() if kolom.name in AANTALLEN[tabel] else verwacht), kolom.name


@pytest.mark.parametrize("tabel", TABELLEN, ids=lambda tabel: tabel.naam)
def test_rijen_op_volgorde_van_de_sleutel(gepubliceerd: dict[str, list[dict[str, Any]]], tabel: Any) -> None:
    sleutels = [tuple(rij[kolom] for kolom in tabel.sleutel) for rij in gepubliceerd[tabel.naam]]
    assert sleutels == sorted(set(sleutels))


def test_quarantaine(gedraaid: Gedraaid) -> None:
    """One JSON per refused file, or file with refused records; under the hash that stands in it."""
    gevonden = {}
    for pad in (gedraaid.home / "quarantine").rglob("*.json"):
        inhoud = json.loads(pad.read_text("utf-8"))
        assert pad.parent.name == inhoud["bestand"].split("/")[0]
        assert pad.stem == inhoud["sha256"]
        assert re.fullmatch(r"[0-9a-f]{64}", pad.stem)
        assert inhoud["aantal"] >= 1
        reden = redenen()[inhoud["reden"]["code"]]
        assert inhoud["reden"]["zin"] == f"{reden.zin} {reden.doe}"
        gevonden[inhoud["bestand"]] = (inhoud["klasse"], inhoud["reden"]["code"])
    nieuw = {pad: wat for pad, wat in gevonden.items() if f"/{DAG}/" in pad and not pad.startswith("voorzieningen")}
    assert nieuw == gedraaid.verwacht
    assert gevonden["ijw/2025-12-31/kapot.xml"] == ("bestand_geweigerd", "F_XML")
    assert gevonden["pwet/2025-12-31/oud.csv"] == ("bestand_geweigerd", "F_UTF8")
    assert gevonden[f"voorzieningen/{DAG}/lijst_*********.csv"] == ("record_geweigerd", "R_TYPE")
    assert not any(naam in " ".join(gevonden) for naam in (".part", "koppeling", "verborgen", "2025-12-29", "2999"))


def test_bevindingen(gedraaid: Gedraaid, gepubliceerd: dict[str, list[dict[str, Any]]]) -> None:
    """Each thing that is wrong is a finding with its own rule, and every refusal is counted."""
    bevindingen = {(rij["bron"], rij["regel"]) for rij in gepubliceerd["bevinding"]}
    verwacht = {(pad.split("/")[0], code) for pad, (_, code) in gedraaid.verwacht.items()}
    plekken = {("onbekend", "M_BRON_ONBEKEND"), ("pwet", "M_DATUM"), ("pwet", "M_TOEKOMST"), ("brp", "M_DATUM")}
    inhoud = {
        ("pwet", "BSN_IDENTIFICEERT_NIEMAND"),
        ("pwet", "R_TYPE"),
        ("brp", "R_TYPE"),
        ("iwmo", "EINDE_VOOR_BEGIN"),
    }
    assert verwacht | plekken | inhoud <= bevindingen
    statussen = {"nieuw", "open", "terug", "hersteld"}
    assert all(rij["aantal"] > 0 and rij["status"] in statussen for rij in gepubliceerd["bevinding"])
    assert {"nieuw", "open"} <= {rij["status"] for rij in gepubliceerd["bevinding"]}
    assert all(rij["aantal"] <= rij["aantal_gecontroleerd"] for rij in gepubliceerd["bevinding"])
    retour = {rij["regel"]: rij["retourcode"] for rij in gepubliceerd["bevinding"] if rij["bron"] == "iwmo"}
    assert (retour["F_XML"], retour["TR019"]) == ("0001", "9019")
    assert not any(rij["ernst"] == "fataal" for rij in gepubliceerd["bevinding"])


def _cellen(marts: dict[str, list[dict[str, Any]]]) -> dict[tuple, tuple[int | None, bool]]:
    """The published cells of the five fixed tables by their place, as `herziening` names it: value, and whether secret."""
    cellen: dict[tuple, tuple[int | None, bool]] = {}
    for rij in marts["gebied"]:
        for maat in ("inwoners", "huishoudens_adres", "huishoudens_gezin"):
            plek = ("gebied", None, str(rij["jaar"]), maat, rij["gebied_code"], None)
            cellen[plek] = (rij[maat], rij[maat] is None)
    for tabel, waarde, onderdeel in (
        ("huishouden_overlap", "huishoudens", "combinatie"),
        ("client_overlap", "clienten", "combinatie"),
        ("stapeling", "aantal", "aantal_voorzieningen"),
    ):
        for rij in marts[tabel]:
            soort = rij.get("huishoudensoort")
            eenheid = f"huishoudens_{soort}" if soort else rij.get("eenheid", "clienten")
            plek = (tabel, rij["definitie"], rij["periode"], eenheid, rij["gebied_code"], rij[onderdeel])
            cellen[plek] = (rij[waarde], rij["geheim"])
    for rij in marts["overlap_matrix"]:
        paar = f"{rij['regeling_a']} en {rij['regeling_b']}"
        plek = ("overlap_matrix", None, rij["periode"], "clienten", None, paar)
        cellen[plek] = (rij["clienten_a_en_b"], rij["geheim"])
    return cellen


def test_herziening(gedraaid: Gedraaid, gepubliceerd: dict[str, list[dict[str, Any]]]) -> None:
    """Exactly the cells that the oracle has otherwise with the deliveries up to the date before."""
    herzien = gepubliceerd["herziening"]
    (vorig,) = {rij["vorig_bekend_op"] for rij in herzien}
    assert {rij["bekend_op"] for rij in herzien} == {rij["bekend_op"] for rij in gepubliceerd["client_overlap"]}
    toen, nu = _cellen(_orakel(gedraaid, vorig)), _cellen(gepubliceerd)
    sleutel = ("tabel", "definitie", "periode", "eenheid", "gebied_code", "onderdeel")
    per_plek = {tuple(rij[kolom] for kolom in sleutel): rij for rij in herzien}
    # What the oracle shows and the state before hid: said by the revision, or hidden still. At most 2 % of a definition.
    verborgen = {
        plek
        for plek, (_, geheim) in toen.items()
        if plek[0] != "gebied"
        and not geheim
        and (per_plek[plek]["geheim_vorig"] if plek in per_plek else nu.get(plek, (0, False))[1])
    }
    rijen = Counter(plek[1] or "gmsd" for plek in toen)
    assert all(50 * n <= rijen[definitie] for definitie, n in Counter(plek[1] or "gmsd" for plek in verborgen).items())
    toen |= dict.fromkeys(verborgen, (None, True))
    anders = {plek for plek in toen | nu if toen.get(plek) != nu.get(plek)}
    assert per_plek.keys() == anders
    assert anders
    for rij in herzien:
        plek = tuple(rij[kolom] for kolom in sleutel)
        assert (rij["waarde_vorig"], rij["geheim_vorig"]) == toen.get(plek, (None, None))
        assert (rij["waarde"], rij["geheim"]) == nu.get(plek, (None, None))
        assert rij["aard"] == ("nieuw" if plek not in toen else "vervallen" if plek not in nu else "gewijzigd")
        assert rij["leveringen"]


def test_niets_buiten_de_gegevensmap(gedraaid: Gedraaid) -> None:
    """A member of a ZIP that climbs out is not written anywhere."""
    assert not list(gedraaid.home.parent.rglob("ontsnapt.xml"))
    assert [pad.name for pad in gedraaid.home.parent.iterdir()] == ["data"]
    assert (gedraaid.home / "keys").stat().st_mode & 0o777 == 0o700


def test_werkboeken(gedraaid: Gedraaid, gepubliceerd: dict[str, list[dict[str, Any]]]) -> None:
    """A workbook per wijk, with a table and a chart, secret cells as a word, and no formula."""
    wijken = {rij["gebied_code"] for rij in gepubliceerd["gebied"] if rij["gebied_soort"] == "wijk"}
    paden = {pad.stem: pad for pad in (gedraaid.home / "extracts").glob("*.xlsx")}
    assert set(paden) == wijken
    groot = max(wijken, key=lambda code: sum(rij["gebied_code"] == code for rij in gepubliceerd["huishouden_overlap"]))
    boek = openpyxl.load_workbook(paden[groot])
    assert boek.sheetnames == ["Huishoudens", "Voorzieningen", "Reeksbreuken", "Definities"]
    blad = boek["Huishoudens"]
    assert (len(blad.tables), len(blad._charts)) == (1, 1)
    cellen = [cel for ander in boek for rij in ander.iter_rows() for cel in rij if cel.value is not None]
    assert any(cel.value == "geheim" for cel in cellen)
    assert not any(cel.data_type == "f" for cel in cellen)
    eigen = {
        (rij["periode"], rij["combinatie"]): rij["huishoudens"]
        for rij in gepubliceerd["huishouden_overlap"]
        if (rij["definitie"], rij["huishoudensoort"], rij["gebied_code"]) == ("gmsd", "gezin", groot)
    }
    koppen = [cel.value for cel in blad[4]]
    regels = {blad.cell(rij, 1).value: rij for rij in range(5, 14)}
    geen = blad.cell(regels["Geen van de drie wetten"], koppen.index("2024 aantal") + 1).value
    assert geen == eigen["2024", "geen"]


def test_data_docs(gedraaid: Gedraaid) -> None:
    """A page per suite that can be opened from disk and loads nothing from elsewhere."""
    bladzijden = list((gedraaid.home / "docs" / "data_docs").rglob("*.html"))
    assert (gedraaid.home / "docs" / "data_docs" / "index.html") in bladzijden
    assert len(bladzijden) > 10
    for pad in bladzijden:
        assert not re.search(r"(?:src|href)\s*=\s*[\"']https?://", pad.read_text("utf-8")), pad.name


def test_status(gedraaid: Gedraaid) -> None:
    voor = listing(gedraaid.home)
    status = sdl(gedraaid.home, "status")
    assert status.code == 0
    assert "gepubliceerd" in status.uit
    assert "2025-12-31" in status.uit
    assert "F_DTD" in status.uit
    na = listing(gedraaid.home)
    assert {pad for pad in voor | na if voor.get(pad) != na.get(pad) and not pad.startswith("dagster")} == set()


def test_de_aanvaller_noemt_plaatsen_en_geen_waarden(gedraaid: Gedraaid, tmp_path: Path) -> None:
    """In a village `tmsd` has too little room, so something is found; what is proposed to hide is visible and can be hidden."""
    aanval = sdl(gedraaid.home, "attack", "--voorstel", str(tmp_path / "voorstel.csv"))
    assert aanval.code == 2, aanval.fout
    assert "Te nauw te bepalen" in aanval.uit
    assert "client_overlap tmsd" in aanval.uit
    assert "Traceback" not in aanval.fout
    with (tmp_path / "voorstel.csv").open("rb") as bestand:
        assert bestand.readline() == (DBT_PROJECT / "seeds" / "geheim_extra.csv").read_bytes()
    with duckdb.connect(str(gedraaid.home / "marts" / "publicatie.duckdb"), read_only=True) as con:
        con.execute(f"CREATE TEMP TABLE voorstel AS FROM read_csv('{tmp_path / 'voorstel.csv'}', all_varchar = true)")
        telling = con.execute("""
            WITH cel AS (
                SELECT 'client_overlap' AS tabel, definitie, periode, 'clienten' AS eenheid, gebied_code, combinatie AS onderdeel
                FROM marts.client_overlap WHERE NOT geheim
                UNION ALL SELECT 'huishouden_overlap', definitie, periode, 'huishoudens_' || huishoudensoort, gebied_code, combinatie
                FROM marts.huishouden_overlap WHERE NOT geheim
                UNION ALL SELECT 'stapeling', definitie, periode, eenheid, gebied_code, aantal_voorzieningen
                FROM marts.stapeling WHERE NOT geheim
            )
            SELECT count(*), count(cel.tabel) FROM voorstel LEFT JOIN cel USING (tabel, definitie, periode, eenheid, gebied_code, onderdeel)
            WHERE voorstel.tabel <> 'overlap_matrix'
        """).fetchone()
    assert telling[0] == telling[1] > 0


def test_bekend_op(gedraaid: Gedraaid, tmp_path: Path) -> None:
    """The publication of an earlier day is that of the oracle, beside everything else."""
    voor = listing(gedraaid.home)
    run = sdl(gedraaid.home, "run", "--bekend-op", "2025-01-31", "--out", str(tmp_path / "uit"))
    assert run.code == 0, run.fout
    assert sorted(pad.name for pad in (tmp_path / "uit").iterdir()) == ["parquet", "publicatie.duckdb"]
    verwacht = _orakel(gedraaid, date(2025, 1, 31))
    gevonden = tabellen(tmp_path / "uit")
    assert verschil(gevonden, met_verborgen(gevonden, verwacht)) == ""
    assert {rij["periode"] for rij in gevonden["stapeling"]} == {"2023", "2023H1", "2023H2", "2024", "2024H1", "2024H2"}
    assert listing(gedraaid.home) == voor


def test_een_tweede_run_geeft_dezelfde_bytes(gedraaid: Gedraaid) -> None:
    run = sdl(gedraaid.home, "run")
    assert run.code == 0, run.fout
    assert set(gedraaid.parquet) == {f"{tabel}.parquet" for tabel in SLEUTELS}
    assert hashes(gedraaid.home / "marts") == gedraaid.parquet
