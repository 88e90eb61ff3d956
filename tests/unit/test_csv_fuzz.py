"""Deliveries that were damaged, by the thousand: what is read always has an outcome, and no good record is ever lost.

Belongs here: damage at random. Does not belong here: each known kind of damage with its reason (test_csv_lezer,
test_brp_json, test_werkmap). SDL_FUZZ sets the number of examples per test, for a longer search than a test run allows, that looks elsewhere each time.

The invariants, for every kind of file and for persons in JSON:

1. Whatever the bytes, reading gives an outcome: the file is refused with one reason that redenen.yml knows and lands
   nothing, or each record is landed or refused with such a reason, and none twice.
2. A line of text that is not as it should be costs at most itself: every good record on another line lands with the same
   values as without it. A line is text without a line end, of at most 1 MB (UTF-8, no NUL: else the file is no text and is
   refused as a whole); in CSV the good records hold no quotes, as a quote may rightly close what another line opened. The first line tells the
   form of a file: in CSV that is the header, and JSON begins with { or [.
3. Good records that are quoted land the same as without quotes.
"""

import json
import os
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sources.bestandlezer import lees_bestand
from sources.pseudoniem import Pseudoniem
from sources.redenen import redenen
from sources.soort import CSV_BRONNEN, lees_bron
from sources.uitkomst import Uitkomst
from tests.berichten_maken import bsn

PSEUDONIEM = Pseudoniem(b"sleutel voor tests")
SOORTEN = [(bron, naam) for bron in CSV_BRONNEN for naam in lees_bron(bron).soorten]
ZOEK = os.environ.get("SDL_FUZZ")
VAAK = settings(deadline=20_000, max_examples=int(ZOEK or 12), derandomize=not ZOEK)
per_soort = pytest.mark.parametrize(("bron", "naam"), [*SOORTEN, ("brp", "json")])
BSNS = [bsn(nummer) for nummer in range(4)]
GEWOON = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters=';"'), max_size=6
)
WAARDEN = {
    "tekst": GEWOON,
    "bsn": st.sampled_from([*BSNS, "", "123456789"]),
    "datum": st.sampled_from(["2024-01-31", "1999-12-01", ""]),
    "datum_of_cijfers": st.sampled_from(["2024-01-31", "19991201", ""]),
    "datum_brp": st.sampled_from(["20240131", "19990000", "00000000", ""]),
    "decimaal": st.sampled_from(["12.50", "-3", ""]),
    "geheel": st.sampled_from(["350", "007", ""]),
    "jaar": st.just("2024"),
    "huisnummer": st.sampled_from(["12", "007"]),
    "gemeentecode": st.sampled_from(["0141", ""]),
    "cbs_code": st.sampled_from(["1411000", "141"]),
    "gebiedscode": st.sampled_from(["GM0141", "BU01411000"]),
    "gebiedsoort": st.sampled_from(["gemeente", "buurt"]),
    "geslacht": st.sampled_from(["M", ""]),
    "functie_adres": st.sampled_from(["W", "B"]),
    "wet": st.sampled_from(["jeugd", "overig"]),
    "leveringsvorm": st.sampled_from(["PGB", ""]),
    "contractvorm": st.just("output"),
    "bedragsoort": st.just("realisatie"),
    "hulpvorm": st.sampled_from(["01", "14"]),
}
STUKJES = st.one_of(
    st.sampled_from(
        ['"', '""', ";", ";;", "\n", "\r", "\r\n", "{", "}", "[", "]", ",", ":", "\\", "null", "NaN", "\ufeff"]
    ),
    st.text(max_size=5),
)
BYTES = st.one_of(
    STUKJES.map(lambda tekst: tekst.encode()),
    st.sampled_from([b"\0", b"\xff", b"\xc3", b"PK\3\4", b"x" * 70_000, b'"' * 3000, b"[" * 3000, b"\n" * 3000]),
)
SLECHT = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=30),
    st.lists(STUKJES.filter(lambda stuk: not {"\n", "\r", "\0"} & set(stuk)), max_size=8).map("".join),
    st.sampled_from(["x" * 100_000, "[" * 50_000, '{"a":' * 20_000, '"' * 50_001, ";" * 50_000]),
)


def lees(bron: str, inhoud: bytes) -> Uitkomst:
    return lees_bestand(bron, inhoud, 7, PSEUDONIEM)


def rijen(uitkomst: Uitkomst) -> list[dict[str, Any]]:
    return [rij for tabel in uitkomst.tabellen.values() for rij in tabel.to_pylist()]


