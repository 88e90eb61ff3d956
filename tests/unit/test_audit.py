"""The audit log: what it takes, what it refuses, and that whatever is done to it is seen."""

import argparse
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import dagster as dg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestration.cli_audit import voeg_toe as voeg_opdracht_toe
from orchestration.logboek import run_vastgelegd
from orchestration.voortgang import PoortFout
from sources.pseudoniem import bsn_geldig
from tests.berichten_maken import bsn
from warehouse import audit_keten
from warehouse.audit import leg_vast, vastgelegd
from warehouse.audit_keten import canoniek, logboek, map_van
from warehouse.audit_keuring import Keuring, keur
from warehouse.audit_waarden import FeitFout, feiten, gegroepeerd
from warehouse.keys import SleutelFout, ensure_keys
from warehouse.paths import DataRoot

AANTAL = 6


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataRoot:
    monkeypatch.delenv("SDL_BEKEND_OP", raising=False)
    root = DataRoot(tmp_path / "data", tmp_path / "keys", tmp_path / "data" / "landing")
    ensure_keys(root.sleutels, has_data=False)
    root.root.mkdir()
    return root


@pytest.fixture
def vol(home: DataRoot) -> DataRoot:
    """A data root with some entries."""
    for nummer in range(AANTAL):
        leg_vast(home, "run", code=nummer)
    return home


def regels(home: DataRoot) -> list[bytes]:
    return logboek(home).read_bytes().splitlines(keepends=True)


def ontleed(home: DataRoot) -> list[dict]:
    return [json.loads(regel) for regel in regels(home)]


def heel(home: DataRoot) -> Keuring:
    keuring = keur(home)
    assert keuring.fouten == []
    return keuring


def opdracht(monkeypatch: pytest.MonkeyPatch, home: DataRoot, *argumenten: str) -> int:
    monkeypatch.setenv("SDL_HOME", str(home.root))
    monkeypatch.setenv("SDL_KEYS", str(home.sleutels))
    ontleder = argparse.ArgumentParser()
    voeg_opdracht_toe(ontleder.add_subparsers())
    gelezen = ontleder.parse_args(["audit", *argumenten])
    return gelezen.doe(gelezen)


# What stands in it


