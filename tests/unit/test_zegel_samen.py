"""Sealing, forgetting, changing keys and linking on one data root, one after the other: none undoes what another did.

Belongs here: what must hold of them together. Does not belong here: each by itself (test_zegel, test_vergeten,
test_herversleutelen, test_koppeling_inname).
"""

from datetime import date
from pathlib import Path

import pytest

from sources.herversleutelen import wissel_sleutels
from sources.koppeling.inname import TABEL
from sources.pseudoniem import Pseudoniem
from sources.vergeten_actie import maak_ongedaan, vergeet
from tests.berichten_maken import bsn
from tests.unit.test_koppeling_inname import ADRESSEN, EERSTE, NAMEN, RIJEN, TWEEDE, voorziening
from tests.unit.test_vergeten import stil
from tests.unit.test_zegel import Plek
from warehouse.duck import PARQUET_KEY, connect
from warehouse.keys import NAMES, check_fingerprint, pseudoniemsleutel
from warehouse.zegel import zegel_van

VANDAAG = date(2024, 6, 1)
BRP_1, BRP_2, WLZ = "brp/2024-01-01/b.csv", "brp/2024-03-01/b.csv", "voorzieningen/2024-01-05/wlz.csv"
WEG, BLIJFT = 3, 2
"""The numbers of their BSN: who is to be forgotten stands in the first statement alone, who stays in both."""


@pytest.fixture
def plek(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Plek:
    plek = Plek(tmp_path, monkeypatch, capsys)
    for pad, inhoud in {
        "gebieden/2024-01-01/n.csv": NAMEN,
        "gebieden/2024-01-01/a.csv": ADRESSEN,
        BRP_1: EERSTE,
        BRP_2: TWEEDE,
        WLZ: RIJEN,
    }.items():
        plek.leg(pad, inhoud)
    check_fingerprint(plek.home.sleutels, plek.home.root / ".sleutel")
    plek.neem_in()
    assert plek.sdl("seal", "--nieuwe-sleutel", str(plek.prive)) == 0
    return plek


def gelezen(plek: Plek, tabel: str) -> list[dict]:
    con = connect(plek.home)
    try:
        vraag = f"SELECT * FROM read_parquet(?, encryption_config = {{footer_key: '{PARQUET_KEY}'}}) ORDER BY ALL"
        return con.execute(vraag, [str(plek.home.raw / tabel / "*.parquet")]).to_arrow_table().to_pylist()
    finally:
        con.close()


def wie(plek: Plek, nummer: int) -> int:
    return Pseudoniem(pseudoniemsleutel(plek.home)).een("bsn", bsn(nummer))


def koppelingen(plek: Plek) -> dict[int, int]:
    """The number of the BSN to which each row leads, by row; without who is not one of the three."""
    nummers = {wie(plek, nummer): nummer for nummer in (1, 2, 3)}
    return {rij["rij"]: nummers[rij["persoon"]] for rij in gelezen(plek, TABEL) if rij["persoon"] in nummers}


def ingeschreven(plek: Plek) -> set[int]:
    nummers = {wie(plek, nummer): nummer for nummer in (1, 2, 3)}
    return {nummers[rij["persoon"]] for rij in gelezen(plek, "brp__persoon")}


def test_verzegelen_vergeten_wisselen_en_ontzegelen(plek: Plek) -> None:
    assert koppelingen(plek) == {2: BLIJFT, 3: WEG}
    originelen = {pad: (plek.home.landing / pad).read_bytes() for pad in (BRP_1, WLZ)}

    # Sealed: nothing changes, and nothing is linked anew.
    assert plek.sdl("seal", "--alles") == 0
    assert not plek.neem_in().gewijzigd
    assert koppelingen(plek) == {2: BLIJFT, 3: WEG}

    # Forgotten: the sealed files with them are destroyed, also where they only probably stand; links of others stay.
    bewijs = vergeet(plek.home, [bsn(WEG)], VANDAAG, stil)
    assert (bewijs.personen, bewijs.verzegeld) == (1, 2)
    assert not [pad for pad in originelen if zegel_van(plek.home.landing / pad).exists()]
    assert zegel_van(plek.home.landing / BRP_2).exists()
    plek.neem_in()
    assert ingeschreven(plek) == {1, 2}
    assert koppelingen(plek) == {2: BLIJFT}

    # Other keys: the same, under other pseudonyms.
    voor = wie(plek, BLIJFT)
    wissel_sleutels(plek.home, NAMES, stil)
    check_fingerprint(plek.home.sleutels, plek.home.root / ".sleutel")
    plek.neem_in()
    assert wie(plek, BLIJFT) != voor
    assert (ingeschreven(plek), koppelingen(plek)) == ({1, 2}, {2: BLIJFT})

    # Unsealed: what was destroyed is gone, the rest is as it was and is known.
    assert plek.sdl("unseal", "--prive-sleutel", str(plek.prive)) == 0
    assert not (plek.home.landing / BRP_1).exists()
    assert (plek.home.landing / BRP_2).read_text("utf-8") == TWEEDE
    plek.neem_in()
    assert (ingeschreven(plek), koppelingen(plek)) == ({1, 2}, {2: BLIJFT})

    # New rows without a BSN are linked with the originals that are readable again, and to nobody who was forgotten.
    plek.leg(
        "voorzieningen/2024-04-01/pgb.csv",
        voorziening(("van Molenbeekster", "1975-11-03", "2"), ("Torenvalkje", "1990-06-03", "3")),
    )
    plek.neem_in()
    assert koppelingen(plek) == {1: BLIJFT, 2: BLIJFT}

    # The destroyed files put back are known content; only taking it back reads them.
    for pad, inhoud in originelen.items():
        plek.leg(pad, inhoud)
    plek.neem_in()
    assert ingeschreven(plek) == {1, 2}
    assert maak_ongedaan(plek.home, [bsn(WEG)], VANDAAG, stil).niet_hersteld == {}
    assert ingeschreven(plek) == {1, 2, 3}
    assert WEG in koppelingen(plek).values()
