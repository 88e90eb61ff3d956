"""The seed `regel` is read strictly, says of each check where it stands, and docs/regels.md is what it says.

Belongs here: the seed against our own code. Does not belong here: the seed against the standard (test_regels_standaard), or
whether a check finds what it must (tests/regels).
"""

import csv
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from sources.berichten.tabellen import TABELLEN
from sources.redenen import redenen
from sources.regels import SEED, Regel, lees_regels
from sources.streng import BeschrijvingFout
from warehouse.paths import CHECKOUT, DBT_PROJECT
from warehouse.regeldoc import DOCUMENT, document

ALLE = {regel.regel: regel for regel in lees_regels()}
MET_BEVINDING = [regel for regel in ALLE.values() if regel.geeft_bevinding]
GENOEMD = re.compile(r"\b(?:(?:CD|CS|IV|OP|TR|UP)[0-9]{3}(?:x[0-9])?|[A-Z]+_[A-Z_]+)\b")


def schrijf(map_: Path, **anders: str | None) -> Path:
    """A seed of one rule; a value of None leaves a column out."""
    rij = ALLE["TR018"].model_dump() | anders
    return schrijf_rijen(map_, [{kolom: waarde for kolom, waarde in rij.items() if waarde is not None}])


def schrijf_rijen(map_: Path, rijen: list[dict[str, str]]) -> Path:
    pad = map_ / "regel.csv"
    with pad.open("w", encoding="utf-8", newline="") as bestand:
        schrijver = csv.DictWriter(bestand, rijen[0])
        schrijver.writeheader()
        schrijver.writerows(rijen)
    return pad


def test_het_document_is_wat_de_seed_zegt() -> None:
    assert DOCUMENT.read_text("utf-8") == document(lees_regels())


def test_de_seed_heeft_de_kolommen_van_een_regel_en_geen_lege_regels() -> None:
    with SEED.open(encoding="utf-8", newline="") as bestand:
        kop, *rijen = csv.reader(bestand)
    assert kop == list(Regel.model_fields)
    assert len(rijen) == len(ALLE)


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"behandeling": "misschien"}, "behandeling moet een van deze zijn: 'gecontroleerd', 'bij afzender' of"),
        ({"ernst": "fataal"}, "ernst moet een van deze zijn"),
        ({"soort": ""}, "soort moet een van deze zijn"),
        ({"retourcode": "1"}, "retourcode heeft een vorm die niet past"),
        ({"berichten": "301,305"}, "berichten heeft een vorm die niet past"),
        ({"omschrijving": "zonder hoofdletter en punt"}, "omschrijving heeft een vorm die niet past"),
        ({"reden": None}, "reden ontbreekt"),
        ({"kleur": "rood"}, "kleur is onbekend"),
        ({"waar": ""}, "waar is gevuld als de regel wordt gecontroleerd"),
        ({"behandeling": "bij afzender", "waar": ""}, "heeft geen ernst en geen retourcode"),
        ({"attribuut": ""}, "ernst en attribuut zijn samen gevuld of samen leeg"),
        ({"ernst": "", "attribuut": ""}, "noemt in reden waarmee hij wordt gecontroleerd"),
        ({"reden": "Via TR019."}, "noemt in reden waarmee hij wordt gecontroleerd"),
    ],
)
def test_een_rij_die_niet_kan_wordt_geweigerd(tmp_path: Path, anders: dict[str, str | None], melding: str) -> None:
    with pytest.raises(BeschrijvingFout, match=r"^regel\.csv, TR018: .*" + re.escape(melding)):
        lees_regels(schrijf(tmp_path, **anders))


def test_een_rij_met_te_veel_of_te_weinig_velden_wordt_geweigerd(tmp_path: Path) -> None:
    pad = schrijf(tmp_path)
    heel = pad.read_text("utf-8").rstrip()
    pad.write_text(heel + ",nog iets\n", "utf-8")
    with pytest.raises(BeschrijvingFout, match="TR018: een veld te veel is onbekend"):
        lees_regels(pad)
    pad.write_text(heel.rpartition(",")[0] + "\n", "utf-8")
    with pytest.raises(BeschrijvingFout, match="TR018: reden ontbreekt"):
        lees_regels(pad)


@pytest.mark.parametrize("volgorde", [("TR018", "TR018"), ("TR019", "TR018")])
def test_een_regel_staat_een_keer_en_op_volgorde(tmp_path: Path, volgorde: tuple[str, str]) -> None:
    pad = schrijf_rijen(tmp_path, [ALLE[naam].model_dump() for naam in volgorde])
    with pytest.raises(BeschrijvingFout, match="TR018: staat dubbel of niet op volgorde"):
        lees_regels(pad)


def test_via_leest_alleen_wat_ervoor_in_de_plaats_komt() -> None:
    via = {"ernst": "", "attribuut": ""}
    regel = Regel.model_validate(
        ALLE["TR018"].model_dump() | via | {"reden": "Via CS058, TR063 en F_SCHEMA: zie TR999."}
    )
    assert regel.via == ["CS058", "TR063", "F_SCHEMA"]


@pytest.mark.parametrize("regel", [regel for regel in ALLE.values() if regel.via], ids=lambda regel: regel.regel)
def test_wat_via_een_andere_regel_gaat_geeft_daar_een_bevinding(regel: Regel) -> None:
    waar = {"schema" if naam in redenen() else ALLE[naam].waar for naam in regel.via}
    assert [naam for naam in regel.via if naam not in redenen() and not ALLE[naam].geeft_bevinding] == []
    assert regel.waar in waar


def test_een_omschrijving_of_reden_noemt_alleen_wat_bestaat() -> None:
    genoemd = {naam for regel in ALLE.values() for naam in GENOEMD.findall(f"{regel.omschrijving} {regel.reden}")}
    assert genoemd - set(ALLE) - set(redenen()) == set()


def test_een_attribuut_is_een_kolom_of_een_element() -> None:
    kolommen = {kolom for tabel in TABELLEN.values() for kolom in tabel.names}
    with (CHECKOUT / "sources/berichten/beschrijving/elementen.csv").open(encoding="utf-8", newline="") as bestand:
        elementen = {rij["element"] for rij in csv.DictReader(bestand, delimiter=";")}
    wortel = {"Bericht"}
    attributen = {attribuut for regel in MET_BEVINDING for attribuut in regel.attribuut.split(" ")}
    assert attributen - kolommen - elementen - wortel == set()


def gequoot(paden: Iterable[Path], teken: str) -> set[str]:
    """The rules that stand in the code as a value."""
    return {naam for pad in paden for naam in re.findall(f"{teken}({GENOEMD.pattern}){teken}", pad.read_text("utf-8"))}


def test_wat_bij_aankomst_wordt_beoordeeld_is_wat_de_seed_zegt() -> None:
    in_code = gequoot((CHECKOUT / "sources/berichten").glob("*.py"), '"') - set(redenen())
    assert in_code == {regel.regel for regel in MET_BEVINDING if regel.waar == "aankomst"}


def test_wat_in_het_lake_wordt_beoordeeld_is_wat_de_seed_zegt() -> None:
    mappen = (DBT_PROJECT / "models/intermediate/schending", DBT_PROJECT / "macros")
    in_sql = gequoot((pad for map_ in mappen for pad in map_.glob("*.sql")), "'")
    in_lake = {regel.regel for regel in MET_BEVINDING if regel.waar == "lake"}
    assert in_lake - in_sql == set()
    # What arrival already said may be asked about, so as not to say it again.
    assert {naam for naam in in_sql - in_lake if ALLE[naam].waar != "aankomst"} == set()
