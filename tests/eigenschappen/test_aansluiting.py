"""Planted differences with CBS are found back to the unit: each cause its own number, and nothing is left.

Belongs here: small municipalities of which it is known who uses what how, a CBS that counts only what it could know, and
a plain reading of the steps beside the SQL; and that what is published tells no more than it may. Does not belong here:
the recorded answers of CBS (test_cbs_overlap).
"""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from sources.cbs import laden
from sources.cbs.laden import laad
from sources.cbs.naspelen import naspelen
from sources.cbs.tabellen import lees_tabellen
from tests.cbs_verzonnen import overlaptabel, schrijf_overlap
from tests.keten import Keten
from tests.orakel.schrijven import AANBIEDER, Landing, bsns, persoonsrij

TABEL = overlaptabel("85994NED")
OP_TIJD, TE_LAAT = date(2024, 5, 1), date(2025, 5, 1)  # CBS took its files on 1-10-2024 and 1-4-2025
BEGIN, TAAKDAG = "2024-02-01", "2024-03-03"
PERIODEN = {"2024HJ01": "2024H1", "2024JJ00": "2024"}
BUURTEN = ("01411000", "01411100")
SLEUTEL = ("definitie", "periode", "eenheid", "gebied_code", "combinatie")
STAPPEN = ("pgb", "buiten_berichten", "te_laat", "woonplaats", "vanaf_18")
GROEPEN = {
    frozenset("j"): "jeugd",
    frozenset("p"): "pwet",
    frozenset("w"): "wmo",
    frozenset("jp"): "jeugd+pwet",
    frozenset("jw"): "jeugd+wmo",
    frozenset("pw"): "pwet+wmo",
    frozenset("jpw"): "jeugd+pwet+wmo",
}
WET = {"j": "jeugd", "w": "wmo"}


@dataclass(frozen=True)
class Mens:
    """`adres` is None for who is not in the register; `gebruik` are pairs of law and how it is known."""

    bsn: str
    adres: int | None
    volwassen: bool
    gebruik: tuple[tuple[str, str], ...]


def afgevallen(mens: Mens, wet: str, hoe: str) -> int:
    """Which step leaves out this use, in the order of the documentation; 6 if none."""
    if hoe == "pgb":
        return 1
    if hoe in {"registratie", "taak"}:
        return 2
    if hoe == "laat":
        return 3
    if mens.adres is None:
        return 4
    return 5 if wet == "j" and mens.volwassen else 6


def tel(mensen: list[Mens], stap: int, eenheid: str) -> Counter[tuple[str, str]]:
    """Area and group to how many, after so many steps."""
    wie: dict[Any, set[str]] = {}
    waar: dict[Any, int | None] = {}
    for mens in mensen:
        wetten = {wet for wet, hoe in mens.gebruik if afgevallen(mens, wet, hoe) > stap}
        if eenheid == "huishoudens" and mens.adres is None:
            continue
        sleutel = mens.bsn if eenheid == "clienten" else mens.adres
        wie.setdefault(sleutel, set()).update(wetten)
        waar[sleutel] = mens.adres
    uit: Counter[tuple[str, str]] = Counter()
    for sleutel, wetten in wie.items():
        if wetten:
            gebieden = ["GM0141"] + ([] if waar[sleutel] is None else ["WK" + BUURTEN[waar[sleutel] % 2][:6]])
            uit.update((gebied, groep) for gebied in gebieden for groep in (GROEPEN[frozenset(wetten)], "totaal"))
    return uit


def lever(map_: Path, mensen: list[Mens]) -> Path:
    """The deliveries that say all this."""
    landing = Landing(map_)
    adressen = {f"7601AA {nummer + 1}": BUURTEN[nummer % 2] for nummer in range(70)}
    namen = {"GM0141": "Almelo", "WK014110": "Wijk 10", "WK014111": "Wijk 11"} | {f"BU{b}": "Buurt" for b in BUURTEN}
    rijen = [
        persoonsrij(m.bsn, "1980-01-01" if m.volwassen else "2012-01-01", f"7601AA {m.adres + 1}")
        for m in mensen
        if m.adres is not None
    ]
    landing.gebieden(date(2023, 12, 20), 2024, adressen, namen)
    for dag in (date(2023, 12, 20), TE_LAAT):
        landing.brp(dag, *rijen)
    kop = ["contract", "agb", "aanbieder", "wet", "contractvorm", "ingangsdatum", "einddatum"]
    contracten = [
        (f"{wet}{n}", AANBIEDER, "Zorg", wet, vorm, van, tot)
        for wet in WET.values()
        for n, (vorm, van, tot) in enumerate(
            [("inspanning", "2020-01-01", "2024-03-02"), ("taakgericht", TAAKDAG, TAAKDAG)]
        )
    ]
    landing.tabel("contracten", OP_TIJD, "contracten.csv", kop, contracten)
    nummer = 0
    uitkeringen: dict[str, list[list[str]]] = {"gewoon": [], "laat": []}
    registraties = []
    for mens in mensen:
        for wet, hoe in mens.gebruik:
            nummer += 1
            if wet == "p":
                uitkeringen[hoe].append([f"U{nummer}", mens.bsn, "", "01", BEGIN, ""])
            elif hoe in {"pgb", "registratie"}:
                vorm = ["", "", "", "", "PGB" if hoe == "pgb" else "ZIN"]
                registraties.append(["regeling", WET[wet], mens.bsn, "45", BEGIN, "", *vorm])
            else:
                dag = TE_LAAT if hoe == "laat" else OP_TIJD
                begin, categorie = TAAKDAG if hoe == "taak" else BEGIN, "45" if wet == "j" else "02"
                landing.toewijzing(dag, WET[wet], mens.bsn, nummer, begin, categorie=categorie)
    landing.uitkeringen(OP_TIJD, *uitkeringen["gewoon"])
    landing.uitkeringen(TE_LAAT, *uitkeringen["gewoon"], *uitkeringen["laat"])
    landing.voorzieningen(OP_TIJD, "overig", *registraties)
    return map_


