"""Every day has one answer: who lives with whom, on each day and in each period, in small municipalities made hard.

Belongs here: those municipalities, and the SQL held against the plain reading of the contract (orakel) day by day. Does
not belong here: use, areas and counts (test_gemeenten), or single rules (dbt unit tests).
"""

import json
import random
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.keten import Keten
from tests.orakel.huishoudens import Huishoudens, woont
from tests.orakel.lezen import BrpRij, Leveringen, lees
from tests.orakel.personen import Register
from tests.orakel.schrijven import Landing, bsns, persoonsrij, rubriek
from tests.orakel.tellen import periodes

EERSTE, LAATSTE = date(2023, 1, 1), date(2025, 7, 1)
DAGEN = [EERSTE - timedelta(days=40) + timedelta(days=n) for n in range((LAATSTE - EERSTE).days + 80)]
DAGELIJKS = ("te_bepalen", "bewoner", "band", "familie", "lid", "gevonden", "gezin_over_dagen")
OORZAKEN = (
    "SELECT jaar, huishoudensoort, personen_instelling, personen_briefadres, personen_adres_onbekend, extra_gezinnen "
    "FROM lake.intermediate.int_huishouden_cbs__oorzaak WHERE gebied_soort = 'gemeente'"
)
Antwoord = dict[str, Any]


