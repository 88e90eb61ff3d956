"""What must hold of secrecy on random small municipalities: the relations, the protection, and that it stays the same.

Belongs here: properties over the whole chain. Does not belong here: the solver (unit/test_aanval), or the gate in a run (e2e).
"""

import random
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from expectations.aanval import relaties
from expectations.aanval.aanval import Aanval
from expectations.aanval.eerder import met_geheugen, onthouden
from expectations.aanval.grenzen import VLUG
from expectations.aanval.rooster import SLEUTEL, cellen, maak_rooster
from expectations.aanval.ruimte import AANDEEL
from expectations.aanval.verruimen import verbergbaar, verruim
from expectations.geheimhouding import beoordeel_geheimhouding, val_aan
from expectations.publicatie import GROEPEN
from tests.keten import Keten
from tests.orakel.gemeente_maken import maak_gemeente
from warehouse.bescherming import regels_van, tweede
from warehouse.paths import DataRoot

zaden = st.integers(0, 2**32)
VIER = ("huishouden_overlap", "client_overlap", "stapeling", "overlap_matrix")


def voorbeelden(aantal: int) -> settings:
    return settings(max_examples=aantal, phases=(Phase.explicit, Phase.generate))


@pytest.fixture
def plek(tmp_path: Path) -> Any:
    """An empty folder at each call."""

    def maak() -> Path:
        shutil.rmtree(tmp_path / "voorbeeld", ignore_errors=True)
        (tmp_path / "voorbeeld").mkdir()
        return tmp_path / "voorbeeld"

    return maak


