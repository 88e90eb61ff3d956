"""Costs: the rules of dominance counted a second time, and an attacker who combines every published amount.

Belongs here: random small municipalities, which amounts are secret by a plain reading of the rules, and by linear programming
how close anybody comes to a secret amount. Does not belong here: single rules (the dbt unit tests).
"""

import random
from collections import defaultdict
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy.optimize import linprog
from scipy.sparse import lil_matrix

from tests.keten import Keten, laad_model

MODELLEN = ("kostengrens", "dominantie", "int_kosten__cel", "int_kosten__tweede", "kosten")
MINSTE = {"client": 10, "aanbieder": 3}
SPELING, AFRONDING = Fraction(1, 10), 1000
CEL = ("soort", "wet", "periode", "gebied_code", "productcategorie")
BUURTEN = ("BU01411000", "BU01411001", "BU01411002", "BU01411100", "BU01411200", "BU01411201")
GEBIEDEN = ("GM0141", "WK014110", "WK014111", "WK014112", *BUURTEN)
PERIODEN = ("2024H1", "2024H2", "2024")
Post = dict[str, Any]
POST = pa.schema(
    [
        *(
            (naam, pa.string())
            for naam in ("periode", "wet", "gemeente", "buurt", "productcategorie", "aanbieder", "soort")
        ),
        ("jaar", pa.int32()),
        ("client", pa.int64()),
        ("cent", pa.int64()),
    ]
)


def posten_maken(rng: random.Random, clienten: int) -> list[Post]:
    """Clients with one or two products of one of few providers, mostly in both half-years; some dear, some taken back."""
    posten = []
    for persoon in range(clienten):
        buurt = rng.choice([*BUURTEN[:4] * 4, *BUURTEN[4:], None])
        for _ in range(rng.randint(1, 2)):
            product, aanbieder = rng.choice("AAABBCD"), f"{rng.choice([1, 1, 2, 3, 4, 5]):08d}"
            dag = rng.randint(100, 900_000) * rng.choice([1, 1, 1, 1, 1, 15])
            for periode in rng.choice([PERIODEN[:2]] * 4 + [PERIODEN[:1], PERIODEN[1:2]]):
                soort = "niet_toegekend" if rng.random() < 0.3 else "toegekend"
                post = {"periode": periode, "jaar": 2024, "wet": "wmo", "gemeente": "0141", "buurt": buurt}
                post |= {"productcategorie": product, "client": persoon, "aanbieder": aanbieder, "soort": soort}
                posten.append(post | {"cent": -dag if rng.random() < 0.01 else dag})
    return posten


def draai(keten: Keten, posten: list[Post], buiten: tuple[str, ...] = ()) -> tuple[list[dict], list[dict], list[dict]]:
    """The cells, the further secret ones and the mart; areas in `buiten` have too few inhabitants."""
    inwoners = [
        {"jaar": 2024, "gebied_code": code, "gebied_soort": _soort(code), "inwoners": 12 if code in buiten else 4321}
        for code in GEBIEDEN
    ]
    namen = [{naam: rij[naam] for naam in ("jaar", "gebied_code", "gebied_soort")} for rij in inwoners]
    dagen = {
        "begin_datum": date(2024, 1, 1),
        "eind_datum": date(2024, 12, 31),
        "bekend_op": date(2025, 3, 1),
        "status": "voorlopig",
    }
    con = keten.los(
        *MODELLEN,
        int_kosten__post=pa.Table.from_pylist(posten, schema=POST),
        int_telling__noemer=pa.Table.from_pylist(inwoners),
        int_gebied__naam=pa.Table.from_pylist(namen),
        int_peil__periode=pa.Table.from_pylist([{"periode": periode, "jaar": 2024, **dagen} for periode in PERIODEN]),
    )
    try:
        tabellen = ("intermediate.int_kosten__cel", "intermediate.int_kosten__tweede", "marts.kosten")
        return tuple(con.sql(f"FROM lake.{tabel}").to_arrow_table().to_pylist() for tabel in tabellen)
    finally:
        con.close()


def _soort(code: str) -> str:
    return {"GM": "gemeente", "WK": "wijk", "BU": "buurt"}[code[:2]]


def cellen_lezen(posten: list[Post]) -> dict[tuple, list[Post]]:
    """The posts of each cell, by the definition of areas, categories and years."""
    cellen = defaultdict(list)
    for post in posten:
        gebieden = ["GM0141"]
        if post["soort"] == "toegekend":
            gebieden += [post["buurt"], "WK" + post["buurt"][2:8]] if post["buurt"] else ["GM0141rest"]
        for periode in (post["periode"], "2024"):
            for gebied in gebieden:
                for categorie in (post["productcategorie"], "totaal"):
                    cellen[post["soort"], "wmo", periode, gebied, categorie].append(post)
    return cellen