def cbs_cellen(mensen: list[Mens]) -> list[tuple]:
    """What CBS publishes of what it could know: multiples of 5, and "." for 0 to 7."""
    clienten, huishoudens = (tel(mensen, 5, eenheid) for eenheid in ("clienten", "huishoudens"))

    def tekst(aantal: int) -> str:
        return "." if aantal <= 7 else str((aantal + 2) // 5 * 5)

    return [
        (periode, gebied, "Totaal", groep, tekst(clienten[gebied, groep]), tekst(huishoudens[gebied, groep]))
        for periode in PERIODEN
        for gebied in ("GM0141", "WK014110", "WK014111")
        for groep in (*GROEPEN.values(), "totaal")
    ]


def sluit_aan(
    keten: Keten, werk: Path, mensen: list[Mens], monkeypatch: pytest.MonkeyPatch
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The unrounded cells and the published ones, in the same order, of these deliveries with this CBS."""
    monkeypatch.setattr(laden, "lees_tabellen", lambda: lees_tabellen().model_copy(update={"tabellen": [TABEL]}))
    home = keten.wortel(werk / "data", lever(werk / "landing", mensen))
    keten.neem_in(home)
    with naspelen(schrijf_overlap(werk / "cbs", TABEL, cbs_cellen(mensen), gebiedsnaam="Wijken")) as host:
        laad(home, bron=host, meld=lambda _: None)
    con = keten.bouw(home)
    try:
        lagen = ("intermediate.int_aansluiting__cel", "marts.aansluiting")
        cellen, gepubliceerd = (
            _rijen(con.execute(f"SELECT * FROM lake.{laag} ORDER BY {', '.join(SLEUTEL)}")) for laag in lagen
        )
        return cellen, gepubliceerd, set(con.execute(_GEHEIM).fetchall())
    finally:
        con.close()


def _rijen(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    kolommen = [kolom[0] for kolom in cursor.description]
    return [dict(zip(kolommen, rij, strict=True)) for rij in cursor.fetchall()]


_GEHEIM = """
    SELECT definitie, periode, 'clienten', gebied_code, combinatie FROM lake.marts.client_overlap WHERE geheim
    UNION ALL SELECT definitie, periode, 'huishoudens_' || huishoudensoort, gebied_code, combinatie
    FROM lake.marts.huishouden_overlap WHERE geheim
"""


def houdt_geheim(cellen: list[dict[str, Any]], gepubliceerd: list[dict[str, Any]], geheim: set[tuple]) -> None:
    """What is shown is a multiple of 5 of which no side is a secret, and the truth lies between the bounds."""
    assert [[rij[naam] for naam in SLEUTEL] for rij in cellen] == [
        [rij[naam] for naam in SLEUTEL] for rij in gepubliceerd
    ]
    for echt, rij in zip(cellen, gepubliceerd, strict=True):
        # Small, or hidden in the overlap table beside a small one.
        if echt["aantal"] <= 7 or tuple(rij[naam] for naam in SLEUTEL) in geheim:
            assert {rij[naam] for naam in ("eigen", "verschil", "rest", "rest_van", "rest_tot", "per_1000")} == {None}
            assert {rij[oorzaak] for oorzaak in STAPPEN} <= {None, 0}
            continue
        if rij["gebied_code"].startswith("WK"):
            assert {rij[naam] for naam in (*STAPPEN, "rest", "rest_van", "rest_tot")} == {None}
        assert rij["eigen"] == (echt["aantal"] + 2) // 5 * 5
        for stap, oorzaak in enumerate(STAPPEN):
            if rij[oorzaak]:
                assert min(abs(echt[oorzaak]), echt[f"na_{stap}"], echt[f"na_{stap + 1}"]) > 7
                assert rij[oorzaak] % 5 == 0
                assert abs(rij[oorzaak] - echt[oorzaak]) <= 2
        if echt["cbs"] is not None:
            assert rij["verschil"] == rij["eigen"] - rij["cbs"]
            if rij["rest_van"] is not None:
                assert rij["rest_van"] <= echt["rest"] <= rij["rest_tot"]
            if rij["rest"] is not None:
                assert rij["rest"] == rij["verschil"] - sum(rij[oorzaak] for oorzaak in STAPPEN)


def vergelijk(cellen: list[dict[str, Any]], mensen: list[Mens]) -> None:
    """Every cell is that of the plain reading, adds up exactly, and leaves nothing when CBS shows it."""
    for eenheid in ("clienten", "huishoudens"):
        verwacht = [tel(mensen, stap, eenheid) for stap in range(6)]
        onze = [
            r for r in cellen if r["eenheid"] in {eenheid, "huishoudens_adres"} and r["eenheid"].startswith(eenheid)
        ]
        assert len(onze) == 2 * 2 * 3 * 8  # definitions, periods, areas, groups
        for rij in onze:
            plek = (rij["gebied_code"], rij["combinatie"])
            assert [rij[f"na_{stap}"] for stap in range(6)] == [v[plek] for v in verwacht], rij
            assert rij["aantal"] == rij["na_1" if rij["definitie"] == "gmsd" else "na_0"]
            assert rij["pgb"] == (0 if rij["definitie"] == "gmsd" else verwacht[0][plek] - verwacht[1][plek])
            if rij["cbs"] is None:
                assert rij["cbs_reden"] == "geheim_of_onbekend"
                assert verwacht[5][plek] <= 7
                continue
            assert (rij["rest"], rij["cbs_herkomst"]) == (0, "verzonnen")
            assert rij["aantal"] - rij["cbs"] == sum(rij[oorzaak] for oorzaak in (*STAPPEN, "afronding_cbs", "rest"))
            assert abs(rij["afronding_cbs"]) <= 2


def gepland() -> tuple[list[Mens], dict[str, int]]:
    """Clients of one kind each, in known numbers: of them how many each cause takes from the municipal total."""
    nummers = bsns()
    soorten = [
        (40, True, (("w", "gewoon"),)),
        (25, False, (("j", "gewoon"),)),
        (20, True, (("p", "gewoon"),)),
        (6, True, (("w", "registratie"),)),
        (3, True, (("w", "taak"),)),
        (7, True, (("w", "laat"),)),
        (4, True, (("p", "laat"),)),
        (13, True, (("j", "gewoon"),)),
        (9, False, (("j", "pgb"),)),
    ]
    mensen = []
    for hoeveel, volwassen, gebruik in soorten:
        mensen += [Mens(next(nummers), len(mensen) + n, volwassen, gebruik) for n in range(hoeveel)]
    mensen = [Mens(m.bsn, m.adres % 70, m.volwassen, m.gebruik) for m in mensen]
    mensen += [Mens(next(nummers), None, True, (("w", "gewoon"),)) for _ in range(10)]
    # In two causes at once: only the first in the order has it.
    mensen += [Mens(next(nummers), None, True, (("w", "laat"),)) for _ in range(2)]
    mensen += [Mens(next(nummers), 69, True, (("j", "taak"),)) for _ in range(5)]
    return mensen, {"buiten_berichten": 14, "te_laat": 13, "woonplaats": 10, "vanaf_18": 13}


def test_geplante_verschillen_komen_tot_op_de_eenheid_terug(keten: Keten, tmp_path: Path, monkeypatch) -> None:
    mensen, geplant = gepland()
    cellen, gepubliceerd, geheim = sluit_aan(keten, tmp_path, mensen, monkeypatch)
    vergelijk(cellen, mensen)
    houdt_geheim(cellen, gepubliceerd, geheim)
    for periode in PERIODEN.values():
        for definitie, pgb in (("gmsd", 0), ("alles", 9)):
            [totaal] = [
                r
                for r in cellen
                if (r["definitie"], r["periode"], r["eenheid"]) == (definitie, periode, "clienten")
                and (r["gebied_code"], r["combinatie"]) == ("GM0141", "totaal")
            ]
            assert {oorzaak: totaal[oorzaak] for oorzaak in STAPPEN} == {"pgb": pgb} | geplant
            assert (totaal["aantal"], totaal["cbs"], totaal["rest"]) == (135 + pgb, 85, 0)


@pytest.mark.parametrize("zaad", [1, 2])
def test_willekeurige_gemeenten_sluiten_aan(keten: Keten, tmp_path: Path, monkeypatch, zaad: int) -> None:
    rng, nummers = random.Random(zaad), bsns()
    hoe = {"j": ("gewoon", "gewoon", "pgb", "registratie", "taak", "laat"), "p": ("gewoon", "gewoon", "laat")}
    hoe["w"] = ("gewoon", "gewoon", "registratie", "taak", "laat")
    mensen = []
    for _ in range(260):
        wetten = rng.sample("jpw", rng.choice((0, 1, 1, 1, 2, 2, 3)))
        gebruik = tuple((wet, rng.choice(hoe[wet])) for wet in wetten for _ in range(rng.choice((1, 1, 2))))
        adres = None if rng.random() < 0.1 else rng.randrange(70)
        mensen.append(Mens(next(nummers), adres, rng.random() < 0.6, gebruik))
    cellen, gepubliceerd, geheim = sluit_aan(keten, tmp_path, mensen, monkeypatch)
    vergelijk(cellen, mensen)
    houdt_geheim(cellen, gepubliceerd, geheim)
