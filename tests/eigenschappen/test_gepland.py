"""What is found is what was planted: every row, with who sent it, when it arrived and when it was put right.

Belongs here: whole municipalities in which much or nothing is wrong, judged by the SQL of all rules. Does not belong here:
one rule by itself (regels), or an independent reading of the rules (unit/test_synthetisch_regels).
"""

from collections import Counter
from pathlib import Path

import pytest

from sources.synthetisch.gebreken.register import GEBREKEN
from tests.eigenschappen.gebreken import KANSEN, Schending, bont, maak
from tests.keten import Keten

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
    te_veel, ontbreekt = wel - verwacht, verwacht - wel
    assert (sorted(te_veel)[:5], sorted(ontbreekt)[:5]) == ([], [])


@pytest.mark.parametrize("seed", [25, 27])
def test_gevonden_is_precies_wat_is_ingebouwd(
    keten: Keten, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    bont(monkeypatch)
    verwacht = maak(tmp_path / "landing", INWONERS, seed, KANSEN)
    assert len({regel for regel, *_ in verwacht}) > len(GEBREKEN) - 8
    vergelijk(gevonden(keten, tmp_path / "home", tmp_path / "landing"), verwacht)


def test_zonder_gebreken_staat_er_niets(keten: Keten, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only late messages are seen, and each of those was put right by the one that was late."""
    bont(monkeypatch)
    verwacht = maak(tmp_path / "landing", INWONERS, 31, "geen")
    assert {regel for regel, *_ in verwacht} == {"TR019", "TR338"}
    assert all(hersteld > leverdatum for *_, leverdatum, hersteld in verwacht)
    vergelijk(gevonden(keten, tmp_path / "home", tmp_path / "landing"), verwacht)
