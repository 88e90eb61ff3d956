"""Sealing originals: what is sealed and what is not, and that no crash, full disk or wrong key loses anything."""

import argparse
import io
import itertools
import os
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pyrage
import pytest
from pyrage.x25519 import Identity

from orchestration.cli_zegel import voeg_toe
from sources.intake import neem_in
from sources.verslag import Verslag
from tests.berichten_maken import bsn
from warehouse import zegel
from warehouse.audit_keuring import keur
from warehouse.keys import ensure_keys
from warehouse.paths import DataRoot
from warehouse.slot import Bezet, slot
from warehouse.verzegelen import Telling, ontzegel_alle, te_verzegelen, verzegel_alle, zegels
from warehouse.zegel import Ontzegeld, herschrijf, ontzegel, vernietig, verzegel, zegel_van
from warehouse.zegelsleutel import ZegelFout, lees_prive, lees_publiek

KOP = "jaar;periode;taakveld;soort;bedrag\n"
PWET = "bsn;voorziening;aanvangsdatum;einddatum\n"
BRP = "01.01.20;01.02.40;01.03.10;08.09.10;08.10.10;08.10.30;08.11.20;08.11.60\n"
VANDAAG = date(2024, 6, 1)
OUD, NIEUW = "2024-01-01", "2024-02-01"


def leg(home: DataRoot, pad: str, inhoud: str | bytes) -> Path:
    """Put a file in landing/, always with the same time."""
    plek = home.landing / pad
    plek.parent.mkdir(parents=True, exist_ok=True)
    plek.write_bytes(inhoud.encode() if isinstance(inhoud, str) else inhoud)
    os.utime(plek, ns=(1_700_000_000_123_456_789, 1_700_000_000_987_654_321))
    return plek


