"""The overlap tables of CBS: recorded published rows as CBS shows them, and what happens when CBS changes a table.

Belongs here: reading and landing those tables. Does not belong here: the ladder from CBS to the recordings (test_cbs), or
what the figures are compared with (test_aansluiting).
"""

import json
from collections import Counter
from datetime import date

import pytest

from sources.cbs import laden
from sources.cbs.laden import laad
from sources.cbs.naspelen import OPNAMES, naspelen
from sources.cbs.ophalen import TabelFout, haal_info, haal_tabel, server
from sources.cbs.tabellen import BESTAND, Tabel, lees_tabellen
from sources.cbs.vorm import naar_overlap
from tests.cbs_verzonnen import overlaptabel, schrijf_overlap
from warehouse.duck import connect
from warehouse.keys import ensure_keys
from warehouse.paths import DataRoot

GESLOTEN = ("jeugd", "pwet", "wmo", "jeugd+pwet", "jeugd+wmo", "pwet+wmo", "jeugd+pwet+wmo")
CELLEN = [
    ("2024HJ01", "GM0141", "Totaal", "jeugd", ".", "15"),
    ("2024JJ00", "WK014110", "6 of meer maatwerkvoorzieningen", "pwet+wmo", "10", " "),
]


def geland(map_, tabel: Tabel) -> list[dict]:
    """The raw rows of one table, of a CBS that has the recordings in `map_`."""
    alle = lees_tabellen()
    with naspelen(map_) as host, server(host):
        antwoord = haal_tabel(tabel, haal_info(tabel, alle.verbinding), alle)
    return naar_overlap(tabel, antwoord, alle.combinaties).to_pylist()


def cel(rijen: list[dict], *sleutel: str) -> dict:
    namen = ("periode", "gebied_code", "aantal_voorzieningen", "combinatie", "eenheid")
    [rij] = [rij for rij in rijen if tuple(rij[naam] for naam in namen) == sleutel]
    return rij


@pytest.mark.parametrize(
    ("nummer", "sleutel", "aantal", "status"),
    [
        ("85637NED", ("2023H1", "GM0917", "totaal", "jeugd+pwet", "huishoudens"), 285, "Voorlopig"),
        ("85637NED", ("2023H1", "WK091733", "totaal", "wmo", "clienten"), 480, "Voorlopig"),
        ("85375NED", ("2022", "GM0301", "2", "totaal", "huishoudens"), 1600, "Definitief"),
        ("86193NED", ("2019", "GM0281", "totaal", "jeugd+pwet+wmo", "clienten"), None, "Definitief"),
        ("85994NED", ("2024", "GM0344", "totaal", "pwet+wmo", "clienten"), 3400, "Definitief"),
    ],
)
def test_gepubliceerde_cellen_staan_er_zoals_cbs_ze_heeft(nummer, sleutel, aantal, status):
    rij = cel(geland(OPNAMES, overlaptabel(nummer)), *sleutel)
    assert (rij["aantal"], rij["status"], rij["herkomst"]) == (aantal, status, "CBS")
    assert rij["reden"] == ("geheim_of_onbekend" if aantal is None else "waarde")
    assert rij["aangeleverd"] > date(int(sleutel[0][:4]), 6, 30)


def test_groepen_sluiten_aan_op_het_totaal_binnen_de_afronding():
    rijen = [
        rij
        for tabel in ("86193NED", "85375NED", "85637NED", "85994NED")
        for rij in geland(OPNAMES, overlaptabel(tabel))
    ]
    plekken = Counter()
    for rij in rijen:
        if rij["aantal_voorzieningen"] == "totaal" and rij["combinatie"] in GESLOTEN:
            plek = (rij["tabel"], rij["periode"], rij["gebied_code"], rij["eenheid"])
            plekken[plek] += rij["aantal"] or 0
    assert len(plekken) >= 8
    for (tabel, periode, gebied, eenheid), som in plekken.items():
        [totaal] = [
            rij["aantal"]
            for rij in rijen
            if (rij["tabel"], rij["periode"], rij["gebied_code"], rij["eenheid"]) == (tabel, periode, gebied, eenheid)
            and (rij["aantal_voorzieningen"], rij["combinatie"]) == ("totaal", "totaal")
        ]
        assert abs(totaal - som) <= 8 * 2 + 7 * 2, (tabel, gebied)


def test_opnamen_hebben_geen_enkele_cel_van_almelo():
    for map_ in OPNAMES.iterdir():
        if (map_ / "SoortVoorzieningSociaalDomein.json").exists():
            assert "0141" not in (map_ / "UntypedDataSet.json").read_text("utf-8")
            assert "verzonnen" not in (map_ / "TableInfos.json").read_text("utf-8").casefold()


