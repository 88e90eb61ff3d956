"""Who was forgotten is not there: the figures are those of deliveries in which they never stood, before and after.

Belongs here: forgetting on the raw store and what follows in the marts. Does not belong here: the command (e2e).
"""

import csv
import random
import shutil
from pathlib import Path

import pytest
from lxml import etree

from sources import manifest
from sources.pseudoniem import Pseudoniem, bsn_geldig
from sources.vergeten_actie import maak_ongedaan, vergeet
from tests import berichten_maken as maak
from tests.keten import VANDAAG, Keten, Rijen, verschil
from tests.orakel.gemeente_maken import maak_gemeente
from tests.orakel.schrijven import Landing
from warehouse import standen
from warehouse.audit_waarden import gegroepeerd
from warehouse.duck import connect
from warehouse.keys import read_key
from warehouse.paths import DataRoot
from warehouse.publicatie import SLEUTELS
from warehouse.zegel import zegel_van

ZAAD, INWONERS, AANTAL = 3, 160, 9
DAG = "2025-03-01"
EIGEN = ("01.01.20", "bsn", "bsn_1", "bsn_2")
FAMILIE = ("02.01.20", "03.01.20", "05.01.20")


def stil(regel: str) -> None:
    """Nobody waits for this."""


def maak_leveringen(map_: Path) -> tuple[Path, list[str]]:
    """A municipality with declarations and requests, and who of it is to be forgotten."""
    landing = maak_gemeente(map_, random.Random(ZAAD), INWONERS)
    wie = sorted({rij["01.01.20"] for pad in landing.map.glob("brp/2*/brp.csv") for rij in _rijen(pad)})
    geldig = [bsn for bsn in wie if bsn_geldig(bsn)]
    paren = [rij for pad in landing.map.glob("pwet/2*/uitkeringen.csv") for rij in _rijen(pad) if rij["bsn_2"]]
    gekozen = {paren[0]["bsn_1"], paren[-1]["bsn_2"], *random.Random(ZAAD).sample(geldig, AANTAL)}
    gekozen = {bsn for bsn in gekozen if bsn_geldig(bsn)}
    _geweigerd(landing, sorted(gekozen))
    _berichten(landing, sorted(gekozen), [bsn for bsn in geldig if bsn not in gekozen])
    return landing.map, sorted(gekozen)


def _geweigerd(landing: Landing, weg: list[str]) -> None:
    """Records that are refused, of who is to be forgotten and of others: a wrong date, and a field too many."""
    pad = max(landing.map.glob("brp/2*/brp.csv"))
    kop, *rijen = _lijst(pad)
    anderen = [rij for rij in rijen if rij[0] not in weg]
    for rij in [*(rij for rij in rijen if rij[0] in weg[:2]), anderen[0]]:
        rij[kop.index("01.03.10")] = "20231345"
    rijen += [[*rij, "te veel"] for rij in rijen if rij[0] in weg[2:4]] + [[*anderen[1], "te veel"]]
    _schrijf(pad, [kop, *rijen])


def _berichten(landing: Landing, weg: list[str], anderen: list[str]) -> None:
    """Requests with answers and returns, declarations with answers: of one, of both, of who stays."""
    for nummer, bsn in enumerate([weg[0], anderen[0]], 1):
        verzoek = maak.inhoud("wmo", "315", bsn)[0]
        verzoek[1][-1][1][0][1][0] = ("ReferentieAanbieder", f"V{nummer}")
        _leg(landing, f"315_{nummer}", maak.xml("wmo", "315", [maak.kop("wmo", "315", f"Q{nummer}"), verzoek]))
        antwoord = ("Antwoord", [("ReferentieAanbieder", f"V{nummer}"), ("VerzoekAntwoord", "1")])
        # Before the request in the order of names, so that it is read first.
        _leg(landing, f"000_319_{nummer}", maak.xml("wmo", "319", [maak.kop("wmo", "319", f"A{nummer}"), antwoord]))
        _leg(landing, f"316_{nummer}", maak.bericht("wmo", "316", identificatie=f"Q{nummer}"))
        _leg(landing, f"320_{nummer}", maak.bericht("wmo", "320", identificatie=f"A{nummer}"))
    for nummer, bsn in enumerate([weg[0], anderen[0]], 1):
        fout = maak.bericht("wmo", "315", nummer=bsn, identificatie=f"F{nummer}").replace(b"1980-02-03", b"1980-02-31")
        _leg(landing, f"geweigerd_{nummer}", fout)
    for nummer, clienten in enumerate([weg[:1], [*weg[:2], anderen[0]], anderen[:2]], 1):
        regels = {bsn: [maak.prestatie("wmo", 10 * nummer + plek)] * 2 for plek, bsn in enumerate(clienten)}
        inhoud = maak.declaratie(maak.clienten(regels), f"D{nummer}")
        _totaal(inhoud, 3, 10_000 * len(clienten))
        kop = maak.kop("wmo", "323", f"DECL{nummer}")
        _leg(landing, f"323_{nummer}", maak.xml("wmo", "323", [kop, inhoud]))
        kop = maak.kop("wmo", "325", f"ANTW{nummer}")
        kop[1][7] = ("DeclaratieIdentificatie", [(":Identificatie", f"DECL{nummer}"), (":Dagtekening", "2024-05-06")])
        af = {bsn: [maak.prestatie("wmo", 10 * nummer + plek, retour=["8001"])] for plek, bsn in enumerate(clienten)}
        uit = maak.antwoord(maak.clienten(af, retour=["0200"]), toegekend=str(5_000 * len(clienten)))
        _totaal(uit, 1, 10_000 * len(clienten))
        uit[1][0] = ("DeclaratieNummer", f"D{nummer}")
        _leg(landing, f"325_{nummer}", maak.xml("wmo", "325", [kop, uit]))