def test_een_regel_heeft_de_velden_van_de_standaard(home: DataRoot, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = datetime(2026, 1, 5, 5, 0, tzinfo=UTC)
    run = "4bf92f35-77b3-4da6-a3ce-929d0e0e4736"
    assert leg_vast(home, "publicatie", begin=begin, trace=run, rijen={"gebied": 3}, bekend_op=date(2025, 12, 31)) == 1
    assert leg_vast(home, "run", gelukt=False, trace=run, code=1, stand=None) == 2
    een, twee = ontleed(home)
    assert een["attributes"] == {
        "dpl.core.processing_activity_id": "urn:sociaal-domein-lakehouse:verwerking:publicatie"
    }
    assert (een["name"], een["status"], twee["status"]) == ("publicatie", "Ok", "Error")
    assert een["start_time"] == "2026-01-05T05:00:00.000Z"
    assert een["trace_id"] == twee["trace_id"] == "4bf9-2f35-77b3-4da6-a3ce-929d-0e0e-4736"
    assert een["span_id"] != twee["span_id"]
    assert een["feiten"] == {"bekend_op": "2025-12-31", "rijen": {"gebied": 3}}
    assert twee["feiten"] == {"code": 1}
    assert een["resource"]["attributes"]["name"] == "sociaal-domein-lakehouse"
    assert heel(home).kop.aantal == 2


def test_een_handeling_heeft_een_begin_en_een_einde(home: DataRoot) -> None:
    with vastgelegd(home, "verzegeld", bestanden=3) as einde:
        assert len(regels(home)) == 1
        einde["gedaan"] = 2
    with pytest.raises(KeyError), vastgelegd(home, "ontzegeld"):
        raise KeyError
    assert [(regel["name"], regel["status"], regel["feiten"]) for regel in ontleed(home)] == [
        ("verzegeld", "Unset", {"bestanden": 3}),
        ("verzegeld", "Ok", {"bestanden": 3, "gedaan": 2}),
        ("ontzegeld", "Unset", {}),
        ("ontzegeld", "Error", {}),
    ]


def test_een_publicatie_van_toen_wordt_niet_vastgelegd(home: DataRoot, monkeypatch: pytest.MonkeyPatch) -> None:
    """`sdl run --bekend-op` touches nothing but its own folder: no entry, and no key is made."""
    monkeypatch.setenv("SDL_BEKEND_OP", "2025-01-31")
    assert leg_vast(home, "run") == 0
    assert not map_van(home).exists()
    assert not (home.sleutels / "audit.key").exists()


def test_onbekende_handeling(home: DataRoot) -> None:
    with pytest.raises(ValueError, match="Onbekende handeling"):
        leg_vast(home, "iets_anders")
    assert not map_van(home).exists()


# What may not stand in it

BSN = bsn(7)


@pytest.mark.parametrize(
    "waarde",
    [
        BSN,
        f"a{BSN}",
        f"x1{BSN}2",
        f"a-{BSN[:3]}-{BSN[3:6]}-{BSN[6:]}",
        "_".join(["a", BSN[:4], BSN[4:]]),
        "Jan Jansen",
        "Müller",
        "a19070317",
        "straat_7609XQ",
        "b.7609xq",
        "a" * 65,
        "",
        "a\n",
        1.5,
        -1,
        10**11,
        -(2**62),
        b"abc",
        [["a"]],
        {"a": {"b": 1}},
        {BSN: 1},
        {"Jan Jansen": 1},
        {"a": BSN},
        ["a", BSN],
        list(range(201)),
        Path("/tmp"),
    ],
)
def test_wat_geen_telling_datum_of_code_is_komt_er_niet_in(home: DataRoot, waarde: object) -> None:
    with pytest.raises(FeitFout) as fout:
        leg_vast(home, "run", aantal=waarde)
    assert str(waarde) not in str(fout.value) or waarde == ""
    assert "aantal" in str(fout.value)
    assert not map_van(home).exists()


def test_een_naam_van_een_feit_is_geen_gegeven(home: DataRoot) -> None:
    for naam in (f"x{BSN}", "Jansen", "naam met spatie"):
        with pytest.raises(FeitFout) as fout:
            leg_vast(home, "run", **{naam: 1})
        assert naam not in str(fout.value)


def test_wat_er_wel_in_mag() -> None:
    gegeven = {
        "aantal": 9_999_999,
        "veel": 18_123_456,
        "ja": True,
        "dag": date(2024, 2, 29),
        "tijd": datetime(2024, 2, 29, 1, 2, 3, 4000, tzinfo=UTC),
        "tabellen": ["brp__persoon", "gebieden__adres"],
        "rollen": {"wijkmanager", "beleid"},
        "regel": "F_DTD",
        "periode": "y2024H1",
        "sha256": {"gebied": "0123456789abcdef" * 4},
        "niets": None,
    }
    assert feiten(gegeven) == {
        "aantal": 9_999_999,
        "veel": 18_120_000,
        "ja": True,
        "dag": "2024-02-29",
        "tijd": "2024-02-29T01:02:03.004Z",
        "tabellen": ["brp__persoon", "gebieden__adres"],
        "rollen": ["beleid", "wijkmanager"],
        "regel": "F_DTD",
        "periode": "y2024H1",
        "sha256": {"gebied": "-".join(["0123", "4567", "89ab", "cdef"] * 4)},
    }


@given(
    nummer=st.integers(0, 999_999_999).map("{:09d}".format).filter(bsn_geldig),
    om=st.tuples(st.text("ab_-./:+ 0123456789", max_size=6), st.text("ab_-./:+ 0123456789", max_size=6)),
    soort=st.sampled_from([str, int]),
)
def test_een_bsn_komt_er_in_geen_vorm_in(nummer: str, om: tuple[str, str], soort: type) -> None:
    """Whatever stands around it, and as a number: it is refused, or no longer there."""
    waarde = int(nummer) if soort is int else om[0] + nummer + om[1]
    try:
        geschreven = json.dumps(feiten({"aantal": waarde}))
    except FeitFout:
        return
    assert int(nummer) < 10_000_000 or nummer.lstrip("0") not in geschreven or nummer.endswith("0000")


@given(st.binary(min_size=32, max_size=32))
def test_een_hash_ziet_er_nooit_uit_als_een_bsn(inhoud: bytes) -> None:
    geschreven = feiten({"sha256": inhoud.hex()})["sha256"]
    assert geschreven.replace("-", "") == inhoud.hex()
    assert max(map(len, geschreven.split("-"))) == 4


# What is done to it is seen


def wijzig(nummer: int, wat: Callable[[dict], None]) -> Callable[[list[bytes]], list[bytes]]:
    def doe(alle: list[bytes]) -> list[bytes]:
        regel = json.loads(alle[nummer - 1])
        wat(regel)
        return [*alle[: nummer - 1], canoniek(regel) + b"\n", *alle[nummer:]]

    return doe


INGREPEN = {
    "een feit gewijzigd": (wijzig(3, lambda regel: regel["feiten"].update(code=9)), "Regel 3 is gewijzigd"),
    "een tijd gewijzigd": (wijzig(1, lambda regel: regel.update(end_time="2020-01-01T00:00:00.000Z")), "Regel 1 is"),
    "een veld erbij": (wijzig(2, lambda regel: regel.update(extra=1)), "Regel 2 is gewijzigd"),
    "de laatste gewijzigd": (wijzig(6, lambda regel: regel["feiten"].clear()), "Regel 6 is gewijzigd"),
    "een code gewijzigd": (wijzig(4, lambda regel: regel.update(code=regel["vorige"])), "Regel 4 is gewijzigd"),
    "een vreemde code": (wijzig(4, lambda regel: regel.update(code="é", breuk=[1])), "Regel 4 is gewijzigd"),
    "andere spaties": (lambda alle: [alle[0].replace(b",", b", ", 1), *alle[1:]], "Regel 1 is gewijzigd"),
    "de eerste weg": (lambda alle: alle[1:], "Voor regel 2 ontbreekt regel 1"),
    "er tussenuit": (lambda alle: [*alle[:2], *alle[4:]], "Voor regel 5 ontbreekt regel 3 tot en met 4"),
    "de laatste weg": (lambda alle: alle[:-1], "Aan het einde ontbreekt regel 6"),
    "de laatste twee weg": (lambda alle: alle[:-2], "Aan het einde ontbreekt regel 5 tot en met 6"),
    "alles weg": (lambda alle: [], "Aan het einde ontbreekt regel 1 tot en met 6"),
    "herhaald": (lambda alle: [*alle[:3], alle[1], *alle[3:]], "Regel 2 staat er nog een keer"),
    "verwisseld": (lambda alle: [*alle[:2], alle[3], alle[2], *alle[4:]], "Voor regel 4 ontbreekt regel 3"),
    "aan het einde herhaald": (lambda alle: [*alle, alle[5]], "Regel 6 staat er nog een keer"),
    "iets anders ertussen": (lambda alle: [*alle[:2], b"dag\n", *alle[2:]], "Op plaats 3 staat iets dat geen regel"),
    "een eigen regel": (
        lambda alle: [*alle, alle[5].replace(b'"nummer":6', b'"nummer":7')],
        "Regel 7 is gewijzigd of niet door dit systeem geschreven",
    ),
}


@pytest.mark.parametrize("ingreep", INGREPEN)
def test_een_ingreep_wordt_gezien(
    vol: DataRoot, ingreep: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """At once, and after new entries as well: they follow what stands there and heal nothing."""
    doe, zin = INGREPEN[ingreep]
    logboek(vol).write_bytes(b"".join(doe(regels(vol))))
    assert opdracht(monkeypatch, vol) == 1
    assert zin in capsys.readouterr().err
    leg_vast(vol, "run", code=6)
    leg_vast(vol, "run", code=7)
    keuring = keur(vol)
    assert keuring.fouten
    assert keuring.kop.aantal == AANTAL + 2
    assert keuring.laatste[0]["feiten"] == {"code": 7}


@pytest.mark.parametrize("wat", ["weg", "kapot", "gewijzigd"])
def test_de_kop(vol: DataRoot, wat: str) -> None:
    """Who shortens the log and takes the head away is seen, now and later."""
    kop = map_van(vol) / "kop.json"
    logboek(vol).write_bytes(b"".join(regels(vol)[:-2]))
    if wat == "weg":
        kop.unlink()
    elif wat == "kapot":
        kop.write_text("{")
    else:
        inhoud = json.loads(kop.read_bytes())
        kop.write_bytes(canoniek(inhoud | {"aantal": 4, "lengte": logboek(vol).stat().st_size}))
    assert "De kop (kop.json)" in keur(vol).fouten[0]
    leg_vast(vol, "run")
    assert ["Bij deze regel bleek: de kop" in fout for fout in keur(vol).fouten] == [True]
    assert keur(vol).kop.aantal == 5


def test_het_hele_logboek_weg(vol: DataRoot, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(map_van(vol))
    assert opdracht(monkeypatch, vol) == 1
    assert "in zijn geheel weggehaald" in keur(vol).fouten[0]
    leg_vast(vol, "run")
    assert "in zijn geheel weggehaald" in keur(vol).fouten[0]


def test_twee_gegevensmappen_mogen_een_sleutelmap_delen(vol: DataRoot, tmp_path: Path) -> None:
    ander = DataRoot(tmp_path / "ander", vol.sleutels, tmp_path / "ander" / "landing")
    assert heel(ander).kop.aantal == 0
    leg_vast(ander, "run")
    assert heel(ander).kop.aantal == 1
    assert heel(vol).kop.aantal == AANTAL


def test_een_oudere_kopie_valt_op_met_de_elders_bewaarde_kop(
    vol: DataRoot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(map_van(vol), tmp_path / "kopie")
    leg_vast(vol, "run")
    assert opdracht(monkeypatch, vol, "--kop") == 0
    kop = capsys.readouterr().out.strip()
    leg_vast(vol, "run")
    assert opdracht(monkeypatch, vol, "--vergelijk", kop) == 0
    shutil.rmtree(map_van(vol))
    shutil.copytree(tmp_path / "kopie", map_van(vol))
    assert opdracht(monkeypatch, vol) == 0
    assert opdracht(monkeypatch, vol, "--vergelijk", kop) == 1
    assert "Regel 7 heeft niet de genoteerde code" in capsys.readouterr().err


def test_kijken_schrijft_niets(
    vol: DataRoot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    voor = {pad: pad.stat().st_mtime_ns for pad in vol.root.rglob("*")}
    assert opdracht(monkeypatch, vol, "--toon", "2") == 0
    assert {pad: pad.stat().st_mtime_ns for pad in vol.root.rglob("*")} == voor
    uit = capsys.readouterr().out
    assert f"{AANTAL} regels, heel" in uit
    assert uit.count("verwerking van leveringen: gelukt") == 2
    leeg = DataRoot(vol.root / "leeg", vol.root / "sleutels", vol.root)
    assert opdracht(monkeypatch, leeg) == 0
    assert not leeg.root.exists()
    assert not leeg.sleutels.exists()


# Crashes, a full disk, two at once


@pytest.mark.parametrize("stap", ["_schrijf_kop", "_noteer_begin"])
def test_gedood_na_de_regel(vol: DataRoot, monkeypatch: pytest.MonkeyPatch, stap: str) -> None:
    """An entry that stands beyond the head and fits is no tampering; the next one follows it."""

    def gedood(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as kapot:
        kapot.setattr(audit_keten, stap, gedood)
        with pytest.raises(KeyboardInterrupt):
            leg_vast(vol, "run", code=6)
    assert heel(vol).kop.aantal == AANTAL + 1
    assert leg_vast(vol, "run", code=7) == AANTAL + 2
    assert [regel["feiten"]["code"] for regel in ontleed(vol)] == list(range(AANTAL + 2))
    heel(vol)


def test_gedood_bij_de_eerste_regel(home: DataRoot, monkeypatch: pytest.MonkeyPatch) -> None:
    def gedood(*_: object) -> None:
        raise KeyboardInterrupt

    for stap in ("_schrijf_regel", "_schrijf_kop"):
        with monkeypatch.context() as kapot:
            kapot.setattr(audit_keten, stap, gedood)
            with pytest.raises(KeyboardInterrupt):
                leg_vast(home, "run")
    assert (home.sleutels / "audit.key").stat().st_mode & 0o777 == 0o600
    logboek(home).unlink()
    assert leg_vast(home, "run") == 1
    heel(home)


def test_een_halve_regel_wordt_opgeruimd(vol: DataRoot) -> None:
    with logboek(vol).open("ab") as bestand:
        bestand.write(regels(vol)[-1][:50])
    heel(vol)
    assert leg_vast(vol, "run") == AANTAL + 1
    assert heel(vol).kop.aantal == AANTAL + 1


@pytest.mark.parametrize("waar", ["pwrite", "fsync"])
def test_schijf_vol(vol: DataRoot, monkeypatch: pytest.MonkeyPatch, waar: str) -> None:
    echt, voor = os.pwrite, logboek(vol).read_bytes()

    def schijf_vol(*argumenten) -> int:
        if waar == "pwrite":
            echt(argumenten[0], argumenten[1][:40], argumenten[2])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as kapot:
        kapot.setattr(os, waar, schijf_vol)
        with pytest.raises(OSError, match="No space"):
            leg_vast(vol, "run")
    assert logboek(vol).read_bytes() == voor
    heel(vol)
    assert leg_vast(vol, "run") == AANTAL + 1
    heel(vol)


def test_tegelijk(home: DataRoot) -> None:
    draden = [
        threading.Thread(target=lambda: [leg_vast(home, "run", code=nummer) for nummer in range(5)]) for _ in range(4)
    ]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert heel(home).kop.aantal == 20
    assert [regel["nummer"] for regel in ontleed(home)] == list(range(1, 21))


def test_een_klok_die_terugspringt(vol: DataRoot, monkeypatch: pytest.MonkeyPatch) -> None:
    class Toen(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2001, 1, 1, tzinfo=tz)

    monkeypatch.setattr("warehouse.audit.datetime", Toen)
    leg_vast(vol, "run")
    assert ontleed(vol)[-1]["end_time"].startswith("2001-01-01")
    heel(vol)


# The key


def test_andere_sleutels_wisselen_laat_het_logboek_heel(vol: DataRoot) -> None:
    for naam in ("pseudoniem", "lake"):
        (vol.sleutels / f"{naam}.key").write_text("ab" * 32 + "\n")
    heel(vol)
    with (vol.sleutels / "audit.key").open("a") as bestand:
        bestand.write("cd" * 32 + "\n")
    leg_vast(vol, "run")
    heel(vol)


def test_zonder_of_met_een_andere_sleutel_stopt_het(vol: DataRoot) -> None:
    """A clear stop; nothing is written, and with the right key it goes on."""
    pad, voor = vol.sleutels / "audit.key", logboek(vol).read_bytes()
    goed = pad.read_text()
    for wat, zin in ((None, "ontbreekt"), ("ab" * 32 + "\n", "is een andere dan waarmee"), ("half", "beschadigd")):
        pad.unlink(missing_ok=True)
        if wat:
            pad.write_text(wat)
            pad.chmod(0o600)
        for doe in (lambda: leg_vast(vol, "run"), lambda: keur(vol)):
            with pytest.raises(SleutelFout, match=zin):
                doe()
    assert logboek(vol).read_bytes() == voor
    pad.write_text(goed)
    assert leg_vast(vol, "run") == AANTAL + 1
    heel(vol)


def test_wie_de_sleutel_niet_heeft_kan_geen_keten_maken(vol: DataRoot, tmp_path: Path) -> None:
    ander = DataRoot(tmp_path / "ander", tmp_path / "anderesleutels", tmp_path)
    for _ in range(AANTAL):
        leg_vast(ander, "run", code=0)
    shutil.copyfile(logboek(ander), logboek(vol))
    assert len(keur(vol).fouten) == AANTAL
    shutil.copyfile(map_van(ander) / "kop.json", map_van(vol) / "kop.json")
    with pytest.raises(SleutelFout, match="is een andere dan waarmee"):
        keur(vol)


# A run


@pytest.mark.parametrize(("hoe", "code"), [("goed", 0), ("poort", 2), ("fout", 1), ("half", 1)])
def test_een_run_staat_erin(home: DataRoot, hoe: str, code: int) -> None:
    """Whoever starts the job: the resource that holds the data root records it, with the exit code of `sdl run`."""

    @dg.resource
    def werkplek(context: dg.InitResourceContext) -> Iterator[None]:
        with run_vastgelegd(home, context.instance, context.run_id):
            yield

    @dg.asset(key=["manifest", "bestand"], required_resource_keys={"werkplek"})
    def inname() -> dg.MaterializeResult:
        return dg.MaterializeResult(metadata={"brp_nieuw": 2, "in_quarantaine": 0})

    @dg.asset(key=["publicatie", "marts"], deps=[inname], required_resource_keys={"werkplek"})
    def publicatie() -> None:
        if hoe == "poort":
            raise PoortFout("de poort is dicht.")
        if hoe == "fout":
            raise RuntimeError

    gekozen = [inname] if hoe == "half" else [inname, publicatie]
    with dg.DagsterInstance.ephemeral() as instance:
        defs = dg.Definitions(assets=gekozen, resources={"werkplek": werkplek}, jobs=[dg.define_asset_job("dagelijks")])
        gedaan = defs.resolve_job_def("dagelijks").execute_in_process(instance=instance, raise_on_error=False)
        with run_vastgelegd(home, instance, gedaan.run_id):
            """Opened again by who looks at the outcome: not another run."""
    begin, einde = ontleed(home)
    assert (begin["status"], einde["status"]) == ("Unset", "Ok" if code == 0 else "Error")
    assert begin["trace_id"] == einde["trace_id"] == gegroepeerd(gedaan.run_id)
    assert einde["feiten"]["code"] == code
    assert einde["feiten"]["ingenomen"] == {"brp_nieuw": 2, "in_quarantaine": 0}
    heel(home)
