"""The synthetic municipality: the shape of its deliveries, that they repeat, and that they meet the published figures."""

import csv
import hashlib
import math
import os
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from sources.berichten import lees_bericht
from sources.csv_lezer import lees_csv
from sources.pseudoniem import Pseudoniem, bsn_geldig
from sources.synthetisch import BRONNEN, genereer
from sources.synthetisch.bestanden import csv_regel
from sources.synthetisch.gedrag import Gedrag, lees_gedrag
from sources.synthetisch.persoon import MAX_INWONERS, RUIMTE, STAP, bsn_reeks
from sources.synthetisch.planning import lees_cijfers, maak_plan
from tests.orakel.tellen import tel

INWONERS = 1000
PSEUDONIEM = Pseudoniem(b"sleutel voor tests")


@pytest.fixture(scope="module")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    uit = tmp_path_factory.mktemp("synthetisch") / "landing"
    genereer(uit, INWONERS, 7, lambda _: None)
    return uit


@pytest.fixture(scope="module")
def schoon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    uit = tmp_path_factory.mktemp("schoon") / "landing"
    genereer(uit, INWONERS, 7, lambda _: None, "geen")
    return uit


def vingerafdruk(map_: Path) -> str:
    """One hash over the names and bytes of all files."""
    som = hashlib.sha256()
    for pad in sorted(pad for pad in map_.rglob("*") if pad.is_file()):
        som.update(str(pad.relative_to(map_)).encode() + b"\0" + pad.read_bytes())
    return som.hexdigest()


def rijen(pad: Path) -> list[dict[str, str]]:
    with pad.open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand, delimiter=";"))


def berichten(landing: Path) -> Iterator[tuple[str, bytes]]:
    for pad in sorted(landing.glob("i*/*/*")):
        if pad.suffix == ".zip":
            with zipfile.ZipFile(pad) as archief:
                for lid in archief.namelist():
                    yield lid, archief.read(lid)
        else:
            yield pad.name, pad.read_bytes()


def test_zelfde_zaad_geeft_dezelfde_bytes_ook_in_een_ander_proces(tmp_path: Path) -> None:
    for zaad, naam in ((3, "een"), (4, "ander")):
        genereer(tmp_path / naam, 200, zaad, lambda _: None)
    opdracht = (
        "from pathlib import Path; from sources.synthetisch import genereer; "
        f"genereer(Path({str(tmp_path / 'twee')!r}), 200, 3, print)"
    )
    omgeving = {**os.environ, "PYTHONHASHSEED": "12345"}
    subprocess.run([sys.executable, "-c", opdracht], check=True, env=omgeving, cwd=Path(__file__).parents[2])
    assert vingerafdruk(tmp_path / "een") == vingerafdruk(tmp_path / "twee")
    assert vingerafdruk(tmp_path / "een") != vingerafdruk(tmp_path / "ander")


def test_mappen_zijn_bronnen_met_leverdata(landing: Path) -> None:
    assert {pad.name for pad in landing.iterdir()} == {*BRONNEN, ".gepland.csv"}
    data = {bron: sorted(pad.name for pad in (landing / bron).iterdir()) for bron in BRONNEN}
    for namen in data.values():
        assert [date.fromisoformat(naam).isoformat() for naam in namen] == namen
        assert min(namen) == "2022-01-01"
    assert len(data["brp"]) == 13
    assert len(data["iwmo"]) == 37
    assert {max(data[bron]) for bron in ("brp", "iwmo", "ijw", "pwet", "voorzieningen")} == {"2025-01-01"}