def test_volgnummer_naam_van_de_dimensie_en_aanvulling_maken_niet_uit(tmp_path):
    tabel = overlaptabel("85994NED")
    rijen = geland(schrijf_overlap(tmp_path, tabel, CELLEN, gebiedsnaam="Wijken"), tabel)
    clienten = cel(rijen, "2024H1", "GM0141", "totaal", "jeugd", "clienten")
    assert (clienten["aantal"], clienten["reden"], clienten["status"]) == (None, "geheim_of_onbekend", "Voorlopig")
    huishoudens = cel(rijen, "2024", "WK014110", "6+", "pwet+wmo", "huishoudens")
    assert (huishoudens["aantal"], huishoudens["reden"]) == (None, "onmogelijk")
    assert {rij["aangeleverd"] for rij in rijen} == {date(2024, 10, 1), date(2025, 4, 1)}


def test_wat_verzonnen_is_staat_zo_in_de_rij(tmp_path):
    tabel = overlaptabel("85994NED")
    map_ = schrijf_overlap(tmp_path, tabel, CELLEN)
    assert {rij["herkomst"] for rij in geland(map_, tabel)} == {"verzonnen"}
    info = map_ / tabel.tabel / "TableInfos.json"
    info.write_text(json.dumps([json.loads(info.read_text())[0] | {"Source": "CBS."}]))
    assert {rij["herkomst"] for rij in geland(map_, tabel)} == {"verzonnen"}, "the description of the area says so too"


@pytest.mark.parametrize(
    ("wijzig", "melding"),
    [
        ({"SoortVoorzieningSociaalDomein": "A099999"}, "soort voorziening"),
        ({"AantalVoorzieningen": "N999999"}, "aantal voorzieningen"),
        ({"Perioden": "2023JJ00"}, "periode"),
        ({"Perioden": "2024KW01"}, "periode"),
        ({"ClientenMetVoorzieningen_15": "       x"}, "teken"),
    ],
)
def test_wat_niet_bekend_is_wordt_niet_geraden(tmp_path, wijzig, melding):
    tabel = overlaptabel("85994NED")
    bestand = schrijf_overlap(tmp_path, tabel, CELLEN) / tabel.tabel / "UntypedDataSet.json"
    rijen = json.loads(bestand.read_text())
    bestand.write_text(json.dumps([rijen[0] | wijzig, *rijen[1:]]))
    with pytest.raises(TabelFout, match=melding):
        geland(tmp_path, tabel)


def test_een_onbekend_aantal_of_een_dimensie_minder_is_een_tabelfout(tmp_path):
    tabel = overlaptabel("85994NED")
    with pytest.raises(TabelFout, match="aantal voorzieningen"):
        geland(schrijf_overlap(tmp_path / "a", tabel, [(*CELLEN[0][:2], "Geen", *CELLEN[0][3:])]), tabel)
    bestand = schrijf_overlap(tmp_path / "b", tabel, CELLEN) / tabel.tabel / "DataProperties.json"
    velden = [veld for veld in json.loads(bestand.read_text()) if veld["Key"] != "AantalVoorzieningen"]
    bestand.write_text(json.dumps(velden))
    with pytest.raises(TabelFout, match="0 dimensies voor aantal"):
        geland(tmp_path / "b", tabel)


def test_heruitgave_onder_dit_nummer_houdt_de_run_niet_op_en_zegt_wat_te_doen(tmp_path, monkeypatch):
    tabel = overlaptabel("85994NED")
    home = DataRoot(tmp_path / "data", tmp_path / "data" / "keys", tmp_path / "data" / "landing")
    ensure_keys(home.sleutels, has_data=False)
    monkeypatch.setattr(laden, "lees_tabellen", lambda: lees_tabellen().model_copy(update={"tabellen": [tabel]}))
    map_ = schrijf_overlap(tmp_path / "cbs", tabel, CELLEN)
    with naspelen(map_) as host:
        laad(home, bron=host, meld=lambda _: None)
        info = map_ / tabel.tabel / "TableInfos.json"
        info.write_text(json.dumps([json.loads(info.read_text())[0] | {"Period": "2025", "Modified": "2026-01-01"}]))
    zinnen: list[str] = []
    with naspelen(kopie := map_.rename(tmp_path / "nieuw")) as host:
        verslag = laad(home, bron=host, meld=zinnen.append)
    assert kopie.exists()
    assert [regel.herkomst for regel in verslag.tabellen] == ["eerder"]
    assert any("Zoek het nieuwe nummer en pas tabellen.yml aan" in zin for zin in zinnen)
    with connect(home) as con:
        vraag = f"SELECT count(*) FROM read_parquet('{home.raw}/cbs__overlap/*.parquet', encryption_config={{footer_key: 'lake'}})"
        assert con.execute(vraag).fetchone() == (4,)


@pytest.mark.parametrize("regel", ["2022HJ01: 2022-10-01", "2024KW01: 2022-10-01"])
def test_aanleverdatum_van_een_andere_periode_wordt_geweigerd(tmp_path, regel):
    fout = tmp_path / "tabellen.yml"
    fout.write_text(BESTAND.read_text().replace("2024HJ01: 2024-10-01", regel))
    with pytest.raises(ValueError, match="aangeleverd"):
        lees_tabellen(fout)
