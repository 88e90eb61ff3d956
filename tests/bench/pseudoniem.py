"""What making 18 million distinct identifiers into pseudonyms costs: `python -m tests.bench.pseudoniem`.

Belongs here: made-up identifiers of the kinds that deliveries hold, and hashing them in the batches of the intake. Does not
belong here: reading files (per_rij), or assertions: a time depends on the machine. No identifier occurs twice, so nothing is
remembered; in deliveries most persons return, which costs a tenth. Processor time says more than the clock on a busy machine.

Measured in processor time, on two cores that others worked on as well: 36 s for 18 million (2.0 µs each), or 18 s a core
with two processes, of some 650 MB each; a machine twice as crowded took 41 s. The copy of an hmac object per value, as it was
before, took 1.9 µs for the hash alone; keeping both halves of it takes 1.1. A ring of three keys takes 4 µs.

`--processen 2` divides the work over two processes, `--sleutels 3` uses a ring of three keys.
"""

import argparse
import hashlib
import hmac
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pyarrow as pa
import pyarrow.compute as pc

from sources.pseudoniem import Pseudoniem

AANTAL = 18_000_000
DEEL = 100_000
"""Identifiers in one column, as from a block of CSV."""
STREEF = 40
"""Seconds on two cores."""
_SLEUTEL = hashlib.sha256(b"meting").digest()


def kolommen(van: int, tot: int) -> Iterator[tuple[str, pa.Array]]:
    """Columns of one kind each: BSNs, addresses (PC6 and number) and names with birth date and address, in turn."""
    for nummer, begin in enumerate(range(van, tot, DEEL)):
        getallen = pc.cast(pa.array(range(begin, min(begin + DEEL, tot))), pa.string())
        cijfers = pc.utf8_lpad(getallen, 9, "0")
        yield [
            ("bsn", cijfers),
            ("adres", pc.binary_join_element_wise("7607AA", getallen, "a", "", "|")),
            ("koppel", pc.binary_join_element_wise("verzonnen naam", "1990-02-28", "7607AA", getallen, "|")),
        ][nummer % 3]


def meet(van: int, tot: int, sleutels: int) -> tuple[float, float]:
    """Processor seconds of hashing alone, and the peak of memory in MB, of this process."""
    ring = b"".join(hashlib.sha256(bytes([nummer])).digest() for nummer in range(sleutels))
    pseudoniem, seconden = Pseudoniem(ring), 0.0
    for domein, kolom in kolommen(van, tot):
        begin = time.process_time()
        hashes = pseudoniem.kolom(domein, kolom)
        seconden += time.process_time() - begin
        assert hashes.null_count == 0
    return seconden, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def kaal(aantal: int = 1_000_000) -> float:
    """Processor microseconds per identifier of the library's hmac, one call each and nothing around it: to compare with."""
    inhoud = [f"bsn:{nummer:09d}".encode() for nummer in range(aantal)]
    begin = time.process_time()
    for een in inhoud:
        hmac.digest(_SLEUTEL, een, "sha256")
    return (time.process_time() - begin) / aantal * 1e6


def main() -> None:
    """Print one line of figures per way."""
    ontleder = argparse.ArgumentParser()
    ontleder.add_argument("--aantal", type=int, default=AANTAL)
    ontleder.add_argument("--processen", type=int, default=1)
    ontleder.add_argument("--sleutels", type=int, default=1)
    keuze = ontleder.parse_args()
    grenzen = [keuze.aantal * deel // keuze.processen for deel in range(keuze.processen + 1)]
    begin = time.perf_counter()
    with ProcessPoolExecutor(keuze.processen, get_context("spawn")) as processen:
        delen = list(processen.map(meet, grenzen, grenzen[1:], [keuze.sleutels] * keuze.processen))
    klok, processor = time.perf_counter() - begin, sum(deel[0] for deel in delen)
    print(f"{keuze.aantal:,} verschillende nummers, {keuze.processen} proces(sen), {keuze.sleutels} sleutel(s)")
    print(f"processor      {processor:8.1f} s   {processor / keuze.aantal * 1e6:6.2f} µs per nummer")
    print(f"per proces     {processor / keuze.processen:8.1f} s   streef: {STREEF} s voor {AANTAL:,} op twee kernen")
    print(f"klok           {klok:8.1f} s   met het maken van de nummers en het starten erbij")
    print(f"geheugen       {sum(deel[1] for deel in delen):8.0f} MB  pieken opgeteld")
    print(f"hmac.digest    {'':8}     {kaal():6.2f} µs per nummer, los")


if __name__ == "__main__":
    main()
