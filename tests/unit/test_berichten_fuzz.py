"""Spoilt messages and archives: always an outcome, soon, the same by every way of reading, and of a refusal no row.

The suite takes a fixed number of examples, the same on every machine; SDL_FUZZ=100000 takes as many, different each time
(`make fuzz`). Belongs here: what nobody thought of. Does not belong here: a fault that has a name (test_berichten).
"""

import io
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.berichten import gewoon, lees_bericht, stroom
from sources.berichten.zip import leden
from sources.pseudoniem import Pseudoniem
from sources.schemas import SCHEMAS
from sources.uitkomst import Uitkomst
from tests import berichten_maken as maak
from tests import berichten_willekeurig as willekeurig

PSEUDONIEM = Pseudoniem(b"sleutel voor tests")
LANG = int(os.environ.get("SDL_FUZZ", "0"))
MEESTE_SECONDEN = 2.0  # of processor time: a message of some kilobytes takes a thousandth of it

fuzz = settings(
    max_examples=LANG or 400,
    derandomize=not LANG,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)

BERICHTEN = st.builds(
    willekeurig.bericht,
    st.integers(0, 2000),
    st.sampled_from(sorted(maak.CODES)),
    st.sampled_from(maak.SOORTEN),
    gewoon=st.booleans(),
)
_VREEMD = st.sampled_from(
    [
        *(b"<!--", b"-->", b"<!-- x -->", b"<![CDATA[", b"]]>", b"<![CDATA[1]]>", b"<?", b"<?x y?>", b"&", b"&amp;", b"&#0;"),
        *(b"&#xFFFE;", b"&#x41;", b"&x;", b"<!DOCTYPE x>", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
        *(b"9" * 400, b"-1", b"+0", b"1e9", b" 7 ", b"0000-00-00", b"9999-12-31", b"12024-01-01", b"-0001-01-01"),
        *(b"2024-02-30", b"2024-01-01+14:00", b"24:00:00", b"\xef\xbb\xbf", b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80"),
        *(b"\0", b"\r", b"\n", b"\t", b"<a>", b"</a>", b"<a/>", b'x="1"', b'xmlns="urn:x"', b'xsi:nil="true"', b"<" * 50),
    ]
)  # fmt: skip


def _knip(inhoud: bytes, plek: float, weg: int, erbij: bytes) -> bytes:
    begin = int(plek * len(inhoud))
    return inhoud[:begin] + erbij + inhoud[begin + weg :]


def _kantel(inhoud: bytes, plekken: list[tuple[float, int]]) -> bytes:
    anders = bytearray(inhoud)
    for plek, bit in plekken if inhoud else ():
        anders[int(plek * (len(anders) - 1))] ^= 1 << bit
    return bytes(anders)


def _stuk(inhoud: bytes, plek: float, lengte: int, keer: int) -> bytes:
    """A run of tags left out (0 times), or repeated, from one markup character to a later one."""
    begin = inhoud.find(b"<", int(plek * len(inhoud)))
    einde = begin
    for _ in range(lengte):
        einde = inhoud.find(b"<", einde + 1)
    return inhoud if begin < 0 or einde < begin else inhoud[:begin] + inhoud[begin:einde] * keer + inhoud[einde:]


def _waarde(inhoud: bytes, plek: float, waarde: bytes) -> bytes:
    """Another text between two tags."""
    begin = inhoud.find(b">", int(plek * len(inhoud))) + 1
    einde = inhoud.find(b"<", begin)
    return inhoud if einde < 0 else inhoud[:begin] + waarde + inhoud[einde:]


_PLEK = st.floats(0, 1, exclude_max=True)
_WIJZIGING: st.SearchStrategy[Callable[[bytes], bytes]] = st.one_of(
    st.builds(
        lambda plek, weg, erbij: lambda inhoud: _knip(inhoud, plek, weg, erbij),
        _PLEK, st.integers(0, 12), st.one_of(_VREEMD, st.binary(max_size=8), st.text(max_size=4).map(str.encode)),
    ),
    st.builds(
        lambda plekken: lambda inhoud: _kantel(inhoud, plekken),
        st.lists(st.tuples(_PLEK, st.integers(0, 7)), min_size=1, max_size=4),
    ),
    st.builds(lambda plek: lambda inhoud: inhoud[: int(plek * len(inhoud))], _PLEK),
    st.builds(
        lambda plek, lengte, keer: lambda inhoud: _stuk(inhoud, plek, lengte, keer),
        _PLEK, st.integers(1, 30), st.sampled_from([0, 2, 3, 300]),
    ),
    st.builds(lambda plek, waarde: lambda inhoud: _waarde(inhoud, plek, waarde), _PLEK, _VREEMD),
)  # fmt: skip


def _lees(inhoud: bytes) -> Uitkomst:
    begin = process_time()
    uitkomst = lees_bericht(inhoud, 7, PSEUDONIEM)
    assert process_time() - begin < MEESTE_SECONDEN
    return uitkomst


def _zonder_plaats(uitkomst: Uitkomst) -> Uitkomst:
    return replace(uitkomst, meldingen=[replace(melding, plaats=None) for melding in uitkomst.meldingen])


def _langs_elke_weg(inhoud: bytes) -> Uitkomst:
    """The outcome; another way may tell a neighbouring line, as a parser only knows how far it was."""
    uitkomst = _lees(inhoud)
    with pytest.MonkeyPatch.context() as anders:
        anders.setattr(stroom, "GROOT", 0)
        assert _zonder_plaats(_lees(inhoud)) == _zonder_plaats(uitkomst)
        anders.setattr(gewoon, "lees", lambda tekst, neem: None)
        for grens in (len(inhoud) + 1, 0):
            anders.setattr(stroom, "GROOT", grens)
            assert _zonder_plaats(_lees(inhoud)) == _zonder_plaats(uitkomst)
    return uitkomst


@fuzz
@given(inhoud=BERICHTEN, wijzigingen=st.lists(_WIJZIGING, min_size=1, max_size=3))
def test_een_verminkt_bericht_geeft_een_uitkomst(inhoud: bytes, wijzigingen: list[Callable[[bytes], bytes]]) -> None:
    for wijzig in wijzigingen:
        inhoud = wijzig(inhoud)
    uitkomst = _langs_elke_weg(inhoud)
    assert uitkomst.bestand_geweigerd == (not uitkomst.tabellen)
    assert all(tabel.schema == SCHEMAS[naam] for naam, tabel in uitkomst.tabellen.items())
    assert len(uitkomst.meldingen) <= 1
    assert uitkomst.gelezen >= (not uitkomst.bestand_geweigerd)


@fuzz
@given(inhoud=BERICHTEN)
def test_een_geldig_bericht_wordt_genomen(inhoud: bytes) -> None:
    uitkomst = _langs_elke_weg(inhoud)
    assert uitkomst.meldingen == []
    assert uitkomst.tabellen["bericht__bericht"].num_rows == 1


@fuzz
@given(
    inhoud=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode), st.lists(_VREEMD).map(b"".join))
)
def test_wat_geen_bericht_is_wordt_geweigerd(inhoud: bytes) -> None:
    assert _langs_elke_weg(inhoud).bestand_geweigerd


