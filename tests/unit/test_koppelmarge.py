"""The margins of linking, read once more in plain Python from what is published and from the uncertain ones.

Belongs here: that arithmetic, on the SQL of the project. Does not belong here: who is uncertain (dbt unit tests).
"""

import math
from collections import defaultdict
from pathlib import Path

import pytest

from tests.keten import Keten, Rijen
from tests.orakel.schrijven import Landing, bsns, persoonsrij

WETTEN = ("jeugd", "pwet", "wmo")
EENHEDEN = {"clienten": "inwoners", "huishoudens_adres": "huishoudens_adres", "huishoudens_gezin": "huishoudens_gezin"}


def geboren(nr: int) -> str:
    """A birth date of one's own."""
    return f"{1940 + nr % 60}-{1 + nr % 12:02d}-{1 + nr % 28:02d}"


def maak_landing(map_: Path) -> Path:
    """Two buurten of 60 and 40 addresses; 50 residents use a law, and rows without a BSN resemble some or nobody."""
    landing, nummers = Landing(map_), bsns()
    adressen = {f"7601AA {nr}": "01411000" if nr <= 60 else "01411100" for nr in range(1, 101)}
    landing.gebieden(
        "2023-01-01",
        2023,
        adressen,
        {"GM0141": "Almelo", "WK014110": "Noord", "WK014111": "Zuid", "BU01411000": "A", "BU01411100": "B"},
    )
    wie = [(next(nummers), f"Kerkhoven{chr(97 + nr // 26)}{chr(97 + nr % 26)}", nr) for nr in range(1, 101)]
    for dag in ("2023-01-01", "2024-10-01"):
        mensen = [persoonsrij(bsn, geboren(nr), f"7601AA {nr}", r010240=naam) for bsn, naam, nr in wie]
        landing.brp(dag, *mensen)
    rijen = [["pgb", "wmo", bsn, "15", "2023-02-01", ""] for bsn, _, nr in wie if nr <= 50]
    zonder = [
        ["pgb", "wmo", "", "15", "2023-02-01", "", f"van {naam}", geboren(nr), "7601AA", str(nr)]
        for _, naam, nr in wie[20:45]
    ]
    niemand = [
        ["pgb", "wmo", "", "15", "2023-02-01", "", f"Nergens{nr}", f"19{nr}-03-04", "9999ZZ", "1"]
        for nr in range(40, 70)
    ]
    jeugd = [
        ["pgb", "jeugd", "", "45", "2023-02-01", "", f"Ergens{nr}", f"19{nr}-03-04", "9999ZZ", "1"]
        for nr in range(40, 52)
    ]
    landing.voorzieningen(
        "2024-10-01", "pgb", *[rij + [""] * (10 - len(rij)) for rij in [*rijen, *zonder, *niemand, *jeugd]]
    )
    return landing.map


@pytest.fixture(scope="module")
def gelezen(keten: Keten, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Rijen], Rijen]:
    map_ = tmp_path_factory.mktemp("marge")
    home = keten.wortel(map_ / "home", maak_landing(map_ / "landing"))
    keten.neem_in(home)
    con = keten.bouw(home)
    try:
        marts = keten.lees_marts(con, "gebied", "client_overlap", "huishouden_overlap", "koppelmarge")
        cursor = con.execute("SELECT * FROM lake.intermediate.int_koppeling__onzeker")
        namen = [kolom[0] for kolom in cursor.description]
        return marts, [dict(zip(namen, rij, strict=True)) for rij in cursor.fetchall()]
    finally:
        con.close()


def hoogstens(aantal: int) -> int:
    return 7 if aantal <= 7 else (aantal + 2) // 5 * 5 + 2


def hier(aantal: int, deel: float) -> int:
    return min(aantal, math.ceil(aantal * deel + 3 * math.sqrt(aantal * deel * (1 - deel))))


