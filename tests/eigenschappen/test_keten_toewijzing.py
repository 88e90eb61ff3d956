"""What always holds of the chain of an assignment: one state on every day, and no cent lost, whatever came when.

Belongs here: random histories of requests, assignments, starts, stops, deaths and declarations, with the state on a day
written a second time, straight from the definitions. Does not belong here: single rules (the dbt unit tests), or use per
period (test_tijdvakken).
"""

import random
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.berichten_maken import Element, antwoord, clienten, declaratie, kop, prestatie, xml
from tests.keten import Keten
from tests.orakel.schrijven import Landing, bsns, persoonsrij
from tests.regels import opdracht_maken as maak

NOOIT = date(9999, 12, 31)
EERSTE, LAATSTE = date(2022, 10, 1), date(2025, 12, 31)
"""The days between which states are compared; all that is drawn happens between them."""
TABELLEN = ("versie", "verzoekstap", "verzoek", "zorg", "stand", "omvang", "volume", "toewijzing", "gebeurtenis")
LOTEN = [("open",), ("toegekend",), ("afgewezen",), *(("toegekend", wat) for wat in ("open", "toegekend", "afgewezen"))]
"""What became of a declared line and, where there is a second word, of the line that credited it."""
SLEUTEL = "gemeente, wet, toewijzingnummer"
# A failure names the life and the day: there is nothing to shrink to.
ZONDER_KRIMPEN = (Phase.explicit, Phase.generate)

dagen = st.sampled_from([-30, -1, 0, 1, 30, 31, 90, 200])
zorgdagen = st.sampled_from([-30, 0, 1, 30, 30, 31, 90, 90, 200])
duren = st.sampled_from([None, None, 181, 400, 400, -1, 0, 1, 29, 90])
later = st.sampled_from([0, 0, 1, 20, 120])


@dataclass(frozen=True)
class Leven:
    """One assignment. Days count from `ingang`; the last number of each message is how much later it was delivered."""

    wet: str
    ingang: date
    omvang: tuple[str, str, str]  # volume, unit, frequency
    versies: list[tuple[int, int | None, str | None, int]]  # assigned on, duration, reason
    vragen: list[tuple[str, int, int]]  # 315, 317, or the answer: 1 rejected, 2 looking into it
    starts: list[tuple[int, str, int]]  # begin, status
    stops: list[tuple[int, int, str, str, int]]  # begin, end, reason, status
    dood: int | None
    regels: list[tuple[int, tuple[str, ...]]]  # month, what became of it

    def dag(self, na: int) -> date:
        return self.ingang + timedelta(days=na)


levens = st.builds(
    Leven,
    wet=st.sampled_from(["wmo", "jeugd"]),
    ingang=st.dates(date(2023, 6, 1), date(2024, 6, 30)),
    omvang=st.sampled_from([("10", "04", "2"), ("30", "01", "1"), ("8", "04", "4"), ("600", "01", "6")]),
    versies=st.lists(st.tuples(dagen, duren, st.sampled_from([None, "05", "13", "13"]), later), min_size=1, max_size=3),
    vragen=st.lists(
        st.tuples(st.sampled_from(["315", "317", "1", "2"]), st.sampled_from([-90, -60, -31, -30, 0, 60]), later),
        max_size=4,
    ),
    starts=st.lists(st.tuples(zorgdagen, st.sampled_from("1113"), later), max_size=4),
    stops=st.lists(
        st.tuples(
            st.sampled_from([-1, 0, 30]), zorgdagen, st.sampled_from(["20", "20", "31"]), st.sampled_from("1113"), later
        ),
        max_size=4,
    ),
    dood=st.sampled_from([None] * 12 + [-10, 0, 31, 200, 500]),
    regels=st.lists(st.tuples(st.integers(0, 6), st.sampled_from(LOTEN)), max_size=4),
)


def schrijf(landing: Landing, alle: list[Leven]) -> None:
    """The deliveries of these lives, a person each; the number of the assignment is that of the life."""
    personen = []
    for nummer, (bsn, leven) in enumerate(zip(islice(bsns(), len(alle)), alle, strict=True), start=1):
        dood = {} if leven.dood is None else {"r060810": leven.dag(leven.dood)}
        personen.append(persoonsrij(bsn, "1980-01-01", f"7601AA {nummer}", **dood))
        for volg, (bron, dag, inhoud) in enumerate(_berichten(nummer, bsn, leven)):
            landing.bestand(bron, dag, f"{nummer}_{volg}.xml", inhoud)
    landing.brp("2023-01-01", *personen)
    landing.brp(LAATSTE, *personen)
    namen = {"GM0141": "Almelo", "WK014110": "Binnen", "BU01411000": "Oost"}
    landing.gebieden("2023-01-01", 2024, {f"7601AA {nummer}": "01411000" for nummer in range(1, len(alle) + 1)}, namen)


