"""A delivery whose term is over leaves raw and stays away; until then the day of the run changes nothing.

Belongs here: the term, the day on which it is over, and what is left. Does not belong here: what the YAMLs say (test_regeling).
"""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from sources import manifest
from sources.intake import neem_in
from sources.manifest import Manifest
from sources.regeling import lees_regelingen
from sources.soort import BRONNEN, lees_bron
from tests.orakel.schrijven import Landing, bsns, persoonsrij
from warehouse.duck import PARQUET_KEY, connect
from warehouse.keys import ensure_keys
from warehouse.paths import DataRoot

OUD, NIEUW = "2014-03-01", "2024-02-29"
NET_NIET, NET_WEL, ZEVEN, VEEL = date(2024, 3, 1), date(2024, 3, 2), date(2031, 3, 1), date(2199, 1, 1)
WIE = [bsn for bsn, _ in zip(bsns(), range(3), strict=False)]


@pytest.fixture
def home(tmp_path: Path) -> DataRoot:
    """Old and new deliveries of every kind of term, one old file delivered again later, an old message among others."""
    landing = Landing(tmp_path / "landing")
    for dag, bsn in ((OUD, WIE[0]), (NIEUW, WIE[1])):
        landing.brp(dag, persoonsrij(bsn, "1980-01-01", "7601AB 1"))
        landing.gebieden(dag, int(dag[:4]), {"7601AB 1": "01411000"}, {"GM0141": "Almelo"})
        landing.toewijzing(dag, "wmo", bsn, 1, dag)
        landing.toewijzing(NIEUW, "wmo", bsn, 2, dag)
        landing.tabel("financien", dag, "geld.csv", FINANCIEN, [[dag[:4], "H1", "6.3", "realisatie", "1.00"]])
        landing.voorzieningen(dag, "wlz", ["wlz", "overig", bsn, "W1", dag, ""])
    landing.uitkeringen(OUD, ["U1", WIE[2], "", "01", "2014-01-01", ""])
    landing.uitkeringen(NIEUW, ["U1", WIE[2], "", "01", "2014-01-01", ""])
    landing.bestand("pwet", OUD, "kapot.csv", b"\xff")
    root = DataRoot(tmp_path / "home", tmp_path / "home" / "keys", landing.map)
    ensure_keys(root.sleutels, has_data=False)
    return root


FINANCIEN = ["jaar", "periode", "taakveld", "soort", "bedrag"]


def neem(home: DataRoot, vandaag: date) -> Manifest:
    neem_in(home, vandaag=vandaag, meld=lambda regel: None)
    con = connect(home)
    try:
        return manifest.lees(con, home)
    finally:
        con.close()


def klassen(stand: Manifest, klasse: str) -> set[tuple[str, str]]:
    """Source and delivery date of the files of a class."""
    van = {rij["bestand_id"]: rij["klasse"] for rij in stand.bestand.to_pylist()}
    rijen = stand.waarneming.to_pylist()
    return {(rij["bron"], str(rij["leverdatum"])) for rij in rijen if van[rij["bestand_id"]] == klasse}


def geland(home: DataRoot, tabel: str) -> int:
    con = connect(home)
    try:
        bron = f"read_parquet('{home.raw}/{tabel}/*.parquet', encryption_config = {{footer_key: '{PARQUET_KEY}'}})"
        return con.execute(f"SELECT count(*) FROM {bron}").fetchone()[0]
    finally:
        con.close()


def test_elke_bron_en_regeling_heeft_een_termijn_met_een_reden() -> None:
    for wat in [*map(lees_bron, BRONNEN), *lees_regelingen().values()]:
        assert len(wat.bewaartermijn_jaren.reden) > 20
    assert lees_bron("gebieden").bewaartermijn_jaren.norm is None


def test_op_de_laatste_dag_van_de_termijn_is_alles_er_nog(home: DataRoot) -> None:
    stand = neem(home, NET_NIET)
    assert klassen(stand, "verlopen") == {("financien", OUD)}  # seven years


