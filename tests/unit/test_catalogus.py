"""The description of the publication holds what DCAT-AP-NL 3.0 makes mandatory, says nothing else than the publication, and is stable.

The shapes of the profile are not shipped with the product, so the table below is ours. It cites the profile: Geonovum,
"DCAT-AP-NL 3.0" (docs.geostandaarden.nl/dcat/dcat-ap-nl30), the cardinalities per class; where that says no more, DCAT-AP 3.0.
"""

import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest
import rdflib
from rdflib import Graph, Literal, URIRef

from sources.fouten import BeschrijvingFout
from warehouse import catalogus
from warehouse.modellen import marts
from warehouse.paths import CHECKOUT
from warehouse.publicatie import SLEUTELS

VCARD = "http://www.w3.org/2006/vcard/ns#"
EU = "http://publications.europa.eu/resource/authority/"
VELE = None
VERPLICHT = [
    # class, property, at least, at most, values begin with ("" = text)
    (rdflib.DCAT.Catalog, rdflib.DCTERMS.title, 1, VELE, ""),
    (rdflib.DCAT.Catalog, rdflib.DCTERMS.description, 1, VELE, ""),
    (rdflib.DCAT.Catalog, rdflib.DCTERMS.publisher, 1, 1, "http"),
    (rdflib.DCAT.Catalog, rdflib.DCAT.contactPoint, 1, 1, "http"),
    (rdflib.DCAT.Catalog, rdflib.DCAT.dataset, 1, VELE, "http"),
    (rdflib.DCAT.Dataset, rdflib.DCTERMS.title, 1, VELE, ""),
    (rdflib.DCAT.Dataset, rdflib.DCTERMS.description, 1, VELE, ""),
    (rdflib.DCAT.Dataset, rdflib.DCTERMS.identifier, 1, 1, ""),
    (rdflib.DCAT.Dataset, rdflib.DCTERMS.publisher, 1, 1, "http"),
    (rdflib.DCAT.Dataset, rdflib.DCTERMS.creator, 1, VELE, "http"),
    (rdflib.DCAT.Dataset, rdflib.DCAT.contactPoint, 1, 1, "http"),
    (rdflib.DCAT.Dataset, rdflib.DCAT.theme, 1, VELE, f"{EU}data-theme/"),
    (rdflib.DCAT.Dataset, rdflib.DCTERMS.accessRights, 1, 1, f"{EU}access-right/"),
    # Not mandatory; promised for every table here, with the lists that the profile demands when they are there.
    (rdflib.DCAT.Dataset, rdflib.DCAT.keyword, 1, VELE, ""),
    (rdflib.DCAT.Dataset, rdflib.DCTERMS.language, 1, VELE, f"{EU}language/NLD"),
    (rdflib.DCAT.Dataset, rdflib.DCTERMS.accrualPeriodicity, 1, 1, f"{EU}frequency/"),
    (rdflib.DCAT.Dataset, rdflib.DCTERMS.modified, 1, 1, ""),
    (rdflib.DCAT.Dataset, rdflib.DCTERMS.spatial, 1, VELE, "https://identifier.overheid.nl/tooi/id/gemeente/gm"),
    (rdflib.DCAT.Dataset, rdflib.DCTERMS.conformsTo, 1, VELE, "http"),
    (rdflib.DCAT.Dataset, rdflib.DCAT.distribution, 2, VELE, "http"),
    (rdflib.DCAT.Distribution, rdflib.DCAT.accessURL, 1, 1, "http"),
    (rdflib.DCAT.Distribution, rdflib.DCTERMS.license, 1, 1, "http"),
    (rdflib.DCAT.Distribution, rdflib.DCTERMS["format"], 1, 1, f"{EU}file-type/"),
    (rdflib.DCAT.Distribution, rdflib.DCAT.mediaType, 1, 1, "https://www.iana.org/assignments/media-types/"),
    (rdflib.DCAT.Distribution, rdflib.DCAT.downloadURL, 0, 1, "http"),
    (rdflib.FOAF.Agent, rdflib.FOAF.name, 1, VELE, ""),
    (URIRef(VCARD + "Kind"), URIRef(VCARD + "fn"), 1, VELE, ""),
    (URIRef(VCARD + "Kind"), URIRef(VCARD + "hasEmail"), 1, VELE, "mailto:"),
]