def _archief(methode: int) -> bytes:
    doel = io.BytesIO()
    with zipfile.ZipFile(doel, "w", methode) as archief:
        for soort in ("301", "305", "323"):
            archief.writestr(f"{soort}.xml", maak.bericht("wmo", soort))
    return doel.getvalue()


_ARCHIEVEN = st.sampled_from([_archief(zipfile.ZIP_DEFLATED), _archief(zipfile.ZIP_STORED)])
_ZIPMERK = st.sampled_from(
    [b"PK\1\2", b"PK\3\4", b"PK\5\6", b"PK\6\6", b"PK\6\7", b"\xff" * 4, b"\0" * 8, b"\1\0", b"\xff\xff"]
)
_ZIPWIJZIGING: st.SearchStrategy[Callable[[bytes], bytes]] = st.one_of(
    st.builds(
        lambda plek, weg, erbij: lambda inhoud: _knip(inhoud, plek, weg, erbij),
        _PLEK, st.integers(0, 12), st.one_of(_ZIPMERK, st.binary(max_size=8)),
    ),
    st.builds(
        lambda plekken: lambda inhoud: _kantel(inhoud, plekken),
        # The directory at the end is where an archive says what it is.
        st.lists(st.tuples(st.one_of(_PLEK, st.floats(0.8, 1, exclude_max=True)), st.integers(0, 7)), min_size=1, max_size=4),
    ),
    st.builds(lambda plek: lambda inhoud: inhoud[: int(plek * len(inhoud))], _PLEK),
    st.builds(lambda begin, einde: lambda inhoud: inhoud[int(begin * len(inhoud)) :] + inhoud[: int(einde * len(inhoud))], _PLEK, _PLEK),
)  # fmt: skip


@fuzz
@given(inhoud=_ARCHIEVEN, wijzigingen=st.lists(_ZIPWIJZIGING, min_size=1, max_size=3))
def test_een_verminkt_archief_geeft_uitkomsten(
    tmp_path_factory: pytest.TempPathFactory, inhoud: bytes, wijzigingen: list[Callable[[bytes], bytes]]
) -> None:
    for wijzig in wijzigingen:
        inhoud = wijzig(inhoud)
    pad = Path(tmp_path_factory.getbasetemp()) / "verminkt.zip"
    pad.write_bytes(inhoud)
    begin = process_time()
    for naam, lid in leden(pad):
        assert isinstance(naam, str)
        if isinstance(lid, Uitkomst):
            assert lid.bestand_geweigerd
            assert lid.tabellen == {}
        else:
            _lees(lid)
    assert process_time() - begin < MEESTE_SECONDEN
