"""Linking as a step of the intake: what is landed of it, against which BRP statement, and what is left behind."""

from datetime import date
from pathlib import Path

import pytest

from sources import manifest
from sources.intake import neem_in
from sources.koppeling import inname
from sources.schemas import SCHEMAS
from tests.berichten_maken import bsn
from warehouse.duck import PARQUET_KEY, connect
from warehouse.keys import ensure_keys
from warehouse.paths import DataRoot

VANDAAG = date(2025, 1, 1)
BRP = "01.01.20;01.02.30;01.02.40;01.03.10;05.01.20;08.09.10;08.10.10;08.10.30;08.11.20;08.11.60\n"
VOOR = "regeling;wet;bsn;voorziening;ingangsdatum;einddatum;geslachtsnaam;geboortedatum;postcode;huisnummer\n"
NAMEN = "code;naam;soort\nGM0141;Almelo;gemeente\n"
ADRESSEN = "PC6;Huisnummer;Buurt2024;Wijk2024;Gemeente2024\n7601AA;1;1411000;14110;141\n"
MENSEN = [("Kerkhovenaar", "19800215"), ("Molenbeekster", "19751103"), ("Torenvalkje", "19900630")]


def brp(*mensen: tuple[int, str, str, str], functie: str = "W", gemeente: str = "0141") -> str:
    """Rows of the BRP: number of the BSN, name, birth date and house number."""
    regels = [
        f"{bsn(n)};;{naam};{geboren};;{gemeente};{functie};20200101;{nr};7601AA\n" for n, naam, geboren, nr in mensen
    ]
    return BRP + "".join(regels)


def voorziening(*rijen: tuple[str, str, str], bsn_: str = "") -> str:
    """Rows without a BSN: name, birth date and house number."""
    return VOOR + "".join(f"wlz;overig;{bsn_};WLZ;2024-01-01;;{naam};{dag};7601AA;{nr}\n" for naam, dag, nr in rijen)


EERSTE = brp((1, *MENSEN[0], "1"), (2, *MENSEN[1], "2"), (3, *MENSEN[2], "3"))
TWEEDE = brp((1, *MENSEN[0], "41"), (2, *MENSEN[1], "2"))
RIJEN = voorziening(
    ("KERKHOVENAAR", "1980-02-15", "1"),  # as the exact rule wants it
    ("van Molenbeekster", "1975-11-03", "2"),
    ("Torenvalkje", "1990-06-03", "3"),
    ("Nergensbekend", "1990-06-03", "99"),
)


@pytest.fixture
def home(tmp_path: Path) -> DataRoot:
    root = DataRoot(tmp_path / "data", tmp_path / "keys", tmp_path / "landing")
    ensure_keys(root.sleutels, has_data=False)
    for pad, inhoud in (("gebieden/2024-01-01/n.csv", NAMEN), ("gebieden/2024-01-01/a.csv", ADRESSEN)):
        leg(root, pad, inhoud)
    return root


def leg(home: DataRoot, pad: str, inhoud: str) -> Path:
    plek = home.landing / pad
    plek.parent.mkdir(parents=True, exist_ok=True)
    plek.write_text(inhoud, "utf-8")
    return plek


def run(home: DataRoot) -> bool:
    return neem_in(home, vandaag=VANDAAG, meld=lambda regel: None).gewijzigd


def uitkomst(home: DataRoot) -> list[tuple]:
    """Row, the BSN of the person it leads to, and the class."""
    con = connect(home)
    vraag = f"SELECT * FROM read_parquet(?, encryption_config = {{footer_key: '{PARQUET_KEY}'}})"
    lees = {
        tabel: con.execute(vraag, [str(home.raw / tabel / "*.parquet")]).to_arrow_table()
        for tabel in (inname.TABEL, "brp__persoon")
    }
    assert lees[inname.TABEL].schema.equals(SCHEMAS[inname.TABEL])
    wie = dict(
        zip(lees["brp__persoon"]["persoon"].to_pylist(), lees["brp__persoon"]["koppelsleutel"].to_pylist(), strict=True)
    )
    assert {rij["persoon"] for rij in lees[inname.TABEL].to_pylist()} - {None} <= set(wie)
    return sorted((rij["rij"], rij["persoon"], rij["klasse"]) for rij in lees[inname.TABEL].to_pylist())


def delen(home: DataRoot) -> list[str]:
    genoemd = manifest.lees(connect(home), home).bestand["delen"].to_pylist()
    return [deel for een in genoemd for deel in een.split(",") if deel.startswith(f"{inname.TABEL}/")]


def klassen(home: DataRoot) -> dict[int, str]:
    return {rij: klasse for rij, _, klasse in uitkomst(home)}


def test_wat_de_vaste_regel_niet_koppelt_wordt_vergeleken(home: DataRoot) -> None:
    leg(home, "brp/2024-01-01/b.csv", EERSTE)
    leg(home, "voorzieningen/2024-01-01/wlz.csv", RIJEN)
    assert run(home)
    assert klassen(home) == {2: "waarschijnlijk", 3: "waarschijnlijk", 4: "geen"}
    assert not run(home)


def test_er_blijft_geen_waarde_achter(home: DataRoot) -> None:
    leg(home, "brp/2024-01-01/b.csv", EERSTE)
    leg(home, "voorzieningen/2024-01-01/wlz.csv", RIJEN)
    run(home)
    verboden = ["molenbeekster", "torenvalkje", "nergensbekend", "1975-11-03", "7601aa", bsn(2)]
    con = connect(home)
    vraag = f"SELECT * FROM read_parquet(?, encryption_config = {{footer_key: '{PARQUET_KEY}'}})"
    tekst = str(con.execute(vraag, [str(home.raw / inname.TABEL / "*.parquet")]).fetchall()).lower()
    assert not [woord for woord in verboden if woord in tekst]
    for pad in (pad for pad in (home.raw.parent).rglob("*") if pad.is_file()):
        inhoud = pad.read_bytes().lower()
        assert not [woord for woord in verboden if woord.encode() in inhoud], pad.name