def _berichten(nummer: int, bsn: str, leven: Leven) -> Iterator[tuple[str, date, bytes]]:
    """All messages of one assignment; each is dated on the day it is about and identified by its place in the list."""
    wet, dag = leven.wet, leven.dag
    for volg, (op, duur, reden, na) in enumerate(leven.versies):
        product = maak.toegewezen(
            wet,
            nummer,
            ReferentieAanbieder=f"V{nummer}" if volg == 0 else None,
            Toewijzingsdatum=str(dag(op)),
            Toewijzingstijd=f"10:00:0{volg}",
            Ingangsdatum=str(leven.ingang),
            Einddatum=None if duur is None else str(dag(duur)),
            RedenWijziging=reden,
            Omvang=maak.omvang(*leven.omvang),
        )
        yield _gedateerd(maak.b301, wet, product, f"A{nummer}.{volg}", bsn, dag(op), na)
    for volg, (wat, op, na) in enumerate(leven.vragen):
        kenmerk = f"V{nummer}.{volg}"
        if wat == "315":
            _, _, inhoud = maak.b315(wet, maak.aangevraagd(wet, nummer), op=str(dag(op)), client=bsn, kenmerk=kenmerk)
        elif wat == "317":
            vraag = maak.te_wijzigen(nummer)
            _, _, inhoud = maak.b317(wet, vraag, referentie=f"W{nummer}", op=str(dag(op)), client=bsn, kenmerk=kenmerk)
        else:
            _, _, inhoud = maak.b319(wet, f"V{nummer}", wat, str(dag(op)), kenmerk=kenmerk)
        yield maak.BRON[wet], dag(op + na), inhoud
    for volg, (begin, status, na) in enumerate(leven.starts):
        start = maak.gestart(wet, nummer, Begindatum=str(dag(begin)), StatusAanlevering=status)
        yield _gedateerd(maak.b305, wet, start, f"S{nummer}.{volg}", bsn, dag(begin), na)
    for volg, (begin, einde, reden, status, na) in enumerate(leven.stops):
        velden = {"Begindatum": str(dag(begin)), "Einddatum": str(dag(einde)), "RedenBeeindiging": reden}
        stop = maak.gestopt(wet, nummer, StatusAanlevering=status, **velden)
        yield _gedateerd(maak.b307, wet, stop, f"E{nummer}.{volg}", bsn, dag(einde), na)
    for volg, (maanden, lot) in enumerate(leven.regels):
        yield from _gedeclareerd(wet, bsn, nummer, volg, _maand(leven.ingang, maanden), lot)


def _gedateerd(
    maker: Callable[..., Any], wet: str, product: Element, kenmerk: str, bsn: str, dag: date, na: int
) -> tuple[str, date, bytes]:
    bron, _, inhoud = maker(wet, product, op=str(dag), client=bsn, kenmerk=kenmerk)
    return bron, dag + timedelta(days=na), inhoud


