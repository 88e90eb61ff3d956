"""How well and how fast records without a BSN find their resident: others than those the settings were trained on.

Belongs here: making residents and records, and comparing what was linked with what is true. Does not belong here: training
(sources.koppeling.leren), or linking itself.

    .venv/bin/python -m tests.bench.koppelen --inwoners 75000 --records 100000 --zaad 29
"""

import sys
import time
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from sources.koppeling.instellingen import lees_instellingen
from sources.koppeling.kans import KLERK, WAARSCHIJNLIJK, koppel
from sources.koppeling.leren import gevraagd
from tests.bench.meten import piek_mb

DOELEN = {"precisie": 0.99, "teruggevonden": 0.95}
SECONDEN = 60


@dataclass(frozen=True)
class Uitslag:
    """Shares as fractions: of the links that are right, of the residents' records that were rightly linked, of all records
    that are left to a clerk; and the wrong and missed links, counted and as expected from the weights."""

    precisie: float
    teruggevonden: float
    klerk: float
    onjuist: int
    onjuist_verwacht: float
    gemist: int
    gemist_verwacht: float


def beoordeel(uitkomst: pa.Table, van: pa.Array) -> Uitslag:
    """What came of records of which is known whose they are; both in the order of their number."""
    gekoppeld = pc.equal(uitkomst["klasse"], WAARSCHIJNLIJK)
    goed = pc.and_(gekoppeld, pc.fill_null(pc.equal(uitkomst["persoon"], van), False))
    van_inwoner = len(van) - van.null_count
    links, juist = pc.sum(gekoppeld).as_py(), pc.sum(goed).as_py()
    niet = pc.and_(pc.invert(gekoppeld), pc.is_valid(van))
    kans = _kans(uitkomst)
    return Uitslag(
        precisie=juist / max(links, 1),
        teruggevonden=juist / max(van_inwoner, 1),
        klerk=pc.mean(pc.equal(uitkomst["klasse"], KLERK).cast(pa.float64())).as_py(),
        onjuist=links - juist,
        onjuist_verwacht=pc.sum(pc.subtract(1.0, kans.filter(gekoppeld))).as_py() or 0.0,
        gemist=pc.sum(niet).as_py(),
        gemist_verwacht=pc.sum(kans.filter(pc.invert(gekoppeld))).as_py() or 0.0,
    )


def _kans(uitkomst: pa.Table) -> pa.ChunkedArray:
    """The chance that the best resident is the right one, against the second and nobody; as int_koppeling__kans has it."""
    eerste, tweede = (pc.fill_null(pc.power(2.0, uitkomst[veld]), 0.0) for veld in ("gewicht", "tweede_gewicht"))
    return pc.divide(eerste, pc.add(pc.add(eerste, tweede), 1.0))


def main() -> int:
    """Measure and print; 1 when a target was missed."""
    wie, rijen, van, _ = gevraagd("Meet het koppelen zonder BSN.", 29)
    klok, processor = time.perf_counter(), time.process_time()
    uitkomst = koppel(wie, rijen, lees_instellingen())
    seconden, processor = time.perf_counter() - klok, time.process_time() - processor
    uitslag = beoordeel(uitkomst, van)
    print(f"{len(van):,} registraties zonder BSN tegen {wie.num_rows:,} inwoners".replace(",", "."))
    gehaald = processor <= SECONDEN
    for naam, doel in DOELEN.items():
        waarde = getattr(uitslag, naam)
        gehaald &= waarde >= doel
        print(f"{naam:<28}{waarde:10.4f}   doel ≥ {doel}: {'gehaald' if waarde >= doel else 'NIET gehaald'}")
    print(f"{'voor de klerk':<28}{uitslag.klerk:10.4f}")
    print(f"{'onjuist (verwacht)':<28}{uitslag.onjuist:10d}   ({uitslag.onjuist_verwacht:.0f})")
    print(f"{'gemist (verwacht)':<28}{uitslag.gemist:10d}   ({uitslag.gemist_verwacht:.0f})")
    print(f"{'seconden':<28}{seconden:10.1f}   doel ≤ {SECONDEN}; processor {processor:.1f}")
    print(f"{'geheugen (piek, MB)':<28}{piek_mb() or 'onbekend':>10}")
    return 0 if gehaald else 1


if __name__ == "__main__":
    sys.exit(main())