def test_de_referentie_volgt_uit_de_leverdatum_en_niet_uit_de_aankomst(home: DataRoot, tmp_path: Path) -> None:
    """A statement of before the file arrives after it: the file is compared again, and the outcome is that of all at once."""
    leg(home, "brp/2024-06-01/b.csv", TWEEDE)
    leg(home, "voorzieningen/2024-03-01/wlz.csv", RIJEN)
    run(home)
    assert klassen(home) == {1: "waarschijnlijk", 2: "waarschijnlijk", 3: "geen", 4: "geen"}
    [eerst] = delen(home)
    leg(home, "brp/2024-02-01/b.csv", EERSTE)
    run(home)
    assert klassen(home) == {2: "waarschijnlijk", 3: "waarschijnlijk", 4: "geen"}
    [daarna] = delen(home)
    assert eerst != daarna
    assert not (home.raw / eerst).exists()
    leg(home, "brp/2023-01-01/b.csv", brp((9, "Iemandanders", "19500101", "9")))
    run(home)
    assert delen(home) == [daarna]
    ineens = DataRoot(tmp_path / "ineens", home.sleutels, home.landing)
    run(ineens)
    assert uitkomst(ineens) == uitkomst(home)


def test_zonder_origineel_blijft_wat_er_is(home: DataRoot) -> None:
    leg(home, "brp/2024-06-01/b.csv", TWEEDE)
    plek = leg(home, "voorzieningen/2024-03-01/wlz.csv", RIJEN)
    run(home)
    voor = uitkomst(home)
    plek.unlink()
    leg(home, "brp/2024-02-01/b.csv", EERSTE)
    run(home)
    assert uitkomst(home) == voor


def test_zonder_origineel_van_de_brp_is_er_niets_te_vergelijken_tot_het_er_weer_is(home: DataRoot) -> None:
    plek = leg(home, "brp/2024-01-01/b.csv", EERSTE)
    run(home)
    plek.rename(plek.with_name(".weg"))
    leg(home, "voorzieningen/2024-01-01/wlz.csv", RIJEN)
    run(home)
    assert klassen(home) == dict.fromkeys((1, 2, 3, 4), "niet_te_vergelijken")
    assert not run(home)
    plek.with_name(".weg").rename(plek)
    run(home)
    assert klassen(home) == {2: "waarschijnlijk", 3: "waarschijnlijk", 4: "geen"}


def test_alleen_inwoners_komen_in_aanmerking(home: DataRoot) -> None:
    leg(home, "brp/2024-01-01/b.csv", brp((2, *MENSEN[1], "2"), functie="B"))
    leg(home, "brp/2024-01-01/c.csv", brp((3, *MENSEN[2], "3"), gemeente="0153"))
    leg(home, "voorzieningen/2024-01-01/wlz.csv", RIJEN)
    run(home)
    assert set(klassen(home).values()) == {"geen"}


def test_zonder_rijen_zonder_bsn_wordt_er_niets_gedaan(home: DataRoot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither Splink nor the originals are opened, and the second run has nothing to look at."""
    monkeypatch.setattr(inname, "koppel", None)
    leg(home, "brp/2024-01-01/b.csv", EERSTE)
    leg(home, "voorzieningen/2024-01-01/wlz.csv", voorziening(("", "", ""), bsn_=bsn(1)))
    run(home)
    assert delen(home) == [inname.NIETS]
    monkeypatch.setattr(inname, "_zonder_bsn", None)
    assert not run(home)


def test_een_andere_sleutel_geeft_dezelfde_koppelingen(home: DataRoot, tmp_path: Path) -> None:
    leg(home, "brp/2024-01-01/b.csv", EERSTE)
    leg(home, "voorzieningen/2024-01-01/wlz.csv", RIJEN)
    ander = DataRoot(tmp_path / "ander", tmp_path / "sleutels", home.landing)
    ensure_keys(ander.sleutels, has_data=False)
    run(home), run(ander)
    assert klassen(ander) == klassen(home)
    assert {wie for _, wie, _ in uitkomst(ander)} & {wie for _, wie, _ in uitkomst(home)} <= {None}


def test_de_vorm_van_het_bestand_doet_er_niet_toe(home: DataRoot) -> None:
    """The readers of the intake read the original again, in whatever form it came: here with a BOM, quotes and CRLF."""
    leg(home, "brp/2024-01-01/b.csv", EERSTE)
    regels = ['"' + regel.replace(";", '";"') + '"' for regel in RIJEN.splitlines()]
    leg(home, "voorzieningen/2024-01-01/wlz.csv", "\ufeff" + "\r\n".join(regels))
    run(home)
    assert klassen(home) == {2: "waarschijnlijk", 3: "waarschijnlijk", 4: "geen"}


def test_een_gedood_proces_laat_niets_half_achter(home: DataRoot, monkeypatch: pytest.MonkeyPatch) -> None:
    leg(home, "brp/2024-01-01/b.csv", EERSTE)
    leg(home, "voorzieningen/2024-01-01/wlz.csv", RIJEN)
    with monkeypatch.context() as even:
        even.setattr(inname, "_boek", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run(home)
    assert delen(home) == []
    run(home)
    assert klassen(home) == {2: "waarschijnlijk", 3: "waarschijnlijk", 4: "geen"}
    assert len(list((home.raw / inname.TABEL).glob("*.parquet"))) == 2