class Plek:
    """A data root with its private key, and the commands on it."""

    def __init__(self, map_: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = DataRoot(map_ / "data", map_ / "keys", map_ / "landing")
        self.prive = map_ / "prive.key"
        self._capsys = capsys
        self.uit, self.fout = "", ""
        ensure_keys(self.home.sleutels, has_data=self.home.heeft_data)
        self.home.root.mkdir(exist_ok=True)
        monkeypatch.setenv("SDL_HOME", str(self.home.root))
        monkeypatch.setenv("SDL_KEYS", str(self.home.sleutels))
        monkeypatch.setenv("SDL_LANDING", str(self.home.landing))
        monkeypatch.delenv("SDL_BEKEND_OP", raising=False)

    def leg(self, pad: str, inhoud: str | bytes) -> Path:
        return leg(self.home, pad, inhoud)

    def neem_in(self) -> Verslag:
        return neem_in(self.home, vandaag=VANDAAG, meld=lambda _: None)

    def sdl(self, *argumenten: str) -> int:
        """Run one of the commands; what it said is in `uit` and `fout`."""
        ontleder = argparse.ArgumentParser()
        voeg_toe(ontleder.add_subparsers())
        gelezen = ontleder.parse_args(argumenten)
        try:
            return gelezen.doe(gelezen)
        finally:
            self.uit, self.fout = self._capsys.readouterr()

    def stand(self) -> dict[str, tuple[bytes, int, int]]:
        """Everything in landing/: content, time and rights."""
        return {
            str(pad.relative_to(self.home.landing)): (
                pad.read_bytes(),
                pad.stat().st_mtime_ns,
                pad.stat().st_mode & 0o777,
            )
            for pad in sorted(self.home.landing.rglob("*"))
            if pad.is_file() and not pad.is_symlink()
        }

    def handelingen(self) -> list[tuple[str, str, int | None]]:
        keuring = keur(self.home, 100)
        assert keuring.fouten == []
        return [(regel["name"], regel["status"], regel["feiten"].get("gedaan")) for regel in keuring.laatste]


@pytest.fixture(scope="module")
def ingenomen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a data root lies with three accepted files, made once."""
    map_ = tmp_path_factory.mktemp("ingenomen")
    home = DataRoot(map_ / "data", map_ / "keys", map_ / "landing")
    ensure_keys(home.sleutels, has_data=False)
    leg(home, f"financien/{OUD}/a.csv", f"{KOP}2024;H1;6.3;realisatie;1\n").chmod(0o640)
    leg(home, f"financien/{NIEUW}/b.csv", f"{KOP}2024;H2;6.3;realisatie;2\n")
    leg(home, f"pwet/{OUD}/re.csv", f"{PWET}{bsn(1)};x;2024-01-01;\n")
    home.root.mkdir()
    neem_in(home, vandaag=VANDAAG, meld=lambda _: None)
    return map_


@pytest.fixture
def plek(ingenomen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Plek:
    """A data root of its own with three accepted files, and a pair of keys."""
    shutil.copytree(ingenomen, tmp_path, symlinks=True, dirs_exist_ok=True)
    plek = Plek(tmp_path, monkeypatch, capsys)
    assert plek.sdl("seal", "--nieuwe-sleutel", str(plek.prive)) == 0
    return plek


GEZIEN = sorted([f"financien/{OUD}/a.csv", f"financien/{NIEUW}/b.csv", f"pwet/{OUD}/re.csv"])


def verzegelde(paden: list[str]) -> list[str]:
    return sorted(f"{pad.rpartition('/')[0]}/.{pad.rpartition('/')[2]}.age" for pad in paden)


# There and back


def test_heen_en_terug(plek: Plek) -> None:
    """Bytes, time and rights return; the intake sees nothing new, sealed or not; a second time does nothing."""
    voor = plek.stand()
    assert plek.sdl("seal", "--alles") == 0
    assert "3 bestanden verzegeld" in plek.uit
    dicht = plek.stand()
    assert sorted(dicht) == verzegelde(GEZIEN)
    assert not any(bsn(1).encode() in inhoud for inhoud, *_ in dicht.values())
    assert not plek.neem_in().gewijzigd
    assert plek.sdl("seal", "--alles") == 0
    assert "0 bestanden verzegeld" in plek.uit
    assert plek.stand() == dicht
    assert plek.sdl("unseal", "--prive-sleutel", str(plek.prive)) == 0
    assert "3 bestanden weer leesbaar" in plek.uit
    assert plek.stand() == voor
    verslag = plek.neem_in()
    assert (verslag.gewijzigd, sum(telling.bekend for telling in verslag.per_bron.values())) == (False, 0)
    assert plek.handelingen() == [
        ("verzegeld", "Unset", None),
        ("verzegeld", "Ok", 3),
        ("ontzegeld", "Unset", None),
        ("ontzegeld", "Ok", 3),
    ]


def test_ontzegelen_van_een_bron_of_dag(plek: Plek) -> None:
    plek.sdl("seal")
    assert plek.sdl("unseal", "--prive-sleutel", str(plek.prive), "--bron", "financien", "--datum", OUD) == 0
    assert sorted(plek.stand()) == sorted([GEZIEN[0], *verzegelde(GEZIEN[1:])])
    assert plek.sdl("unseal", "--prive-sleutel", str(plek.prive), "--bron", "brp") == 0
    assert "0 bestanden" in plek.uit


def test_een_verbeterd_bestand_onder_dezelfde_naam(plek: Plek) -> None:
    """The old one was sealed; the new one is read, and sealing it replaces the old, as the supplier did."""
    plek.sdl("seal")
    nieuw = f"{KOP}2024;H1;6.3;realisatie;77\n"
    plek.leg(GEZIEN[0], nieuw)
    assert plek.sdl("unseal", "--prive-sleutel", str(plek.prive), "--datum", OUD) == 1
    assert "er staat een ander bestand met die naam" in plek.fout
    assert plek.stand()[GEZIEN[0]][0] == nieuw.encode()
    assert verzegelde(GEZIEN[:1])[0] in plek.stand()
    assert plek.neem_in().per_bron["financien"].nieuw == 1
    assert plek.sdl("seal") == 0
    plek.sdl("unseal", "--prive-sleutel", str(plek.prive))
    assert plek.stand()[GEZIEN[0]][0] == nieuw.encode()
    assert not plek.neem_in().gewijzigd


# What stays open


def test_wat_niet_verwerkt_is_blijft_staan(plek: Plek, tmp_path: Path) -> None:
    """Refused, not yet seen, changed, being written, links, folders, archives with a refused member."""
    plek.leg(f"financien/{OUD}/fout.csv", "onzin\n")
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as doos:
        doos.writestr("a.xml", "<geen/>")
        doos.writestr("b.xml", "ook niet")
    plek.leg(f"iwmo/{OUD}/x.zip", (tmp_path / "x.zip").read_bytes())
    plek.leg(f"onbekend/{OUD}/a.csv", KOP)
    plek.leg("financien/geendatum/a.csv", KOP)
    plek.neem_in()
    plek.leg(f"financien/{OUD}/nieuw.csv", KOP)
    plek.leg(f"financien/{OUD}/bezig.csv.part", KOP)
    plek.leg(f"financien/{OUD}/.verborgen", KOP)
    plek.leg(GEZIEN[1], f"{KOP}2024;H2;6.3;realisatie;22\n")
    elders = plek.leg("../elders.csv", (plek.home.landing / GEZIEN[0]).read_bytes())
    (plek.home.landing / f"financien/{OUD}/link.csv").symlink_to(elders)
    (plek.home.landing / "financien/2024-03-01").symlink_to(plek.home.landing / f"financien/{OUD}")
    voor = plek.stand()
    assert plek.sdl("seal") == 0
    assert "2 bestanden verzegeld" in plek.uit
    assert "2 bestanden blijven zoals ze zijn: nog niet verwerkt" in plek.uit
    assert "2 bestanden blijven zoals ze zijn: geweigerd" in plek.uit
    weg = {GEZIEN[0], GEZIEN[2]}
    assert set(voor) - set(plek.stand()) == weg
    assert set(plek.stand()) - set(voor) == set(verzegelde(list(weg)))
    assert elders.exists()
    assert (plek.home.landing / f"financien/{OUD}/link.csv").is_symlink()


def test_de_nieuwste_brp_en_wat_daarna_kwam_blijft_open(plek: Plek) -> None:
    """Linking of records without a BSN reads them again; --alles seals them too."""
    for dag in (OUD, NIEUW):
        plek.leg(f"brp/{dag}/brp.csv", f"{BRP}{bsn(2)};Naam;19800101;0141;W;20200101;{dag[6]};7609XQ\n")
    plek.neem_in()
    assert plek.sdl("seal") == 0
    assert "3 bestanden verzegeld" in plek.uit
    assert "2 bestanden blijven zoals ze zijn: van of na de nieuwste BRP-levering" in plek.uit
    assert f"brp/{NIEUW}/brp.csv" in plek.stand()
    assert f"financien/{NIEUW}/b.csv" in plek.stand()
    assert plek.sdl("seal", "--alles") == 0
    assert all("/." in pad for pad in plek.stand())


def test_andere_inhoud_met_dezelfde_grootte_en_tijd_wordt_niet_verzegeld(plek: Plek) -> None:
    """What the manifest knows is not what lies there: it was never landed."""
    plek.leg(GEZIEN[1], f"{KOP}2024;H2;6.3;realisatie;3\n")
    assert plek.sdl("seal") == 0
    assert "1 bestanden blijven zoals ze zijn: veranderd" in plek.uit
    assert GEZIEN[1] in plek.stand()


def test_zonder_verwerking_wordt_niets_verzegeld(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plek = Plek(tmp_path, monkeypatch, capsys)
    plek.leg(GEZIEN[0], KOP)
    plek.sdl("seal", "--nieuwe-sleutel", str(plek.prive))
    assert plek.sdl("seal", "--alles") == 0
    assert sorted(plek.stand()) == [GEZIEN[0]]
    assert plek.handelingen() == []


# Crashes and a full disk


def zonder_logboek(plek: Plek, doe: str) -> None:
    """Seal or unseal everything as the commands do, without the audit log: its own files have their own tests."""
    if doe == "seal":
        kandidaten, telling = te_verzegelen(plek.home, alles=True, vandaag=VANDAAG)
        verzegel_alle(plek.home, kandidaten, lees_publiek(plek.home, None), telling, lambda _: None)
    else:
        ontzegel_alle(plek.home, zegels(plek.home), lees_prive(str(plek.prive)), Telling(), lambda _: None)


STAPPEN: dict[str, tuple[object, str]] = {
    "tijdens schrijven": (zegel._Stroom, "write"),
    "bij naar schijf": (os, "fsync"),
    "bij de nieuwe naam": (os, "replace"),
    "na de nieuwe naam": (zegel, "_map_naar_schijf"),
    "bij het weghalen": (os, "unlink"),
}


@pytest.mark.parametrize("doe", ["seal", "unseal"])
@pytest.mark.parametrize("stap", list(STAPPEN)[:2])
def test_schijf_vol(plek: Plek, monkeypatch: pytest.MonkeyPatch, stap: str, doe: str) -> None:
    """What there was stays, no half file is left, and afterwards it works."""

    def vol(*argumenten: object) -> None:
        def daad() -> None:
            raise OSError(28, "No space left on device")

        argumenten[0]._doe(daad) if stap == "tijdens schrijven" else daad()

    open_ = plek.stand()
    if doe == "unseal":
        plek.sdl("seal", "--alles")
    voor = plek.stand()
    with monkeypatch.context() as kapot:
        kapot.setattr(*STAPPEN[stap], vol)
        with pytest.raises(ZegelFout, match=f"De schijf is vol; gestopt bij financien/{OUD}/a.csv"):
            zonder_logboek(plek, doe)
    assert plek.stand() == voor
    zonder_logboek(plek, doe)
    assert (plek.stand() == open_) == (doe == "unseal")
    assert sorted(plek.stand()) == (GEZIEN if doe == "unseal" else verzegelde(GEZIEN))


def test_een_halve_verzegeling_wordt_niet_geloofd(plek: Plek, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system that writes less than it says: the original stays."""
    echt = zegel._Stroom.write
    monkeypatch.setattr(zegel._Stroom, "write", lambda self, inhoud: echt(self, inhoud[:-1]) + 1)
    voor = plek.stand()
    assert plek.sdl("seal", "--alles") == 1
    assert "het origineel staat er nog" in plek.fout
    assert plek.stand() == voor


@pytest.mark.parametrize("doe", ["seal", "unseal"])
@pytest.mark.parametrize("keer", [1, 2])
@pytest.mark.parametrize("stap", STAPPEN)
def test_gedood(plek: Plek, stap: str, keer: int, doe: str) -> None:
    """At every step one form of every file is whole; the next call finishes and leaves nothing behind."""
    open_ = plek.stand()
    if doe == "unseal":
        plek.sdl("seal", "--alles")
    kind = os.fork()
    if kind == 0:
        waar, naam = STAPPEN[stap]
        _sterf_bij(waar, "rename" if (naam, doe) == ("replace", "unseal") else naam, keer)
        zonder_logboek(plek, doe)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(kind, 0)[1]) == 9
    over = plek.stand()
    sleutels = lees_prive(str(plek.prive))
    for pad in GEZIEN:
        dicht = plek.home.landing / verzegelde([pad])[0]
        inhoud = over[pad][0] if pad in over else pyrage.decrypt(dicht.read_bytes(), sleutels)
        assert inhoud == open_[pad][0]
    zonder_logboek(plek, doe)
    assert sorted(plek.stand()) == (GEZIEN if doe == "unseal" else verzegelde(GEZIEN))
    if doe == "seal":
        zonder_logboek(plek, "unseal")
    assert plek.stand() == open_
    assert not plek.neem_in().gewijzigd


