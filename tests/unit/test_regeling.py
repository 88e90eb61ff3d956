"""The YAMLs on schemes and on what deliveries are expected to be: strictly read, and in the lake as data."""

from pathlib import Path

import pyarrow as pa
import pytest
import yaml

from sources import regeling, verwachting
from sources.norm import Aandeel
from sources.regeling import Regeling, lees_regelingen
from sources.schemas import SCHEMAS
from sources.soort import BRONNEN, Bron, lees_bron
from sources.streng import BeschrijvingFout, lees_yaml
from sources.typen import TYPEN
from tests.keten import Keten
from warehouse.duck import connect

VAN_HET_CONTRACT = ("pgb", "schuldhulp", "wsw", "beschut_werk", "leerlingenvervoer", "rmc", "wajong")
VAN_HET_CONTRACT += ("bijzondere_bijstand", "wlz", "wmo_buiten_berichten")
NIEUW = {
    "regeling": "taxipas",
    "titel": "Taxipas",
    "wetten": ["overig"],
    "leveringsvormen": ["geen"],
    "leverancier": "Vervoer",
    "grondslag": "gemeentelijke verordening",
    "doel": "samenloop tellen",
    "bewaartermijn_jaren": {"norm": 1, "reden": "Daarna wordt er niet meer mee geteld."},
    "eigenaar": "Vervoer",
    "verwacht": {"ritme_dagen": {"norm": 40, "reden": "De lijst komt elke maand, met speling."}},
    "voorzieningen": {"TX": "taxipas"},
}


def schrijf(map_: Path, naam: str = "taxipas", **anders: object) -> Path:
    """The YAML of a made-up scheme; a value of None leaves a key out."""
    inhoud = {sleutel: waarde for sleutel, waarde in (NIEUW | anders).items() if waarde is not None}
    pad = map_ / f"{naam}.yml"
    pad.write_text(yaml.safe_dump(inhoud), "utf-8")
    return pad


def test_de_regelingen_van_het_contract_hebben_een_yaml() -> None:
    regelingen = lees_regelingen()
    assert set(VAN_HET_CONTRACT) <= set(regelingen)
    assert {pad.stem for pad in regeling.MAP.glob("*.yml")} == {een.regeling for een in regelingen.values()}
    assert regelingen["pgb_jeugd"] is regelingen["pgb"]


def test_wetten_en_leveringsvormen_zijn_die_van_de_kolommen() -> None:
    for veld, kolom in (("wetten", "wet"), ("leveringsvormen", "leveringsvorm")):
        schema = Regeling.model_json_schema()["properties"][veld]["items"]["enum"]
        past = [not fout for fout in TYPEN[kolom](pa.array(schema))[1].to_pylist()]
        assert [waarde for waarde, goed in zip(schema, past, strict=True) if not goed] in ([], ["geen"])


@pytest.mark.parametrize("bron", BRONNEN)
def test_elke_bron_zegt_wat_zij_verwacht_en_wie_herstelt(bron: str) -> None:
    beschrijving = lees_bron(bron)
    assert beschrijving.eigenaar
    assert beschrijving.verwacht.ritme_dagen.reden
    assert (beschrijving.verwacht.minste_aandeel is not None) == (bron not in ("iwmo", "ijw"))
    assert (beschrijving.verwacht.declaratie is not None) == (bron in ("iwmo", "ijw"))


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"titel": None}, "taxipas.yml: titel ontbreekt."),
        ({"kleur": "rood"}, "taxipas.yml: kleur is onbekend."),
        ({"titel": 7}, "taxipas.yml: titel moet tekst zijn"),
        ({"wetten": ["wlz"]}, "taxipas.yml: wetten.0 kies uit 'jeugd', 'wmo', 'pwet' of 'overig'"),
        ({"wetten": []}, "taxipas.yml: wetten mag niet leeg zijn."),
        ({"regeling": "Taxi pas"}, "taxipas.yml: regeling heeft tekens die niet mogen."),
        ({"regeling": "taxi"}, "taxipas.yml: regeling moet taxipas zijn, zoals het bestand heet."),
        ({"verwacht": {}}, "taxipas.yml: verwacht.ritme_dagen ontbreekt."),
        ({"verwacht": {"ritme_dagen": {"norm": 30}}}, "taxipas.yml: verwacht.ritme_dagen.reden ontbreekt."),
        ({"verwacht": {"ritme_dagen": {"norm": "30", "reden": "x" * 20}}}, "norm moet een geheel getal zijn"),
        ({"verwacht": {"ritme_dagen": {"norm": 0, "reden": "x" * 20}}}, "norm moet groter dan 0 zijn"),
        ({"verwacht": {"ritme_dagen": {"norm": 1, "reden": "omdat"}}}, "reden is te kort"),
        ({"ook": ["wsw"]}, None),
    ],
)
def test_een_verkeerde_yaml_noemt_bestand_en_sleutel(tmp_path: Path, anders: dict, melding: str | None) -> None:
    schrijf(tmp_path, **anders)
    if melding is None:
        assert set(lees_regelingen(tmp_path)) == {"taxipas", "wsw"}
        return
    with pytest.raises(BeschrijvingFout) as fout:
        lees_regelingen(tmp_path)
    assert melding in str(fout.value)