def _gebouwd(keten: Keten, map_: Path, zaad: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Cells as by themselves, the areas, and the true counts of the cells."""
    maak_gemeente(map_ / "landing", random.Random(zaad))
    return _bouw(keten, map_)


def _ingenomen(keten: Keten, map_: Path) -> DataRoot:
    home = keten.wortel(map_ / "data", map_ / "landing")
    keten.neem_in(home)
    return home


def _bouw(keten: Keten, map_: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    con = keten.bouw(_ingenomen(keten, map_))
    try:
        cel = con.execute("FROM lake.intermediate.int_geheim__cel").df()
        waar = con.execute("""
            SELECT eenheid, definitie, periode, gebied_code, combinatie AS onderdeel, aantal FROM lake.intermediate.int_telling__overlap
            UNION ALL SELECT eenheid, definitie, periode, gebied_code, aantal_voorzieningen, aantal
            FROM lake.intermediate.int_telling__stapeling
            UNION ALL SELECT 'clienten', 'gmsd', periode, '', regeling_a || ' en ' || regeling_b, clienten_a_en_b
            FROM lake.intermediate.int_telling__matrix WHERE regeling_a < regeling_b
            UNION ALL SELECT DISTINCT 'clienten', 'gmsd', periode, '', regeling_a, clienten_a FROM lake.intermediate.int_telling__matrix
        """).df()
        return cel, con.execute("FROM lake.marts.gebied").df(), waar
    finally:
        con.close()


def _aanval(cel: pd.DataFrame, gebied: pd.DataFrame, verborgen: pd.DataFrame) -> Aanval:
    """The attack on these cells when `verborgen` are hidden as well."""
    weg = cel.merge(verborgen, on=SLEUTEL, how="left", indicator=True)["_merge"].eq("both").to_numpy()
    gezien = cel.assign(waarde=cel["waarde"].mask(weg)).sort_values(SLEUTEL, ignore_index=True)
    return Aanval(
        maak_rooster(gezien, gebied, regels_van(cel), list(verborgen.itertuples(index=False, name=None))), VLUG
    )


@voorbeelden(6)
@given(zaad=zaden)
def test_met_bescherming_vindt_de_aanvaller_niets(keten: Keten, plek: Any, zaad: int) -> None:
    """With room for it, nothing but what would follow if all that may be hidden were; and without protection he finds more."""
    cel, gebied, _ = _gebouwd(keten, plek(), zaad)
    if not len(cel):
        return
    geen = pd.DataFrame(columns=["tabel"]).reindex(columns=SLEUTEL)
    verborgen = tweede(cel, gebied, geen, aandeel=1.0).to_pandas()
    zonder = _aanval(cel, gebied, geen.astype(str)).zwak_nabij()
    alles = _aanval(cel, gebied, cel.loc[cel["waarde"].notna() & cel["mag_geheim"], SLEUTEL]).zwak_nabij()
    onvermijdelijk = {een.variabele for een in alles}
    assert {een.variabele for een in _aanval(cel, gebied, verborgen).zwak_nabij()} <= onvermijdelijk
    assert bool({een.variabele for een in zonder} - onvermijdelijk) <= bool(len(verborgen))
    binnen = tweede(cel, gebied, geen).to_pandas()
    klein = binnen.merge(cel, on=SLEUTEL).groupby("definitie")["rijen"].sum()
    ruimte = AANDEEL * cel.groupby("definitie")["rijen"].sum()
    assert (klein <= ruimte.reindex(klein.index)).all()
    # What is weak then cannot be helped within that room: else gate 3 would stop a run that nobody can mend but by hand.
    aanval, over = _aanval(cel, gebied, binnen), np.floor(ruimte.sub(klein, fill_value=0)).astype(int)
    assert not verruim(aanval, aanval.zwak_nabij(), verbergbaar(aanval.rooster, Counter(over.to_dict())))


@voorbeelden(3)
@given(zaad=zaden)
def test_ware_aantallen_voldoen_aan_elke_relatie(keten: Keten, plek: Any, zaad: int) -> None:
    """Rows whose variables are all published counts hold for the counts themselves."""
    cel, gebied, waar = _gebouwd(keten, plek(), zaad)
    if not len(cel):
        return
    rooster = maak_rooster(cel.sort_values(SLEUTEL, ignore_index=True), gebied, regels_van(cel), [])
    jaren = {blok.jaar for blok in rooster.blokken}
    stelsel = relaties.bouw(rooster, zonder_gewoon=jaren).stelsel(rooster.laag, rooster.hoog)
    samen = rooster.sleutel.merge(waar, on=["eenheid", "definitie", "periode", "gebied_code", "onderdeel"], how="left")
    aantal = samen["aantal"].to_numpy(dtype=float)
    som = np.add.reduceat(stelsel.coef * aantal[stelsel.kolom], stelsel.begin[:-1])
    bekend = ~np.isnan(som)
    fout = np.flatnonzero(bekend & ((som < stelsel.rij_laag - 1e-6) | (som > stelsel.rij_hoog + 1e-6)))
    rij = slice(stelsel.begin[fout[0]], stelsel.begin[fout[0] + 1]) if len(fout) else slice(0)
    assert not len(fout), samen.iloc[stelsel.kolom[rij]].assign(maal=stelsel.coef[rij]).to_string()
    # Without an area of 30 households or inhabitants there may be no row of which everything is published.
    assert bekend.any() or not set(cel["tabel"]) - {"overlap_matrix"}
    Aanval(rooster)  # and with everything else no contradiction


def _een_volgt(jeugd: float | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A municipality of exact counts in which one group is secret and all else is shown; `jeugd` is that group."""
    groepen = dict.fromkeys(GROEPEN, 20.0) | {"jeugd": jeugd}
    delen = groepen | {"totaal": 6 * 20.0 + 3, "geen": 800.0}
    vast = {
        "tabel": "client_overlap",
        "definitie": "tmsd",
        "periode": "2024",
        "eenheid": "clienten",
        "gebied_code": "GM0141",
    }
    regel = {
        "rijen": 1,
        "mag_geheim": True,
        "regeling_a": None,
        "regeling_b": None,
        "geheim_onder": 10,
        "nul_geheim": True,
        "afronding": 1,
        "minstens_geheim": 1,
        "beschermingsbreedte": 4,
    }
    gebied = {
        "gebied_code": "GM0141",
        "gebied_soort": "gemeente",
        "gebied_naam": "x",
        "bovenliggend": None,
        "jaar": 2024,
        "inwoners": 923,
        "huishoudens_adres": 400,
        "huishoudens_gezin": 410,
    }
    cel = pd.DataFrame([vast | regel | {"onderdeel": naam, "waarde": waarde} for naam, waarde in delen.items()])
    return cel, pd.DataFrame([gebied])


def test_een_geheime_groep_naast_haar_totaal_wordt_gevonden_en_verholpen() -> None:
    """The planted weakness: without protection the attacker names the number, with it he finds nothing."""
    cel, gebied = _een_volgt(None)
    geen = pd.DataFrame(columns=SLEUTEL, dtype="str")
    (zwak,) = _aanval(cel, gebied, geen).zwak()
    assert (zwak.laag, zwak.hoog) == (3, 3)
    verborgen = tweede(cel, gebied, geen, aandeel=1.0).to_pandas()
    assert len(verborgen)
    assert _aanval(cel, gebied, verborgen).zwak() == []


def _tabellen(gemeenten: int, verborgen: str | None) -> dict[str, pd.DataFrame]:
    """The tables of many municipalities of which the first has a secret group, and hides another beside it."""
    rijen, gebieden = [], []
    for nummer in range(gemeenten):
        cel, gebied = _een_volgt(20.0 if nummer else None)
        if not nummer:
            cel["waarde"] = cel["waarde"].mask(cel["onderdeel"] == verborgen)
        rijen.append(cel.assign(gebied_code=f"GM{nummer:04}"))
        gebieden.append(gebied.assign(gebied_code=f"GM{nummer:04}", inwoners=923 + 17 * bool(nummer)))
    overlap = pd.concat(rijen).rename(columns={"onderdeel": "combinatie", "waarde": "clienten"})
    totaal = (overlap["combinatie"] == "totaal") & (overlap["gebied_code"] != "GM0000")
    overlap["clienten"] = overlap["clienten"].mask(totaal, 140.0)
    leeg = {
        "huishouden_overlap": ["definitie", "periode", "huishoudensoort", "gebied_code", "combinatie", "huishoudens"],
        "stapeling": ["definitie", "periode", "eenheid", "gebied_code", "aantal_voorzieningen", "aantal"],
        "overlap_matrix": ["periode", "regeling_a", "regeling_b", "clienten_a", "clienten_a_en_b"],
    }
    tabellen = {naam: pd.DataFrame(columns=kolommen, dtype="object") for naam, kolommen in leeg.items()}
    return tabellen | {"client_overlap": overlap, "gebied": pd.concat(gebieden)}


def _gevonden(*gegeven: Any) -> list[tuple[str, str, int]]:
    return [(rij["regel"], rij["tabel"], rij["aantal"]) for rij in beoordeel_geheimhouding(*gegeven) if rij["aantal"]]


@pytest.mark.parametrize(("gemeenten", "code"), [(100, "M_AANVAL"), (2, "M_AANVAL_RUIMTE")])
def test_de_poort_stopt_als_er_ruimte_is_om_meer_te_verbergen(gemeenten: int, code: str) -> None:
    """One municipality gives its secret group away. Within 2 % of many rows somebody can mend that; of few rows nobody can."""
    assert _gevonden(_tabellen(gemeenten, None), []) == [(code, "client_overlap", 1)]


@pytest.mark.parametrize(("gemeenten", "code"), [(100, "M_AANVAL_EERDER"), (2, "M_AANVAL_EERDER_RUIMTE")])
def test_twee_publicaties_zijn_niet_van_elkaar_af_te_trekken(gemeenten: int, code: str) -> None:
    """The first hides one partner and the second another. Each keeps its secret; who has both knows both partners, so the gate
    lets the second only through when it hides the first partner as well.
    """
    eerst, nu = _tabellen(gemeenten, "wmo"), _tabellen(gemeenten, "pwet")
    boek = [cellen(eerst).assign(vervallen=False)]
    cel = cellen(nu)
    hier = cel[cel["gebied_code"] == "GM0000"]
    sleutel = {rij.onderdeel: tuple(rij[kolom] for kolom in SLEUTEL) for _, rij in hier.iterrows()}
    assert _gevonden(eerst, [sleutel["wmo"]]) == _gevonden(nu, [sleutel["pwet"]]) == []
    assert _gevonden(nu, [sleutel["pwet"]], boek) == [(code, "client_overlap", 1)]
    uitkomst = val_aan(nu, [sleutel["pwet"]], boek, oplosser=False)
    if gemeenten == 100:
        assert list(uitkomst.voorstel.itertuples(index=False, name=None)) == [sleutel["wmo"]]
    nu["client_overlap"]["clienten"] = nu["client_overlap"]["clienten"].mask(
        (nu["client_overlap"]["combinatie"] == "wmo") & (nu["client_overlap"]["gebied_code"] == "GM0000")
    )
    assert _gevonden(nu, [sleutel["pwet"], sleutel["wmo"]], boek) == []


@voorbeelden(2)
@given(zaad=zaden)
def test_een_maand_later_volgt_er_niets_uit_de_vorige_publicatie(keten: Keten, plek: Any, zaad: int) -> None:
    """Random deliveries up to a day, and up to a day later: what is hidden beside small cells is chosen the same where nothing
    changed, so the second publication gives nothing away of who kept the first.
    """
    map_ = plek()
    landing = maak_gemeente(map_ / "landing", random.Random(zaad)).map
    dagen = sorted({dag.name for bron in landing.iterdir() for dag in bron.iterdir() if dag.name < "2025-09"})
    tabellen, tweeden = {}, []
    for dag in (dagen[-4], dagen[-1]):
        tot = map_ / dag
        shutil.copytree(landing, tot / "landing")
        for later in [pad for pad in (tot / "landing").glob("*/*") if pad.name > dag]:
            shutil.rmtree(later)
        con = keten.bouw(_ingenomen(keten, tot))
        eerder, tabellen = tabellen, {naam: con.execute(f"FROM lake.marts.{naam}").df() for naam in ("gebied", *VIER)}
        tweeden = con.execute("FROM lake.intermediate.int_geheim__tweede").fetchall()
        con.close()
    uitkomst = val_aan(tabellen, tweeden, [cellen(eerder).assign(vervallen=False)], oplosser=False)
    assert not uitkomst.eerder


def test_wat_bijna_altijd_waar_is_wijkt_voor_wat_er_staat() -> None:
    """A year in which a wijk holds more than its buurten contradicts a relation that nearly always holds; another year keeps it."""
    cel, gebied = _een_volgt(8.0)
    rij, jaar = [], []
    for j, in_buurt in ((2023, 20), (2024, 60)):
        jaar += [
            gebied.assign(jaar=j),
            gebied.assign(jaar=j, gebied_code="WK014101", gebied_soort="wijk", bovenliggend="GM0141"),
            gebied.assign(jaar=j, gebied_code="BU01410101", gebied_soort="buurt", bovenliggend="WK014101"),
        ]
        for code, groot in (("WK014101", 60.0), ("BU01410101", float(in_buurt))):
            rij.append(
                cel.assign(periode=str(j), gebied_code=code, waarde=groot).query("onderdeel in ['jeugd', 'wmo']")
            )
    cellen = pd.concat(rij, ignore_index=True)
    aanval = _aanval(cellen, pd.concat(jaar, ignore_index=True), pd.DataFrame(columns=SLEUTEL, dtype="str"))
    assert aanval.zonder_gewoon == {2023}


def test_wat_eerder_zichtbaar_was_telt_als_bekend_zolang_niets_veranderde() -> None:
    """Two publications after each other: another partner is hidden in the second. Who kept the first works out the small cell;
    who sees that another number changed as well cannot link the two.
    """
    cel, gebied = _een_volgt(None)
    geheim = cel["waarde"].isna()
    partners = cel.loc[cel["onderdeel"].isin(GROEPEN) & ~geheim, "onderdeel"].tolist()[:2]
    toen, nu = (cel[[*SLEUTEL, "waarde"]].assign(vervallen=False) for _ in range(2))
    toen.loc[toen["onderdeel"] == partners[0], "waarde"] = np.nan
    nu.loc[nu["onderdeel"] == partners[1], "waarde"] = np.nan
    verborgen = cel.loc[cel["onderdeel"] == partners[1], SLEUTEL]
    tweeden = set(verborgen.itertuples(index=False, name=None))

    def zwak(deel: pd.DataFrame) -> list[tuple[int, int]]:
        gezien = met_geheugen(deel, onthouden([toen], deel).waarden, tweeden)
        rooster = maak_rooster(
            cel.assign(waarde=gezien["waarde"].to_numpy()).sort_values(SLEUTEL, ignore_index=True),
            gebied,
            regels_van(cel),
            list(tweeden),
        )
        return [(een.laag, een.hoog) for een in Aanval(rooster, VLUG).zwak_nabij()]

    assert zwak(nu) == [(3, 3)]
    ander = nu.copy()
    ander.loc[ander["onderdeel"] == "geen", "waarde"] -= 1
    ander.loc[ander["onderdeel"] == "totaal", "waarde"] += 1
    assert zwak(ander) == []


@voorbeelden(1)
@given(zaad=zaden)
def test_volgorde_van_rijen_doet_er_niet_toe(keten: Keten, plek: Any, zaad: int) -> None:
    cel, gebied, _ = _gebouwd(keten, plek(), zaad)
    geen = pd.DataFrame(columns=SLEUTEL)
    anders = cel.sample(frac=1, random_state=zaad % 1000)
    assert tweede(cel, gebied, geen).equals(tweede(anders, gebied.sample(frac=1, random_state=1), geen))
