"""CBS open data: the form of OData v3, the retries, and the ladder from CBS to the recordings, over loopback only."""

import json
import socket
import time
from pathlib import Path

import cbsodata
import pytest
import requests

from sources.cbs import laden
from sources.cbs.laden import laad
from sources.cbs.naspelen import OPNAMES, Naspeler, naspelen
from sources.cbs.ophalen import GeenVerbinding, TabelFout, haal_info, haal_tabel, kies_kolommen, server
from sources.cbs.tabellen import BESTAND, Onderwerp, Tabel, lees_tabellen
from sources.cbs.vorm import lees_waarde, naar_bevolking, naar_kwb
from warehouse.duck import connect
from warehouse.keys import ensure_keys
from warehouse.paths import DataRoot

KWB = {2020: "84799NED", 2024: "85984NED"}
VLUG = {"verbinden_seconden": 1.0, "lezen_seconden": 0.3, "pogingen": 2, "wacht_seconden": 0.0}


@pytest.fixture
def tabellen(monkeypatch):
    """The real configuration with short waits."""
    echt = lees_tabellen()
    vlug = echt.model_copy(update={"verbinding": echt.verbinding.model_copy(update=VLUG)})
    monkeypatch.setattr(laden, "lees_tabellen", lambda: vlug)
    return vlug


@pytest.fixture
def home(tmp_path):
    root = DataRoot(tmp_path / "data", tmp_path / "data" / "keys", tmp_path / "data" / "landing")
    ensure_keys(root.sleutels, has_data=False)
    return root


def tabel(tabellen, nummer: str) -> Tabel:
    return next(t for t in tabellen.tabellen if t.tabel == nummer)


def lees(home: DataRoot, map_: str, vraag: str) -> list[tuple]:
    with connect(home) as con:
        bron = f"read_parquet('{home.raw}/{map_}/*.parquet', encryption_config = {{footer_key: 'lake'}})"
        return con.execute(vraag.format(bron=bron)).fetchall()


def herkomst(verslag) -> dict[str, str]:
    return {regel.tabel: regel.herkomst for regel in verslag.tabellen}


def kopie(doel: Path, wijzig: dict[str, dict] | None = None) -> Path:
    """The recordings with other TableInfos, as a CBS that has a newer version."""
    for bestand in OPNAMES.rglob("*.json"):
        naar = doel / bestand.relative_to(OPNAMES)
        naar.parent.mkdir(parents=True, exist_ok=True)
        naar.write_bytes(bestand.read_bytes())
    for nummer, velden in (wijzig or {}).items():
        info = doel / nummer / "TableInfos.json"
        info.write_text(json.dumps([json.loads(info.read_text())[0] | velden]))
    return doel


@pytest.mark.parametrize(
    ("tekst", "verwacht"),
    [
        ("   135.5", (135.5, "waarde")),
        ("       .", (None, "geheim_of_onbekend")),
        ("        ", (None, "onmogelijk")),
        (None, (None, "onmogelijk")),
        ("       0", (0.0, "waarde")),
    ],
)
def test_punt_en_leeg_zijn_verschillende_redenen(tekst, verwacht):
    assert lees_waarde(tekst) == verwacht


def test_onbekend_teken_is_een_fout():
    with pytest.raises(TabelFout, match="teken"):
        lees_waarde("       x")


def test_onderwerp_wordt_gevonden_als_het_volgnummer_verschuift(tabellen):
    inwoners = Onderwerp(naam="AantalInwoners", eenheid="aantal", verplicht=True)
    weg = Onderwerp(naam="WmoClienten", eenheid="aantal")
    anders = {"Type": "Topic", "Key": "AantalInwoners_9", "Unit": "%"}
    velden = [
        anders,
        {"Type": "Topic", "Key": "AantalInwoners_31", "Unit": "aantal"},
        {"Type": "TopicGroup", "Key": ""},
    ]
    kolommen, ontbreekt = kies_kolommen(tabel(tabellen, KWB[2024]), velden, [inwoners, weg])
    assert kolommen == {"AantalInwoners_31": inwoners}
    assert ontbreekt == [weg]
    with pytest.raises(TabelFout, match="2 keer"):
        kies_kolommen(tabel(tabellen, KWB[2024]), [velden[1], velden[1] | {"Key": "AantalInwoners_5"}], [inwoners])
    with pytest.raises(TabelFout, match="0 keer"):
        kies_kolommen(tabel(tabellen, KWB[2024]), [anders], [inwoners])


def test_configuratie_wordt_streng_gelezen(tmp_path):
    fout = tmp_path / "tabellen.yml"
    fout.write_text(BESTAND.read_text().replace("status: uit", "status: misschien", 1))
    with pytest.raises(ValueError, match="status"):
        lees_tabellen(fout)


