"""Archives of messages: what is read, what is refused, and that nothing is written."""

import io
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sources.berichten import zip as archief
from sources.berichten.keuring import MAX_BYTES
from sources.berichten.zip import leden
from sources.uitkomst import Uitkomst
from tests import berichten_maken as maak

BERICHT = maak.bericht("wmo", "305")


def maak_zip(pad: Path, inhoud: dict[str, bytes], methode: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(pad, "w", methode) as doel:
        for naam, bytes_ in inhoud.items():
            doel.writestr(naam, bytes_)
    return pad


def uitkomsten(pad: Path) -> dict[str, str | bytes]:
    """Member to content, or to the code that refuses it."""
    return {naam: _kort(lid) for naam, lid in leden(pad)}


def _kort(lid: bytes | Uitkomst) -> str | bytes:
    if isinstance(lid, bytes):
        return lid
    (melding,) = lid.meldingen
    assert (lid.bestand_geweigerd, lid.tabellen, melding.klasse) == (True, {}, "bestand_geweigerd")
    return melding.code


@pytest.mark.parametrize("methode", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_leden_komen_ongewijzigd_en_niets_wordt_geschreven(tmp_path: Path, methode: int) -> None:
    pad = maak_zip(
        tmp_path / "x.zip", {"a.xml": BERICHT, "map/b.xml": b"tweede", "map\\c.xml": b"", "./d": b"4"}, methode
    )
    assert uitkomsten(pad) == {"a.xml": BERICHT, "map/b.xml": b"tweede", "map\\c.xml": b"", "./d": b"4"}
    assert list(tmp_path.iterdir()) == [pad]


def test_overgeslagen_zonder_melding(tmp_path: Path) -> None:
    pad = maak_zip(
        tmp_path / "x.zip",
        {"map/": b"", ".verborgen": b"x", "map/.git/x.xml": b"x", "__MACOSX/._a.xml": b"x", "half.xml.part": b"x"},
    )
    with zipfile.ZipFile(pad, "a") as doel:
        koppeling = zipfile.ZipInfo("koppeling.xml")
        koppeling.external_attr = (stat.S_IFLNK | 0o777) << 16
        doel.writestr(koppeling, "/etc/hostname")
        doel.writestr("goed.xml", BERICHT)
    assert uitkomsten(pad) == {"goed.xml": BERICHT}


@pytest.mark.parametrize(
    "naam", ["../a.xml", "map/../../a.xml", "/a.xml", "\\a.xml", "..\\a.xml", "map\\..\\a.xml", "C:\\a.xml", "c:a.xml"]
)
def test_een_naam_die_naar_buiten_wijst_weigert_alleen_dat_lid(tmp_path: Path, naam: str) -> None:
    pad = maak_zip(tmp_path / "x.zip", {naam: BERICHT, "goed.xml": BERICHT})
    assert uitkomsten(pad) == {naam: "F_ZIP_PAD", "goed.xml": BERICHT}


def test_een_archief_in_een_archief(tmp_path: Path) -> None:
    binnen = io.BytesIO()
    with zipfile.ZipFile(binnen, "w") as doel:
        doel.writestr("a.xml", BERICHT)
    pad = maak_zip(tmp_path / "x.zip", {"in.ZIP": b"x", "vermomd.xml": binnen.getvalue(), "goed.xml": BERICHT})
    assert uitkomsten(pad) == {"in.ZIP": "F_ZIP_GENEST", "vermomd.xml": "F_ZIP_GENEST", "goed.xml": BERICHT}


def test_een_lid_mag_25_mb_zijn(tmp_path: Path) -> None:
    pad = maak_zip(tmp_path / "x.zip", {"vol": b" " * MAX_BYTES, "over": b" " * (MAX_BYTES + 1), "goed.xml": BERICHT})
    gevonden = uitkomsten(pad)
    assert len(gevonden["vol"]) == MAX_BYTES
    assert (gevonden["over"], gevonden["goed.xml"]) == ("F_TE_GROOT", BERICHT)


def test_een_lid_dat_over_zijn_omvang_liegt(tmp_path: Path) -> None:
    """Declared as 10 bytes, really far more: never unpacked beyond what is declared, and refused."""
    pad = maak_zip(tmp_path / "x.zip", {"leugen": b" " * 1_000_000})
    inhoud = pad.read_bytes().replace((1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    pad.write_bytes(inhoud)
    assert uitkomsten(pad) == {"leugen": "F_ZIP"}


@pytest.mark.parametrize("inhoud", [b"", b"geen zip", b"PK\x03\x04" + b"\0" * 60])
def test_geen_archief(tmp_path: Path, inhoud: bytes) -> None:
    pad = tmp_path / "x.zip"
    pad.write_bytes(inhoud)
    assert uitkomsten(pad) == {"": "F_ZIP"}


def test_een_afgebroken_archief(tmp_path: Path) -> None:
    pad = maak_zip(tmp_path / "x.zip", {"a.xml": BERICHT})
    pad.write_bytes(pad.read_bytes()[:-30])
    assert uitkomsten(pad) == {"": "F_ZIP"}


def test_een_stuk_lid_raakt_de_andere_niet(tmp_path: Path) -> None:
    pad = maak_zip(tmp_path / "x.zip", {"stuk.xml": BERICHT, "goed.xml": BERICHT}, zipfile.ZIP_STORED)
    pad.write_bytes(pad.read_bytes().replace(b"Verzonnen", b"Veranderd", 1))
    assert uitkomsten(pad) == {"stuk.xml": "F_ZIP", "goed.xml": BERICHT}


def test_versleuteld_of_met_een_andere_compressie(tmp_path: Path) -> None:
    pad = maak_zip(tmp_path / "x.zip", {"bz2.xml": BERICHT}, zipfile.ZIP_BZIP2)
    with zipfile.ZipFile(pad, "a", zipfile.ZIP_LZMA) as doel:
        doel.writestr("lzma.xml", BERICHT)
    assert uitkomsten(pad) == {"bz2.xml": "F_ZIP", "lzma.xml": "F_ZIP"}
    slot = maak_zip(tmp_path / "y.zip", {"slot.xml": BERICHT}, zipfile.ZIP_STORED)
    inhoud = bytearray(slot.read_bytes())
    for merk, plek in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        inhoud[inhoud.index(merk) + plek] |= 1
    slot.write_bytes(inhoud)
    assert uitkomsten(slot) == {"slot.xml": "F_ZIP"}


def test_te_veel_leden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archief, "MAX_LEDEN", 2)
    assert uitkomsten(maak_zip(tmp_path / "x.zip", {"a": b"1", "b": b"2"})) == {"a": b"1", "b": b"2"}
    assert uitkomsten(maak_zip(tmp_path / "y.zip", {"a": b"1", "b": b"2", "c": b"3"})) == {"": "F_ZIP"}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plek=st.floats(0, 1), weg=st.integers(0, 8), erbij=st.binary(max_size=8))
def test_een_verminkt_archief_geeft_altijd_een_uitkomst(tmp_path: Path, plek: float, weg: int, erbij: bytes) -> None:
    inhoud = maak_zip(tmp_path / "x.zip", {"a.xml": BERICHT, "b.xml": BERICHT}).read_bytes()
    begin = int(plek * len(inhoud))
    pad = tmp_path / "verminkt.zip"
    pad.write_bytes(inhoud[:begin] + erbij + inhoud[begin + weg :])
    for naam, lid in leden(pad):
        assert isinstance(naam, str)
        assert isinstance(lid, bytes | Uitkomst)