def _totaal(inhoud: maak.Element, plek: int, cent: int) -> None:
    inhoud[1][plek] = ("TotaalIngediendBedrag", [(":TotaalBedrag", str(cent)), (":DebetCredit", "D")])


def _leg(landing: Landing, naam: str, inhoud: bytes) -> None:
    landing.bestand("iwmo", DAG, f"{naam}.xml", inhoud)


def _lijst(pad: Path) -> list[list[str]]:
    with pad.open(encoding="utf-8-sig", newline="") as bestand:
        return list(csv.reader(bestand, delimiter=";"))


def _rijen(pad: Path) -> list[dict[str, str]]:
    kop, *rijen = _lijst(pad)
    return [dict(zip(kop, rij, strict=False)) for rij in rijen]


def _schrijf(pad: Path, rijen: list[list[str]]) -> None:
    with pad.open("w", encoding="utf-8", newline="") as bestand:
        csv.writer(bestand, delimiter=";", lineterminator="\n").writerows(rijen)


def laat_weg(landing: Path, doel: Path, wie: list[str]) -> Path:
    """The same deliveries as a supplier makes them who never heard of these persons."""
    shutil.copytree(landing, doel, symlinks=True)
    for pad in [pad for pad in doel.glob("*/2*/*.csv") if pad.parts[-3] in ("brp", "pwet", "voorzieningen")]:
        try:
            kop, *rijen = _lijst(pad)
        except (UnicodeDecodeError, ValueError):
            continue
        _schrijf(pad, [kop, *(rij for een in rijen if (rij := _record(kop, een, wie)))])
    for pad in doel.glob("i*/2*/*.xml"):
        _bericht(pad, set(wie))
    return doel


def _record(kop: list[str], rij: list[str], wie: list[str]) -> list[str] | None:
    eigen = [plek for plek, naam in enumerate(kop[: len(rij)]) if naam in EIGEN]
    gevuld = [rij[plek] for plek in eigen if rij[plek]]
    blijft = [bsn for bsn in gevuld if bsn not in wie]
    if gevuld and not blijft:
        return None
    if len(blijft) < len(gevuld):
        for plek, bsn in zip(eigen, [*blijft, "", ""], strict=False):
            rij[plek] = bsn
    for plek, naam in enumerate(kop[: len(rij)]):
        if naam in FAMILIE and rij[plek] in wie:
            rij[plek] = ""
    return rij


def _bericht(pad: Path, wie: set[str]) -> None:
    try:
        wortel = etree.parse(pad).getroot()
    except etree.XMLSyntaxError:
        return
    clienten = [client for client in wortel.iter("{*}Client") if client.findtext("{*}Bsn") in wie]
    is_antwoord = pad.parent.name == DAG and pad.stem in {"000_319_1", "316_1", "320_1", "325_1"}
    if is_antwoord or (clienten and (clienten[0].getparent() is wortel or pad.stem == "323_1")):
        pad.unlink()
    elif clienten:
        for client in clienten:
            client.getparent().remove(client)
        per_client = {"TotaalIngediendBedrag": 10_000, "TotaalToegekendBedrag": 5_000}
        for naam, cent in per_client.items():
            for totaal in wortel.iterfind(f".//{{*}}{naam}/{{*}}TotaalBedrag"):
                totaal.text = str(int(totaal.text) - cent * len(clienten))
        pad.write_bytes(etree.tostring(wortel, xml_declaration=True, encoding="UTF-8"))


