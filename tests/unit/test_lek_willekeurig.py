"""Persons in any column of any kind of file, in any text: nothing of them in what is said of the file.

Belongs here: exceptions, outcomes, the manifest and quarantine of one file. Does not belong here: whole runs (test_lek),
or whether a good record survives a bad one (test_csv_fuzz). SDL_FUZZ sets the number of examples per test.
"""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sources import manifest
from sources.bestandlezer import lees_bestand
from sources.intake import neem_in
from sources.pseudoniem import Pseudoniem
from sources.soort import CSV_BRONNEN, lees_bron
from sources.uitkomst import Uitkomst
from tests.lek.geheimen import PERSONEN, Zoeker
from tests.lek.leveringen import WAARDEN, geheimen_van
from warehouse.duck import connect
from warehouse.keys import ensure_keys
from warehouse.paths import DataRoot

PSEUDONIEM = Pseudoniem(b"sleutel voor tests".ljust(32))
ZOEKER = Zoeker()
ZOEK = os.environ.get("SDL_FUZZ")
ZONDER_KRIMPEN = (Phase.explicit, Phase.reuse, Phase.generate)
VAAK = settings(deadline=20_000, max_examples=int(ZOEK or 25), derandomize=not ZOEK, phases=ZONDER_KRIMPEN)
SOORTEN = [(bron, soort) for bron in CSV_BRONNEN for soort in lees_bron(bron).soorten]
GEHEIM = st.sampled_from([tekst for persoon in PERSONEN for tekst in geheimen_van(persoon)])
RUIS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
VELD = st.tuples(RUIS, GEHEIM, RUIS).map("".join) | GEHEIM | RUIS
EINDE = st.sampled_from(["\n", "\r\n", "\r", "\n\n"])


def gezegd(uitkomst: Uitkomst) -> str:
    """All that leaves the reading of a file but its rows, which are encrypted."""
    return repr((uitkomst.soort, uitkomst.meldingen, uitkomst.leverancier, uitkomst.jaar))


@st.composite
def bestanden(draw: st.DrawFn, bron: str, soort: str) -> bytes:
    """A file with its header, damaged or not, and records that hold persons anywhere."""
    kolommen = lees_bron(bron).soorten[soort].kolommen
    kop = [kolom.naam.replace("<jaar>", "2024") for kolom in kolommen]
    goed = [WAARDEN.get(kolom.type, "A") for kolom in kolommen]
    if draw(st.booleans()):
        kop.insert(draw(st.integers(0, len(kop))), draw(VELD))
    regels = [kop]
    for _ in range(draw(st.integers(1, 4))):
        rij = list(goed)
        for _ in range(draw(st.integers(1, 3))):
            rij[draw(st.integers(0, len(rij) - 1))] = draw(VELD)
        regels.append([*rij, draw(VELD)] if draw(st.booleans()) else rij)
    inhoud = draw(EINDE).join(";".join(rij) for rij in regels).encode()
    return inhoud + draw(st.sampled_from([b"", b"", b"\xff", b"\0", b'"']))


@pytest.mark.parametrize(("bron", "soort"), SOORTEN)
@VAAK
@given(st.data())
def test_wat_van_een_bestand_wordt_gezegd(bron: str, soort: str, data: st.DataObject) -> None:
    """Never an exception, so no text of one; and no person in a message, its column or its place."""
    uitkomst = lees_bestand(bron, data.draw(bestanden(bron, soort)), 7, PSEUDONIEM)
    assert ZOEKER.in_tekst(gezegd(uitkomst)) == set()
    assert ZOEKER.in_bytes(gezegd(uitkomst).encode()) == set()


@settings(deadline=60_000, max_examples=int(ZOEK or 5), derandomize=not ZOEK, phases=ZONDER_KRIMPEN)
@given(st.data())
def test_manifest_en_quarantaine(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """The whole intake of one file of each kind: nothing of it in quarantine/, the manifest or the lines of progress."""
    map_ = tmp_path_factory.mktemp("willekeurig")
    home = DataRoot(map_ / "data", map_ / "data" / "keys", map_ / "landing")
    for nummer, (bron, soort) in enumerate(SOORTEN):
        pad = home.landing / bron / "2025-01-01" / f"{PERSONEN[0].bsn} {nummer}.csv"
        pad.parent.mkdir(parents=True, exist_ok=True)
        pad.write_bytes(data.draw(bestanden(bron, soort)))
    ensure_keys(home.sleutels, has_data=False)
    regels: list[str] = []
    verslag = neem_in(home, vandaag=date(2026, 1, 1), meld=regels.append)
    assert sum(telling.nieuw for telling in verslag.per_bron.values()) == len(SOORTEN)
    assert ZOEKER.in_bytes(repr(regels).encode()) == set()
    assert {pad.name: ZOEKER.in_bytes(pad.read_bytes()) for pad in _gevuld(home.quarantine)} == {}
    assert ZOEKER.in_bytes(_manifest(home).encode()) == set()


def _gevuld(quarantine: Path) -> list[Path]:
    return [pad for pad in quarantine.rglob("*.json") if ZOEKER.in_bytes(pad.read_bytes() + pad.name.encode())]


def _manifest(home: DataRoot) -> str:
    con = connect(home)
    try:
        stand = manifest.lees(con, home)
        return repr([tabel.to_pylist() for tabel in (stand.bestand, stand.waarneming, stand.melding)])
    finally:
        con.close()