def _maand(dag: date, later: int) -> date:
    return date(dag.year + (dag.month - 1 + later) // 12, (dag.month - 1 + later) % 12 + 1, 1)


def _gedeclareerd(
    wet: str, bsn: str, nummer: int, volg: int, maand: date, lot: tuple[str, ...]
) -> Iterator[tuple[str, date, bytes]]:
    """A line and, with a second fate, the line that credits it: each a declaration of its own, with its answer."""
    for keer, wat in enumerate(lot):
        dag, kenmerk = maand + timedelta(days=40 + 60 * keer), f"D{nummer}.{volg}.{keer}"

        def bericht(soort: str, inhoud: Element, kenmerk: str = kenmerk) -> bytes:
            gemaakt = xml(wet, soort, [kop(wet, soort, identificatie=kenmerk), inhoud])
            return gemaakt.replace(b">DECL1<", f">{kenmerk}<".encode())

        def regel(*retour: str, keer: int = keer) -> Element:
            vorig = [(":VorigReferentieNummer", f"R{nummer}.{volg}.0")] if keer else []
            anders = {
                "ProductReferentie": [(":ReferentieNummer", f"R{nummer}.{volg}.{keer}"), *vorig],
                "ProductPeriode": [(":Begindatum", str(maand)), (":Einddatum", str(maand + timedelta(days=27)))],
                "IngediendBedrag": [(":Bedrag", str(100 + volg)), (":DebetCredit", "DC"[keer])],
            }
            naam, velden = prestatie(wet, nummer, retour=retour)
            return naam, [(veld, anders.get(veld, waarde)) for veld, waarde in velden]

        gedeclareerd = declaratie(clienten({bsn: [regel()]}), kenmerk.replace(".", "x"))
        yield maak.BRON[wet], dag, bericht("323", gedeclareerd)
        if wat == "toegekend":
            yield maak.BRON[wet], dag + timedelta(days=9), bericht("325", antwoord(toegekend="100", retour=("8001",)))
        elif wat == "afgewezen":
            afgewezen = antwoord(clienten({bsn: [regel("9307")]}, ["0200"]))
            yield maak.BRON[wet], dag + timedelta(days=9), bericht("325", afgewezen)


@dataclass(frozen=True)
class Regie:
    """What holds of a life: the assignment, and the starts and stops, of which the last delivered of a key counts."""

    leven: Leven

    @cached_property
    def versie(self) -> tuple[int, int | None, str | None]:
        """The one that was assigned last; of one day, the one with the latest time."""
        return max(enumerate(self.leven.versies), key=lambda rij: (rij[1][0], rij[0]))[1][:3]

    @cached_property
    def einddatum(self) -> date:
        duur = self.versie[1]
        return NOOIT if duur is None else self.leven.dag(duur)

    @cached_property
    def verwijderd(self) -> bool:
        return self.versie[1:] == (0, "13")

    @cached_property
    def toegewezen_op(self) -> date:
        return min(self.leven.dag(op) for op, *_ in self.leven.versies)

    @cached_property
    def starts(self) -> list[date]:
        return [
            self.leven.dag(begin) for (begin,) in self._geldig([((b,), b + na, s) for b, s, na in self.leven.starts])
        ]

    @cached_property
    def pauzes(self) -> list[tuple[date, date]]:
        return self._stops(tijdelijk=True)

    def _stops(self, *, tijdelijk: bool) -> list[tuple[date, date]]:
        rijen = self._geldig([((b, e, r), e + na, s) for b, e, r, s, na in self.leven.stops])
        return [(self.leven.dag(b), self.leven.dag(e)) for b, e, r in rijen if (r == "20") == tijdelijk]

    @staticmethod
    def _geldig(rijen: list[tuple[tuple, int, str]]) -> list[tuple]:
        """The keys of which the last delivered does not remove; on one day removal wins."""
        laatste: dict[tuple, tuple[int, str]] = {}
        for sleutel, geleverd, status in rijen:
            laatste[sleutel] = max(laatste.get(sleutel, (geleverd, status)), (geleverd, status))
        return [sleutel for sleutel, (_, status) in laatste.items() if status != "3"]

    @cached_property
    def laatste_dag(self) -> date:
        """The last day of care that a definitive stop or death leaves."""
        overleden = NOOIT if self.leven.dood is None else self.leven.dag(self.leven.dood)
        return min(
            [einde for _, einde in self._stops(tijdelijk=False)] + [overleden if overleden < self.einddatum else NOOIT]
        )


def stand_op(regie: Regie, dag: date) -> str | None:
    """The state on a day, from the definitions; None before the first thing that happened."""
    leven, ingang = regie.leven, regie.leven.ingang
    if regie.verwijderd and dag >= regie.toegewezen_op:
        return "verwijderd"
    begonnen = [] if regie.verwijderd else [max(begin, ingang) for begin in regie.starts]
    if not regie.verwijderd and dag >= min([regie.toegewezen_op, *begonnen]):
        if dag > regie.laatste_dag:
            return "gestopt"
        if dag > regie.einddatum:
            return "verlopen"
        if any(begin <= dag for begin in begonnen):
            return "onderbroken" if _onderbroken(regie, dag) else "in zorg"
        return "toegewezen"
    geweest = {wat for wat, op, _ in leven.vragen if leven.dag(op) <= dag}
    volgorde = [("1", "afgewezen"), ("2", "in onderzoek"), ("315", "aangevraagd"), ("317", "aangevraagd")]
    return next((stand for wat, stand in volgorde if wat in geweest), None)


def _onderbroken(regie: Regie, dag: date) -> bool:
    """Stopped for a time after a start, and not resumed: not after it, nor on its last day by care that began later."""
    for begin, einde in regie.pauzes:
        ervoor = [start for start in regie.starts if start < einde or start == einde <= begin]
        erna = [start for start in regie.starts if start not in ervoor and start <= dag]
        if einde < dag and ervoor and not erna:
            return True
    return False


@pytest.fixture
def nieuwe_map(tmp_path: Path) -> Any:
    """A function that gives an empty folder and forgets the one before."""

    def maak_map() -> Path:
        shutil.rmtree(tmp_path / "voorbeeld", ignore_errors=True)
        return tmp_path / "voorbeeld"

    return maak_map


def bouw(keten: Keten, map_: Path, alle: list[Leven]) -> duckdb.DuckDBPyConnection:
    landing = Landing(map_ / "landing")
    schrijf(landing, alle)
    home = keten.wortel(map_ / "data", landing.map)
    keten.neem_in(home)
    return keten.bouw(home)


@settings(max_examples=6, phases=ZONDER_KRIMPEN)
@given(alle=st.lists(levens, min_size=20, max_size=40))
def test_elke_dag_precies_een_stand(keten: Keten, nieuwe_map: Any, alle: list[Leven]) -> None:
    """The intervals follow each other without gap or overlap, and the one that has a day says what the definitions say."""
    standen = defaultdict(list)
    with bouw(keten, nieuwe_map(), alle) as con:
        vraag = "SELECT toewijzingnummer, van, tot, stand FROM lake.intermediate.int_keten__stand ORDER BY ALL"
        for nummer, *rij in con.execute(vraag).fetchall():
            standen[nummer].append(rij)
        _past_bij_gebruik(con)
    for nummer, leven in enumerate(alle, start=1):
        rijen, regie = standen.pop(nummer), Regie(leven)
        assert all(van < tot for van, tot, _ in rijen)
        assert [tot for _, tot, _ in rijen] == [*(van for van, _, _ in rijen[1:]), NOOIT]
        assert all(links[2] != rechts[2] for links, rechts in pairwise(rijen))
        for dag in (EERSTE + timedelta(days=n) for n in range((LAATSTE - EERSTE).days + 1)):
            gevonden = [stand for van, tot, stand in rijen if van <= dag < tot]
            verwacht = stand_op(regie, dag)
            assert gevonden == ([verwacht] if verwacht else []), (dag, leven)
    assert not standen


ZELFDE = {
    "the assignment that holds": (
        "SELECT gemeente, wet, toewijzingnummer, aanbieder, persoon, ingangsdatum, einddatum, is_verwijderd FROM {keten}",
        "SELECT gemeente, wet, toewijzingnummer, aanbieder, persoon, ingangsdatum, einddatum, is_verwijderd FROM {geldig}",
    ),
    "its first start": (
        "SELECT gemeente, wet, toewijzingnummer, eerste_start FROM {keten} WHERE eerste_start IS NOT NULL",
        "SELECT gemeente, wet, toewijzingnummer, begindatum FROM {start}",
    ),
    "its first stop": (
        "SELECT gemeente, wet, toewijzingnummer, eerste_stop FROM {keten} WHERE eerste_stop IS NOT NULL",
        "SELECT gemeente, wet, toewijzingnummer, einddatum FROM {stop}",
    ),
    "the days of use": (
        """SELECT persoon, min(stand.van), max(CASE WHEN tot < DATE '9999-12-31' THEN tot - 1 ELSE tot END)
           FROM {keten} JOIN {stand} AS stand USING (gemeente, wet, toewijzingnummer)
           WHERE stand.stand IN ('in zorg', 'onderbroken') GROUP BY persoon""",
        """SELECT persoon, van, tot_en_met FROM {gebruik} WHERE is_bruikbaar
           AND persoon IN (SELECT persoon FROM {keten} WHERE eerste_start IS NOT NULL)""",
    ),
}
"""What the chain says, and what other parts of the lake say of the same."""


def _past_bij_gebruik(con: duckdb.DuckDBPyConnection) -> None:
    tabellen = {
        "keten": "int_keten__toewijzing",
        "stand": "int_keten__stand",
        "geldig": "int_toewijzing__geldig",
        "start": "int_start__geldig",
        "stop": "int_stop__geldig",
        "gebruik": "int_gebruik__tijdvak",
    }
    namen = {naam: f"lake.intermediate.{tabel}" for naam, tabel in tabellen.items()}
    for wat, vragen in ZELFDE.items():
        hier, daar = (sorted(con.execute(vraag.format(**namen)).fetchall(), key=repr) for vraag in vragen)
        assert hier == daar, wat


def alles(con: duckdb.DuckDBPyConnection) -> dict[str, list[tuple]]:
    """All rows of the chain."""
    return {
        tabel: con.execute(f"SELECT * FROM lake.intermediate.int_keten__{tabel} ORDER BY ALL").fetchall()
        for tabel in TABELLEN
    }


@settings(max_examples=2, phases=ZONDER_KRIMPEN)
@given(alle=st.lists(levens, min_size=5, max_size=25), rng=st.randoms(use_true_random=False))
def test_volgorde_van_aankomst(keten: Keten, nieuwe_map: Any, alle: list[Leven], rng: random.Random) -> None:
    """Files that arrive in any order over several runs give the chain of all at once."""
    map_ = nieuwe_map()
    with bouw(keten, map_, alle) as con:
        ineens = alles(con)
    bestanden = sorted(pad for pad in (map_ / "landing").rglob("*") if pad.is_file())
    rng.shuffle(bestanden)
    home = keten.wortel(map_ / "stuk-voor-stuk", map_ / "los")
    for beurt in range(4):
        for pad in bestanden[beurt::4]:
            doel = home.landing / pad.relative_to(map_ / "landing")
            doel.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(pad, doel)
        keten.neem_in(home)
    with keten.bouw(home) as con:
        assert alles(con) == ineens


@settings(max_examples=3, phases=ZONDER_KRIMPEN)
@given(alle=st.lists(levens, min_size=20, max_size=40))
def test_geen_cent_gaat_verloren(keten: Keten, nieuwe_map: Any, alle: list[Leven]) -> None:
    """What became of each declared line is in the amounts of its assignment and of its month, once."""
    verwacht, per_maand = {}, Counter()
    for nummer, leven in enumerate(alle, start=1):
        bedragen: Counter[str] = Counter()
        for volg, (maanden, lot) in enumerate(leven.regels):
            for keer, wat in enumerate(lot):
                cent = (100 + volg) * (-1 if keer else 1)
                bedragen[wat] += cent
                bedragen["gecrediteerd"] -= cent if keer and wat == "toegekend" else 0
                bedragen["volume"] += 0 if wat == "afgewezen" else 240 * (-1 if keer else 1)
                per_maand[nummer, _maand(leven.ingang, maanden)] += cent
        verwacht[nummer] = tuple(bedragen[wat] for wat in ("open", "toegekend", "afgewezen", "gecrediteerd", "volume"))
    with bouw(keten, nieuwe_map(), alle) as con:
        rijen = con.execute(
            """SELECT toewijzingnummer, in_behandeling_cent, toegekend_cent, afgewezen_cent, gecrediteerd_cent,
               volume_gedeclareerd_totaal FROM lake.intermediate.int_keten__toewijzing"""
        ).fetchall()
        maanden = con.execute(
            "SELECT toewijzingnummer, maand, ingediend_cent FROM lake.intermediate.int_keten__volume WHERE ingediend_cent <> 0"
        ).fetchall()
        toegewezen = con.execute(
            f"""SELECT {SLEUTEL} FROM lake.intermediate.int_keten__toewijzing AS keten
                JOIN lake.intermediate.int_keten__volume AS volume USING ({SLEUTEL}) WHERE keten.einddatum < DATE '{LAATSTE}'
                GROUP BY {SLEUTEL}, volume_toegewezen_totaal HAVING sum(volume_toegewezen) <> volume_toegewezen_totaal"""
        ).fetchall()
    assert {nummer: tuple(bedragen) for nummer, *bedragen in rijen} == verwacht
    assert {(nummer, maand): cent for nummer, maand, cent in maanden} == {k: v for k, v in per_maand.items() if v}
    assert toegewezen == []
