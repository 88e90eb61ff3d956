"""The intake as a whole: what is new, what is known, what a crash leaves, and what comes to lie in quarantine."""

import json
import os
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from sources import berichtlezer, intake, intake_berichten, manifest, verwachting
from sources.boekhouding import Boekhouding
from sources.intake import neem_in
from sources.manifest import Manifest
from sources.schemas import DEFINITIE, SCHEMAS
from sources.verslag import Verslag
from tests import berichten_maken as maak
from warehouse.duck import PARQUET_KEY, connect
from warehouse.keys import ensure_keys
from warehouse.paths import DataRoot

VANDAAG = date(2024, 6, 1)
KOP = "jaar;periode;taakveld;soort;bedrag\n"
EEN, TWEE = f"{KOP}2024;H1;6.3;realisatie;1\n", f"{KOP}2024;H2;6.3;realisatie;2\n"
TABELLEN = ("financien__bedrag", "bericht__bericht", "bericht__toewijzing")
FOUT = f"{KOP}x;H1;6.3;realisatie;1\n2024;H1;6.3;realisatie;1\n"


@pytest.fixture
def home(tmp_path: Path) -> DataRoot:
    root = DataRoot(tmp_path / "data", tmp_path / "keys", tmp_path / "landing")
    ensure_keys(root.sleutels, has_data=False)
    return root


def leg(home: DataRoot, pad: str, inhoud: str | bytes) -> Path:
    plek = home.landing / pad
    plek.parent.mkdir(parents=True, exist_ok=True)
    plek.write_bytes(inhoud.encode() if isinstance(inhoud, str) else inhoud)
    return plek


def run(home: DataRoot) -> Verslag:
    return neem_in(home, vandaag=VANDAAG, meld=lambda regel: None)


def stand(home: DataRoot) -> Manifest:
    return manifest.lees(connect(home), home)


def ruw(home: DataRoot, tabel: str) -> pa.Table:
    vraag = f"SELECT * FROM read_parquet(?, encryption_config = {{footer_key: '{PARQUET_KEY}'}}) ORDER BY ALL"
    return connect(home).execute(vraag, [str(home.raw / tabel / "*.parquet")]).to_arrow_table()


def gezien(home: DataRoot) -> set[tuple[str, str]]:
    """Path and class of each sighting."""
    klasse = {rij["bestand_id"]: rij["klasse"] for rij in stand(home).bestand.to_pylist()}
    return {(rij["pad"], klasse[rij["bestand_id"]]) for rij in stand(home).waarneming.to_pylist()}


def bestanden(map_: Path) -> dict[str, tuple[int, int]]:
    return {str(plek.relative_to(map_)): (plek.stat().st_ino, plek.stat().st_mtime_ns) for plek in map_.rglob("*")}


def test_een_lege_zone_geeft_tabellen_zonder_rijen(home: DataRoot) -> None:
    assert run(home).gewijzigd
    for tabel, schema in SCHEMAS.items():
        gelezen = ruw(home, tabel)
        assert gelezen.column_names == schema.names
        assert (gelezen.num_rows > 0) == (tabel == "bron__verwachting" or tabel in DEFINITIE)
    assert stand(home).bestand.num_rows == 0
    assert not run(home).gewijzigd


def test_een_tweede_keer_verandert_niets(home: DataRoot) -> None:
    leg(home, "financien/2024-01-01/a.csv", EEN)
    leg(home, "financien/2024-01-01/fout.csv", FOUT)
    leg(home, "financien/2024-01-01/leeg.csv", "")
    leg(home, "iwmo/2024-01-01/a.xml", maak.bericht("wmo", "301"))
    leg(home, "onbekend/2024-01-01/a.csv", "")
    eerste = run(home)
    assert (eerste.per_bron["financien"].nieuw, eerste.per_bron["financien"].records_geweigerd) == (3, 1)
    voor = bestanden(home.raw), bestanden(home.quarantine)
    tweede = run(home)
    assert (tweede.gewijzigd, tweede.metadata()) == (False, {"in_quarantaine": 2})
    assert (bestanden(home.raw), bestanden(home.quarantine)) == voor