def maak(map_: Path, instelling: catalogus.Instelling | None = None) -> Path:
    """A publication of one municipality with two years, and its description."""
    map_.mkdir()
    with duckdb.connect(str(map_ / "publicatie.duckdb")) as con:
        con.execute("CREATE SCHEMA marts")
        for naam, model in marts().items():
            kolommen = ", ".join(f"{kolom['name']} {kolom['data_type']}" for kolom in model["columns"])
            con.execute(f"CREATE TABLE marts.{naam} ({kolommen})")
        con.execute(
            "INSERT INTO marts.gebied (gebied_code, gebied_soort, jaar) VALUES ('GM0141', 'gemeente', 2023), ('WK014110', 'wijk', 2024)"
        )
        con.execute(
            "INSERT INTO marts.huishouden_overlap (periode, bekend_op) VALUES ('2023H2', '2024-09-01'), ('2024H1', '2024-09-01')"
        )
        con.execute("INSERT INTO marts.overlap_matrix (periode) VALUES ('2024M02'), ('2023')")
    catalogus.schrijf_catalogus(map_, instelling)
    return map_


@pytest.fixture(scope="module")
def map_(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return maak(tmp_path_factory.mktemp("dcat") / "marts")


@pytest.fixture(scope="module")
def graaf(map_: Path) -> Graph:
    return Graph().parse(map_ / "dcat.jsonld", format="json-ld")


def van(naam: str) -> URIRef:
    return URIRef(f"{catalogus.lees_instelling().basis}dataset/{naam}")


@pytest.mark.parametrize(("klasse", "eigenschap", "minst", "meest", "begin"), VERPLICHT)
def test_wat_het_profiel_verplicht_is_er(graaf, klasse, eigenschap, minst, meest, begin):
    dingen = set(graaf.subjects(rdflib.RDF.type, klasse))
    assert dingen
    for ding in dingen:
        waarden = list(graaf.objects(ding, eigenschap))
        assert minst <= len(waarden) <= (meest or len(waarden)), ding
        assert all(str(waarde).startswith(begin) and str(waarde).strip() for waarde in waarden), ding
        assert {isinstance(waarde, Literal) for waarde in waarden} <= {begin == ""}, ding


def test_een_dataset_per_tabel_met_haar_omschrijving(graaf):
    assert set(graaf.subjects(rdflib.RDF.type, rdflib.DCAT.Dataset)) == {van(naam) for naam in SLEUTELS}
    for naam in SLEUTELS:
        [tekst] = graaf.objects(van(naam), rdflib.DCTERMS.description)
        assert (str(tekst), tekst.language) == (marts()[naam]["description"].strip(), "nl")


def test_alles_wat_wordt_genoemd_is_beschreven(graaf):
    basis = catalogus.lees_instelling().basis
    eigen = {ding for ding in graaf.objects() if isinstance(ding, URIRef) and ding.startswith(basis)}
    bestanden = {*graaf.objects(predicate=rdflib.DCAT.accessURL), *graaf.objects(predicate=rdflib.FOAF.homepage)}
    assert {ding for ding in eigen - bestanden if (ding, rdflib.RDF.type, None) not in graaf} == set()


def test_perioden_en_gemeente_komen_uit_de_publicatie(graaf):
    def tijdvak(naam: str) -> tuple[date, date]:
        [wanneer] = graaf.objects(van(naam), rdflib.DCTERMS.temporal)
        return tuple(
            graaf.value(wanneer, eigenschap).toPython() for eigenschap in (rdflib.DCAT.startDate, rdflib.DCAT.endDate)
        )

    assert tijdvak("huishouden_overlap") == (date(2023, 7, 1), date(2024, 6, 30))
    assert tijdvak("gebied") == (date(2023, 1, 1), date(2024, 12, 31))
    assert tijdvak("overlap_matrix") == (date(2023, 1, 1), date(2024, 2, 29))
    assert list(graaf.objects(van("bevinding"), rdflib.DCTERMS.temporal)) == []
    assert catalogus._dagen("2011-10-01") == (date(2011, 10, 1), date(2011, 10, 1))
    assert {str(waar)[-6:] for waar in graaf.objects(predicate=rdflib.DCTERMS.spatial)} == {"gm0141"}
    assert {str(dag) for dag in graaf.objects(predicate=rdflib.DCTERMS.modified)} == {"2024-09-01"}


def test_turtle_zegt_hetzelfde(map_, graaf):
    assert set(Graph().parse(map_ / "dcat.ttl", format="turtle")) == set(graaf)


def test_dezelfde_publicatie_geeft_dezelfde_bytes(map_):
    """In another process, in which sets have another order."""
    namen = list(catalogus.BESTANDEN)
    eerst = [(map_ / naam).read_bytes() for naam in namen]
    code = "import sys; from pathlib import Path; from warehouse.catalogus import schrijf_catalogus as s; s(Path(sys.argv[1]))"
    for zaad in ("1", "2"):
        subprocess.run([sys.executable, "-c", code, str(map_)], check=True, cwd=CHECKOUT, env={"PYTHONHASHSEED": zaad})
        assert [(map_ / naam).read_bytes() for naam in namen] == eerst


def test_postgresql_is_een_distributie_zonder_het_adres_van_de_database(tmp_path, monkeypatch):
    monkeypatch.setenv("SDL_POSTGRES", "postgresql://lezer:geheim@db.intern/sd")
    gemaakt = maak(tmp_path / "marts")
    tekst = "".join((gemaakt / naam).read_text("utf-8") for naam in catalogus.BESTANDEN)
    assert "distributie/gebied/postgresql" in tekst
    assert not any(woord in tekst for woord in ("geheim@", "db.intern", "lezer:"))


def test_een_lege_publicatie_heeft_ook_een_beschrijving(tmp_path):
    (tmp_path / "marts").mkdir()
    with duckdb.connect(str(tmp_path / "marts" / "publicatie.duckdb")) as con:
        con.execute("CREATE SCHEMA marts")
        for naam, model in marts().items():
            con.execute(
                f"CREATE TABLE marts.{naam} ({', '.join(k['name'] + ' ' + k['data_type'] for k in model['columns'])})"
            )
    catalogus.schrijf_catalogus(tmp_path / "marts")
    assert Graph().parse(tmp_path / "marts" / "dcat.ttl").value(van("gebied"), rdflib.DCTERMS.modified) is None


def test_wat_nog_is_in_te_vullen_wordt_genoemd(tmp_path):
    tekst = catalogus.INSTELLING.read_text("utf-8")
    open_ = catalogus.niet_ingevuld(catalogus.lees_instelling())
    assert open_ == sorted(open_, key=lambda naam: "." not in naam)
    assert {"uitgever.naam", "contact.email", "basis", "licentie", "toegang.reden"} <= {*open_}
    pad = tmp_path / "catalogus.yml"
    pad.write_text(tekst.replace("INVULLEN: ", "").replace("invullen.example", "almelo.nl"), "utf-8")
    assert catalogus.niet_ingevuld(catalogus.lees_instelling(pad)) == []


@pytest.mark.parametrize(
    ("was", "wordt", "melding"),
    [
        ("recht: RESTRICTED", "recht: OPEN", "toegang.recht"),
        ("/sociaal-domein/", "/sociaal-domein", "basis"),
        ("licentie: https", "licentie: ftp", "licentie"),
        ("trefwoorden:", "kernwoorden:", "kernwoorden"),
    ],
)
def test_de_instelling_wordt_streng_gelezen(tmp_path, was, wordt, melding):
    pad = tmp_path / "catalogus.yml"
    pad.write_text(catalogus.INSTELLING.read_text("utf-8").replace(was, wordt), "utf-8")
    with pytest.raises(BeschrijvingFout, match=melding):
        catalogus.lees_instelling(pad)


def test_geonames_staat_naast_het_officiele_adres(tmp_path):
    pad = tmp_path / "catalogus.yml"
    tekst = catalogus.INSTELLING.read_text("utf-8").replace(
        "geonames: {}", "geonames: {GM0141: https://sws.geonames.org/1/}"
    )
    pad.write_text(tekst, "utf-8")
    assert "https://sws.geonames.org/1/" in (
        maak(tmp_path / "marts", catalogus.lees_instelling(pad)) / "dcat.ttl"
    ).read_text("utf-8")
