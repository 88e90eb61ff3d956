"""Archives of messages: what is read, what is refused, and that nothing is written."""

import io
import stat
import zipfile
from pathlib import Path
from time import process_time

import pytest

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


def kort(pad: Path) -> list[tuple[str, str | bytes, str | None]]:
    """Member, content or code, and what the refusal points at; also of members that share a name."""
    return [
        (naam, _kort(lid), lid.meldingen[0].attribuut if isinstance(lid, Uitkomst) else None)
        for naam, lid in leden(pad)
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_twee_leden_met_dezelfde_naam_worden_beide_geweigerd(tmp_path: Path) -> None:
    """Which of the two is meant nobody can tell; also when only the way it is written differs."""
    pad = tmp_path / "x.zip"
    with zipfile.ZipFile(pad, "w") as doel:
        for naam, inhoud in (
            ("a.xml", b"1"),
            ("goed.xml", BERICHT),
            ("a.xml", b"2"),
            ("b.xml", b"3"),
            ("./b.xml", b"4"),
        ):
            doel.writestr(naam, inhoud)
    assert kort(pad) == [
        ("a.xml", "F_ZIP", "naam"),
        ("goed.xml", BERICHT, None),
        ("a.xml", "F_ZIP", "naam"),
        ("b.xml", "F_ZIP", "naam"),
        ("./b.xml", "F_ZIP", "naam"),
    ]


def test_een_map_met_inhoud(tmp_path: Path) -> None:
    pad = maak_zip(tmp_path / "x.zip", {"leeg/": b"", "vol/": BERICHT, "goed.xml": BERICHT})
    assert kort(pad) == [("vol/", "F_ZIP", "map"), ("goed.xml", BERICHT, None)]


def verander_gids(pad: Path, nummer: int, plek: int, waarde: int) -> Path:
    """Overwrite four bytes of the nummer-th entry of the directory, at a place within it."""
    inhoud = bytearray(pad.read_bytes())
    begin = -1
    for _ in range(nummer + 1):
        begin = inhoud.index(b"PK\x01\x02", begin + 1)
    inhoud[begin + plek : begin + plek + 4] = waarde.to_bytes(4, "little")
    pad.write_bytes(inhoud)
    return pad


GROOTTE_INGEPAKT, GROOTTE, BEGIN = 20, 24, 42


@pytest.mark.parametrize("methode", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("grootte", [0, 10, len(BERICHT) - 1, len(BERICHT) + 1, MAX_BYTES])
def test_een_lid_dat_meer_of_minder_belooft_dan_het_is(tmp_path: Path, methode: int, grootte: int) -> None:
    pad = maak_zip(tmp_path / "x.zip", {"leugen.xml": BERICHT, "goed.xml": BERICHT}, methode)
    assert uitkomsten(verander_gids(pad, 0, GROOTTE, grootte)) == {"leugen.xml": "F_ZIP", "goed.xml": BERICHT}


def test_leden_die_bytes_delen_weigeren_het_archief(tmp_path: Path) -> None:
    """As in a bomb without nesting: one stretch of zeros counts for every member."""
    leden_ = {f"{nr}.xml": BERICHT for nr in range(3)}
    heel = maak_zip(tmp_path / "heel.zip", leden_)
    assert kort(verander_gids(heel, 1, BEGIN, 0)) == [("", "F_ZIP", "overlap")]
    half = maak_zip(tmp_path / "half.zip", leden_)
    with zipfile.ZipFile(half) as archief:
        ingepakt = archief.infolist()[0].compress_size
    assert kort(verander_gids(half, 0, GROOTTE_INGEPAKT, ingepakt + 40)) == [("", "F_ZIP", "overlap")]
    buiten = maak_zip(tmp_path / "buiten.zip", leden_)
    assert kort(verander_gids(buiten, 2, GROOTTE_INGEPAKT, 10**6)) == [("", "F_ZIP", "overlap")]


def test_een_bom_van_veel_leden(tmp_path: Path) -> None:
    """Each member within the limit, together a hundred times what messages can shrink: nothing is unpacked."""
    nullen = b"\0" * 20_000_000
    pad = maak_zip(tmp_path / "x.zip", {f"{nr}.xml": nullen for nr in range(12)})
    begin = process_time()
    assert kort(pad) == [("", "F_ZIP", "omvang")]
    assert process_time() - begin < 0.1
    pad = maak_zip(tmp_path / "y.zip", {f"{nr}.xml": nullen for nr in range(3)})
    assert [len(inhoud) for _, inhoud, _ in kort(pad)] == [len(nullen)] * 3


def test_een_bom_van_een_lid(tmp_path: Path) -> None:
    pad = maak_zip(tmp_path / "x.zip", {"bom.xml": b"\0" * 200_000_000, "goed.xml": BERICHT})
    begin = process_time()
    assert uitkomsten(pad) == {"bom.xml": "F_TE_GROOT", "goed.xml": BERICHT}
    assert process_time() - begin < 0.1


def test_een_inhoudsopgave_die_het_geheugen_vult(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pad = maak_zip(tmp_path / "x.zip", {f"{nr}.xml": b"" for nr in range(100)})
    monkeypatch.setattr(archief, "MAX_GIDS", 4_000)
    assert kort(pad) == [("", "F_ZIP", None)]


def test_een_leeg_archief_in_een_archief(tmp_path: Path) -> None:
    binnen = io.BytesIO()
    zipfile.ZipFile(binnen, "w").close()
    assert uitkomsten(maak_zip(tmp_path / "x.zip", {"leeg.xml": binnen.getvalue()})) == {"leeg.xml": "F_ZIP_GENEST"}


@pytest.mark.parametrize("om", [False, True], ids=["op volgorde", "achterstevoren"])
def test_leden_staan_waar_de_inhoudsopgave_het_zegt(tmp_path: Path, om: bool) -> None:
    """Behind a short or a long extra field, small or larger than what is read at a time, in any order."""
    verwacht = {f"{nr}.xml": bytes([65 + nr]) * omvang for nr, omvang in enumerate((1, 70_000, 10, 0, 200_000, 3))}
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as doel:
        for nr, (naam, inhoud) in enumerate(verwacht.items()):
            lid = zipfile.ZipInfo(naam)
            lid.extra = b"\x99\x99" + (60 * nr).to_bytes(2, "little") + b"x" * 60 * nr
            doel.writestr(lid, inhoud)
        doel.filelist = doel.filelist[:: -1 if om else 1]
    assert uitkomsten(tmp_path / "a.zip") == verwacht