class Proef:
    """One municipality in three data roots: forgotten after landing, forgotten before it, and never delivered."""

    def __init__(self, keten: Keten, map_: Path) -> None:
        self.keten, self.map = keten, map_
        self.landing, self.weg = maak_leveringen(map_ / "landing")
        self.zonder = laat_weg(self.landing, map_ / "zonder", self.weg)
        self.voor = keten.van_landing(self.landing, map_ / "na", *SLEUTELS)
        self.nooit = keten.van_landing(self.zonder, map_ / "nooit", *SLEUTELS)
        self.home = keten.wortel(map_ / "na", self.landing)
        self.pseudoniemen = self._pseudoniemen()
        self.bewijs = vergeet(self.home, self.weg, VANDAAG, stil)

    def _pseudoniemen(self) -> list[int]:
        pseudoniem = Pseudoniem(read_key(self.home.sleutels, "pseudoniem"))
        return [pseudoniem.een("bsn", bsn) for bsn in self.weg]

    def marts(self, home: DataRoot | None = None) -> dict[str, Rijen]:
        standen.kies(home or self.home, None)
        return self.keten.marts(home or self.home, *SLEUTELS)


def manifest_van(home: DataRoot) -> manifest.Manifest:
    con = connect(home)
    try:
        return manifest.lees(con, home)
    finally:
        con.close()


@pytest.fixture(scope="module")
def proef(keten: Keten, tmp_path_factory: pytest.TempPathFactory) -> Proef:
    return Proef(keten, tmp_path_factory.mktemp("vergeten"))


def test_de_proef_heeft_personen_die_tellen(proef: Proef) -> None:
    assert verschil(proef.voor, proef.nooit) != ""
    assert proef.bewijs.personen == len(proef.weg)
    assert set(proef.bewijs.rijen) >= {"brp__persoon", "pwet__uitkering", "bericht__declaratieregel"}


def test_wat_blijft_is_alsof_zij_nooit_zijn_geleverd(proef: Proef) -> None:
    assert verschil(proef.marts(), proef.nooit) == ""


def test_ook_wie_vooraf_is_vergeten_en_daarna_wordt_geleverd(proef: Proef) -> None:
    home = proef.keten.wortel(proef.map / "vooraf", proef.landing)
    vergeet(home, proef.weg, VANDAAG, stil)
    proef.keten.neem_in(home)
    assert verschil(proef.marts(home), proef.nooit) == ""
    assert manifest_van(home).vergeten.num_rows == len(proef.weg)


def test_een_latere_levering_brengt_niemand_terug(proef: Proef) -> None:
    nog_eens = proef.map / "later"
    for doel, bron in ((nog_eens / "met", proef.landing), (nog_eens / "zonder", proef.zonder)):
        shutil.copytree(bron, doel, symlinks=True)
        laatste = max(doel.glob("brp/2*/brp.csv"))
        shutil.copytree(laatste.parent, doel / "brp" / "2026-01-15")
        with (doel / "brp" / "2026-01-15" / "brp.csv").open("a", encoding="utf-8") as bestand:
            bestand.write("\n")
    home = proef.keten.wortel(proef.map / "later" / "home", nog_eens / "met")
    shutil.copytree(proef.home.raw, home.raw, symlinks=True)
    proef.keten.neem_in(home)
    verwacht = proef.keten.van_landing(nog_eens / "zonder", nog_eens / "nooit", *SLEUTELS)
    assert verschil(proef.marts(home), verwacht) == ""


def test_ongedaan_geeft_de_publicatie_van_voor(proef: Proef) -> None:
    home = proef.keten.wortel(proef.map / "terug", proef.landing)
    shutil.copytree(proef.home.raw, home.raw, symlinks=True)
    half = maak_ongedaan(home, proef.weg[:3], VANDAAG, stil)
    assert (half.personen, half.niet_hersteld) == (3, {})
    assert manifest_van(home).vergeten.num_rows == len(proef.weg) - 3
    maak_ongedaan(home, proef.weg, VANDAAG, stil)
    assert verschil(proef.marts(home), proef.voor) == ""
    assert manifest_van(home).uitgedund.num_rows == 0


def _bestanden(home: DataRoot) -> list[Path]:
    """Every file of the data root; landing and keys lie elsewhere here."""
    return [pad for pad in sorted(home.root.rglob("*")) if pad.is_file() and not pad.is_symlink()]


def _waarden(home: DataRoot) -> dict[str, set[int]]:
    """The whole numbers that stand in each encrypted file, by its path."""
    con = connect(home)
    gevonden = {}
    try:
        for pad in [pad for pad in _bestanden(home) if pad.suffix == ".parquet" and pad.read_bytes()[:4] == b"PARE"]:
            tabel = manifest.lees_parquet(con, str(pad))
            kolommen = [tabel[veld.name] for veld in tabel.schema if str(veld.type) == "int64"]
            gevonden[str(pad.relative_to(home.root))] = {waarde for kolom in kolommen for waarde in kolom.to_pylist()}
    finally:
        con.close()
    return gevonden


