"""definities.yml says only what is known, and an own file only adds to it; every mistake is named in Dutch.

Belongs here: what the file may say, and the raw tables it becomes. Does not belong here: counting by it (dbt, eigenschappen).
"""

from datetime import date
from pathlib import Path

import pytest
import yaml

from expectations.onthulling import van
from sources.definities import BESTAND, VAST, lees_definities, tabellen
from sources.fouten import BeschrijvingFout
from sources.schemas import DEFINITIE, SCHEMAS

REDEN = "Een reden van meer dan twintig tekens."


def eigen(**anders: object) -> dict:
    regel = {"geheim_onder": 8, "nul_geheim": True, "afronding": 5, "reden": REDEN}
    return {
        "titel": "Eigen",
        "omschrijving": "Een eigen telling.",
        "reden": REDEN,
        "wetten": {"wmo": {"leeftijd": {"van": 65, "op": "eerste_gebruik"}}},
        "periode": {"telt": "hele_periode", "soorten": ["halfjaar"]},
        "huishouden": {"soorten": ["gezin"], "dag": "laatste_dag_ingezetene"},
        "onthulling": [regel],
        "beschermingsbreedte": {"norm": 4, "reden": REDEN},
        **anders,
    }


@pytest.fixture
def bestand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A function that makes SDL_DEFINITIES say this."""

    def zet(inhoud: object) -> None:
        pad = tmp_path / "eigen.yml"
        pad.write_text(inhoud if isinstance(inhoud, str) else yaml.safe_dump(inhoud), "utf-8")
        monkeypatch.setenv("SDL_DEFINITIES", str(pad))

    return zet


def regels(*jaren: tuple[int | None, int | None]) -> list[dict]:
    return [
        {
            "van_jaar": van,
            "tot_en_met_jaar": tot,
            "geheim_onder": 8,
            "nul_geheim": tot is None,
            "afronding": 5,
            "reden": REDEN,
        }
        for van, tot in jaren
    ]


def test_de_definities_van_het_product() -> None:
    alles = lees_definities()
    assert tuple(alles.definities) == VAST
    gmsd, tmsd = (van(alles.definities[naam], 2024) for naam in ("gmsd", "tmsd"))
    assert (gmsd.geheim_onder, gmsd.nul_geheim, tmsd.minstens_geheim) == (8, True, 2)
    assert {definitie.beschermingsbreedte.norm for definitie in alles.definities.values()} == {4}


def test_tabellen_in_de_vorm_van_raw(bestand) -> None:
    bestand(
        {"definities": {"eigen": eigen(wetten={"wmo": {"zonder_regelingen": ["wmo_buiten_berichten", "toewijzing"]}})}}
    )
    gemaakt = tabellen()
    assert {naam: tabel.schema for naam, tabel in gemaakt.items()} == {naam: SCHEMAS[naam] for naam in DEFINITIE}
    weg = [rij for rij in gemaakt["definitie__uitsluiting"].to_pylist() if rij["definitie"] == "eigen"]
    assert {(rij["kenmerk"], rij["waarde"]) for rij in weg} >= {
        ("herkomst", "regeling:wmo_buiten_berichten"),
        ("herkomst", "toewijzing"),
    }
    breuken = {rij["reeksbreuk"]: rij["vanaf"] for rij in gemaakt["definitie__reeksbreuk"].to_pylist()}
    assert breuken["woonplaatsbeginsel_2022"] == date(2022, 1, 1)


def test_de_regel_van_het_jaar(bestand) -> None:
    bestand({"definities": {"eigen": eigen(onthulling=regels((None, 2016), (2017, None)))}})
    definitie = lees_definities().definities["eigen"]
    assert [van(definitie, jaar).nul_geheim for jaar in (2015, 2016, 2017, 2030)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("anders", "zegt"),
    [
        ({"kleur": "rood"}, "kleur is onbekend"),
        ({"wetten": {"wlz": {}}}, "wetten.wlz"),
        ({"wetten": {}}, "wetten mag niet leeg zijn"),
        ({"wetten": {"wmo": {"zonder_categorieen": ["99"]}}}, "wetten.wmo.zonder_categorieen: 99 is onbekend"),
        ({"wetten": {"pwet": {"zonder_categorieen": ["15"]}}}, "wetten.pwet.zonder_categorieen: 15 is onbekend"),
        ({"wetten": {"wmo": {"zonder_regelingen": ["iets"]}}}, "zonder_regelingen: iets is onbekend"),
        ({"wetten": {"jeugd": {"zonder_leveringsvormen": ["pgb"]}}}, "kies uit"),
        (
            {"wetten": {"wmo": {"leeftijd": {"van": 18, "tot_en_met": 17, "op": "eerste_dag"}}}},
            "hogere naar een lagere",
        ),
        ({"onthulling": regels((None, 2016), (2016, None))}, "overlappen"),
        ({"onthulling": regels((None, 2015), (2017, None))}, "sluiten niet op elkaar aan"),
        ({"onthulling": regels((2017, None))}, "alle jaren dekken"),
        ({"onthulling": []}, "onthulling mag niet leeg zijn"),
        ({"reden": "kort"}, "reden is te kort"),
        ({"reeksbreuken": ["nooit"]}, "reeksbreuken: nooit is onbekend"),
        ({"periode": {"telt": "ooit", "soorten": ["jaar"]}}, "kies uit"),
    ],
)
def test_wat_niet_kan_wordt_genoemd(bestand, anders: dict, zegt: str) -> None:
    bestand({"definities": {"eigen": eigen(**anders)}})
    with pytest.raises(BeschrijvingFout, match=zegt):
        lees_definities()


def test_een_naam_die_bezet_is(bestand) -> None:
    bestand({"definities": {"tmsd": eigen()}})
    with pytest.raises(BeschrijvingFout, match="definities.tmsd bestaat al; kies een andere naam"):
        lees_definities()


def test_een_bestand_dat_er_niet_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SDL_DEFINITIES", str(tmp_path / "weg.yml"))
    with pytest.raises(BeschrijvingFout, match="niet te lezen"):
        lees_definities()


def test_het_voorbeeld_in_de_handleiding(bestand) -> None:
    tekst = (BESTAND.parent.parent / "docs" / "gebruik.md").read_text("utf-8")
    bestand(tekst.split("```yaml\ndefinities:")[1].split("```")[0].join(["definities:", ""]))
    assert set(lees_definities().definities) == {*VAST, "wmo_ouderen"}