def test_envelop_bladzijden_filter_en_aanvulling():
    with naspelen(pagina=100) as host, server(host):
        url = f"http://{host}/ODataFeed/odata/{KWB[2020]}/"
        namen = [deel["name"] for deel in requests.get(url, timeout=5).json()["value"]]
        eerste = requests.get(url + "UntypedDataSet?$format=json", timeout=5).json()
        alles = cbsodata.get_meta(KWB[2020], "UntypedDataSet", timeout=5)
        getypt = cbsodata.get_meta(KWB[2020], "TypedDataSet", timeout=5)
        keuze = {"select": ["WijkenEnBuurten"], "typed": True, "timeout": 5}
        exact = cbsodata.download_data(KWB[2020], filters="WijkenEnBuurten eq 'GM0141    '", **keuze)
        kaal = cbsodata.download_data(KWB[2020], filters="WijkenEnBuurten eq 'GM0141'", **keuze)
        begin = "startswith(WijkenEnBuurten,'WK0141') or startswith(WijkenEnBuurten,'BU0141')"
        tekst = f"({begin}) and substringof('12',WijkenEnBuurten)"
        deel = cbsodata.download_data(KWB[2020], filters=tekst, **keuze)
        top = requests.get(url + "UntypedDataSet?$top=2&$skip=3", timeout=5).json()
        catalogus = cbsodata.get_table_list(filters=f"Identifier eq '{KWB[2024]}'", timeout=5)
    assert namen[:5] == ["TableInfos", "UntypedDataSet", "TypedDataSet", "DataProperties", "CategoryGroups"]
    assert eerste["odata.nextLink"].startswith(f"http://{host}/ODataFeed/OData/{KWB[2020]}/UntypedDataSet/?")
    assert len(eerste["value"]) == 100
    assert len(alles) == len({rij["WijkenEnBuurten"] for rij in alles}) == 557
    assert alles[1]["HuishoudensTotaal_28"] == "   32714"
    assert getypt[1]["HuishoudensTotaal_28"] == 32714
    assert getypt[1]["WmoClienten_89"] is None
    assert exact["UntypedDataSet"] == [{"WijkenEnBuurten": "GM0141    "}]
    assert kaal["UntypedDataSet"] == []
    assert {rij["WijkenEnBuurten"][:2] for rij in deel["UntypedDataSet"]} == {"WK", "BU"}
    assert [rij["ID"] for rij in top["value"]] == [rij["ID"] for rij in alles[3:5]]
    assert "odata.nextLink" not in top
    assert [rij["Title"] for rij in catalogus] == ["Kerncijfers wijken en buurten 2024"]


def test_hergebruikte_buurtcode_is_per_jaar_een_andere_buurt(home, tabellen):
    laad(home, bron="offline", meld=lambda _: None)
    vraag = """
        select jaar, gebied_naam, gebied_soort, waarde from {bron}
        where gebied_code = 'BU01411101' and onderwerp = 'AantalInwoners' order by 1
    """
    assert lees(home, "cbs__kwb", vraag) == [
        (2020, "Riet Noord", "buurt", 790.0),
        (2024, "Bornsestraat en omgeving Zuid", "buurt", 1495.0),
    ]


def test_offline_landt_alles_gestript_en_snel(home, tabellen):
    start = time.process_time()  # not the clock: the machine may be busy with other work
    verslag = laad(home, bron="offline", meld=lambda _: None)
    assert time.process_time() - start < 3
    assert set(herkomst(verslag).values()) == {"opname"}
    assert all(regel.herladen for regel in verslag.tabellen)
    [(spaties,)] = lees(
        home,
        "cbs__kwb",
        "select count(*) from {bron} where gebied_code <> trim(gebied_code) or gebied_naam <> trim(gebied_naam)",
    )
    assert spaties == 0
    soorten = lees(
        home, "cbs__kwb", "select gebied_soort, count(distinct gebied_code) from {bron} where jaar = 2020 group by 1"
    )
    assert dict(soorten)["land"] == 1
    assert dict(soorten)["gemeente"] == 8
    vraag = """
        select sum(waarde) filter (gebied_code like 'WK0141%'), max(waarde) filter (gebied_code = 'GM0141') from {bron}
        where jaar = 2020 and onderwerp = 'AantalInwoners'
    """
    [(som, totaal)] = lees(home, "cbs__kwb", vraag)
    assert (som, totaal) == (73095, 73107)
    almelo = lees(
        home,
        "cbs__bevolking",
        "select jaar, inwoners, huishoudens, status, reden from {bron} where gebied_code = 'GM0141' order by 1",
    )
    assert almelo[0] == (2020, 73107, None, "Definitief", "waarde")
    assert almelo[-1] == (2025, 74776, 33859, "Definitief", "waarde")
    [(reden,)] = lees(home, "cbs__kwb", "select distinct reden from {bron} where onderwerp = 'WmoClienten'")
    assert reden == "geheim_of_onbekend"


