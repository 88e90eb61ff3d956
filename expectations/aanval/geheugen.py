"""What the solver was asked before, and what it answered.

Belongs here: asking only what is new, several questions at a time. Does not belong here: the questions (nabij, verruimen), or keeping the
answers between two runs (warehouse.antwoorden).

A question is known by a digest of everything its answer follows from, so an answer holds as long as it exists.
"""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np

Antwoord = list[tuple[int, ...]]
"""Rows of whole numbers, in the own numbers of the place that was asked about."""
DRADEN = os.cpu_count() or 1
"""The solver works beside Python: as many at a time as there are cores. Which answer comes first changes nothing."""


def merk(soort: str, *delen: np.ndarray) -> bytes:
    """The same for questions of one kind about the same arrays."""
    uit = blake2b(soort.encode(), digest_size=16)
    for deel in delen:
        uit.update(b"|%d %b|" % (len(deel), deel.dtype.str.encode()) + np.ascontiguousarray(deel).tobytes())
    return uit.digest()


@dataclass
class Geheugen:
    """The answers so far, and which of them were of use in this process."""

    antwoorden: dict[bytes, Antwoord] = field(default_factory=dict)
    gebruikt: set[bytes] = field(default_factory=set)

    def vraag(self, vragen: Mapping[bytes, Callable[[], Antwoord]]) -> dict[bytes, Antwoord]:
        """The answer to each question; raises what a question raises, and then remembers none of them."""
        nieuw = {naam: vraag for naam, vraag in vragen.items() if naam not in self.antwoorden}
        with ThreadPoolExecutor(DRADEN) as draden:
            self.antwoorden |= zip(nieuw, draden.map(lambda vraag: vraag(), nieuw.values()), strict=True)
        self.gebruikt |= vragen.keys()
        return {naam: self.antwoorden[naam] for naam in vragen}
