"""From a number that identifies a person to a pseudonym, at landing, before anything is written.

Belongs here: the 11-test and the keyed hash. Does not belong here: where the key lies (warehouse.keys).

A pseudonym is the first 64 bits of HMAC-SHA-256 as a signed integer: joins are fast, and no run of digits in a file
can be taken for a BSN, as it could in hexadecimal text. Two of a million persons collide with a chance of 3 in 10^8.

With a ring of keys the 64 bits of one key are what the next one hashes: so pseudonyms can be put under a further key
without the values they stand for (Opvolging), and who has but one of the keys can compute none.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_NEGEN = re.compile(r"(?<!\d)\d{9}(?!\d)")
ONTHOUDEN = 1_000_000
"""Pseudonyms remembered per domain, some 260 MB: more than a large municipality has. A national area file has 8 million."""
LENGTE = 32
"""Bytes of one key."""
_NIEMAND = frozenset({"000000000", "999999999"})


def bsn_geldig(nummer: str) -> bool:
    """True when the nine digits pass the 11-test and are not one of the two numbers that stand for nobody."""
    if len(nummer) != 9 or not nummer.isascii() or not nummer.isdigit() or nummer in _NIEMAND:
        return False
    a, b, c, d, e, f, g, h, i = nummer.encode()
    # The weights 9, 8, ... 2, -1 on the codes of the digits: 43 zeros too many, 48 each.
    return (9 * a + 8 * b + 7 * c + 6 * d + 5 * e + 4 * f + 3 * g + 2 * h - i - 43 * 48) % 11 == 0


def masker(tekst: str) -> str:
    """The text with every run of nine digits that could be a BSN made unreadable; for names of files."""
    return _NEGEN.sub(lambda treffer: "*" * 9 if bsn_geldig(treffer[0]) else treffer[0], tekst)


def korte_hash(inhoud: bytes) -> int:
    """The first 64 bits as a signed integer: fits BIGINT on every engine."""
    return int.from_bytes(inhoud[:8], "big", signed=True)


def bestand_id(bron: str, sha256: bytes) -> int:
    """What identifies a file: its content, within `bron` ("bericht" for every message, else the source folder)."""
    return korte_hash(hashlib.sha256(bron.encode() + b"\0" + sha256).digest())


class _Trap:
    """HMAC-SHA-256 of RFC 2104 under one key, cut to 8 bytes.

    Both halves are kept with the key already in them: copying those takes half the time of copying an hmac object.
    """

    def __init__(self, sleutel: bytes) -> None:
        blok = sleutel.ljust(64, b"\0")
        self._binnen = hashlib.sha256(bytes(letter ^ 0x36 for letter in blok))
        self._buiten = hashlib.sha256(bytes(letter ^ 0x5C for letter in blok))

    def __call__(self, inhouden: Iterable[bytes], vooraf: bytes) -> list[bytes]:
        """Each content hashed as if `vooraf` stood before it; one loop, as a call per value takes as long as its hash."""
        binnen = self._binnen.copy()
        binnen.update(vooraf)
        begin, einde, uit = binnen.copy, self._buiten.copy, []
        for inhoud in inhouden:
            half, heel = begin(), einde()
            half.update(inhoud)
            heel.update(half.digest())
            uit.append(heel.digest()[:8])
        return uit


class _Ring:
    """All keys of a ring, one after the other."""

    def __init__(self, sleutel: bytes) -> None:
        self._trappen = [_Trap(sleutel[begin : begin + LENGTE]) for begin in range(0, len(sleutel), LENGTE)]

    def __call__(self, inhouden: Iterable[bytes], vooraf: bytes = b"") -> list[int]:
        for trap in self._trappen:
            inhouden, vooraf = trap(inhouden, vooraf), b""
        return np.frombuffer(b"".join(inhouden), ">i8").tolist()


def _vertaal(waarden: pa.Array, bekend: dict[Any, int], bereken: Callable[[list[Any]], list[int]]) -> pa.Array:
    """A column as int64, NULL where it was NULL; each distinct value that is not known yet is computed, once."""
    if len(bekend) >= ONTHOUDEN:
        bekend.clear()
    gecodeerd = pc.dictionary_encode(waarden)
    verschillend = gecodeerd.dictionary.to_pylist()
    nieuw = [waarde for waarde in verschillend if waarde not in bekend]
    bekend.update(zip(nieuw, bereken(nieuw), strict=True))
    return pa.array(list(map(bekend.__getitem__, verschillend)), pa.int64()).take(gecodeerd.indices)


class Pseudoniem:
    """The keyed hash, with the results of this run remembered: the same persons return in each delivery.

    `sleutel` is a ring of 32 bytes a key, oldest first.
    """

    def __init__(self, sleutel: bytes) -> None:
        self._ring = _Ring(sleutel)
        self._bekend: defaultdict[str, dict[str, int]] = defaultdict(dict)

    def een(self, domein: str, waarde: str) -> int:
        """The pseudonym of one value within a domain ("bsn", "adres", ...)."""
        bekend = self._bekend[domein]
        gevonden = bekend.get(waarde)
        if gevonden is None:
            gevonden = bekend[waarde] = self._bereken(domein, [waarde])[0]
        return gevonden

    def bekend(self, domein: str) -> Mapping[str, int]:
        """The values of a domain whose pseudonym is remembered now; at most ONTHOUDEN, and never to be written."""
        return self._bekend[domein]

    def kolom(self, domein: str, waarden: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
        """A whole column as int64, NULL where it was NULL; each distinct value is hashed once."""
        stukken = waarden.chunks if isinstance(waarden, pa.ChunkedArray) else [waarden]
        bekend, bereken = self._bekend[domein], partial(self._bereken, domein)
        return pa.chunked_array([_vertaal(stuk, bekend, bereken) for stuk in stukken], pa.int64())

    def _bereken(self, domein: str, waarden: list[str]) -> list[int]:
        return self._ring(map(str.encode, waarden), f"{domein}:".encode())


class Opvolging:
    """The step of pseudonyms that exist to those under further keys; `sleutel` holds only the keys that are new."""

    def __init__(self, sleutel: bytes) -> None:
        self._ring = _Ring(sleutel)
        self._bekend: dict[int, int] = {}

    def kolom(self, pseudoniemen: pa.Array) -> pa.Array:
        """The same column under the further keys, NULL where it was NULL; each distinct pseudonym is hashed once."""
        return _vertaal(pseudoniemen, self._bekend, self._bereken)

    def _bereken(self, oude: list[int]) -> list[int]:
        return self._ring(oud.to_bytes(8, "big", signed=True) for oud in oude)