def test_ongewijzigde_opname_wordt_niet_herladen(home, tabellen):
    laad(home, bron="offline", meld=lambda _: None)
    bestanden = {pad: pad.stat().st_mtime_ns for pad in home.raw.rglob("*.parquet")}
    opnieuw = laad(home, bron="offline", meld=lambda _: None)
    assert not any(regel.herladen for regel in opnieuw.tabellen)
    assert {pad: pad.stat().st_mtime_ns for pad in home.raw.rglob("*.parquet")} == bestanden
    (home.raw / "cbs__kwb" / f"{KWB[2020]}.parquet").unlink()
    assert [r.tabel for r in laad(home, bron="offline", meld=lambda _: None).tabellen if r.herladen] == [KWB[2020]]


def test_ladder_actueel_eerder_opname(home, tabellen, tmp_path):
    nieuwer = kopie(tmp_path / "cbs", {KWB[2024]: {"Modified": "2026-03-01T02:00:00"}})
    zinnen: list[str] = []
    with naspelen(nieuwer, pagina=50) as host:
        eerste = laad(home, bron=host, meld=zinnen.append)
        tweede = laad(home, bron=host, meld=zinnen.append)
    assert set(herkomst(eerste).values()) == {"actueel"}
    assert not any(regel.herladen for regel in tweede.tabellen)
    weg = laad(home, bron=host, meld=zinnen.append)  # the server is gone
    assert set(herkomst(weg).values()) == {"eerder"}
    assert sum("Geen verbinding" in zin for zin in zinnen) == 1
    assert set(herkomst(laad(home, bron="offline", meld=zinnen.append)).values()) == {"eerder"}
    (home.raw / "cbs__kwb" / f"{KWB[2024]}.parquet").unlink()
    na_verlies = herkomst(laad(home, bron=host, meld=zinnen.append))
    assert {nummer for nummer, van in na_verlies.items() if van == "opname"} == {KWB[2024]}
    assert set(na_verlies.values()) == {"eerder", "opname"}


def test_nieuwe_versie_bij_cbs_wordt_herladen(home, tabellen, tmp_path):
    with naspelen(kopie(tmp_path / "a")) as host:
        laad(home, bron=host, meld=lambda _: None)
    with naspelen(kopie(tmp_path / "b", {KWB[2020]: {"Modified": "2022-01-01T02:00:00"}})) as host:
        verslag = laad(home, bron=host, meld=lambda _: None)
    assert [regel.tabel for regel in verslag.tabellen if regel.herladen] == [KWB[2020]]


def test_onbekende_en_omgedoopte_tabel(home, tabellen, tmp_path):
    bron = kopie(tmp_path / "cbs", {KWB[2020]: {"Title": "Veilig Thuis; kerncijfers"}, KWB[2024]: {"Period": "2019"}})
    for bestand in (bron / "70072ned").iterdir():
        bestand.unlink()
    (bron / "70072ned").rmdir()
    with naspelen(bron) as host:
        verslag = laad(home, bron=host, meld=lambda _: None)
        with server(host), pytest.raises(TabelFout, match="niet \\(meer\\)"):
            haal_info(tabel(tabellen, "70072ned"), tabellen.verbinding)
    assert {nummer for nummer, van in herkomst(verslag).items() if van == "opname"} == {*KWB.values(), "70072ned"}
    assert sum("pas tabellen.yml aan" in zin for zin in verslag.meldingen) == 3


def test_zonder_opname_ontbreekt_de_tabel_en_gaat_de_run_door(home, tabellen, monkeypatch):
    extra = tabel(tabellen, "85318NED").model_copy(update={"status": "actief"})
    uit = tabel(tabellen, KWB[2020]).model_copy(update={"status": "uit"})
    laad(home, bron="offline", meld=lambda _: None)
    anders = tabellen.model_copy(update={"tabellen": [extra, uit, tabel(tabellen, KWB[2024])]})
    monkeypatch.setattr(laden, "lees_tabellen", lambda: anders)
    verslag = laad(home, bron="offline", meld=lambda _: None)
    assert herkomst(verslag) == {"85318NED": "ontbreekt", KWB[2024]: "opname"}
    assert [pad.stem for pad in home.raw.rglob("*.parquet")] == [KWB[2024]]