def gevoelig(posten: list[Post]) -> bool:
    """Whether an amount breaks a rule, for either kind of contributor."""
    for wie, minste in MINSTE.items():
        bedragen = defaultdict(int)
        for post in posten:
            bedragen[post[wie]] += post["cent"]
        groot = sorted((abs(cent) for cent in bedragen.values() if cent), reverse=True)
        som, eerste, tweede = sum(groot), *[*groot, 0, 0][:2]
        if len(groot) < minste or (eerste + tweede) * 10 > som * 9 or (som - eerste - tweede) * 10 < eerste:
            return True
    return sum(post["cent"] for post in posten) <= 0


GEMEENTEN = [(zaad, clienten) for zaad, clienten in enumerate([40, 120, 250, 400, 400, 700])]


@pytest.mark.parametrize(("zaad", "clienten"), GEMEENTEN)
def test_regels_cellen_en_tabel(keten: Keten, zaad: int, clienten: int) -> None:
    posten = posten_maken(random.Random(zaad), clienten)
    cellen, tweede, mart = draai(keten, posten, buiten=BUURTEN[5:])
    gelezen = cellen_lezen(posten)
    for cel in cellen:
        van = gelezen[tuple(cel[naam] for naam in CEL)]
        assert cel["cent"] == sum(post["cent"] for post in van)
        assert cel["is_gevoelig"] == gevoelig(van), cel
    assert {tuple(cel[naam] for naam in CEL) for cel in cellen} == {
        plek for plek, van in gelezen.items() if _bijdragers(van, "client")
    }
    verborgen = {tuple(cel[naam] for naam in CEL) for cel in cellen if cel["is_gevoelig"]} | {
        tuple(cel[naam] for naam in CEL) for cel in tweede
    }
    assert {rij["gebied_code"] for rij in mart} == {*GEBIEDEN} - {BUURTEN[5]}
    for rij in mart:
        plek = tuple(rij[naam] for naam in CEL[1:])
        van = gelezen.get(("toegekend", *plek), [])
        aantal = _bijdragers(van, "client")
        assert rij["geheim"] == (not aantal or ("toegekend", *plek) in verborgen)
        euro = _duizend(sum(post["cent"] for post in van))
        assert rij["toegekend_euro"] == (None if rij["geheim"] else euro)
        assert rij["clienten"] == (None if aantal <= 7 or rij["geheim"] else _half_op(Fraction(aantal, 5)) * 5)
        per_client = rij["geheim"] or rij["clienten"] is None
        assert rij["euro_per_client"] == (None if per_client else _half_op(Fraction(euro, rij["clienten"])))
        noemer = 4321 if rij["gebied_code"] == "GM0141" else 4320
        assert rij["euro_per_inwoner"] == (None if rij["geheim"] else _half_op(Fraction(euro, noemer)))
        verschil = gelezen.get(("niet_toegekend", *plek), [])
        dicht = rij["geheim"] or rij["gebied_code"] != "GM0141" or ("niet_toegekend", *plek) in verborgen
        assert rij["geheim_gedeclareerd"] == dicht
        assert rij["gedeclareerd_euro"] == (
            None if dicht else _duizend(sum(post["cent"] for post in (*van, *verschil)))
        )


def _bijdragers(posten: list[Post], wie: str) -> int:
    bedragen = defaultdict(int)
    for post in posten:
        bedragen[post[wie]] += post["cent"]
    return sum(cent != 0 for cent in bedragen.values())


def _half_op(getal: Fraction) -> int:
    return (getal + Fraction(1, 2)).__floor__()


def _duizend(cent: int) -> int:
    return _half_op(Fraction(cent, 100 * AFRONDING)) * AFRONDING


class Aanvaller:
    """Knows every published amount to the cent, that amounts are no less than nothing, and how they add up."""

    def __init__(self, cellen: list[dict], verborgen: set[tuple], soort: str) -> None:
        self.cellen = {tuple(cel[naam] for naam in CEL[2:]): cel["cent"] for cel in cellen if cel["soort"] == soort}
        assen = [sorted({plek[as_] for plek in self.cellen}) for as_ in range(3)]
        self.plekken = [(p, g, c) for p in assen[0] for g in assen[1] for c in assen[2]]
        self.nummer = {plek: nummer for nummer, plek in enumerate(self.plekken)}
        self.grenzen = [
            (0, None) if plek in verborgen or plek not in self.cellen else (self.cellen[plek], self.cellen[plek])
            for plek in self.plekken
        ]
        sommen = [som for plek in self.plekken for som in self._sommen(plek, assen)]
        self.matrix = lil_matrix((len(sommen), len(self.plekken)))
        for rij, (heel, delen) in enumerate(sommen):
            self.matrix[rij, self.nummer[heel]] = -1
            for deel in delen:
                self.matrix[rij, self.nummer[deel]] = 1
        self.matrix = self.matrix.tocsr()

    @staticmethod
    def _sommen(plek: tuple, assen: list[list[str]]) -> list[tuple[tuple, list[tuple]]]:
        """The sums of which this cell is the total."""
        periode, gebied, categorie = plek
        sommen = []
        if periode == "2024":
            sommen.append((plek, [(deel, gebied, categorie) for deel in assen[0] if deel != "2024"]))
        if categorie == "totaal":
            sommen.append((plek, [(periode, gebied, deel) for deel in assen[2] if deel != "totaal"]))
        delen = {"GM0141": [code for code in assen[1] if code.startswith("WK") or code.endswith("rest")]}
        if gebied.startswith("WK"):
            delen[gebied] = [code for code in assen[1] if code.startswith("BU") and code[2:8] == gebied[2:]]
        if delen.get(gebied):
            sommen.append((plek, [(periode, deel, categorie) for deel in delen[gebied]]))
        return sommen

    def bereik(self, plek: tuple) -> tuple[float, float]:
        """Between which amounts a cell must lie, in cents; without an upper bound infinity."""
        doel = np.zeros(len(self.plekken))
        doel[self.nummer[plek]] = 1
        nul = np.zeros(self.matrix.shape[0])
        uit = []
        for richting in (1, -1):
            gevonden = linprog(richting * doel, A_eq=self.matrix, b_eq=nul, bounds=self.grenzen, method="highs")
            assert gevonden.status in {0, 3}, gevonden.message
            uit.append(np.inf if gevonden.status == 3 else richting * gevonden.fun)
        return uit[0], uit[1]


