"""Completeness of care months, counted a second time: in plain Python, from what was delivered by each day.

Belongs here: random declarations with the state, the interval and the back-test written straight from their definition, and
that an interval of then is what a run of then would have said. Does not belong here: how often an interval is right on
municipalities (bench), the use of assignments, or single rules (the dbt unit tests).
"""

import calendar
import random
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

import pyarrow as pa
import pytest

from tests.keten import Keten

MODELLEN = (
    "volledigheidsgrens",
    "dominantie",
    "int_volledigheid__mutatie",
    "int_volledigheid__bijdrage",
    "int_volledigheid__driehoek",
    "int_volledigheid__raming",
    "volledigheid",
)
VOLLEDIG_NA, ZEKERHEID, MINSTE, MEESTE, GEHAALD = 12, 80, 12, 24, 50
KOLOMMEN = {
    "wet": pa.string(),
    "product_begin": pa.date32(),
    "leverdatum": pa.date32(),
    "beantwoord_op": pa.date32(),
    "stand": pa.string(),
    "persoon": pa.int64(),
    "aanbieder": pa.string(),
    "debet_credit": pa.string(),
    "bedrag_cent": pa.int64(),
}
GEBRUIK = {"wet": pa.string(), "duur": pa.int32(), "maand": pa.int32(), "leeftijd": pa.int32(), "clienten": pa.int64()}
GEEN_GEBRUIK = pa.schema(GEBRUIK).empty_table()
Regel = dict[str, Any]


def regels_maken(rng: random.Random, maanden: int, dag: int) -> list[Regel]:
    """Lines of so many months from January 2021: mostly soon, some late, credited or rejected, one client much larger."""
    regels = []
    for wet in ("jeugd", "wmo"):
        for nummer in range(maanden):
            begin = _maand(date(2021, 1, 1), nummer)
            for persoon in range(rng.randint(8, 30)):
                geleverd = _maand(begin, 1) + timedelta(days=rng.choice([5, dag - 1, dag, 20, 40, 75, 200, 500]))
                if rng.random() < 0.03:
                    geleverd = begin - timedelta(days=3)
                antwoord = geleverd + timedelta(days=rng.choice([-5, 7, 7, 40])) if rng.random() < 0.9 else None
                regel = {
                    "wet": wet,
                    "product_begin": begin + timedelta(days=rng.randint(0, 27)),
                    "leverdatum": geleverd,
                    "beantwoord_op": antwoord,
                    "stand": "in behandeling" if antwoord is None else rng.choice(["toegekend"] * 9 + ["afgewezen"]),
                    "persoon": persoon if rng.random() < 0.98 else None,
                    "aanbieder": f"{rng.randint(1, 6):08d}",
                    "debet_credit": "D",
                    "bedrag_cent": rng.randint(1, 400_000) * rng.choice([1, 1, 1, 20]),
                }
                regels.append(regel)
                if rng.random() < 0.1:
                    later = geleverd + timedelta(days=rng.choice([0, 31, 90]))
                    regels.append(regel | {"debet_credit": "C", "leverdatum": later, "stand": "toegekend"})
    return regels


