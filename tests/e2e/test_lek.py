"""No personal datum of the deliveries stands readable in any file outside landing/, nor in what a run says.

Belongs here: what must hold of a data root after each step of its life. Does not belong here: how it is looked for
(tests/lek), or what makes the files.
"""

import bz2
import gzip
import html
import json
import re
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sources.schemas import PSEUDONIEMEN
from tests.e2e.conftest import Gedraaid
from tests.e2e.leveringen_maken import MARKERS
from tests.e2e.opdracht import tabellen
from tests.lek.geheimen import EPOCH, PERSONEN, Zoeker
from tests.lek.lagen import lagen, uitgepakt
from tests.lek.levensloop import STAPPEN, Doorzoeker, Gezien, Levensloop, is_versleuteld
from tests.lek.leveringen import maak_lek, merk
from warehouse.duck import PARQUET_KEY, attach_lake, connect
from warehouse.paths import CHECKOUT, DataRoot
from warehouse.registerdoc import GEPUBLICEERD

KORT = re.compile(rb"(?<![0-9])[0-9]{8}(?![0-9])")
ISO = re.compile(rb"(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
LANG = re.compile(rb"-?[0-9]{15,20}")
NAMEN = ("de Boer-Vos", "D'Hondt", "Çelik")


class Gemeente(Zoeker):
    """What may stand nowhere of a whole municipality: every BSN, the birth dates that are no other date, the markers."""

    def __init__(self, landing: Path) -> None:
        alles = b"\n".join(laag for pad in landing.rglob("*") if pad.is_file() for laag in uitgepakt(pad.read_bytes()))
        super().__init__((), (nummer.decode() for nummer in re.findall(rb"(?<![0-9])99[0-9]{7}(?![0-9])", alles)))
        geboren = {dag for dag in _geboortedatums(landing) if dag.year < 2010}
        dagen = geboren - {date.fromisoformat(tekst.decode()) for tekst in ISO.findall(alles) if _is_datum(tekst)}
        self.dagen = {vorm.encode() for dag in dagen for vorm in (f"{dag:%Y%m%d}", f"{dag:%Y-%m-%d}")}
        postcodes = {tekst.decode() for tekst in re.findall(rb"76[0-9]{2}[A-Z]{2}", alles)}
        for tekst in {*MARKERS, *NAMEN, *postcodes, *(f"{pc6[:4]} {pc6[4:]}" for pc6 in postcodes)}:
            self.zoek_ook(tekst)

    def in_bytes(self, inhoud: bytes) -> set[str]:
        dagen = self.dagen & {*ISO.findall(inhoud), *KORT.findall(inhoud)}
        return super().in_bytes(inhoud) | {dag.decode() for dag in dagen}


def _geboortedatums(landing: Path) -> Iterator[date]:
    """Those of the good rows of the BRP files."""
    goed = r"9[0-9]{8};(?:[^;]*;){3}((?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8]));.*"
    for pad in landing.glob("brp/2*/*.csv"):
        if pad.is_file():
            for treffer in re.finditer(f"^{goed}$", pad.read_bytes().decode("utf-8", "replace"), re.M):
                yield date.fromisoformat(treffer[1])


def _is_datum(tekst: bytes) -> bool:
    try:
        date.fromisoformat(tekst.decode())
    except ValueError:
        return False
    return True


class Geleefd:
    """A data root whose life is over, with what was seen after each step."""

    def __init__(self, loop: Levensloop) -> None:
        self.home, self.gezien = loop.home, loop.loop()
        self.root = DataRoot(self.home, self.home / "keys", self.home / "landing")

    @property
    def bestanden(self) -> list[Path]:
        """Every file but the deliveries."""
        landing = self.home / "landing"
        plekken = sorted(self.home.rglob("*"))
        return [pad for pad in plekken if pad.is_file() and not pad.is_symlink() and landing not in pad.parents]

    @cached_property
    def pseudoniemen(self) -> set[int]:
        """Every pseudonym in raw, read with the key."""
        con = connect(self.root)
        gevonden: set[int] = set()
        try:
            for tabel, kolommen in PSEUDONIEMEN.items():
                for pad in [*(self.home / "raw" / tabel).glob("*.parquet"), *_manifest(self.home, tabel)]:
                    velden = ", ".join(kolommen)
                    bron = f"read_parquet('{pad}', encryption_config = {{footer_key: '{PARQUET_KEY}'}})"
                    for rij in con.execute(f"SELECT {velden} FROM {bron}").fetchall():
                        gevonden.update(getal for getal in rij if getal is not None)
        finally:
            con.close()
        return gevonden


def _manifest(home: Path, tabel: str) -> list[Path]:
    pad = home / "raw" / "manifest" / f"{tabel}.parquet"
    return [pad] if pad.exists() else []


@pytest.fixture(scope="module")
def geleefd(tmp_path_factory: pytest.TempPathFactory) -> Geleefd:
    """One data root through all of STAPPEN."""
    return Geleefd(Levensloop(tmp_path_factory.mktemp("lek")))


@pytest.fixture(scope="module")
def gemeente(gedraaid: Gedraaid) -> Gemeente:
    return Gemeente(gedraaid.home / "landing")


def per_stap(geleefd: Geleefd, naam: str) -> Gezien:
    return geleefd.gezien[naam]


alle_stappen = pytest.mark.parametrize("stap", STAPPEN, ids=lambda stap: stap.naam.replace(" ", "_"))


def test_de_zoeker_vindt_wat_er_staat(tmp_path: Path) -> None:
    """A leak test that finds nothing proves nothing until it has found something, in every form and every packing."""
    zoeker, wie = Zoeker(), PERSONEN[0]
    naam, nummer = wie.naam, wie.bsn
    vormen = [naam.upper(), html.escape(naam).encode("ascii", "xmlcharrefreplace").decode(), json.dumps(naam)]
    vormen += [f"{wie.geboren:%d-%m-%Y}", repr(wie.geboren), f"{wie.postcode[:4]} {wie.postcode[4:].lower()}"]
    vormen += [f"x1{nummer}2", f"{nummer[:4]}.{nummer[4:6]}.{nummer[6:]}", str((wie.geboren - EPOCH).days)]
    bytes_ = [vorm.encode(codering) for vorm in vormen for codering in ("utf-8", "utf-16", "utf-16-be", "utf-32")]
    bytes_ += [naam.encode("latin-1"), *(struct.pack(vorm, int(nummer)) for vorm in ("<q", ">q", "<i", ">i", "<d"))]
    for vorm in bytes_:
        pakken = [vorm, zlib.compress(vorm), gzip.compress(zlib.compress(vorm)), bz2.compress(vorm)]
        pakken += [pa.compress(vorm, codec, asbytes=True) for codec in ("zstd", "lz4")]
        for pak in pakken:
            gevonden = set().union(*(zoeker.in_bytes(laag) for laag in uitgepakt(b"\xff\x00ab " + pak + b" cd")))
            assert gevonden, (vorm, pak)
    for plek in _ingepakt(tmp_path, nummer):
        assert any(f"bsn {nummer}" in zoeker.in_bytes(laag) for laag in lagen(plek)), plek.name
    assert not zoeker.in_bytes(b"niets 123456789 Jansen 1980-01-01")


def _ingepakt(map_: Path, nummer: str) -> list[Path]:
    """A datum in a workbook, in SQLite, in DuckDB and in Parquet, of which the bytes alone do not show it."""
    with zipfile.ZipFile(map_ / "boek.xlsx", "w", zipfile.ZIP_DEFLATED) as doos:
        doos.writestr("blad.xml", gzip.compress(nummer.encode()))
    (map_ / "kapot.zip").write_bytes((map_ / "boek.xlsx").read_bytes()[:-30])
    with sqlite3.connect(map_ / "runs.db") as con:
        con.execute("CREATE TABLE runs (inhoud BLOB)")
        con.execute("INSERT INTO runs VALUES (?)", [zlib.compress(nummer.encode())])
    with duckdb.connect(str(map_ / "a.duckdb")) as con:
        con.execute(f"CREATE TABLE a AS SELECT {nummer} + i AS b FROM range(5000) AS t(i)")
    pq.write_table(pa.table({"b": pa.array([int(nummer)] * 9, pa.int64())}), map_ / "b.parquet", compression="snappy")
    return sorted(map_.iterdir())


def test_in_de_leveringen_staan_ze_allemaal(tmp_path: Path) -> None:
    """The persons really are in the deliveries, each datum of each."""
    maak_lek_met_stand(tmp_path)
    zoeker, gevonden = Zoeker(), set()
    for pad in tmp_path.rglob("*"):
        if pad.is_file():
            gevonden |= set().union(*(zoeker.in_bytes(laag) for laag in lagen(pad)))
    for wie in PERSONEN:
        assert gevonden >= {f"bsn {wie.bsn}", wie.naam, wie.postcode, f"geboren {wie.geboren}"}


def maak_lek_met_stand(landing: Path) -> None:
    stand = landing / "brp" / "2025-01-01" / "brp.csv"
    stand.parent.mkdir(parents=True)
    stand.write_text("")
    maak_lek(landing)


@alle_stappen
def test_elke_stap_eindigde_zoals_bedoeld(geleefd: Geleefd, stap) -> None:
    """Else the leak test looked at something else than it says: killed where it should be, broken where it should be."""
    gezien = per_stap(geleefd, stap.naam)
    assert gezien.code == (stap.code if stap.code is not None else -9), gezien.gezegd[-2000:]
    assert stap.regel in gezien.gezegd


@alle_stappen
def test_geen_persoonsgegeven_in_enig_bestand(geleefd: Geleefd, stap) -> None:
    """Names of files included; of the data root, the temporary folder and the home of the processes."""
    assert per_stap(geleefd, stap.naam).lekken == {}


@alle_stappen
def test_een_run_zegt_niets_over_personen(geleefd: Geleefd, stap) -> None:
    assert Zoeker().in_bytes(per_stap(geleefd, stap.naam).gezegd.encode()) == set()


def test_overal_is_gekeken(geleefd: Geleefd) -> None:
    nodig = {"dagster", "dbt", "docs", "extracts", "keys", "lake.duckdb", "publicaties", "quarantine", "raw", "tmp"}
    assert per_stap(geleefd, "gepubliceerd").mappen >= nodig


def test_niets_geschreven_naast_de_gegevensmap(geleefd: Geleefd) -> None:
    """Dagster's home is the checkout, for its settings; it may keep nothing there."""
    sporen = ("history", "storage", "schedules", ".telemetry", "logs", "dbt_project/logs", "dbt_project/target")
    assert [spoor for spoor in sporen if (CHECKOUT / spoor).exists()] == []


def test_wat_versleuteld_heet_is_ruis(geleefd: Geleefd) -> None:
    """Raw and lake cannot be opened without the key, and their bytes cannot be made smaller: nothing of them is text."""
    versleuteld = [pad for pad in geleefd.bestanden if is_versleuteld(pad)]
    assert len([pad for pad in versleuteld if "raw" in pad.parts]) > 30
    for pad in versleuteld:
        inhoud = pad.read_bytes()
        if pad.suffix == ".parquet":
            with pytest.raises((pa.ArrowException, OSError)):
                pq.read_table(pad)
        if len(inhoud) > 16_384:
            midden = inhoud[4096:-4096]
            assert len(zlib.compress(midden, 1)) > 0.95 * len(midden), pad.name
    with pytest.raises(duckdb.Error):
        duckdb.connect(str(geleefd.home / "lake.duckdb"), read_only=True)


def test_geen_tabel_met_personen_staat_onversleuteld(geleefd: Geleefd) -> None:
    """Every Parquet file in raw that may be read without a key is one without persons."""
    leesbaar = {pad.parent.name for pad in geleefd.bestanden if pad.suffix == ".parquet" and not is_versleuteld(pad)}
    assert leesbaar & set(PSEUDONIEMEN) == set()


def test_geen_pseudoniem_in_een_leesbaar_bestand(geleefd: Geleefd) -> None:
    """A pseudonym is a personal datum too: in digits or as eight bytes, it stands in no file that is not encrypted."""
    geheim = geleefd.pseudoniemen
    assert len(geheim) > 200
    tekst = {str(getal).encode() for getal in geheim}
    binair = {struct.pack(f"{orde}q", getal) for getal in geheim for orde in "<>"}
    for pad in geleefd.bestanden:
        if not is_versleuteld(pad):
            for laag in lagen(pad):
                assert not tekst & set(LANG.findall(laag)), pad
                if pad.suffix in {".parquet", ".duckdb", ".db"} or "raw" in pad.parts:
                    assert not binair & {laag[i : i + 8] for i in range(len(laag) - 7)}, pad


def test_geen_cel_van_de_publicatie_is_een_pseudoniem(geleefd: Geleefd) -> None:
    geheim = geleefd.pseudoniemen | {str(getal) for getal in geleefd.pseudoniemen}
    for tabel, rijen in tabellen(geleefd.home / "marts").items():
        assert not geheim & {cel for rij in rijen for cel in rij.values() if isinstance(cel, (int, str))}, tabel


def test_alleen_namen_van_gebieden_en_regelingen_worden_overgenomen(geleefd: Geleefd) -> None:
    """Of all columns with free text only those come out as they came in: what the register of processing says."""
    rijen = [rij for tabel in tabellen(geleefd.home / "marts").values() for rij in tabel]
    teksten = {str(cel) for rij in rijen for cel in rij.values()}
    mogen = {merk(soort, doel) for soort, doel in GEPUBLICEERD}
    assert {tekst for tekst in teksten if "merk_" in tekst} <= mogen


def test_geen_persoonsgegeven_van_een_hele_gemeente(gedraaid: Gedraaid, gemeente: Gemeente) -> None:
    """The same of the run that other tests look at: four hundred residents instead of six persons."""
    assert len(gemeente.bsns) > 400
    assert len(gemeente.dagen) > 100
    assert Doorzoeker(gemeente).zoek(gedraaid.home) == {}
    assert gemeente.in_bytes((gedraaid.run.uit + gedraaid.run.fout).encode()) == set()


def test_ook_met_de_sleutel_geen_bsn_of_naam(gedraaid: Gedraaid, gemeente: Gemeente) -> None:
    """The lake and the raw store know a birth date, but no BSN, name or postcode, not as a number either."""
    home = DataRoot(gedraaid.home, gedraaid.home / "keys", gedraaid.home / "landing")
    con = connect(home)
    try:
        attach_lake(con, home, read_only=True)
        vraag = "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'lake'"
        lake = [f"lake.{schema}.{tabel}" for schema, tabel in con.execute(vraag).fetchall()]
        sleutel = f"encryption_config = {{footer_key: '{PARQUET_KEY}'}}"
        raw = [
            f"read_parquet('{pad}', {sleutel})"
            for pad in sorted((gedraaid.home / "raw").rglob("*.parquet"))
            if is_versleuteld(pad)
        ]
        assert len(lake) > 20
        assert len(raw) > 20
        for bron in [*lake, *raw]:
            kolommen = [
                kolom
                for kolom, soort, *_ in con.execute(f"DESCRIBE SELECT * FROM {bron}").fetchall()
                if soort in {"VARCHAR", "BIGINT", "INTEGER"}
            ]
            for kolom in kolommen:
                vraag = f'SELECT DISTINCT CAST("{kolom}" AS VARCHAR) FROM {bron} WHERE "{kolom}" IS NOT NULL'
                gevonden = {waarde for (waarde,) in con.execute(vraag).fetchall()}
                assert not gevonden & (gemeente.bsns | gemeente.letterlijk), f"{bron}.{kolom}"
    finally:
        con.close()
