"""The attacker against an independent count: all whole-number worlds of tiny systems, one by one."""

import itertools
import random

import numpy as np
import pandas as pd
import pytest

from expectations.aanval.eerder import Herinnering, met_geheugen, onthouden
from expectations.aanval.geheugen import Geheugen
from expectations.aanval.grenzen import VLUG, VOLUIT, Deel, Inzet, Tegenstrijdig, Werelden
from expectations.aanval.nabij import zoek
from expectations.aanval.rooster import SLEUTEL
from expectations.aanval.stelsel import ONEINDIG, Opbouw, Stelsel, delen, nodig, verspreid


def _stelsel(rng: random.Random) -> tuple[Stelsel, list[tuple[int, ...]]]:
    """A random table of rows and columns with sums that are rounded to 5, and all its possible worlds."""
    breed, hoog = rng.randint(2, 3), 2
    waar = [rng.randint(0, 4) for _ in range(breed * hoog)]
    sommen = [[r * breed + k for k in range(breed)] for r in range(hoog)]
    sommen += [[r * breed + k for r in range(hoog)] for k in range(breed)]
    opbouw, grenzen = Opbouw(), []
    for som in sommen:
        rond = (sum(waar[n] for n in som) + 2) // 5 * 5 if rng.random() < 0.6 else None
        laag, boven = (rond - 2, rond + 2) if rond is not None else (sum(waar[n] for n in som),) * 2
        opbouw.voeg_toe(np.array([som]), [1] * len(som), laag, boven)
        grenzen.append((som, laag, boven))
    werelden = [
        x
        for x in itertools.product(range(5), repeat=breed * hoog)
        if all(laag <= sum(x[n] for n in som) <= boven for som, laag, boven in grenzen)
    ]
    return opbouw.stelsel(np.zeros(breed * hoog), np.full(breed * hoog, 4.0)), werelden


@pytest.mark.parametrize("zaad", range(40))
def test_bereik_als_alle_werelden_een_voor_een(zaad: int) -> None:
    """Tables of rows by columns have whole corners, so the solver's range is exactly that of all worlds."""
    stelsel, werelden = _stelsel(random.Random(zaad))
    gevolg = verspreid(stelsel)
    for n in range(len(stelsel.laag)):
        waarden = [x[n] for x in werelden]
        assert gevolg.laag[n] <= min(waarden)
        assert gevolg.hoog[n] >= max(waarden)
        alle = np.arange(len(stelsel.laag))
        rijen = np.ones(len(stelsel.rij_laag), dtype=bool)
        vraag = Werelden(
            Deel(stelsel, stelsel.laag, stelsel.hoog, rijen, alle), np.array([n]), np.full(len(alle), 99.0)
        )
        vraag.zoek(Inzet(werelden=5, cellen=0))
        assert min(waarden) - 1e-3 <= vraag.laagst[0] <= vraag.hoogst[0] <= max(waarden) + 1e-3
        vraag.zoek(VOLUIT)
        assert (np.ceil(vraag.laagst[0] - 1e-3), np.floor(vraag.hoogst[0] + 1e-3)) == (min(waarden), max(waarden))


@pytest.mark.parametrize("zaad", range(40))
def test_een_plaats_geeft_alle_werelden_en_twee_nooit_minder(zaad: int) -> None:
    """All in one place: exactly the range of all worlds. Cut in two: never narrower than that, and never wider than single rows say."""
    stelsel, werelden = _stelsel(random.Random(zaad))
    gevolg, aantal = verspreid(stelsel), len(stelsel.laag)
    vraag, breedte = np.ones(aantal, dtype=bool), np.full(aantal, 99.0)
    waar = {n: (min(x[n] for x in werelden), max(x[n] for x in werelden)) for n in range(aantal)}
    for groep in (np.zeros(aantal, dtype=int), np.arange(aantal) % 2):
        for een in zoek(stelsel, gevolg, groep, vraag, breedte, Geheugen()):
            laag, hoog = waar[een.variabele]
            assert gevolg.laag[een.variabele] <= een.laag <= laag <= hoog <= een.hoog <= gevolg.hoog[een.variabele]
            assert groep.any() or (een.laag, een.hoog) == (laag, hoog)


def test_een_plaats_die_hetzelfde_is_wordt_niet_weer_gevraagd() -> None:
    opbouw = Opbouw()
    opbouw.voeg_toe(np.array([[0, 1]]), [1, 1], 5, 6)
    stelsel = opbouw.stelsel(np.zeros(2), np.full(2, 4.0))
    alles = (np.zeros(2, dtype=int), np.ones(2, dtype=bool), np.full(2, 99.0))
    geheugen = Geheugen()
    assert [(een.laag, een.hoog) for een in zoek(stelsel, verspreid(stelsel), *alles, geheugen)] == [(1, 4), (1, 4)]
    geheugen.antwoorden |= dict.fromkeys(geheugen.antwoorden, [])
    assert zoek(stelsel, verspreid(stelsel), *alles, geheugen) == []