def test_map_met_leveringen_wordt_geweigerd_en_niets_half_achtergelaten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pwet").mkdir()
    with pytest.raises(ValueError, match="staan al leveringen"):
        genereer(tmp_path, 200, 1, lambda _: None)
    with pytest.raises(ValueError, match="aantal inwoners"):
        genereer(tmp_path / "klein", 199, 1, lambda _: None)
    monkeypatch.setattr("sources.synthetisch.Declaraties.sluit", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        genereer(tmp_path / "stuk", 200, 1, lambda _: None)
    assert list((tmp_path / "stuk").iterdir()) == []


def test_elk_bericht_is_geldig_behalve_de_twee_die_kapot_moeten_zijn(landing: Path) -> None:
    geweigerd, soorten = {}, Counter()
    for nummer, (naam, inhoud) in enumerate(berichten(landing)):
        uitkomst = lees_bericht(inhoud, nummer, PSEUDONIEM)
        soorten[naam.split("_")[0]] += 1
        if uitkomst.bestand_geweigerd:
            geweigerd[naam] = uitkomst.meldingen[0].code
    assert geweigerd == {"305_afgebroken.xml": "F_XML", "305_oude_release.xml": "F_RELEASE"}
    heen, terug = {"301", "305", "307", "315", "317", "319"}, {"302", "306", "308", "316", "318", "320"}
    assert set(soorten) >= {*heen, "323", "325"}
    assert set(soorten) - heen - {"323", "325"} <= terug
    assert len(terug & set(soorten)) > 3


def test_elke_csv_wordt_gelezen_met_alleen_de_bedoelde_meldingen(landing: Path) -> None:
    meldingen = Counter()
    for pad in sorted(landing.glob("*/*/*.csv")):
        uitkomst = lees_csv(pad.parts[-3], pad, 1, PSEUDONIEM)
        assert uitkomst.soort is not None
        meldingen.update((pad.parts[-3], melding.code) for melding in uitkomst.meldingen)
    assert meldingen == {("voorzieningen", "R_TYPE"): 1, ("voorzieningen", "W_KOLOM_ONBEKEND"): 1}


def test_bsn_is_uniek_en_slaagt_voor_de_proef_op_een_enkele_na(landing: Path) -> None:
    eerste = rijen(landing / "brp/2022-01-01/brp_2022-01-01.csv")
    geldig = [rij["01.01.20"] for rij in eerste if bsn_geldig(rij["01.01.20"])]
    assert len(geldig) == len(set(geldig))
    assert len(geldig) > 0.99 * len(eerste)
    assert all(nummer.startswith("99") for nummer in geldig)


def test_bsn_reeks_is_uniek_en_groot_genoeg() -> None:
    alle = list(islice(bsn_reeks(), 50_000))
    assert len(set(alle)) == len(alle)
    assert all(bsn_geldig(nummer) for nummer in alle[::97])
    assert math.gcd(STAP, RUIMTE) == 1
    assert RUIMTE * 10 // 11 > MAX_INWONERS * 1.4  # with newcomers and parents elsewhere


def test_inwoners_en_buurten_volgen_de_cijfers(landing: Path) -> None:
    assert len(rijen(landing / "brp/2022-01-01/brp_2022-01-01.csv")) == pytest.approx(INWONERS, abs=8)
    namen = rijen(landing / "gebieden/2023-01-01/namen_2023.csv")
    assert Counter(rij["soort"] for rij in namen) == {"gemeente": 1, "wijk": 12, "buurt": 68}
    adressen = rijen(landing / "gebieden/2023-01-01/adressen_2023.csv")
    assert list(adressen[0]) == ["PC6", "Huisnummer", "Buurt2023", "Wijk2023", "Gemeente2023"]
    sleutels = [(rij["PC6"], rij["Huisnummer"]) for rij in adressen]
    assert len(sleutels) == len(set(sleutels))
    assert len({sleutel[0]: rij["Buurt2023"] for sleutel, rij in zip(sleutels, adressen, strict=True)}) == len(
        {(sleutel[0], rij["Buurt2023"]) for sleutel, rij in zip(sleutels, adressen, strict=True)}
    )


@pytest.mark.parametrize("inwoners", [200, 1000, 75_000])
def test_plan_verdeelt_alle_inwoners(inwoners: int) -> None:
    plan = maak_plan(inwoners, lees_gedrag())
    personen = sum(b.alleen + 2 * b.paren + b.gezinspersonen + sum(b.instellingen) for b in plan)
    assert personen == pytest.approx(inwoners, abs=10)
    cijfers = lees_cijfers()
    verwacht = inwoners * sum(int(rij["eenpersoons"]) for rij in cijfers) / sum(int(rij["inwoners"]) for rij in cijfers)
    assert sum(b.alleen for b in plan) == pytest.approx(verwacht, abs=1)


def test_groepen_voldoen_aan_de_gepubliceerde_cijfers(landing: Path) -> None:
    """By the oracle, which reads the files and knows nothing of the generator; 2.5 households is one in 300 here."""
    telling = tel(landing)
    noemer = telling.noemers[2022, "huishoudens_gezin"]["GM0141"]
    groepen = telling.overlap["gmsd", "2022", "huishoudens_gezin"]
    for combinatie, per_1000 in lees_gedrag().doelen.items():
        assert groepen["GM0141", combinatie] == pytest.approx(noemer * per_1000 / 1000, abs=2.5, rel=0.05), combinatie
    assert {periode.naam for periode in telling.periodes} >= {"2022H1", "2022", "2023", "2024H2", "2024"}
    assert telling.regelingen["2023"].keys() >= {"schuldhulp", "bijzondere_bijstand", "wlz"}


def test_declaraties_tellen_op_en_antwoorden_passen_erbij(schoon: Path) -> None:
    """Per declaration: granted = submitted minus the rejected lines; credits refer to a line that was declared."""
    regels, antwoorden = [], []
    for nummer, (naam, inhoud) in enumerate(berichten(schoon)):
        if naam[:3] in ("323", "325"):
            tabellen = lees_bericht(inhoud, nummer, PSEUDONIEM).tabellen
            regels += tabellen["bericht__declaratieregel"].to_pylist() if naam[:3] == "323" else []
            antwoorden += tabellen["bericht__antwoord"].to_pylist() if naam[:3] == "325" else []
    bekend = {(regel["wet"], regel["aanbieder"], regel["referentienummer"]) for regel in regels}
    terug = [regel for regel in regels if regel["debet_credit"] == "C"]
    assert terug
    assert all((regel["wet"], regel["aanbieder"], regel["vorig_referentienummer"]) in bekend for regel in terug)
    assert len(bekend) == len(regels)
    heel = [een for een in antwoorden if "8001" in een["retourcodes"]]
    assert 0 < len(heel) < len(antwoorden)
    assert all(een["ingediend_cent"] == een["toegekend_cent"] for een in heel)


def test_grote_declaraties_en_zips_worden_gesplitst(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gedrag = lees_gedrag().model_copy(deep=True)
    klein = gedrag.model_copy(
        update={
            "declaratie": gedrag.declaratie.model_copy(update={"deel_bytes": 10_000}),
            "toewijzing": gedrag.toewijzing.model_copy(update={"zip_leden": 40}),
        }
    )
    monkeypatch.setattr("sources.synthetisch.lees_gedrag", lambda: klein)
    genereer(tmp_path, 500, 1, lambda _: None, "geen")
    archieven = [zipfile.ZipFile(pad) for pad in tmp_path.glob("i*/*/*.zip")]
    assert max(len(archief.namelist()) for archief in archieven) == 40
    assert all(archief.testzip() is None for archief in archieven)
    nummers, totalen = [], Counter()
    for naam, inhoud in berichten(tmp_path):
        if naam.startswith("323"):
            tabellen = lees_bericht(inhoud, 1, PSEUDONIEM).tabellen
            (kop,) = tabellen["bericht__declaratie"].to_pylist()
            sleutel = (kop["wet"], kop["aanbieder"], kop["declaratienummer"])
            nummers.append(sleutel)
            totalen[sleutel] += kop["totaal_cent"] * (-1 if kop["debet_credit"] == "C" else 1)
            for regel in tabellen["bericht__declaratieregel"].to_pylist():
                totalen[sleutel] -= regel["bedrag_cent"] * (-1 if regel["debet_credit"] == "C" else 1)
    assert len(nummers) == len(set(nummers))
    assert any(nummer.endswith("02") for _, _, nummer in nummers)
    assert set(totalen.values()) == {0}


def test_voorzieningen_zonder_bsn_hebben_naam_en_adres(landing: Path) -> None:
    alle = [rij for pad in landing.glob("voorzieningen/2024-*/*.csv") for rij in rijen(pad)]
    zonder = [rij for rij in alle if not rij["bsn"]]
    assert 0 < len(zonder) < len(alle)
    assert all(rij["geslachtsnaam"] and rij["geboortedatum"] and rij["postcode"] for rij in zonder)


def test_gedrag_kent_geen_onbekende_of_te_grote_waarden() -> None:
    goed = yaml.safe_load((Path(__file__).parents[2] / "sources/synthetisch/gedrag.yml").read_text(encoding="utf-8"))
    Gedrag.model_validate(goed)
    with pytest.raises(ValidationError, match="extra"):
        Gedrag.model_validate({**goed, "iets": 1})
    with pytest.raises(ValidationError, match="doelen moet precies deze groepen hebben"):
        Gedrag.model_validate({**goed, "doelen": {"jeugd": 36}})
    with pytest.raises(ValidationError, match="less than or equal to 1"):
        Gedrag.model_validate({**goed, "leven": {**goed["leven"], "uit_huis": 3}})


def test_csv_regel_zet_alleen_aanhalingstekens_waar_het_moet() -> None:
    assert csv_regel("a", None, 3, "'t Hart") == b"a;;3;'t Hart\n"
    assert csv_regel('zeg "ja"', "a;b", "c\nd") == b'"zeg ""ja""";"a;b";"c\nd"\n'