def test_wat_een_yaml_verwacht_wordt_vervangen_als_het_verandert(
    home: DataRoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A statement of now: no landing, and the file that another run borrowed by a hard link keeps what it said."""
    run(home)
    plek = home.raw / verwachting.TABEL / "yaml.parquet"
    eerst = plek.read_bytes(), plek.stat().st_ino
    run(home)
    assert (plek.read_bytes(), plek.stat().st_ino) == eerst
    geleend = plek.with_name("geleend")
    os.link(plek, geleend)
    monkeypatch.setattr(verwachting, "lees_regelingen", dict)
    run(home)
    assert (geleend.read_bytes(), set(ruw(home, verwachting.TABEL)["soort"].to_pylist())) == (eerst[0], {"bron"})


def test_bekende_paden_worden_niet_geopend(home: DataRoot, monkeypatch: pytest.MonkeyPatch) -> None:
    leg(home, "financien/2024-01-01/a.csv", EEN)
    leg(home, "financien/2024-01-01/leeg.csv", "")
    leg(home, "ijw/2024-01-01/a.xml", b"<geen/>")
    run(home)
    monkeypatch.setattr(intake, "hash_van", lambda pad: pytest.fail(f"{pad} is geopend"))
    monkeypatch.setattr(intake_berichten, "inhoud", lambda pad: pytest.fail(f"{pad} is geopend"))
    run(home)


def test_dezelfde_inhoud_op_een_andere_datum_is_een_waarneming_erbij(home: DataRoot) -> None:
    leg(home, "financien/2024-03-01/a.csv", EEN)
    run(home)
    leg(home, "financien/2024-01-01/b.csv", EEN)
    assert run(home).per_bron["financien"].bekend == 1
    assert stand(home).bestand.num_rows == ruw(home, "financien__bedrag").num_rows == 1
    assert {rij["leverdatum"] for rij in stand(home).waarneming.to_pylist()} == {date(2024, 1, 1), date(2024, 3, 1)}


def test_een_pad_met_andere_inhoud_vervangt_zijn_waarneming(home: DataRoot) -> None:
    plek = leg(home, "financien/2024-01-01/a.csv", EEN)
    run(home)
    oud = stand(home).waarneming["bestand_id"].to_pylist()
    plek.write_text(TWEE + "2024;H2;6.4;realisatie;2\n")
    run(home)
    nieuw = stand(home).waarneming["bestand_id"].to_pylist()
    assert len(nieuw) == 1
    assert nieuw != oud
    assert set(stand(home).bestand["bestand_id"].to_pylist()) == {*oud, *nieuw}


def test_een_leeggemaakte_zone_blijft_gelden_maar_geweigerd_verdwijnt(home: DataRoot) -> None:
    leg(home, "financien/2024-01-01/a.csv", EEN)
    leg(home, "financien/2024-01-01/fout.csv", FOUT)
    leg(home, "financien/2024-01-01/leeg.csv", "")
    leg(home, "onbekend/x", "")
    run(home)
    assert len(list(home.quarantine.glob("*/*.json"))) == 2
    shutil.rmtree(home.landing)
    run(home)
    assert gezien(home) == {(f"financien/2024-01-01/{naam}.csv", "geaccepteerd") for naam in ("a", "fout")}
    assert [rij["code"] for rij in stand(home).melding.to_pylist() if rij["bestand_id"] is None] == []
    assert [plek.parent.name for plek in home.quarantine.glob("*/*.json")] == ["financien"]


def test_hersteld_na_weigering(home: DataRoot) -> None:
    plek = leg(home, "financien/2024-01-01/a.csv", "")
    run(home)
    plek.write_text(EEN)
    run(home)
    assert gezien(home) == {("financien/2024-01-01/a.csv", "geaccepteerd")}
    assert list(home.quarantine.glob("*/*.json")) == []


def test_de_volgorde_van_aankomst_maakt_niet_uit(tmp_path: Path) -> None:
    paden = {
        "financien/2024-01-01/a.csv": EEN,
        "financien/2024-03-01/a.csv": EEN,
        "iwmo/2024-01-01/a.xml": maak.bericht("wmo", "301"),
        "ijw/2024-02-01/b.xml": maak.bericht("wmo", "301"),
        "financien/2024-02-01/leeg.csv": b"",
    }
    standen = []
    for volgorde in (list(paden), list(reversed(paden))):
        home = DataRoot(tmp_path / volgorde[0][:3], tmp_path / "keys", tmp_path / volgorde[0][:3] / "landing")
        ensure_keys(home.sleutels, has_data=False)
        for pad in volgorde:
            leg(home, pad, paden[pad])
            os.utime(home.landing / pad, ns=(1, 1))
            run(home)
        nu = stand(home)
        standen.append(
            (nu.bestand.drop(["delen"]), nu.waarneming, nu.melding, *(ruw(home, tabel) for tabel in TABELLEN))
        )
    assert standen[0] == standen[1]


def test_na_een_afgebroken_run_maakt_de_volgende_het_af(home: DataRoot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between the parts and the manifest: the parts belong to nobody and are made again."""
    leg(home, "financien/2024-01-01/a.csv", EEN)
    run(home)
    leg(home, "financien/2024-02-01/b.csv", TWEE)
    leg(home, "iwmo/2024-01-01/a.xml", maak.bericht("wmo", "301"))
    with monkeypatch.context() as patch:
        patch.setattr(manifest, "schrijf", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            run(home)
    assert len(gezien(home)) == 1
    (home.raw / "brp__persoon" / "half.part").write_bytes(b"half")
    (home.raw / "brp__persoon" / "wees.parquet").write_bytes(b"wees")
    (home.raw / "manifest.99").mkdir()
    (home.raw / "manifest.wissel").symlink_to("manifest.99")
    run(home)
    assert len(gezien(home)) == 3
    assert ruw(home, "financien__bedrag").num_rows == 2
    assert [plek.name for plek in (home.raw / "brp__persoon").iterdir()] == ["leeg.parquet"]
    assert len(list(home.raw.glob("manifest*"))) == 2


def test_andermans_tabellen_worden_niet_opgeruimd(home: DataRoot) -> None:
    run(home)
    open_data = home.raw / "cbs__kwb" / "85984NED.parquet"
    open_data.write_bytes(b"van de lader van open data")
    run(home)
    assert open_data.exists()


def test_de_quarantaine_noemt_bestand_en_reden_en_geen_gegevens(home: DataRoot) -> None:
    leg(home, "financien/2024-01-01/u_123456782.csv", FOUT)
    leg(home, "pwet/2024-01-01/map/a.csv", "")
    run(home)
    nota, map_ = (
        json.loads(next((home.quarantine / bron).glob("*.json")).read_text()) for bron in ("financien", "pwet")
    )
    (bestand,) = stand(home).bestand.to_pylist()
    assert nota["bestand"] == "financien/2024-01-01/u_*********.csv"
    assert (nota["sha256"], nota["klasse"], nota["aantal"]) == (bestand["sha256"], "record_geweigerd", 1)
    assert nota["reden"]["code"] == "R_TYPE"
    assert (nota["regels"][0]["attribuut"], nota["regels"][0]["plaats"]) == ("jaar", "record 1")
    assert (map_["bestand"], map_["klasse"], map_["reden"]["code"]) == (
        "pwet/2024-01-01/map",
        "bestand_geweigerd",
        "F_MAP",
    )
    assert (bestand["gelezen"], bestand["geland"], bestand["geweigerd"]) == (2, 1, 1)


def test_twee_paden_die_gemaskeerd_gelijk_zijn_blijven_twee(home: DataRoot) -> None:
    """Same size and time, and the same name once what looks like a BSN is made unreadable."""
    for nummer, inhoud in (("123456782", EEN), ("999993653", TWEE)):
        os.utime(leg(home, f"financien/2024-01-01/{nummer}.csv", inhoud), ns=(1, 1))
        run(home)
    assert stand(home).bestand.num_rows == ruw(home, "financien__bedrag").num_rows == 2
    assert "123456782" not in str(stand(home).waarneming.to_pylist())


def test_berichten_uit_archieven_en_bekende_inhoud(home: DataRoot) -> None:
    leg(home, "iwmo/2024-01-01/los.xml", maak.bericht("wmo", "301"))
    plek = home.landing / "iwmo/2024-02-01/veel.zip"
    plek.parent.mkdir(parents=True)
    with zipfile.ZipFile(plek, "w") as archief:
        archief.writestr("a.xml", maak.bericht("wmo", "301"))
        archief.writestr("map/b.xml", maak.bericht("wmo", "305"))
        archief.writestr("c.xml", b"geen xml")
        archief.writestr("../d.xml", b"x")
    with zipfile.ZipFile(leg(home, "ijw/2024-02-01/zonder_naam", b""), "w") as archief:
        archief.writestr("e.xml", maak.bericht("jeugd", "301"))
    zipfile.ZipFile(leg(home, "ijw/2024-02-01/niets.zip", b""), "w").close()
    verslag = run(home)
    assert (verslag.per_bron["iwmo"].nieuw, verslag.per_bron["iwmo"].bekend, verslag.per_bron["ijw"].nieuw) == (4, 1, 2)
    assert gezien(home) == {
        ("iwmo/2024-01-01/los.xml", "geaccepteerd"),
        ("iwmo/2024-02-01/veel.zip/a.xml", "geaccepteerd"),
        ("iwmo/2024-02-01/veel.zip/map/b.xml", "geaccepteerd"),
        ("iwmo/2024-02-01/veel.zip/c.xml", "geweigerd"),
        ("iwmo/2024-02-01/veel.zip/../d.xml", "geweigerd"),
        ("ijw/2024-02-01/zonder_naam/e.xml", "geaccepteerd"),
        ("ijw/2024-02-01/niets.zip", "geweigerd"),
    }
    assert ruw(home, "bericht__toewijzing").num_rows == 2
    assert not run(home).gewijzigd
    assert {plek.parent.name for plek in home.quarantine.glob("*/*")} == {"iwmo", "ijw"}
    assert len(list(home.quarantine.glob("*/*"))) == 3


def test_veel_berichten_over_twee_processen_geven_hetzelfde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tabellen = []
    for partij in (3, 1000):
        monkeypatch.setattr(berichtlezer, "PARTIJ", partij)
        monkeypatch.setattr(intake_berichten, "DEEL", 2 * partij)
        home = DataRoot(tmp_path / str(partij), tmp_path / "keys", tmp_path / "landing")
        ensure_keys(home.sleutels, has_data=False)
        for nummer in range(10):
            leg(home, f"iwmo/2024-01-01/{nummer}.xml", maak.bericht("wmo", "301", identificatie=f"ID{nummer}"))
        leg(home, "iwmo/2024-01-01/fout.xml", b"geen xml")
        run(home)
        nu = stand(home)
        delen = {deel for delen in nu.bestand["delen"].to_pylist() for deel in delen.split(",") if deel}
        assert all((home.raw / deel).is_file() for deel in delen)
        tabellen.append((ruw(home, "bericht__bericht"), ruw(home, "bericht__toewijzing"), nu.bestand.drop(["delen"])))
    assert tabellen[0][0].num_rows == 10
    assert tabellen[0] == tabellen[1]


def test_wat_tijdens_het_lezen_verandert_wacht_op_de_volgende_run(
    home: DataRoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    plek = leg(home, "financien/2024-01-01/a.csv", EEN)
    lees_bestand = intake.lees_bestand

    def lees_en_schrijf(*wat: object) -> object:
        uitkomst = lees_bestand(*wat)
        plek.write_text(TWEE + "\n")
        return uitkomst

    with monkeypatch.context() as patch:
        patch.setattr(intake, "lees_bestand", lees_en_schrijf)
        run(home)
    assert gezien(home) == set()
    run(home)
    assert ruw(home, "financien__bedrag")["periode"].to_pylist() == ["H2"]


def test_een_onleesbaar_bestand_is_een_melding_die_weer_weggaat(
    home: DataRoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    leg(home, "financien/2024-01-01/a.csv", EEN)
    leg(home, "iwmo/2024-01-01/a.xml", b"x")

    def dicht(pad: str) -> None:
        raise PermissionError(pad)

    with monkeypatch.context() as patch:
        patch.setattr(intake, "hash_van", dicht)
        patch.setattr(intake_berichten, "inhoud", dicht)
        run(home)
    assert [rij["code"] for rij in stand(home).melding.to_pylist()] == ["F_ONLEESBAAR"] * 2
    assert len(list(home.quarantine.glob("*/*"))) == 2
    run(home)
    assert ("financien/2024-01-01/a.csv", "geaccepteerd") in gezien(home)
    assert "F_ONLEESBAAR" not in stand(home).melding["code"].to_pylist()


def test_niets_leesbaars_buiten_de_zone(home: DataRoot) -> None:
    """No BSN, name or postcode stands readable in any file that the intake writes."""
    kop = "regeling;wet;bsn;voorziening;ingangsdatum;einddatum;geslachtsnaam;geboortedatum;postcode;huisnummer"
    leg(
        home,
        "voorzieningen/2024-01-01/wsw.csv",
        f"{kop}\nwsw;overig;123456782;W;2024-01-01;;Zoekmij;1990-02-28;7607AA;12\n",
    )
    leg(
        home,
        "voorzieningen/2024-01-01/fout.csv",
        f"{kop}\nwsw;x;123456782;W;2024-01-01;;Zoekmij;1990-02-28;7607AA;12\n",
    )
    run(home)
    alles = b"".join(plek.read_bytes() for plek in home.root.rglob("*") if plek.is_file())
    for waarde in (b"123456782", b"Zoekmij", b"zoekmij", b"7607AA", b"1990-02-28"):
        assert waarde not in alles


def test_de_boekhouding_kent_een_bestand_meteen(home: DataRoot) -> None:
    leg(home, "financien/2024-01-01/a.csv", EEN)
    leg(home, "financien/2024-01-01/b.csv", EEN)
    assert (run(home).per_bron["financien"].nieuw, run(home).per_bron["financien"].bekend) == (1, 0)
    assert len(Boekhouding(stand(home)).bekend) == 1
    assert len(gezien(home)) == 2