def test_geen_byte_van_hen_blijft(proef: Proef) -> None:
    """In no file as it is, and behind the key only where it says that they were forgotten."""
    zoek = [bsn.encode() for bsn in proef.weg]
    for wie in proef.pseudoniemen:
        zoek += [str(wie).encode(), wie.to_bytes(8, "little", signed=True), wie.to_bytes(8, "big", signed=True)]
    assert len(_bestanden(proef.home)) > 20
    for pad in _bestanden(proef.home):
        inhoud = pad.read_bytes()
        assert not [1 for bytes_ in zoek if bytes_ in inhoud], pad.name
    weg = set(proef.pseudoniemen)
    waar = {naam for naam, waarden in _waarden(proef.home).items() if waarden & weg}
    assert {naam.split("/")[0] for naam in waar} == {"raw", "vergeten"}
    assert {Path(naam).name for naam in waar} == {"vergeten.parquet"}
    assert not proef.home.lake.exists()


def test_het_auditlog_bewijst_zonder_te_zeggen_wie(proef: Proef) -> None:
    regels = "".join(pad.read_text() for pad in (proef.home.root / "audit").rglob("*.jsonl"))
    assert gegroepeerd(proef.bewijs.verzameling) in regels
    assert '"vergeten"' in regels
    assert not [1 for wie in (*proef.weg, *map(str, proef.pseudoniemen)) if wie in regels]


@pytest.mark.parametrize(
    "breuk", ["sources.manifest.write_raw", "sources.manifest.os.replace", "sources.manifest.ruim_op"]
)
def test_een_afgebroken_opdracht_deed_alles_of_niets(
    proef: Proef, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, breuk: str
) -> None:
    """Killed while the manifest is written, before it is swapped, and after: once more gives the same as at once."""
    home = proef.keten.wortel(tmp_path / "home", proef.landing)
    proef.keten.neem_in(home)
    eerst = manifest_van(home)

    def stuk(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as kapot:
        if breuk.endswith("ruim_op"):
            echt, keren = manifest.ruim_op, iter([False, True])
            kapot.setattr(breuk, lambda *een: stuk() if next(keren) else echt(*een))
        else:
            kapot.setattr(breuk, stuk)
        with pytest.raises(KeyboardInterrupt):
            vergeet(home, proef.weg, VANDAAG, stil)
    tussen = manifest_van(home)
    assert tussen == eerst or tussen.vergeten.num_rows == len(proef.weg)
    vergeet(home, proef.weg, VANDAAG, stil)
    klaar = {naam for naam, waarden in _waarden(home).items() if waarden & set(proef.pseudoniemen)}
    assert {Path(naam).name for naam in klaar} == {"vergeten.parquet"}
    assert manifest_van(home).bestand.drop(["delen"]) == manifest_van(proef.home).bestand.drop(["delen"])


def test_wat_weg_is_uit_landing_blijft_uitgedund(proef: Proef, tmp_path: Path) -> None:
    """Without the originals: landed rows leave all the same, and what cannot come back is named."""
    landing = tmp_path / "landing"
    shutil.copytree(proef.landing, landing, symlinks=True)
    home = proef.keten.wortel(tmp_path / "home", landing)
    proef.keten.neem_in(home)
    shutil.rmtree(landing / "brp")
    bewijs = vergeet(home, proef.weg, VANDAAG, stil)
    assert not any(pad.startswith("brp/") for pad in bewijs.open_)
    assert not {"brp__persoon"} - set(bewijs.rijen)
    waar = [naam for naam, waarden in _waarden(home).items() if waarden & set(proef.pseudoniemen)]
    assert {Path(naam).name for naam in waar} == {"vergeten.parquet"}
    terug = maak_ongedaan(home, proef.weg, VANDAAG, stil)
    assert terug.niet_hersteld
    assert all(naam.startswith("brp/") for naam in terug.niet_hersteld)
    shutil.copytree(proef.landing / "brp", landing / "brp", symlinks=True)
    assert maak_ongedaan(home, proef.weg, VANDAAG, stil).niet_hersteld == {}
    assert verschil(proef.marts(home), proef.voor) == ""


def test_verzegelde_originelen_van_wie_is_vergeten_worden_vernietigd(proef: Proef, tmp_path: Path) -> None:
    landing = tmp_path / "landing"
    shutil.copytree(proef.landing, landing, symlinks=True)
    home = proef.keten.wortel(tmp_path / "home", landing)
    proef.keten.neem_in(home)
    brp, geld = next(landing.glob("brp/2*/brp.csv")), landing / "iwmo" / DAG / "323_3.xml"
    for pad in (brp, geld):
        zegel_van(pad).write_bytes(b"age-encryption.org/v1\n-> X25519 verzonnen\n")
        pad.unlink()
    assert vergeet(home, proef.weg, VANDAAG, stil).verzegeld == 1
    assert not zegel_van(brp).exists()
    assert zegel_van(geld).exists()