@pytest.mark.parametrize(("zaad", "clienten"), GEMEENTEN[:5])
def test_wie_alles_combineert_komt_niet_dichtbij(keten: Keten, zaad: int, clienten: int) -> None:
    """No amount that is secret by itself can be told from one a tenth higher or lower; without the further secret ones some can."""
    posten = [post | {"cent": abs(post["cent"])} for post in posten_maken(random.Random(100 + zaad), clienten)]
    cellen, tweede, _ = draai(keten, posten, buiten=BUURTEN[5:])
    zonder = 0
    for soort in ("toegekend", "niet_toegekend"):
        eerst = {
            tuple(cel[naam] for naam in CEL[2:])
            for cel in cellen
            if cel["soort"] == soort and (cel["is_gevoelig"] or cel["is_buiten_beeld"] and soort == "toegekend")
        }
        erbij = {tuple(cel[naam] for naam in CEL[2:]) for cel in tweede if cel["soort"] == soort}
        geheim = {
            plek: cel["cent"]
            for cel in cellen
            if cel["soort"] == soort and cel["is_gevoelig"]
            for plek in [tuple(cel[naam] for naam in CEL[2:])]
        }
        met, open_ = Aanvaller(cellen, eerst | erbij, soort), Aanvaller(cellen, eerst, soort)
        for plek, cent in random.Random(zaad).sample(sorted(geheim.items()), min(60, len(geheim))):
            laag, hoog = met.bereik(plek)
            assert laag <= cent * (1 - SPELING) + 1, (soort, plek, cent, laag, hoog)
            assert hoog >= cent * (1 + SPELING) - 1, (soort, plek, cent, laag, hoog)
            laag, hoog = open_.bereik(plek)
            zonder += laag > cent * (1 - SPELING) + 1 or hoog < cent * (1 + SPELING) - 1
    assert clienten < 100 or zonder > 0


def test_de_volgorde_van_cellen_doet_er_niet_toe(keten: Keten) -> None:
    posten = posten_maken(random.Random(5), 200)
    cellen = draai(keten, posten)[0]
    model = laad_model("models/intermediate/kosten/int_kosten__tweede.py")
    eerst = model.tweede(cellen, 10)
    random.Random(6).shuffle(cellen)
    assert eerst == model.tweede(cellen, 10)


def test_een_bijdrager_die_het_zijne_aftrekt_weet_niet_meer() -> None:
    """A secret cell beside one that a single client makes up is not safe with that one alone: a third becomes secret."""
    model = laad_model("models/intermediate/kosten/int_kosten__tweede.py")

    def cel(categorie: str, wie: int, cent: int, *, geheim: bool, tweede: int = 0) -> dict:
        client = {"grootste_client": wie, "client_cent": cent - tweede, "tweede_client_cent": tweede}
        aanbieder = {"grootste_aanbieder": "x", "aanbieder_cent": 1, "tweede_aanbieder_cent": 1}
        plek = {
            "soort": "toegekend",
            "wet": "wmo",
            "jaar": 2024,
            "gemeente": "0141",
            "periode": "2024H1",
            "gebied_code": "GM0141",
        }
        return (
            plek
            | client
            | aanbieder
            | {"productcategorie": categorie, "cent": cent, "is_gevoelig": geheim, "is_buiten_beeld": False}
        )

    alleen = [
        cel("A", 1, 1000, geheim=True),
        cel("B", 2, 1000, geheim=True),
        cel("C", 3, 5000, geheim=False, tweede=2000),
        cel("totaal", 3, 7000, geheim=False, tweede=3000),
    ]
    assert [rij["productcategorie"] for rij in model.tweede(alleen, 10)] == ["C"]
    samen = [cel("A", 1, 1000, geheim=True, tweede=400), cel("B", 2, 1000, geheim=True, tweede=400), *alleen[2:]]
    assert model.tweede(samen, 10) == []
