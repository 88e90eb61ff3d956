"""From a number that identifies a person to a pseudonym, at landing, before anything is written.

Belongs here: the 11-test and the keyed hash. Does not belong here: where the key lies (warehouse.keys).

A pseudonym is the first 64 bits of HMAC-SHA-256 as a signed integer: joins are fast, and no run of digits in a file
can be taken for a BSN, as it could in hexadecimal text. Two of a million persons collide with a chance of 3 in 10^8.
"""

import hashlib
import hmac
import re
from collections import defaultdict

import pyarrow as pa
import pyarrow.compute as pc

_NEGEN = re.compile(r"(?<!\d)\d{9}(?!\d)")
ONTHOUDEN = 1_000_000
"""Pseudonyms remembered per domain, some 260 MB: more than a large municipality has. A national area file has 8 million."""
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


class Pseudoniem:
    """The keyed hash, with the results of this run remembered: the same persons return in each delivery."""

    def __init__(self, sleutel: bytes) -> None:
        self._basis = hmac.new(sleutel, digestmod=hashlib.sha256)
        self._bekend: defaultdict[str, dict[str, int]] = defaultdict(dict)

    def een(self, domein: str, waarde: str) -> int:
        """The pseudonym of one value within a domain ("bsn", "adres", ...)."""
        bekend = self._bekend[domein]
        gevonden = bekend.get(waarde)
        if gevonden is None:
            rekenaar = self._basis.copy()
            rekenaar.update(f"{domein}:{waarde}".encode())
            gevonden = bekend[waarde] = korte_hash(rekenaar.digest())
        return gevonden

    def kolom(self, domein: str, waarden: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
        """A whole column as int64, NULL where it was NULL; each distinct value is hashed once."""
        if len(self._bekend[domein]) >= ONTHOUDEN:
            self._bekend[domein].clear()
        stukken = waarden.chunks if isinstance(waarden, pa.ChunkedArray) else [waarden]
        return pa.chunked_array([self._stuk(domein, stuk) for stuk in stukken], pa.int64())

    def _stuk(self, domein: str, waarden: pa.Array) -> pa.Array:
        gecodeerd = pc.dictionary_encode(waarden)
        hashes = pa.array([self.een(domein, waarde) for waarde in gecodeerd.dictionary.to_pylist()], pa.int64())
        return hashes.take(gecodeerd.indices)