def _haperend(fouten: int, wat):
    """A server that does `wat` instead of answering, the first `fouten` times."""

    class Haperend(Naspeler):
        teller = [0]

        def do_GET(self):
            self.teller[0] += 1
            if self.teller[0] <= fouten:
                wat(self)
            else:
                super().do_GET()

    return Haperend


def test_na_een_500_lukt_de_tweede_poging(tabellen):
    soort = _haperend(1, lambda vraag: vraag.send_error(500))
    with naspelen(soort=soort) as host, server(host):
        assert haal_info(tabel(tabellen, KWB[2020]), tabellen.verbinding)["Identifier"] == KWB[2020]


def test_blijvende_500_geeft_de_tabel_op(tabellen):
    soort = _haperend(99, lambda vraag: vraag.send_error(500))
    with naspelen(soort=soort) as host, server(host), pytest.raises(TabelFout, match="2 pogingen"):
        haal_info(tabel(tabellen, KWB[2020]), tabellen.verbinding)
    assert soort.teller == [2]


def test_half_antwoord_is_een_tabelfout(tabellen):
    soort = _haperend(99, lambda vraag: vraag._stuur(200, {"geen": "lijst"}))
    with naspelen(soort=soort) as host, server(host), pytest.raises(TabelFout, match="kwam niet goed binnen"):
        haal_info(tabel(tabellen, KWB[2020]), tabellen.verbinding)


def test_hangende_verbinding_houdt_de_run_niet_op(home, tabellen):
    soort = _haperend(99, lambda vraag: time.sleep(60))
    start = time.monotonic()
    with naspelen(soort=soort) as host:
        verslag = laad(home, bron=host, meld=lambda _: None)
    assert time.monotonic() - start < 30
    assert soort.teller == [2]  # the first table finds out, the others do not ask
    assert set(herkomst(verslag).values()) == {"opname"}


def test_geen_verbinding_wordt_niet_herhaald(tabellen):
    with naspelen() as host:
        pass
    with server(host), pytest.raises(GeenVerbinding):
        haal_info(tabel(tabellen, KWB[2020]), tabellen.verbinding)


def test_naam_die_niet_gevonden_wordt_houdt_de_run_niet_op(home, tabellen, monkeypatch):
    monkeypatch.delenv("SDL_CBS", raising=False)
    monkeypatch.setitem(cbsodata.options.requests, "proxies", {})
    echt = socket.getaddrinfo
    traag = lambda host, *rest: echt(host, *rest) if host == "127.0.0.1" else time.sleep(60)  # noqa: E731
    monkeypatch.setattr(socket, "getaddrinfo", traag)
    start = time.monotonic()
    verslag = laad(home, bron=None, meld=lambda _: None)
    assert time.monotonic() - start < 30
    assert set(herkomst(verslag).values()) == {"opname"}
    assert all("Geen verbinding" in regel.meldingen[0] for regel in verslag.tabellen)


def test_instellingen_van_cbsodata_keren_terug_na_een_fout():
    vorige = (cbsodata.options.use_https, cbsodata.options.catalog_url)
    with pytest.raises(RuntimeError), server("127.0.0.1:9"):
        raise RuntimeError
    assert (cbsodata.options.use_https, cbsodata.options.catalog_url) == vorige


def test_nederland_heet_nl00_bij_wijken_en_nl01_bij_regios(tabellen, tmp_path):
    bron = kopie(tmp_path / "cbs")
    cijfers = {"TotaleBevolking_1": "       .", "TotaalParticuliereHuishoudens_82": "        "}
    erbij = {
        "UntypedDataSet": {"ID": 99, "RegioS": "NL01  ", "Perioden": "2025JJ00"} | cijfers,
        "RegioS": {"Key": "NL01  ", "Title": "Nederland"},
    }
    for naam, rij in erbij.items():
        bestand = bron / "70072ned" / f"{naam}.json"
        bestand.write_text(json.dumps([*json.loads(bestand.read_text()), rij]))
    with naspelen(bron) as host, server(host):
        landen = {}
        for nummer, vorm in {KWB[2020]: naar_kwb, "70072ned": naar_bevolking}.items():
            keuze = tabel(tabellen, nummer)
            antwoord = haal_tabel(keuze, haal_info(keuze, tabellen.verbinding), tabellen)
            landen[nummer] = [rij for rij in vorm(keuze, antwoord).to_pylist() if rij["gebied_code"].startswith("NL")]
    assert {rij["gebied_code"] for rij in landen[KWB[2020]]} == {"NL00"}
    [nl] = landen["70072ned"]
    assert (nl["gebied_code"], nl["inwoners"], nl["huishoudens"], nl["reden"]) == (
        "NL01",
        None,
        None,
        "geheim_of_onbekend",
    )