class Dorp:
    """Residents as the register shows them now, and what happens to them between two statements."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.nummers = rng, bsns()
        self.mensen: list[dict[str, str]] = []
        self.weg: set[str] = set()
        self._geboren: set[date] = set()
        self.adressen = [f"7601A{letter} {nummer}" for letter in "ABC" for nummer in range(1, 5)]
        self.instelling = "7603EF 1"

    def dag(self, van: date, tot: date) -> date:
        return van + timedelta(days=self.rng.randint(0, max(0, (tot - van).days)))

    def mens(self, adres: str, van: int, tot: int, **velden: str) -> str:
        """A person of `van` to `tot` years in 2024, born on a day of their own; returns the number."""
        geboren = self.dag(date(2024 - tot, 1, 1), date(2024 - van, 12, 31))
        while geboren in self._geboren:
            geboren -= timedelta(days=1)
        self._geboren.add(geboren)
        onbekend = self.rng.choice([None] * 25 + ["00000000", f"{geboren.year}0000"])
        bsn = next(self.nummers)
        aanvang = self.datum(max(geboren, date(2012, 1, 1)), EERSTE)
        self.mensen.append(persoonsrij(bsn, onbekend or geboren, adres, **({"r081030": aanvang} | velden)))
        if self.rng.random() < 0.4:
            self._met_object(self.mensen[-1])
        return bsn

    def datum(self, van: date, tot: date) -> str:
        """A date of the register: at times a part, or all of it, is unknown."""
        dag = rubriek(self.dag(van, tot))
        return self.rng.choice([dag] * 12 + [f"{dag[:6]}00", f"{dag[:4]}0000", "00000000", ""])

    def _met_object(self, rij: dict[str, str]) -> None:
        """The object belongs to the address: who does not show it lives there all the same."""
        adres = f"{rij['08.11.60']} {rij['08.11.20']}"
        if adres in self.adressen:
            rij["08.11.80"] = f"01410100000000{self.adressen.index(adres):02d}"

    def paar(self, adres: str, kinderen: int, *, bond: bool = True) -> tuple[str, str]:
        een, ander = self.mens(adres, 25, 60), self.mens(adres, 25, 60)
        if bond:
            self.verbind(een, ander, self.datum(date(2005, 1, 1), EERSTE) or "20100101")
        for _ in range(kinderen):
            self.mens(adres, 0, 22, r020120=een, r030120=ander)
        return een, ander

    def verbind(self, een: str, ander: str, begin: str) -> None:
        """A bond, that one of the two rows may not show."""
        for bsn, partner in [(een, ander), (ander, een)][: self.rng.choice([1, 2, 2, 2])]:
            self.rij(bsn).update({"05.01.20": partner, "05.06.10": begin, "05.07.10": ""})

    def rij(self, bsn: str) -> dict[str, str]:
        return next(rij for rij in self.mensen if rij["01.01.20"] == bsn)

    def verhuis(self, rij: dict[str, str], adres: str, aanvang: str) -> None:
        postcode, _, nummer = adres.partition(" ")
        rij.update({"08.11.60": postcode, "08.11.20": nummer, "08.11.80": "", "08.10.30": aanvang})
        rij.update({"08.10.10": "W", "08.09.10": "0141"})
        if self.rng.random() < 0.4:
            self._met_object(rij)


def maak_dorp(map_: Path, rng: random.Random) -> Landing:
    """Families as in life, an institution at the edge, and between statements everything that can happen to them."""
    dorp, landing = Dorp(rng), Landing(map_)
    huizen = iter(dorp.adressen)
    dorp.paar(next(huizen), 2)
    ouder, ex = dorp.paar(next(huizen), 0, bond=rng.random() < 0.5)
    for _ in range(2):  # divorced parents: each child is at one of them
        dorp.mens(dorp.adressen[1], 8, 17, r020120=ouder, r030120=ex)
    dorp.verhuis(dorp.rij(ex), next(huizen), dorp.datum(date(2020, 1, 1), EERSTE))
    thuis = next(huizen)
    dorp.paar(thuis, 1, bond=False)
    for leeftijd in (16, 17):  # foster children about to be 18, beside a lodger older than the family
        dorp.mens(thuis, leeftijd, leeftijd)
    dorp.mens(thuis, 61, 80)
    moeder = dorp.mens(next(huizen), 16, 17)  # a minor with a child of her own
    dorp.mens(dorp.adressen[4], 0, 1, r020120=moeder)
    dorp.mens(dorp.adressen[4], 40, 80)
    dorp.mens(next(huizen), 1, 16)  # minors alone
    for _ in range(9):
        dorp.mens(dorp.instelling, 20, 95, r081030="20150101")
    dag = dorp.dag(EERSTE - timedelta(days=30), EERSTE)  # with the one who dies on the next day there are 11
    dorp.mens(dorp.instelling, 20, 95, r081030=dag)
    dorp.mens(dorp.instelling, 20, 95, r081030="20150101", r060810=dag + timedelta(days=1))
    dorp.mens(dorp.instelling, 20, 50, r081010="B")
    dorp.mens("", 20, 50)
    _leveringen(dorp, landing)
    return landing


def _leveringen(dorp: Dorp, landing: Landing) -> None:
    datums = sorted({EERSTE, LAATSTE} | {dorp.dag(date(2023, 2, 1), LAATSTE) for _ in range(dorp.rng.randint(2, 6))})
    for vorige, datum in zip([datums[0], *datums], datums, strict=False):
        if datum > EERSTE:
            for rij in list(dorp.mensen):
                _gebeur(dorp, rij, vorige, datum)
            _rand(dorp, vorige, datum)
        rijen = [rij for rij in dorp.mensen if rij["01.01.20"] not in dorp.weg]
        dorp.rng.shuffle(rijen)
        landing.brp(datum, *rijen)
    adressen = {adres: "01411000" for adres in [*dorp.adressen, dorp.instelling]}
    namen = {"GM0141": "Almelo", "WK014110": "Binnen", "BU01411000": "Oost"}
    landing.gebieden(EERSTE, 2023, adressen, namen)


def _rand(dorp: Dorp, van: date, tot: date) -> None:
    """At times the institution holds one more for a single day: somebody comes in, another leaves on the next."""
    gasten = [rij for rij in dorp.mensen if rij["08.11.60"] != "7603EF" and rij["01.01.20"] not in dorp.weg]
    if dorp.rng.random() < 0.7:
        gast, dag = dorp.rng.choice(gasten), dorp.dag(van, tot)
        dorp.verhuis(gast, dorp.instelling, rubriek(dag))
        ander = dorp.rng.choice([rij for rij in dorp.mensen if rij["08.11.60"] == "7603EF" and rij is not gast])
        dorp.verhuis(ander, dorp.rng.choice(dorp.adressen), rubriek(dag + timedelta(days=1)))


def _gebeur(dorp: Dorp, rij: dict[str, str], van: date, tot: date) -> None:
    """At most one event of a person between two statements."""
    if rij["01.01.20"] in dorp.weg:
        if dorp.rng.random() < 0.5:  # back, with a start before they went, in between, or unknown
            dorp.weg.discard(rij["01.01.20"])
            rij["08.10.30"] = dorp.rng.choice([rij["08.10.30"], dorp.datum(van, tot)])
        return
    if dorp.rng.random() < 0.35:
        dorp.rng.choice(_GEBEURTENISSEN)(dorp, rij, van, tot)


def _verhuizing(dorp: Dorp, rij: dict[str, str], van: date, tot: date) -> None:
    dorp.verhuis(rij, dorp.rng.choice([*dorp.adressen, dorp.instelling]), dorp.datum(van - timedelta(days=90), tot))


def _afwezig(dorp: Dorp, rij: dict[str, str], van: date, tot: date) -> None:
    dorp.weg.add(rij["01.01.20"])


def _weg(dorp: Dorp, rij: dict[str, str], van: date, tot: date) -> None:
    """Dies, is suspended, or leaves for another municipality; a death or suspension may be withdrawn."""
    if rij["06.08.10"] or rij["07.67.10"]:
        rij.update({"06.08.10": "", "07.67.10": ""})
    else:
        veld = dorp.rng.choice(["06.08.10", "07.67.10", "08.10.30"])
        rij[veld] = dorp.datum(van, tot)
        if veld == "08.10.30":
            rij["08.09.10"] = "0147"


def _briefadres(dorp: Dorp, rij: dict[str, str], van: date, tot: date) -> None:
    rij.update({"08.10.10": dorp.rng.choice(["B", "B", ""]), "08.10.30": dorp.datum(van, tot)})


def _bond(dorp: Dorp, rij: dict[str, str], van: date, tot: date) -> None:
    """A bond ends, is no longer shown, or begins with whoever."""
    ander = dorp.rng.choice(dorp.mensen)
    if rij["05.01.20"] and not rij["05.07.10"] and dorp.rng.random() < 0.7:
        rij["05.07.10"] = dorp.datum(van, tot) or rubriek(tot)
    elif rij["05.01.20"]:
        rij.update({"05.01.20": "", "05.06.10": "", "05.07.10": ""})
    elif ander is not rij and not ander["05.01.20"]:
        dorp.verbind(rij["01.01.20"], ander["01.01.20"], rubriek(dorp.dag(van + timedelta(days=1), tot)))


def _ouders(dorp: Dorp, rij: dict[str, str], van: date, tot: date) -> None:
    rij["02.01.20"] = dorp.rng.choice([*(mens["01.01.20"] for mens in dorp.mensen), ""])


_GEBEURTENISSEN: list[Callable[[Dorp, dict[str, str], date, date], None]] = [
    _verhuizing, _verhuizing, _verhuizing, _afwezig, _weg, _briefadres, _bond, _bond, _ouders,
]  # fmt: skip


def reden(rij: BrpRij) -> str:
    """Why an inhabitant is in no household, whatever the address holds."""
    return "briefadres" if rij.functie == "B" else "adres_onbekend"


def van_orakel(register: Register, huishoudens: Huishoudens, dag: date) -> Antwoord:
    """The households of a day as sets of persons, and who is in none, with the reason."""
    per_adres, gezinnen, zonder = defaultdict(set), set(), {}
    for wie, persoon in register.items():
        rij = persoon.op(dag)
        if rij is None:
            continue
        if not woont(rij):
            zonder[wie] = reden(rij)
        elif gezin := huishoudens.gezinnen(huishoudens.adres(rij), dag).get(wie):
            per_adres[huishoudens.adres(rij)].add(wie)
            gezinnen.add(gezin)
        else:
            zonder[wie] = "instelling"
    return {"adres": {frozenset(leden) for leden in per_adres.values()}, "gezin": gezinnen, "zonder": zonder}


def van_sql(con: duckdb.DuckDBPyConnection, wie: dict[int, str]) -> dict[date, Antwoord]:
    """The same of the models, for every day; fails when somebody has two answers."""
    adressen: dict[date, dict] = defaultdict(lambda: defaultdict(set))
    gezinnen: dict[date, dict] = defaultdict(lambda: defaultdict(set))
    zonder: dict[date, dict[str, str]] = defaultdict(dict)
    gezien = set()
    for dag, persoon, adres, gezin, instelling in con.execute(
        "SELECT dag, persoon, adres_id, gezin, is_institutioneel FROM lake.intermediate.int_huishouden__lid"
    ).fetchall():
        assert (dag, persoon) not in gezien, f"iemand heeft op {dag} twee antwoorden"
        gezien.add((dag, persoon))
        if instelling:
            zonder[dag][wie[persoon]] = "instelling"
        else:
            adressen[dag][adres].add(wie[persoon])
            gezinnen[dag][adres, gezin].add(wie[persoon])
    for dag, persoon, woonsituatie in con.execute(
        "SELECT dag, persoon, woonsituatie FROM dagen JOIN lake.intermediate.int_persoon__inschrijving ON dag >= van AND dag < tot "
        "WHERE NOT is_ingezetene"
    ).fetchall():
        assert (dag, persoon) not in gezien, f"iemand heeft op {dag} twee antwoorden"
        gezien.add((dag, persoon))
        zonder[dag][wie[persoon]] = woonsituatie
    return {
        dag: {"adres": _groepen(adressen[dag]), "gezin": _groepen(gezinnen[dag]), "zonder": zonder[dag]}
        for dag in DAGEN
    }


def tel_oorzaken(antwoord: Antwoord) -> list[int]:
    """What the comparison with CBS names, of the answer of 1 January; every address lies in a buurt or in none."""
    redenen = list(antwoord["zonder"].values())
    extra = len(antwoord["gezin"]) - len(antwoord["adres"])
    return [*(redenen.count(waarom) for waarom in ("instelling", "briefadres", "adres_onbekend")), extra]


def _groepen(leden: dict[Any, Iterable[str]]) -> set[frozenset[str]]:
    return {frozenset(groep) for groep in leden.values()}


def op_alle_dagen(keten: Keten, con: duckdb.DuckDBPyConnection) -> None:
    """Ask the household of every inhabited address on every day, and make again what follows from it."""
    con.execute("CREATE TEMP TABLE dagen AS SELECT unnest(?::DATE[]) AS dag", [DAGEN])
    knopen = json.loads((keten.home.dbt / "target" / "manifest.json").read_text("utf-8"))["nodes"]
    for naam in DAGELIJKS:
        sql = (
            "SELECT DISTINCT adres_id, dag, true AS is_peildag FROM lake.intermediate.int_persoon__inschrijving, dagen "
            "WHERE is_ingezetene AND dag >= van AND dag < tot"
            if naam == "te_bepalen"
            else knopen[f"model.sociaal_domein.int_huishouden__{naam}"]["compiled_code"]
        )
        con.execute(f"CREATE OR REPLACE TABLE lake.intermediate.int_huishouden__{naam} AS {sql}")


def namen(con: duckdb.DuckDBPyConnection, gelezen: Leveringen) -> dict[int, str]:
    """Per pseudonym the person of the oracle: the same row of the same statement."""
    rijen = con.execute("SELECT persoon, leverdatum, rij FROM lake.staging.stg_brp__persoon").fetchall()
    return {persoon: gelezen.brp[leverdatum][rij - 1].persoon for persoon, leverdatum, rij in rijen}


def in_perioden(con: duckdb.DuckDBPyConnection, wie: dict[int, str], soort: str) -> dict[tuple, set[frozenset[str]]]:
    """Per day that may hold and period the households of a kind, as sets of persons."""
    leden: dict[tuple, dict] = defaultdict(lambda: defaultdict(set))
    for dag, periode, persoon, adres, gezin in con.execute(
        "SELECT huishouden_dag, periode, persoon, adres_id, gezin FROM lake.intermediate.int_huishouden__persoon_per_periode "
        "WHERE huishoudensoort = ?",
        [soort],
    ).fetchall():
        leden[dag, periode][adres, gezin].add(wie[persoon])
    return {sleutel: _groepen(groepen) for sleutel, groepen in leden.items()}


@pytest.fixture
def nieuwe_map(tmp_path: Path) -> Any:
    def maak() -> Path:
        shutil.rmtree(tmp_path / "voorbeeld", ignore_errors=True)
        return tmp_path / "voorbeeld"

    return maak


@settings(max_examples=12, phases=(Phase.explicit, Phase.generate))
@given(zaad=st.integers(0, 2**32))
def test_elke_dag_en_elke_periode_een_antwoord(keten: Keten, nieuwe_map: Any, zaad: int) -> None:
    """Both kinds of household, and who is in none and why, are those of the contract on every day and in every period; so is what explains CBS."""
    map_ = nieuwe_map()
    landing = maak_dorp(map_ / "landing", random.Random(zaad)).map
    home = keten.wortel(map_ / "data", landing)
    keten.neem_in(home)
    gelezen = lees(landing)
    register = Register(gelezen)
    huishoudens = Huishoudens(register)
    con = keten.bouw(home)
    try:
        oorzaken = con.execute(OORZAKEN).fetchall()
        op_alle_dagen(keten, con)
        wie = namen(con, gelezen)
        gevonden = van_sql(con, wie)
        perioden = {soort: in_perioden(con, wie, soort) for soort in ("adres", "gezin")}
    finally:
        con.close()
    for dag in DAGEN:
        assert gevonden[dag] == van_orakel(register, huishoudens, dag), dag
    assert {zonder for dag in DAGEN for zonder in gevonden[dag]["zonder"].values()} >= {"briefadres", "adres_onbekend"}
    for jaar, huishoudensoort, *aantallen in oorzaken:
        assert aantallen == tel_oorzaken(gevonden[date(jaar, 1, 1)]), (jaar, huishoudensoort)
    for periode in periodes(gelezen):
        for dag, begin in (("laatste_dag_ingezetene", periode.begin), ("laatste_dag_periode", periode.einde)):
            verblijven = huishoudens.in_periode(begin, periode.einde)
            for soort in ("adres", "gezin"):
                verwacht = defaultdict(set)
                for persoon, verblijf in verblijven.items():
                    if verblijf.gezin is not None:
                        verwacht[getattr(verblijf, soort)].add(persoon)
                assert perioden[soort].get((dag, periode.naam), set()) == _groepen(verwacht), (soort, periode)


def test_de_dorpen_zijn_moeilijk(tmp_path: Path) -> None:
    """In a handful of them each hard case does occur: an institution for one day, a foster child who becomes 18."""
    gezien = set()
    for zaad in range(6):
        gelezen = lees(maak_dorp(tmp_path / str(zaad), random.Random(zaad)).map)
        register = Register(gelezen)
        huishoudens = Huishoudens(register)
        vorige: list[set[str]] = [set(), set()]
        for dag in DAGEN:
            antwoord = van_orakel(register, huishoudens, dag)
            nu = {wie for wie, waarom in antwoord["zonder"].items() if waarom == "instelling"}
            if vorige[1] and not vorige[0] and not nu:
                gezien.add("instelling van een dag")
            gezien |= set(antwoord["zonder"].values())
            gezien |= {"18 en op zichzelf" for wie in register if _wordt_achttien(register[wie].waarden(dag), dag)}
            vorige = [vorige[1], nu]
        if any(len(rijen) < max(map(len, gelezen.brp.values())) for rijen in gelezen.brp.values()):
            gezien.add("afwezig")
    assert gezien == {
        "instelling",
        "instelling van een dag",
        "briefadres",
        "adres_onbekend",
        "18 en op zichzelf",
        "afwezig",
    }


def _wordt_achttien(rij: BrpRij, dag: date) -> bool:
    geboren = rij.geboren.datum
    return bool(
        geboren and not rij.ouders and (geboren.year + 18, geboren.month, geboren.day) == (dag.year, dag.month, dag.day)
    )