def _sterf_bij(waar: object, naam: str, keer: int) -> None:
    """Let this process die at this call of it, counted from 1, without any clearing up."""
    echt, teller = getattr(waar, naam), itertools.count(1)

    def val(*argumenten: object, **anders: object) -> object:
        if next(teller) == keer:
            os._exit(9)
        return echt(*argumenten, **anders)

    setattr(waar, naam, val)


def test_veranderd_tijdens_het_verzegelen(plek: Plek, monkeypatch: pytest.MonkeyPatch) -> None:
    """A supplier writes at the same moment: the file stays, and no half form of it."""
    anders = f"{KOP}2024;H1;6.3;realisatie;9\n"
    lezen = zegel._Stroom.read

    def lees_en_verander(self: zegel._Stroom, aantal: int = -1) -> bytes:
        inhoud = lezen(self, aantal)
        (plek.home.landing / GEZIEN[1]).write_text(anders)
        return inhoud

    monkeypatch.setattr(zegel._Stroom, "read", lees_en_verander)
    assert plek.sdl("seal", "--alles") == 0
    assert plek.stand()[GEZIEN[1]][0] == anders.encode()
    assert verzegelde(GEZIEN[1:2])[0] not in plek.stand()


def test_wie_bezig_is_gaat_voor(plek: Plek) -> None:
    voor = plek.stand()
    for argumenten in (["seal"], ["unseal", "--prive-sleutel", str(plek.prive)]):
        with slot(plek.home), pytest.raises(Bezet):
            plek.sdl(*argumenten)
    assert plek.stand() == voor