def test_een_dag_later_is_weg_wat_verliep(home: DataRoot) -> None:
    voor, na = neem(home, NET_NIET), neem(home, NET_WEL)
    assert klassen(na, "verlopen") == {(bron, OUD) for bron in ("brp", "iwmo", "voorzieningen", "financien", "pwet")}
    assert ("gebieden", OUD) in klassen(na, "geaccepteerd")
    assert ("pwet", NIEUW) in klassen(na, "geaccepteerd"), "later delivered again"
    for tabel, rijen in {"brp__persoon": 1, "bericht__toewijzing": 3, "voorzieningen__voorziening": 1}.items():
        assert geland(home, tabel) == rijen, tabel
    assert geland(home, "pwet__uitkering") == 1
    weg = {rij["bestand_id"] for rij in na.bestand.to_pylist() if rij["klasse"] == "verlopen"}
    assert not weg & {rij["bestand_id"] for rij in na.melding.to_pylist()}
    assert voor.vergeten == na.vergeten
    assert list((home.quarantine / "pwet").iterdir()) == []


def test_een_lege_gegevensmap_komt_op_hetzelfde_uit(home: DataRoot, tmp_path: Path) -> None:
    """What follows from deliveries and terms does not depend on when the runs were."""
    neem(home, NET_NIET)
    stapsgewijs = neem(home, NET_WEL)
    ineens = neem(DataRoot(tmp_path / "ander", home.sleutels, home.landing), NET_WEL)
    zonder_delen = [naam for naam in ineens.bestand.column_names if naam != "delen"]
    assert ineens.bestand.select(zonder_delen) == stapsgewijs.bestand.select(zonder_delen)
    assert ineens.waarneming == stapsgewijs.waarneming


def test_dezelfde_bytes_komen_niet_terug(home: DataRoot) -> None:
    neem(home, NET_WEL)
    shutil.copytree(home.landing / "brp" / OUD, home.landing / "brp" / "2024-03-01")
    stand = neem(home, NET_WEL)
    assert ("brp", "2024-03-01") in klassen(stand, "verlopen")
    assert geland(home, "brp__persoon") == 1


def test_zonder_nieuwe_verlopen_bestanden_verandert_een_andere_dag_niets(home: DataRoot) -> None:
    neem(home, NET_WEL)
    eerst = (home.raw / "manifest").resolve()
    neem(home, date(2031, 2, 28))
    assert (home.raw / "manifest").resolve() == eerst


def test_onbeperkt_is_onbeperkt_en_zeven_jaar_na_de_laatste_levering(home: DataRoot) -> None:
    assert ("financien", NIEUW) in klassen(neem(home, date(2031, 2, 28)), "geaccepteerd")
    landing = Landing(home.landing)
    landing.tabel("financien", "2031-02-28", "geld.csv", FINANCIEN, [["2031", "H1", "6.3", "realisatie", "1.00"]])
    assert ("financien", NIEUW) in klassen(neem(home, ZEVEN), "verlopen")
    landing.gebieden("2198-06-01", 2198, {"7601AB 1": "01411000"}, {"GM0141": "Almelo"})
    open_ = {("gebieden", OUD), ("gebieden", NIEUW), ("gebieden", "2198-06-01")}
    assert klassen(neem(home, VEEL), "geaccepteerd") == open_


def test_een_klok_die_vooruit_springt_verwijdert_niets(home: DataRoot) -> None:
    """The term is counted up to a year after the last delivery: 29 February 2024."""
    voor = neem(home, NET_WEL)
    gezegd: list[str] = []
    neem_in(home, vandaag=VEEL, meld=gezegd.append)
    assert klassen(neem(home, VEEL), "geaccepteerd") == klassen(voor, "geaccepteerd")
    assert any("Klopt zij?" in regel for regel in gezegd)


def test_het_auditlog_zegt_wat_verliep_en_niet_van_wie(home: DataRoot) -> None:
    neem(home, NET_NIET)
    neem(home, NET_WEL)
    regels = [regel for pad in sorted((home.root / "audit").rglob("*.jsonl")) for regel in pad.read_text().splitlines()]
    verlopen = [json.loads(regel) for regel in regels if '"verlopen"' in regel]
    assert [regel["feiten"]["bestanden"] for regel in verlopen if regel["status"] == "Ok"] == [
        {"financien": 1},
        {"brp": 1, "iwmo": 1, "pwet": 1, "voorzieningen": 1},
    ]
    assert not any(bsn in regel for bsn in WIE for regel in regels)
