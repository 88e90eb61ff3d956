"""What is found is what was planted: every row, with who sent it, when it arrived and when it was put right.

Belongs here: whole municipalities in which much or nothing is wrong, judged by the SQL of all rules. Does not belong here:
one rule by itself (regels), or an independent reading of the rules (unit/test_synthetisch_regels).
"""

from collections import Counter
from pathlib import Path

import pytest

from sources.synthetisch.gebreken.register import GEBREKEN
from tests.eigenschappen.gebreken import KANSEN, Schending, bont, maak
from tests.keten import Keten, verberg_niets

INWONERS = 2500


def gevonden(keten: Keten, werk: Path, landing: Path) -> Counter[Schending]:
    """The violations of everything in a landing folder."""
    home = keten.wortel(werk, landing)
    keten.neem_in(home)
    con = keten.bouw(home)
    try:
        rijen = con.execute(
            """SELECT regel, wet, leverancier, leverdatum, coalesce(cast(hersteld_op AS VARCHAR), ''), count(*)
               FROM lake.intermediate.int_schending__alle GROUP BY ALL"""
        ).fetchall()
    finally:
        con.close()
    return Counter({(*wie, leverdatum.isoformat(), hersteld): aantal for *wie, leverdatum, hersteld, aantal in rijen})


def vergelijk(wel: Counter[Schending], verwacht: Counter[Schending]) -> None:
    """Equal, or the first differences both ways."""
    te_veel, ontbreekt = sorted(wel - verwacht), sorted(verwacht - wel)
    assert (te_veel[:5], ontbreekt[:5]) == ([], [])


def test_gevonden_is_precies_wat_is_ingebouwd(keten: Keten, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two municipalities that together break every rule; when the generator changes, other seeds may be needed for that."""
    bont(monkeypatch)
    verberg_niets(monkeypatch)
    gedekt: set[str] = set()
    for seed in (1, 3):
        verwacht = maak(tmp_path / f"landing{seed}", INWONERS, seed, KANSEN)
        vergelijk(gevonden(keten, tmp_path / f"home{seed}", tmp_path / f"landing{seed}"), verwacht)
        gedekt |= {regel for regel, *_ in verwacht}
    assert gedekt == set(GEBREKEN)


def test_zonder_gebreken_staat_er_niets(keten: Keten, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only late messages are seen, and each of those was put right by the one that was late."""
    bont(monkeypatch)
    verberg_niets(monkeypatch)
    verwacht = maak(tmp_path / "landing", INWONERS, 31, "geen")
    assert {regel for regel, *_ in verwacht} == {"TR019", "TR338"}
    assert all(hersteld > leverdatum for *_, leverdatum, hersteld in verwacht)
    vergelijk(gevonden(keten, tmp_path / "home", tmp_path / "landing"), verwacht)