def _maand(dag: date, later: int) -> date:
    return date(dag.year + (dag.month - 1 + later) // 12, (dag.month - 1 + later) % 12 + 1, 1)


def _nummer(dag: date) -> int:
    return dag.year * 12 + dag.month - 1


class Lezing:
    """What the definitions say of these lines when they are known up to a day."""

    def __init__(self, regels: list[Regel], bekend_op: date) -> None:
        self.regels = [regel for regel in regels if regel["leverdatum"] <= bekend_op]
        self.bekend_op = bekend_op

    def peildag(self, maand: int) -> date:
        """The day of the month of bekend_op, in another month."""
        jaar, index = divmod(maand, 12)
        return date(jaar, index + 1, min(self.bekend_op.day, calendar.monthrange(jaar, index + 1)[1]))

    @cached_property
    def driehoek(self) -> dict[tuple[str, str, int, int], int]:
        """Per law, measure, month and age what was known, from the lines themselves."""
        uit = {}
        for wet in {regel["wet"] for regel in self.regels}:
            van_wet = [regel for regel in self.regels if regel["wet"] == wet]
            eerste = _nummer(min(regel["leverdatum"] for regel in van_wet))
            maanden = defaultdict(list)
            for regel in van_wet:
                if eerste <= _nummer(regel["product_begin"]) <= _nummer(self.bekend_op):
                    maanden[_nummer(regel["product_begin"])].append(regel)
            for maand, regels in maanden.items():
                for leeftijd in range(VOLLEDIG_NA + 1):
                    if maand + leeftijd <= _nummer(self.bekend_op):
                        per_persoon = self._bekend(regels, self.peildag(maand + leeftijd))
                        uit[wet, "bedrag", maand, leeftijd] = sum(per_persoon.values())
                        uit[wet, "clienten", maand, leeftijd] = sum(
                            cent > 0 for wie, cent in per_persoon.items() if wie is not None
                        )
        return uit

    @staticmethod
    def _bekend(regels: list[Regel], dag: date) -> dict[int | None, int]:
        per_persoon: dict[int | None, int] = defaultdict(int)
        for regel in regels:
            cent = regel["bedrag_cent"] * (1 if regel["debet_credit"] == "D" else -1)
            # What is declared before its month is known at age 0.
            if regel["leverdatum"] <= dag:
                per_persoon[regel["persoon"]] += cent
                if regel["stand"] == "afgewezen" and regel["beantwoord_op"] <= dag:
                    per_persoon[regel["persoon"]] -= cent
        return per_persoon

    def raming(self, wet: str, maat: str, maand: int, leeftijd: int) -> tuple[str | None, int, Any]:
        """Reason, number compared, and (lower, middle, upper) or None."""
        bekend = self.driehoek[wet, maat, maand, leeftijd]
        if leeftijd == VOLLEDIG_NA:
            return "volledig", 0, None
        verhoudingen = []
        laatste = maand + leeftijd - VOLLEDIG_NA
        for ouder in range(laatste - MEESTE + 1, laatste + 1):
            toen = self.driehoek.get((wet, maat, ouder, leeftijd), 0)
            if toen > 0:
                verhoudingen.append(Fraction(max(self.driehoek[wet, maat, ouder, VOLLEDIG_NA], 0), toen))
        if bekend <= 0:
            return "niets_bekend", 0, None
        verhoudingen.sort()
        n = len(verhoudingen)
        k = (n + 1) * (100 - ZEKERHEID) // 200
        if n < MINSTE or k < 1:
            return "te_weinig_vergelijkbaar", n, None
        laag, midden, hoog = (bekend * verhoudingen[i - 1] for i in (k, (n + 1) // 2, n + 1 - k))
        return None, n, (laag.__floor__(), midden.__floor__(), hoog.__ceil__())

    def toets(self, wet: str, maat: str, maand: int, leeftijd: int) -> list[bool]:
        """Of the earlier intervals at this age whose month was complete by then, whether each held the truth."""
        uit = []
        for eerder in range(maand + leeftijd - VOLLEDIG_NA, maand - 60, -1):
            bekend = (wet, maat, eerder, leeftijd) in self.driehoek
            rand = self.raming(wet, maat, eerder, leeftijd)[2] if bekend else None
            if rand:
                uit.append(rand[0] <= self.driehoek[wet, maat, eerder, VOLLEDIG_NA] <= rand[2])
        return uit


def draai(keten: Keten, regels: list[Regel], bekend_op: date) -> tuple[list[dict], list[dict]]:
    """The estimates and the mart of these lines, of which the answers after `bekend_op` have not come."""
    bekend = [
        regel
        | (
            {}
            if (regel["beantwoord_op"] or bekend_op) <= bekend_op
            else {"beantwoord_op": None, "stand": "in behandeling"}
        )
        for regel in regels
        if regel["leverdatum"] <= bekend_op
    ]
    con = keten.los(
        *MODELLEN,
        int_declaratie__regel=pa.Table.from_pylist(bekend, schema=pa.schema(KOLOMMEN)),
        int_volledigheid__gebruik=GEEN_GEBRUIK,
        int_peil__bekend_op=pa.table({"bekend_op": [bekend_op]}, schema=pa.schema({"bekend_op": pa.date32()})),
    )
    try:
        return tuple(
            con.sql(f"FROM lake.{naam}").to_arrow_table().to_pylist()
            for naam in ("intermediate.int_volledigheid__raming", "marts.volledigheid")
        )
    finally:
        con.close()


@pytest.mark.parametrize(
    ("zaad", "maanden", "bekend_op"),
    [(1, 40, date(2024, 5, 10)), (2, 36, date(2024, 1, 31)), (3, 20, date(2022, 9, 1)), (4, 45, date(2024, 2, 29))],
)
def test_stand_rand_en_terugblik(keten: Keten, zaad: int, maanden: int, bekend_op: date) -> None:
    regels = regels_maken(random.Random(zaad), maanden, bekend_op.day)
    ramingen, mart = draai(keten, regels, bekend_op)
    lezing = Lezing(regels, bekend_op)
    assert {
        (rij["wet"], rij["maat"], rij["maand"], rij["leeftijd"]): rij["bekend"] for rij in ramingen
    } == lezing.driehoek
    for rij in ramingen:
        plek = rij["wet"], rij["maat"], rij["maand"], rij["leeftijd"]
        reden, aantal, rand = lezing.raming(*plek)
        toets = lezing.toets(*plek)
        assert [rij["getoetst"], rij["getoetst_binnen"]] == [len(toets), sum(toets)]
        if reden is None and len(toets) >= MINSTE and sum(toets) * 100 < GEHAALD * len(toets):
            reden, rand = "klopte_te_weinig", None
        assert rij["reden"] == reden, plek
        if reden in {None, "te_weinig_vergelijkbaar"}:
            assert rij["vergeleken"] == aantal
        gevonden = (rij["ondergrens"], rij["verwacht"], rij["bovengrens"])
        assert gevonden == (rand or ((rij["bekend"],) * 3 if reden == "volledig" else (None,) * 3)), plek
    assert {rij["reden"] for rij in mart} >= {"volledig", "te_weinig_vergelijkbaar"}
    assert (maanden < 24) == all(rij["reden"] for rij in mart)
    for rij in mart:
        stap = 5000 if rij["maat"] == "bedrag" else 5
        assert not rij["geheim"] or rij["bekend"] is rij["verwacht"] is rij["ondergrens"] is rij["percentage"] is None
        assert all(
            rij[naam] is None or rij[naam] % stap == 0 for naam in ("bekend", "verwacht", "ondergrens", "bovengrens")
        )
        assert rij["maat"] == "bedrag" or rij["bekend"] is None or rij["bekend"] >= 10


def test_een_rand_van_toen_is_wat_een_run_van_toen_zei(keten: Keten) -> None:
    """The back-test knows no more than was known: the newest state of an earlier run has the interval that it still has."""
    bekend_op = date(2024, 5, 10)
    regels = regels_maken(random.Random(7), 40, 10)
    nu = {(rij["wet"], rij["maat"], rij["maand"], rij["leeftijd"]): rij for rij in draai(keten, regels, bekend_op)[0]}
    for toen in (date(2023, 4, 10), date(2023, 12, 10), date(2024, 4, 10)):
        toen_gezegd = [rij for rij in draai(keten, regels, toen)[0] if rij["maand"] + rij["leeftijd"] == _nummer(toen)]
        assert sum(rij["reden"] is None for rij in toen_gezegd) > 30
        for rij in toen_gezegd:
            nog = nu[rij["wet"], rij["maat"], rij["maand"], rij["leeftijd"]]
            gelijk = ("bekend", "reden", "ondergrens", "verwacht", "bovengrens", "getoetst", "getoetst_binnen")
            assert [rij[naam] for naam in gelijk] == [nog[naam] for naam in gelijk]