def kop(bron: str, naam: str) -> list[str]:
    if naam == "json":
        return []
    return [";".join(kolom.naam.replace("<jaar>", "2024") for kolom in lees_bron(bron).soorten[naam].kolommen)]


def record(bron: str, naam: str) -> st.SearchStrategy[str]:
    """One good line of a kind of file."""
    if naam == "json":
        return st.builds(_persoon, st.sampled_from(BSNS), GEWOON, st.booleans())
    return st.tuples(*(WAARDEN[kolom.type] for kolom in lees_bron(bron).soorten[naam].kolommen)).map(";".join)


def _persoon(nummer: str, geslachtsnaam: str, in_antwoord: bool) -> str:
    persoon = {
        "burgerservicenummer": nummer,
        "naam": {"geslachtsnaam": geslachtsnaam},
        "geboorte": {"datum": {"type": "JaarDatum", "jaar": 1990}},
        "gemeenteVanInschrijving": {"code": "0141"},
        "verblijfplaats": {"type": "Adres", "verblijfadres": {"postcode": "7607AA", "huisnummer": 12}},
    }
    return json.dumps({"type": "x", "personen": [persoon]} if in_antwoord else persoon, ensure_ascii=False)


def keur(uitkomst: Uitkomst) -> None:
    """Invariant 1."""
    assert {melding.code for melding in uitkomst.meldingen} <= set(redenen())
    if uitkomst.bestand_geweigerd:
        assert (len(uitkomst.meldingen), uitkomst.tabellen) == (1, {})
        return
    nummers = [rij["rij"] for rij in rijen(uitkomst)]
    assert nummers == sorted(set(nummers))
    assert uitkomst.gelezen == len(nummers) + uitkomst.geweigerd
    geweigerd = [melding.aantal for melding in uitkomst.meldingen if melding.klasse == "record_geweigerd"]
    assert uitkomst.geweigerd == sum(geweigerd)


@per_soort
@VAAK
@given(st.data())
def test_schade_in_bytes_geeft_altijd_een_uitkomst(bron: str, naam: str, data: st.DataObject) -> None:
    regels = [*kop(bron, naam), *data.draw(st.lists(record(bron, naam), min_size=1, max_size=5))]
    inhoud = bytearray("\n".join(regels).encode())
    for _ in range(data.draw(st.integers(1, 6))):
        begin = data.draw(st.integers(0, len(inhoud)))
        inhoud[begin : begin + data.draw(st.sampled_from([0, 0, 1, 3, 40]))] = data.draw(BYTES)
    keur(lees(bron, bytes(inhoud)))


@VAAK
@given(st.sampled_from(CSV_BRONNEN), st.lists(BYTES, max_size=6).map(b"".join))
def test_bytes_zonder_enige_vorm(bron: str, inhoud: bytes) -> None:
    keur(lees(bron, inhoud))


@per_soort
@VAAK
@given(st.data())
def test_een_slechte_regel_kost_hoogstens_zichzelf(bron: str, naam: str, data: st.DataObject) -> None:
    goed = data.draw(st.lists(record(bron, naam), min_size=1, max_size=6))
    plaats, slecht = data.draw(st.integers(0, len(goed))), data.draw(SLECHT)
    slecht = "{" + slecht if naam == "json" and plaats == 0 else slecht
    einde = data.draw(st.sampled_from(["\n", "\r\n"]))
    zonder = lees(bron, einde.join([*kop(bron, naam), *goed]).encode())
    met = lees(bron, einde.join([*kop(bron, naam), *goed[:plaats], slecht, *goed[plaats:]]).encode())
    keur(met)
    assert not met.bestand_geweigerd
    erbij = met.gelezen - zonder.gelezen
    assert erbij in (0, 1)
    verwacht = [rij | {"rij": rij["rij"] + (erbij if rij["rij"] > plaats else 0)} for rij in rijen(zonder)]
    assert [rij for rij in rijen(met) if not (erbij and rij["rij"] == plaats + 1)] == verwacht
    assert len(verwacht) == len(goed)


@pytest.mark.parametrize(("bron", "naam"), SOORTEN)
@VAAK
@given(st.data())
def test_aanhalingstekens_maken_geen_verschil(bron: str, naam: str, data: st.DataObject) -> None:
    goed = data.draw(st.lists(record(bron, naam), min_size=1, max_size=6))
    regels = [*kop(bron, naam), *goed]
    tussen = [";".join(f'"{veld}"' for veld in regel.split(";")) for regel in regels]
    assert rijen(lees(bron, "\n".join(tussen).encode())) == rijen(lees(bron, "\n".join(regels).encode()))
