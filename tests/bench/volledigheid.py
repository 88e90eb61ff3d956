"""How often the interval of completeness holds the later truth, on municipalities whose lateness is known.

Belongs here: making months of declarations with their lateness, running the project's own SQL on them, and counting how often
the final state lay within the interval, at every past date and age. Does not belong here: whether the arithmetic is right
(eigenschappen/test_volledigheid).

    .venv/bin/python -m tests.bench.volledigheid --jaren 8 --gemeenten 6

Each municipality is a law of its own in one run, so that the SQL runs once. An interval is made with what was known at its
date only; that is what int_volledigheid__raming computes for every past state.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa

from tests.eigenschappen.test_volledigheid import GEEN_GEBRUIK, KOLOMMEN, MODELLEN, VOLLEDIG_NA, ZEKERHEID
from tests.keten import Keten

_AANBIEDERS, _CLIENTEN = 25, 400


@dataclass(frozen=True)
class Gedrag:
    """How late lines come: the chance per month of waiting, what a provider adds to it, and what changes over the years."""

    wacht: float = 0.35
    spreiding: float = 0.0
    """How much the chance differs from month to month: a whole administration that is ill, or behind."""
    seizoen: float = 0.0
    """How much larger December is, and less August."""
    achterblijver: float = 0.0
    """The chance that the largest provider, a quarter of all, sends a month half a year late."""
    verslechtering: float = 0.0
    """What the chance of waiting rises per year."""
    correctie: float = 0.03
    afwijzing: float = 0.02
    groei: float = 0.05


GEDRAG = {
    "gelijkmatig": Gedrag(),
    "zoals de generator": Gedrag(wacht=0.02, correctie=0.02, afwijzing=0.01),
    "seizoen en groei": Gedrag(seizoen=0.3, groei=0.15),
    "wisselende achterstand": Gedrag(spreiding=0.2),
    "grote aanbieder soms een half jaar te laat": Gedrag(achterblijver=0.1),
    "elk jaar later": Gedrag(verslechtering=0.08),
}


def regels(gedrag: Gedrag, wet: str, jaren: int, rng: random.Random) -> list[dict]:
    """The lines of one municipality from January 2015, in the columns of int_declaratie__regel that are used."""
    uit = []
    for maand in range(jaren * 12):
        begin = _maand(maand)
        omvang = 1 + gedrag.seizoen * {12: 1.0, 8: -1.0}.get(begin.month, 0.0) + gedrag.groei * maand / 12
        wacht = min(
            0.9, max(0.0, gedrag.wacht + rng.uniform(-1, 1) * gedrag.spreiding + gedrag.verslechtering * maand / 12)
        )
        blijft_achter = 6 if rng.random() < gedrag.achterblijver else 0
        for persoon in range(round(_CLIENTEN * omvang * rng.uniform(0.95, 1.05))):
            aanbieder = 0 if rng.random() < 0.25 else rng.randrange(1, _AANBIEDERS)
            na = 1 + (blijft_achter if aanbieder == 0 else 0)
            while rng.random() < wacht and na < 14:
                na += 1
            geleverd = _maand(maand + na)
            regel = {
                "wet": wet,
                "product_begin": begin,
                "leverdatum": geleverd,
                "beantwoord_op": geleverd + timedelta(days=14),
                "stand": "afgewezen" if rng.random() < gedrag.afwijzing else "toegekend",
                "persoon": persoon,
                "aanbieder": f"{aanbieder:08d}",
                "debet_credit": "D",
                "bedrag_cent": round(rng.lognormvariate(11, 0.8)),
            }
            uit.append(regel)
            if rng.random() < gedrag.correctie:
                later = _maand(maand + na + rng.randint(1, 6))
                uit.append(regel | {"debet_credit": "C", "leverdatum": later, "stand": "toegekend"})
                nieuw = round(regel["bedrag_cent"] * rng.uniform(0.5, 1.0))
                uit.append(regel | {"leverdatum": later, "stand": "toegekend", "bedrag_cent": nieuw})
    return uit


def _maand(nummer: int) -> date:
    return date(2015 + nummer // 12, nummer % 12 + 1, 1)


def meet(keten: Keten, jaren: int, gemeenten: int, zaad: int) -> dict[tuple[str, str, int], tuple[int, int]]:
    """Per behaviour, measure and age how many intervals could be tested, and how many held the truth."""
    wetten = {f"{naam}/{nummer}": naam for naam in GEDRAG for nummer in range(gemeenten)}
    alle = [
        regel
        for wet, naam in wetten.items()
        for regel in regels(GEDRAG[naam], wet, jaren, random.Random(f"{zaad}/{wet}"))
        if regel["leverdatum"] <= _maand(jaren * 12)
    ]
    con = keten.los(
        *MODELLEN[:-1],
        int_declaratie__regel=pa.Table.from_pylist(alle, schema=pa.schema(KOLOMMEN)),
        int_volledigheid__gebruik=GEEN_GEBRUIK,
        int_peil__bekend_op=pa.table({"bekend_op": [_maand(jaren * 12)]}),
    )
    uit: dict = defaultdict(lambda: (0, 0))
    vraag = """
        SELECT wet, maat, leeftijd, count(*), sum(CAST(eindstand BETWEEN ondergrens AND bovengrens AS integer))
        FROM lake.intermediate.int_volledigheid__raming WHERE reden IS NULL AND eindstand IS NOT NULL GROUP BY ALL
    """
    for wet, maat, leeftijd, getoetst, binnen in con.execute(vraag).fetchall():
        plek = wetten[wet], maat, leeftijd
        uit[plek] = uit[plek][0] + getoetst, uit[plek][1] + binnen
    con.close()
    return dict(uit)


def main() -> int:
    """Measure and print; always 0: coverage is a figure, not a target, for months need not be alike."""
    ontleder = argparse.ArgumentParser(description="Meet hoe vaak de rand van de volledigheid de latere stand bevat.")
    ontleder.add_argument("--jaren", type=int, default=8)
    ontleder.add_argument("--gemeenten", type=int, default=6)
    ontleder.add_argument("--zaad", type=int, default=11)
    keuze = ontleder.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as map_:
        keten = Keten(Path(map_))
        processor = time.process_time()
        uitslag = meet(keten, keuze.jaren, keuze.gemeenten, keuze.zaad)
        processor = time.process_time() - processor
    print(f"dekking in procenten (genoemd: {ZEKERHEID}), {keuze.gemeenten} gemeenten van {keuze.jaren} jaar per gedrag")
    leeftijden = (1, 2, 3, 6, 9)
    print(
        f"{'gedrag':<44}{'maat':<10}"
        + "".join(f"{f'{na} mnd':>8}" for na in leeftijden)
        + f"{'alle':>8}{'getoetst':>10}"
    )
    for naam in GEDRAG:
        for maat in ("bedrag", "clienten"):
            van = [uitslag.get((naam, maat, na), (0, 0)) for na in range(VOLLEDIG_NA)]
            delen = [*(van[na] for na in leeftijden), tuple(map(sum, zip(*van, strict=True)))]
            print(f"{naam:<44}{maat:<10}" + "".join(f"{_deel(*deel):>8}" for deel in delen) + f"{delen[-1][0]:>10}")
    print(f"processor {processor:.1f} s")
    return 0


def _deel(getoetst: int, binnen: int) -> str:
    return f"{100 * binnen / getoetst:.0f}" if getoetst else "-"


if __name__ == "__main__":
    sys.exit(main())
