"""Pseudonyms: the keyed hash, a ring of keys, and what cannot be done without the key.

Belongs here: the hash alone. Does not belong here: raw under another key (test_herversleutelen).
"""

import hashlib
import hmac
import zlib
from collections.abc import Callable

import pyarrow as pa
import pytest

from sources.bestandlezer import lees_bestand
from sources.pseudoniem import Opvolging, Pseudoniem, bsn_geldig
from sources.schemas import GETALLEN, MANIFEST, PSEUDONIEM_KOLOMMEN, PSEUDONIEMEN, SCHEMAS
from tests.berichten_maken import bsn
from tests.orakel.schrijven import BRP_KOP, persoonsrij

K1, K2, K3 = (bytes([nummer]) * 32 for nummer in (1, 2, 3))
WAARDEN = [None, "990000006", "", "990000018", "990000006", "José|1990-02-28|7607AA|12"]


def _hmac(sleutel: bytes, inhoud: bytes) -> bytes:
    return hmac.digest(sleutel, inhoud, "sha256")[:8]


def _getal(inhoud: bytes) -> int:
    return int.from_bytes(inhoud[:8], "big", signed=True)


def test_een_sleutel_is_hmac_sha_256() -> None:
    verwacht = [None if waarde is None else _getal(_hmac(K1, f"bsn:{waarde}".encode())) for waarde in WAARDEN]
    assert Pseudoniem(K1).kolom("bsn", pa.array(WAARDEN, pa.string())).to_pylist() == verwacht
    assert [Pseudoniem(K1).een("bsn", waarde) for waarde in WAARDEN if waarde is not None] == [
        een for een in verwacht if een is not None
    ]


def test_een_ring_is_een_keten_van_sleutels() -> None:
    trap = _hmac(K3, _hmac(K2, _hmac(K1, b"adres:7607AA|12")))
    assert Pseudoniem(K1 + K2 + K3).een("adres", "7607AA|12") == _getal(trap)


@pytest.mark.parametrize("nieuw", [K2, K2 + K3])
def test_een_pseudoniem_gaat_mee_zonder_de_waarde(nieuw: bytes) -> None:
    """What stands in raw, put under further keys, is what a delivery gives under the whole ring."""
    oud = Pseudoniem(K1).kolom("bsn", pa.array(WAARDEN, pa.string())).combine_chunks()
    verwacht = Pseudoniem(K1 + nieuw).kolom("bsn", pa.array(WAARDEN, pa.string())).combine_chunks()
    opvolging = Opvolging(nieuw)
    assert opvolging.kolom(oud).equals(verwacht)
    assert opvolging.kolom(oud).equals(verwacht)  # the second time from memory
    assert opvolging.kolom(pa.array([None, None], pa.int64())).to_pylist() == [None, None]


def test_wat_onthouden_is_wordt_vergeten_voor_het_te_veel_wordt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sources.pseudoniem.ONTHOUDEN", 3)
    teksten = pa.array([str(nummer) for nummer in range(10)])
    zuinig, gewoon = Pseudoniem(K1), Pseudoniem(K1)
    stukken = [zuinig.kolom("x", teksten[begin : begin + 2]).to_pylist() for begin in range(0, 10, 2)]
    assert sum(stukken, []) == gewoon.kolom("x", teksten).to_pylist()
    assert len(zuinig._bekend["x"]) <= 4


ZONDER_SLEUTEL: dict[str, Callable[[bytes], int]] = {
    **{
        naam: lambda inhoud, naam=naam: _getal(hashlib.new(naam, inhoud).digest())
        for naam in ("md5", "sha1", "sha256", "sha512")
    },
    "crc32": zlib.crc32,
    "blake2b": lambda inhoud: _getal(hashlib.blake2b(inhoud).digest()),
    "blake2b 8": lambda inhoud: _getal(hashlib.blake2b(inhoud, digest_size=8).digest()),
    "hmac, lege sleutel": lambda inhoud: _getal(_hmac(b"", inhoud)),
    "hmac, nullen": lambda inhoud: _getal(_hmac(bytes(32), inhoud)),
    "hmac, andere sleutel": lambda inhoud: _getal(_hmac(K3, inhoud)),
    "hmac, sleutel als tekst": lambda inhoud: _getal(_hmac(K1.hex().encode(), inhoud)),
    "hmac, laatste sleutel alleen": lambda inhoud: _getal(_hmac(K2, inhoud)),
}


def test_zonder_sleutel_is_geen_bsn_te_raden() -> None:
    """All BSNs can be tried, so it is the key alone that protects: with it each is found, without it none."""
    bsns = [str(nummer) for nummer in range(990000000, 990020000) if bsn_geldig(str(nummer))]
    ring = Pseudoniem(K1 + K2)
    pseudoniemen = {ring.een("bsn", nummer) for nummer in bsns}
    assert len(pseudoniemen) == len(bsns)
    for naam, hash_ in ZONDER_SLEUTEL.items():
        pogingen = {hash_(vorm.encode()) for nummer in bsns for vorm in (nummer, f"bsn:{nummer}")}
        assert not pogingen & pseudoniemen, naam
    anders = Pseudoniem(K1)  # half a ring is no ring, and its order matters
    assert not {anders.een("bsn", nummer) for nummer in bsns} & pseudoniemen
    omgekeerd = Pseudoniem(K2 + K1)
    assert not {omgekeerd.een("bsn", nummer) for nummer in bsns} & pseudoniemen
    assert set(Pseudoniem(K1 + K2).kolom("bsn", pa.array(bsns)).to_pylist()) == pseudoniemen


def test_van_elk_getal_in_raw_is_bekend_of_het_een_pseudoniem_is() -> None:
    """A change of keys finds pseudonyms by the name of their column."""
    assert not PSEUDONIEM_KOLOMMEN & GETALLEN
    for tabel, schema in (SCHEMAS | MANIFEST).items():
        lang = {veld.name for veld in schema if veld.type == pa.int64()}
        assert lang - PSEUDONIEM_KOLOMMEN <= GETALLEN, tabel
        assert set(PSEUDONIEMEN.get(tabel, ())) == lang & PSEUDONIEM_KOLOMMEN, tabel
    for tabel in ("brp__persoon", "bericht__toewijzing", "gebieden__adres", "waarneming"):
        assert PSEUDONIEMEN[tabel], tabel


def test_wat_een_lezer_versleutelt_staat_bij_de_pseudoniemen() -> None:
    """Of a real BRP row every 64-bit value but its file follows the key."""
    rij = persoonsrij(bsn(0), "19800203", "7607AA 12", r081180="0141010987650001")
    rij |= {"02.01.20": bsn(1), "03.01.20": bsn(2), "05.01.20": bsn(3), "01.02.40": "Arens"}
    inhoud = "\n".join(";".join(velden) for velden in (BRP_KOP, [rij.get(kolom, "") for kolom in BRP_KOP])) + "\n"
    een, ander = (
        lees_bestand("brp", inhoud.encode(), 1, Pseudoniem(sleutel)).tabellen["brp__persoon"].to_pylist()[0]
        for sleutel in (K1, K2)
    )
    assert {kolom for kolom in een if een[kolom] != ander[kolom]} == set(PSEUDONIEMEN["brp__persoon"])
