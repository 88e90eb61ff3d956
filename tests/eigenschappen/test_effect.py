"""The bounds of a finding hold: whoever repairs it finds the figures between them.

Belongs here: municipalities with planted errors, beside the same municipalities without. Does not belong here: the
arithmetic by itself (dbt unit tests).
"""

import csv
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.keten import Keten, verberg_niets
from tests.orakel.gemeente_maken import maak_gemeente

ONGELDIG = "987654321"  # fails the 11-test
SLEUTEL = ("definitie", "periode", "eenheid", "gebied_code", "combinatie")


def bederf(landing: Path, rng: random.Random, hoeveel: int) -> None:
    """In the latest statement of benefits, some numbers of a first person identify nobody."""
    pad = max(landing.glob("pwet/2*/uitkeringen.csv"))
    with pad.open(encoding="utf-8-sig", newline="") as bestand:
        rijen = list(csv.DictReader(bestand, delimiter=";"))
    for rij in rng.sample(rijen, hoeveel):
        rij["bsn_1"] = ONGELDIG
    with pad.open("w", encoding="utf-8", newline="") as bestand:
        schrijver = csv.DictWriter(bestand, list(rijen[0]), delimiter=";")
        schrijver.writeheader()
        schrijver.writerows(rijen)


def cellen(marts: dict[str, list[dict[str, Any]]]) -> dict[tuple, int | None]:
    """The published cells of municipalities, None for a secret one."""
    huishoudens = {
        (r["definitie"], r["periode"], f"huishoudens_{r['huishoudensoort']}", r["gebied_code"], r["combinatie"]): r[
            "huishoudens"
        ]
        for r in marts["huishouden_overlap"]
    }
    clienten = {
        (r["definitie"], r["periode"], "clienten", r["gebied_code"], r["combinatie"]): r["clienten"]
        for r in marts["client_overlap"]
    }
    return {sleutel: waarde for sleutel, waarde in (huishoudens | clienten).items() if sleutel[3].startswith("GM")}


@pytest.mark.parametrize("zaad", [1, 2, 3])
def test_wie_herstelt_vindt_cijfers_binnen_de_grenzen(keten: Keten, tmp_path: Path, monkeypatch, zaad: int) -> None:
    verberg_niets(monkeypatch)  # what is hidden has no figure to compare
    rng = random.Random(zaad)
    goed = maak_gemeente(tmp_path / "goed", rng, 250).map
    fout = tmp_path / "fout"
    shutil.copytree(goed, fout, symlinks=True)
    bederf(fout, rng, 6)
    hersteld = cellen(keten.van_landing(goed, tmp_path / "a"))
    marts = keten.van_landing(
        fout, tmp_path / "b", "huishouden_overlap", "client_overlap", "bevinding", "bevinding_effect"
    )
    (bevinding,) = (
        rij["bevinding_id"]
        for rij in marts["bevinding"]
        if (rij["regel"], rij["tabel"]) == ("BSN_IDENTIFICEERT_NIEMAND", "pwet__uitkering")
    )
    grenzen = {
        tuple(rij[kolom] for kolom in SLEUTEL): (rij["ondergrens"], rij["bovengrens"])
        for rij in marts["bevinding_effect"]
        if rij["bevinding_id"] == bevinding
    }
    buiten = [
        (sleutel, waarde, grenzen[sleutel])
        for sleutel, waarde in hersteld.items()
        if sleutel in grenzen and not _past(waarde, *grenzen[sleutel])
    ]
    assert buiten == []
    veranderd = {sleutel for sleutel, waarde in cellen(marts).items() if hersteld[sleutel] != waarde}
    assert veranderd, "er is niets bedorven dat een cel verandert"
    assert veranderd <= set(grenzen)


def _past(waarde: int | None, onder: int, boven: int) -> bool:
    """A published figure stands for the counts that round to it, a secret one for 0 to 7."""
    laagst, hoogst = (0, 7) if waarde is None else (waarde - 2, waarde + 2)
    return onder <= hoogst and laagst <= boven