def verwacht(marts: dict[str, Rijen], onzeker: Rijen) -> Rijen:
    """Every margin, from the published tables and the uncertain ones."""
    geteld: dict[tuple, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for rij in onzeker:
        sleutel = (rij["definitie"], rij["periode"], rij["gebied_code"], rij["wet"])
        geteld[sleutel] = (int(rij["gekoppeld"]), int(rij["onzeker"]))
    gebied = {(rij["gebied_code"], rij["jaar"]): rij for rij in marts["gebied"]}
    cellen = [(rij, "clienten", rij["clienten"]) for rij in marts["client_overlap"]]
    cellen += [
        (rij, f"huishoudens_{rij['huishoudensoort']}", rij["huishoudens"]) for rij in marts["huishouden_overlap"]
    ]
    uit = []
    for rij, eenheid, aantal in cellen:
        code, gemeente = rij["gebied_code"], "GM" + rij["gebied_code"][2:6]
        jaar, kop = int(rij["periode"][:4]), (rij["definitie"], rij["periode"])
        overal = {wet: geteld[(*kop, gemeente, wet)][1] for wet in WETTEN}
        if sum(overal.values()) <= 7:
            continue
        woont = {wet: geteld[(*kop, code, wet)][0] for wet in WETTEN}
        met = set(WETTEN) if rij["combinatie"] == "totaal" else set(WETTEN) & set(rij["combinatie"].split("+"))
        zonder = set(WETTEN) - met
        maat = EENHEDEN[eenheid]
        deel = min(gebied[code, jaar][maat] / gebied[gemeente, jaar][maat], 1.0)
        erin, eruit = (hoogstens(sum(overal[wet] for wet in wetten)) for wetten in (met, zonder))
        terug, verlies = (hoogstens(sum(woont[wet] for wet in wetten)) for wetten in (zonder, met))
        if eenheid == "clienten" and code == gemeente:
            verlies = erin
        omhoog, omlaag = terug + hier(erin, deel), verlies + hier(eruit, deel)
        uit.append(
            {
                "definitie": kop[0],
                "periode": kop[1],
                "eenheid": eenheid,
                "gebied_code": code,
                "combinatie": rij["combinatie"],
                "ondergrens": None if aantal is None else max((aantal - 2 - omlaag) // 5 * 5, 0),
                "bovengrens": None if aantal is None else -(-(aantal + 2 + omhoog) // 5) * 5,
            }
        )
    return uit


def op_volgorde(rijen: Rijen) -> list[str]:
    return sorted(map(repr, rijen))


def test_elke_marge_is_die_van_een_tweede_lezing(gelezen: tuple[dict[str, Rijen], Rijen]) -> None:
    marts, onzeker = gelezen
    assert {rij["wet"] for rij in onzeker if rij["onzeker"]} == {"wmo", "jeugd"}
    assert any(rij["gekoppeld"] > 7 for rij in onzeker)
    assert op_volgorde(marts["koppelmarge"]) == op_volgorde(verwacht(marts, onzeker))


def test_een_geheime_cel_heeft_geen_grenzen_en_een_zichtbare_ligt_ertussen(
    gelezen: tuple[dict[str, Rijen], Rijen],
) -> None:
    marts, _ = gelezen
    cel = {
        (r["definitie"], r["periode"], "clienten", r["gebied_code"], r["combinatie"]): r["clienten"]
        for r in marts["client_overlap"]
    }
    soorten = set()
    for rij in marts["koppelmarge"]:
        aantal = cel.get(tuple(rij[k] for k in ("definitie", "periode", "eenheid", "gebied_code", "combinatie")))
        if rij["eenheid"] == "clienten":
            assert (aantal is None) == (rij["ondergrens"] is None) == (rij["bovengrens"] is None)
            assert aantal is None or rij["ondergrens"] <= aantal <= rij["bovengrens"]
            soorten.add((aantal is None, rij["gebied_code"][:2]))
    assert soorten >= {(True, "BU"), (False, "BU"), (False, "GM")}