def test_werelden_beslissen_veel_tegelijk() -> None:
    """A long chain of pairs: worlds that push many show nearly all of them wide enough."""
    lang = 2000
    opbouw = Opbouw()
    opbouw.voeg_toe(np.column_stack([np.arange(lang - 1), np.arange(1, lang)]), [1, 1], 0, 10)
    stelsel = opbouw.stelsel(np.zeros(lang), np.full(lang, 10.0))
    alle = np.arange(lang)
    deel = Deel(stelsel, stelsel.laag, stelsel.hoog, np.ones(lang - 1, dtype=bool), alle)
    vraag = Werelden(deel, alle, np.full(lang, 4.0))
    assert vraag.zoek(VLUG) == []
    assert not vraag.open_.any()
    assert vraag.gevraagd < 5


def test_tegenstrijdige_rijen_worden_gezien() -> None:
    opbouw = Opbouw()
    opbouw.voeg_toe(np.array([[0, 1]]), [1, 1], 9, 9)
    stelsel = opbouw.stelsel(np.zeros(2), np.full(2, 4.0))
    deel = Deel(stelsel, stelsel.laag, stelsel.hoog, np.array([True]), np.arange(2))
    with pytest.raises(Tegenstrijdig):
        deel.wereld(np.zeros(2), deel.laag, deel.hoog)


def test_wat_vastligt_bindt_niets_samen() -> None:
    """Two rows that share a variable of one value are two parts; a row that cannot bind is no part."""
    opbouw = Opbouw()
    opbouw.voeg_toe(np.array([[0, 1], [1, 2]]), [1, 1], 3, 5)
    opbouw.voeg_toe(np.array([[3, 4]]), [1, 1], -ONEINDIG, 100)
    stelsel = opbouw.stelsel(np.array([0, 2, 0, 0, 0.0]), np.array([9, 2, 9, 9, 9.0]))
    rijen = nodig(stelsel, stelsel.laag, stelsel.hoog)
    deel = delen(stelsel, rijen, stelsel.laag == stelsel.hoog)
    assert rijen.tolist() == [True, True, False]
    assert deel[0] != deel[2]
    assert deel[[1, 3, 4]].tolist() == [-1, -1, -1]


def _boek(*rijen: tuple[str, float | None]) -> pd.DataFrame:
    vast = {
        "tabel": "stapeling",
        "definitie": "gmsd",
        "periode": "2024",
        "eenheid": "clienten",
        "gebied_code": "GM0141",
    }
    return pd.DataFrame(
        [vast | {"onderdeel": naam, "waarde": waarde, "vervallen": False} for naam, waarde in rijen],
        columns=[*SLEUTEL, "waarde", "vervallen"],
    )


def _sleutel(onderdeel: str) -> tuple[str, ...]:
    return ("stapeling", "gmsd", "2024", "clienten", "GM0141", onderdeel)


def test_wat_zichtbaar_was_en_verder_gelijk_bleef_is_bekend() -> None:
    eerst, nu = _boek(("1", 20), ("2", 10), ("3", None)), _boek(("1", 20), ("2", None), ("3", None))
    for boek in (
        [eerst],
        [eerst, _boek(("2", None))],
        [eerst, _boek(("2", None)), _boek(("3", 10)), _boek(("3", None))],
    ):
        assert onthouden(boek, nu).waarden == {_sleutel("2"): 10} | ({_sleutel("3"): 10} if len(boek) > 2 else {})


@pytest.mark.parametrize("anders", [_boek(("1", 25), ("2", None), ("3", None)), _boek(("2", None), ("3", None))])
def test_wie_iets_zag_veranderen_of_verdwijnen_kan_niets_koppelen(anders: pd.DataFrame) -> None:
    eerst = _boek(("1", 20), ("2", 10), ("3", None))
    assert onthouden([eerst], anders) == Herinnering({}, frozenset())
    assert (
        onthouden([eerst, _boek(("2", None)), _boek(("1", 25))], _boek(("1", 25), ("2", None), ("3", None))).waarden
        == {}
    )


def test_wat_al_te_zien_was_is_niet_meer_te_verbergen() -> None:
    """ "1" was shown and is so still; "2" is hidden only now; "3" is shown for the first time; "4" was shown long before."""
    eerst = _boek(("1", 20), ("2", 10), ("3", None), ("4", 15))
    nu = _boek(("1", 20), ("2", None), ("3", 30), ("4", 15))
    herinnering = onthouden([eerst, _boek(("4", None))], nu)
    assert herinnering.vast == {_sleutel("1"), _sleutel("2"), _sleutel("4")}
    assert onthouden([], nu) == Herinnering({}, frozenset())


def test_geheugen_geldt_alleen_voor_cellen_die_niet_klein_zijn() -> None:
    cel = _boek(("1", 20), ("2", None), ("3", None))
    bekend = {_sleutel("2"): 10.0}
    assert met_geheugen(cel, bekend, {_sleutel("2")})["waarde"].tolist()[:2] == [20, 10]
    assert pd.isna(met_geheugen(cel, bekend, set())["waarde"][1])