# Keys


def test_een_andere_privesleutel_stopt_voor_er_iets_wijzigt(plek: Plek) -> None:
    """Also when it fits some of them; both keys together open all."""
    ander = Identity.generate()
    plek.sdl("seal", "--publieke-sleutel", str(ander.to_public()))
    plek.leg(f"financien/{OUD}/c.csv", f"{KOP}2024;H1;6.4;realisatie;1\n")
    plek.neem_in()
    plek.sdl("seal")
    dicht = plek.stand()
    assert plek.sdl("unseal", "--prive-sleutel", str(plek.prive)) == 1
    assert "3 van de 4 verzegelde bestanden gaan met deze privésleutel niet open; er is niets gewijzigd" in plek.fout
    assert plek.stand() == dicht
    with plek.prive.open("a") as bestand:
        bestand.write(f"{ander}\n")
    assert plek.sdl("unseal", "--prive-sleutel", str(plek.prive)) == 0
    assert "4 bestanden weer leesbaar" in plek.uit


def test_sleutels_die_niet_deugen(plek: Plek, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each stops before anything is changed, says what to do, and never shows a private key."""
    voor, geheim = plek.stand(), str(Identity.generate())
    publiek = plek.home.sleutels / "zegel.pub"
    slecht = plek.home.root / "slecht"
    slecht.write_text(f"{geheim}\n")
    slecht.chmod(0o644)
    kapot = plek.home.root / "kapot"
    kapot.write_text("age1onzin\n")
    kapot.chmod(0o600)
    for argumenten, zin in (
        (["seal", "--publieke-sleutel", str(plek.prive)], "is een privésleutel"),
        (["seal", "--publieke-sleutel", "age1onzin"], "is geen publieke sleutel"),
        (["seal", "--publieke-sleutel", str(kapot)], "is geen publieke sleutel"),
        (["seal", "--publieke-sleutel", str(kapot) + "weg"], "kan niet worden gelezen"),
        (["seal", "--nieuwe-sleutel", str(plek.prive) + "2"], "Er is al een publieke sleutel"),
        (["unseal", "--prive-sleutel", str(slecht)], "chmod 600"),
        (["unseal", "--prive-sleutel", str(publiek)], "bevat geen privésleutel"),
        (["unseal", "--prive-sleutel", str(kapot)], "bevat geen privésleutel"),
    ):
        assert plek.sdl(*argumenten) == 1, argumenten
        assert zin in plek.fout, argumenten
        assert geheim not in plek.fout + plek.uit
    publiek.unlink()
    assert plek.sdl("seal") == 1
    assert "sdl seal --nieuwe-sleutel" in plek.fout
    assert plek.sdl("seal", "--nieuwe-sleutel", str(plek.prive)) == 1
    assert "bestaat al" in plek.fout
    assert not publiek.exists()
    assert plek.stand() == voor


def test_de_privesleutel_op_de_standaardinvoer(plek: Plek, monkeypatch: pytest.MonkeyPatch) -> None:
    assert plek.prive.stat().st_mode & 0o777 == 0o600
    plek.sdl("seal")
    monkeypatch.setattr("sys.stdin", io.StringIO(plek.prive.read_text()))
    assert plek.sdl("unseal", "--prive-sleutel", "-") == 0
    assert "3 bestanden" in plek.uit


@pytest.mark.parametrize("plaats", [3, 100, -1], ids=["kop", "ontvanger", "einde"])
def test_een_beschadigd_zegel(plek: Plek, plaats: int) -> None:
    """It stays, the others are opened; what is no longer a sealed file at all is not touched."""
    plek.sdl("seal")
    dicht = plek.home.landing / verzegelde(GEZIEN[1:2])[0]
    inhoud = bytearray(dicht.read_bytes())
    inhoud[inhoud.index(b"--- ") + 10 if plaats == 100 else plaats] ^= 1
    dicht.write_bytes(inhoud)
    assert plek.sdl("unseal", "--prive-sleutel", str(plek.prive)) == (0 if plaats == 3 else 1)
    assert ("beschadigd" in plek.fout) == (plaats != 3)
    assert sorted(plek.stand()) == sorted([GEZIEN[0], GEZIEN[2], *verzegelde(GEZIEN[1:2])])
    assert dicht.read_bytes() == inhoud


# One file


@pytest.mark.parametrize("grootte", [0, 1, 65_535, 65_536, 65_537, 131_072, 1_000_000])
def test_elke_grootte(plek: Plek, grootte: int) -> None:
    pad = plek.leg("x.bin", os.urandom(grootte))
    stand, inhoud = pad.stat(), pad.read_bytes()
    sleutel = Identity.generate()
    assert verzegel(pad, [sleutel.to_public()], (stand.st_size, stand.st_mtime_ns), None)
    assert ontzegel(zegel_van(pad), [sleutel]) is Ontzegeld.HERSTELD
    assert pad.read_bytes() == inhoud


def test_vernietigen(plek: Plek) -> None:
    """Only the sealed forms of these go; a path that leads out of landing/ is refused."""
    plek.sdl("seal")
    paden = [Path(GEZIEN[0]), plek.home.landing / GEZIEN[2], Path(f"financien/{OUD}/nooit.csv")]
    assert vernietig(plek.home, paden) == 2
    assert sorted(plek.stand()) == verzegelde(GEZIEN[1:2])
    assert vernietig(plek.home, paden) == 0
    buiten = plek.leg("../.buiten.csv.age", "x")
    for pad in (
        Path("../buiten.csv"),
        plek.home.landing / ".." / "buiten.csv",
        plek.home.landing.parent / "buiten.csv",
    ):
        with pytest.raises(ZegelFout):
            vernietig(plek.home, [pad])
    assert buiten.exists()


def test_herschrijven(plek: Plek, tmp_path: Path) -> None:
    """The sealed file is another one, under the same key; opened again, the intake reads it."""
    plek.sdl("seal")
    voor = plek.stand()
    assert not herschrijf(plek.home, Path(GEZIEN[2]), str(plek.prive), lambda inhoud: inhoud)
    assert plek.stand() == voor
    ander = tmp_path / "ander.key"
    ander.write_text(f"{Identity.generate()}\n")
    ander.chmod(0o600)
    with pytest.raises(ZegelFout, match="gaat met deze privésleutel niet open"):
        herschrijf(plek.home, Path(GEZIEN[2]), str(ander), lambda inhoud: b"")
    assert plek.stand() == voor
    assert herschrijf(plek.home, Path(GEZIEN[2]), str(plek.prive), lambda inhoud: inhoud.replace(b";x;", b";y;"))
    assert sorted(plek.stand()) == sorted(voor)
    assert plek.sdl("unseal", "--prive-sleutel", str(plek.prive)) == 0
    assert plek.stand()[GEZIEN[2]][0] == f"{PWET}{bsn(1)};y;2024-01-01;\n".encode()
    assert plek.neem_in().per_bron["pwet"].nieuw == 1


def test_een_bsn_in_een_bestandsnaam_wordt_niet_gezegd(plek: Plek, monkeypatch: pytest.MonkeyPatch) -> None:
    plek.leg(f"financien/{OUD}/{bsn(3)}.csv", f"{KOP}2024;H1;6.5;realisatie;1\n")
    plek.neem_in()

    def mag_niet(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as kapot:
        kapot.setattr(zegel, "_controleer", mag_niet)
        assert plek.sdl("seal") == 1
    assert "*********.csv" in plek.fout
    assert bsn(3) not in plek.fout + plek.uit
    assert plek.sdl("seal") == 0
    assert bsn(3) not in plek.fout + plek.uit