def test_twee_regelingen_met_een_naam_kan_niet(tmp_path: Path) -> None:
    schrijf(tmp_path, ook=["pas"])
    schrijf(tmp_path, "pas", regeling="pas")
    with pytest.raises(BeschrijvingFout, match=r"taxipas.yml: pas staat al in pas.yml\."):
        lees_regelingen(tmp_path)


@pytest.mark.parametrize("inhoud", ["a: [", "", "- 1", "\xff"])
def test_geen_yaml_van_ons(tmp_path: Path, inhoud: str) -> None:
    (tmp_path / "x.yml").write_bytes(inhoud.encode("latin-1"))
    with pytest.raises(BeschrijvingFout, match=r"^x\.yml: "):
        lees_yaml(Regeling, tmp_path / "x.yml")


def test_een_bron_met_een_onbekende_tabel_of_type_kan_niet(tmp_path: Path) -> None:
    goed = lees_bron("financien").model_dump(mode="json")
    kolom = {"naam": "x", "type": "kleur", "doel": "x"}
    for soorten, melding in (
        ({"financien__niets": {"kolommen": []}}, "onbekende tabel"),
        ({"financien__bedrag": {"kolommen": [kolom]}}, "onbekend type kleur"),
    ):
        (tmp_path / "financien.yml").write_text(yaml.safe_dump(goed | {"soorten": soorten}), "utf-8")
        with pytest.raises(BeschrijvingFout, match=melding):
            lees_yaml(Bron, tmp_path / "financien.yml")


def test_de_verwachtingen_als_tabel() -> None:
    tabel = verwachting.tabel()
    assert tabel.schema == SCHEMAS["bron__verwachting"]
    per_naam = {(rij["bron"], rij["naam"]): rij for rij in tabel.to_pylist()}
    assert {bron for bron, naam in per_naam if naam is None} == set(BRONNEN)
    pgb = per_naam["voorzieningen", "pgb_wmo"]
    assert (pgb["soort"], pgb["wetten"], pgb["leveringsvormen"], pgb["voorzieningen"]) == (
        "regeling",
        "wmo,jeugd",
        "PGB",
        None,
    )
    assert (per_naam["iwmo", None]["stil_maanden"], str(per_naam["iwmo", None]["stil_anderen"])) == (3, "0.5000")


def test_een_aandeel_is_precies_wat_er_staat() -> None:
    assert str(verwachting._aandeel(Aandeel(norm=0.6, reden="x" * 20))) == "0.6000"
    assert str(verwachting._aandeel(Aandeel(norm=0.3333, reden="x" * 20))) == "0.3333"


def test_een_regeling_erbij_is_een_bestand_erbij(tmp_path: Path, keten: Keten, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its YAML a scheme lands with a warning; with it, its rows are compared. No Python, no SQL, no delivery."""
    rijen = ["Taxipas;overig;990000004;TX;2024-01-01;", "Taxipas;wmo;990000016;XX;2024-01-01;"]
    kop = "regeling;wet;bsn;voorziening;ingangsdatum;einddatum"
    plek = tmp_path / "landing/voorzieningen/2024-02-01/pasjes.csv"
    plek.parent.mkdir(parents=True)
    plek.write_text("\n".join([kop, *rijen]) + "\n", "utf-8")
    eigen = tmp_path / "regelingen"
    eigen.mkdir()
    monkeypatch.setattr(regeling, "MAP", eigen)
    home = keten.wortel(tmp_path / "data", tmp_path / "landing")

    def bevindingen() -> set[tuple[str, int]]:
        keten.neem_in(home)
        con = keten.bouw(home)
        try:
            return set(
                con.execute("""
                SELECT regel, aantal FROM lake.intermediate.int_bevinding__levering
                WHERE aantal > 0 AND leverancier = 'pasjes'""").fetchall()
            )
        finally:
            con.close()

    assert bevindingen() == {("REGELING_ONBEKEND", 2)}
    schrijf(eigen)
    assert bevindingen() == {("REGELING_ANDERE_WET", 1), ("REGELING_ANDERE_VOORZIENING", 1)}
    geland = connect(home).execute(
        f"SELECT count(*) FROM read_parquet('{home.raw}/voorzieningen__voorziening/*.parquet', encryption_config = {{footer_key: 'lake'}})"
    )
    assert geland.fetchone() == (2,)
