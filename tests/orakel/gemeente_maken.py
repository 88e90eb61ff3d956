"""Writes the deliveries of a tiny random municipality full of nasty cases, from one `random.Random`.

Here belong the people: who lives where, with whom, what changes between two BRP deliveries, and the areas. Not here:
use (`gebruik_maken`), layouts (`schrijven`).

Left out on purpose, because the contract does not say what holds: two adults born on one day (the oldest of equally
large households), one postcode, number, letter and addition with two objects, an object without postcode, two bonds
of one person with the same begin, one person twice in a delivery. A delivery never has less than 60 % of the rows of
the one before, so no gate stops the run.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from .gebruik_maken import maak_gebruik
from .schrijven import BRP_KOP, Landing, bsns, rubriek

EERSTE = date(2022, 12, 20)
LAATSTE = date(2025, 8, 31)
NAMEN = ["Jansen", "Çelik", "Müller", "de Boer-Vos", "Øster", "Ng", "D'Hondt", 'O"Neil', "van; Dijk"]
ONGELDIG = ["123456789", "000000000", "999999999", "", "111"]


@dataclass(eq=False)
class Adres:
    """A dwelling; `buurt` None: it is not in the yearly file."""

    vier: tuple[str, str, str, str]
    object: str
    buurt: str | None

    @property
    def sleutel(self) -> str:
        """PC6 and number as the yearly file has them."""
        return f"{self.vier[0]} {self.vier[1]}"


@dataclass(eq=False)
class Mens:
    """A person as the registration shows them now; `rij` holds the rubrieken that are not the address."""

    bsn: str
    geboren: date | None
    rij: dict[str, str]
    adres: Adres | None
    aanwezig: bool = True


@dataclass(eq=False)
class Wereld:
    """The municipality while it is being made."""

    rng: random.Random
    landing: Landing
    mensen: list[Mens] = field(default_factory=list)
    adressen: list[Adres] = field(default_factory=list)
    brp_datums: list[date] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.nummers = bsns()
        self._geboortes: set[date] = set()

    def dag(self, van: date, tot: date) -> date:
        """A day between two days, both included."""
        return van + timedelta(days=self.rng.randint(0, max(0, (tot - van).days)))

    def geboorte(self, jongste: int, oudste: int) -> date:
        """A birth date nobody else has, for an age in 2024."""
        dag = self.dag(date(2024 - oudste, 1, 1), date(2024 - jongste, 12, 31))
        while dag in self._geboortes:
            dag -= timedelta(days=1)
        self._geboortes.add(dag)
        return dag

    def kans(self, deel: float) -> bool:
        """True in that part of the cases."""
        return self.rng.random() < deel


def maak_gemeente(map_: Path, rng: random.Random, personen: int | None = None) -> Landing:
    """Fills a landing folder; `personen` is about the number of people (default 20 to 150)."""
    wereld = Wereld(rng, Landing(map_))
    aantal = personen or rng.choice([rng.randint(20, 60), rng.randint(90, 150)])
    _maak_adressen(wereld, max(10, aantal * 2 // 3))
    while len(wereld.mensen) < aantal:
        _maak_huishouden(wereld, rng.choice(wereld.adressen) if wereld.kans(0.25) else _leeg_adres(wereld))
    if wereld.kans(0.6):
        _maak_instelling(wereld)
    _maak_gebieden(wereld)
    _maak_leveringen(wereld)
    maak_gebruik(wereld)
    return wereld.landing


def _maak_adressen(wereld: Wereld, aantal: int) -> None:
    """Most addresses in one buurt, a few elsewhere or in no buurt; one in six shares its number with another."""
    buurten: dict[tuple[str, str], str | None] = {}
    gebruikt = set()
    for nummer in range(1, aantal + 1):
        letter, toevoeging = wereld.rng.choice([("", "")] * 4 + [("A", ""), ("", "bis")])
        vier = ("7601AB" if nummer % 2 else "7602CD", str(nummer - nummer // 6 % 2), letter, toevoeging)
        if vier in gebruikt:
            continue
        gebruikt.add(vier)
        buurt = buurten.setdefault(vier[:2], wereld.rng.choice(["01411000"] * 8 + ["01411001", "01412000", None]))
        wereld.adressen.append(Adres(vier, f"0141010{nummer:09d}" if wereld.kans(0.6) else "", buurt))


def _leeg_adres(wereld: Wereld) -> Adres:
    bewoond = {mens.adres for mens in wereld.mensen}
    leeg = [adres for adres in wereld.adressen if adres not in bewoond]
    return wereld.rng.choice(leeg or wereld.adressen)


def _mens(wereld: Wereld, adres: Adres | None, jongste: int, oudste: int, naam: str, **rubrieken: str) -> Mens:
    bsn = wereld.rng.choice(ONGELDIG) if wereld.kans(0.02) else next(wereld.nummers)
    geboren = wereld.geboorte(jongste, oudste)
    rij = dict.fromkeys(BRP_KOP, "") | {"01.02.40": naam, "01.01.20": bsn, "01.03.10": rubriek(geboren)}
    rij |= {"01.04.10": wereld.rng.choice("MVO"), "08.09.10": "0141", "08.10.10": "W"}
    rij |= {"01.02.10": wereld.rng.choice(["", "Jo", "An\nna"]), "01.02.30": wereld.rng.choice(["", "", "van"])}
    rij["08.10.30"] = _aanvang(wereld, max(geboren, date(2000, 1, 1)), EERSTE)
    if wereld.kans(0.02):
        rij["01.03.10"], geboren = "00000000", None
    elif wereld.kans(0.03):
        rij["01.03.10"] = rij["01.03.10"][:4] + "0000"
    mens = Mens(bsn, geboren, rij | rubrieken, adres)
    wereld.mensen.append(mens)
    return mens


def _aanvang(wereld: Wereld, van: date, tot: date) -> str:
    """A start of residence; sometimes a part or all of it is unknown."""
    dag = rubriek(wereld.dag(van, tot))
    return wereld.rng.choice([dag] * 12 + [dag[:6] + "00", dag[:4] + "0000", "00000000", ""])


def _maak_huishouden(wereld: Wereld, adres: Adres) -> None:
    """A single, a couple, a family, a single parent, or a minor on its own."""
    rng, naam = wereld.rng, wereld.rng.choice(NAMEN)
    soort = rng.choice(["alleen"] * 3 + ["paar", "samen", "gezin", "gezin", "eenouder", "pleegkind", "jonge moeder"])
    if soort == "pleegkind":
        _mens(wereld, adres, 1, 17, naam)
        return
    volwassene = _mens(wereld, adres, *((16, 17) if soort == "jonge moeder" else (19, 95)), naam)
    ouders = [volwassene]
    if soort in ("paar", "samen", "gezin"):
        ouders.append(_mens(wereld, adres, 17, 90, rng.choice([naam, *NAMEN])))
    if soort in ("paar", "gezin") and wereld.kans(0.9):
        _verbind(wereld, *ouders, date(2005, 1, 1), EERSTE)
    for _ in range(rng.choice([1, 1, 2, 3]) if soort in ("gezin", "eenouder", "jonge moeder") else 0):
        _kind(wereld, ouders, adres, oudste=1 if soort == "jonge moeder" else 24)


def _kind(wereld: Wereld, ouders: list[Mens], adres: Adres | None, oudste: int) -> Mens:
    """A child of one or both; sometimes twins, whom a name and a birth date cannot tell apart."""
    rubrieken = {"02.01.20": ouders[0].bsn, "03.01.20": ouders[-1].bsn if wereld.kans(0.7) else ""}
    kind = _mens(wereld, adres, 0, oudste, ouders[0].rij["01.02.40"], **rubrieken)
    if wereld.kans(0.1):
        ander = _mens(wereld, adres, 0, oudste, ouders[0].rij["01.02.40"], **rubrieken)
        if kind.geboren and kind.geboren > date(2010, 1, 1):
            ander.geboren, ander.rij["01.03.10"] = kind.geboren, kind.rij["01.03.10"]
    return kind


def _verbind(wereld: Wereld, een: Mens, ander: Mens, van: date, tot: date) -> None:
    """A bond, shown in both rows or, at times, in one; the begin of a first bond may be unknown."""
    begin = "00000000" if tot == EERSTE and wereld.kans(0.1) else rubriek(wereld.dag(van + timedelta(days=1), tot))
    for mens, partner in [(een, ander), (ander, een)][: 1 if wereld.kans(0.15) else 2]:
        mens.rij |= {"05.01.20": partner.bsn, "05.06.10": begin, "05.07.10": ""}


def _maak_instelling(wereld: Wereld) -> None:
    """About eleven singles at one address, so that it is an institution on some days only."""
    adres = Adres(("7603EF", "1", "", ""), "0141010999999999", "01411000")
    wereld.adressen.append(adres)
    for _ in range(wereld.rng.randint(10, 14)):
        _mens(wereld, adres, 20, 95, wereld.rng.choice(NAMEN))


def _maak_gebieden(wereld: Wereld) -> None:
    """A file of 2024 and at times one of 2025 in which a number moved to another buurt, or an earlier one."""
    namen = {"GM0141": "Almelo", "WK014110": "Binnenstad", "WK014120": "Buitengebied"}
    namen |= {"BU01411000": "Centrum", "BU01411001": "Noord", "BU01412000": "Platteland"}
    buurten = {adres.sleutel: adres.buurt for adres in wereld.adressen if adres.buurt}
    wereld.landing.gebieden(wereld.dag(EERSTE, date(2024, 6, 1)), 2024, buurten, namen)
    if wereld.kans(0.5):
        verhuisd = wereld.rng.choice(sorted(buurten))
        jaar = wereld.rng.choice([2023, 2025])
        wereld.landing.gebieden(date(2025, 3, 2), jaar, buurten | {verhuisd: "01411001"}, namen | {"BU01411001": "Nrd"})


def _maak_leveringen(wereld: Wereld) -> None:
    """BRP statements from the first delivery on, with changes in between; the same statement may come twice."""
    datums = {wereld.rng.choice([EERSTE, date(2023, 1, 1), date(2023, 1, 2)])}
    datums |= {wereld.dag(date(2023, 2, 1), LAATSTE) for _ in range(wereld.rng.randint(2, 6))}
    wereld.brp_datums = sorted(datums)
    vorige: date | None = None
    minstens = 0
    for dag in wereld.brp_datums:
        if vorige and not wereld.kans(0.1):
            for mens in list(wereld.mensen):
                _verander(wereld, mens, vorige, dag)
        te_weinig = minstens - sum(mens.aanwezig for mens in wereld.mensen)
        for mens in [mens for mens in wereld.mensen if not mens.aanwezig][: max(0, te_weinig)]:
            mens.aanwezig = True
        rijen = [_rij(wereld, mens) for mens in wereld.mensen if mens.aanwezig]
        minstens = len(rijen) * 7 // 10 + 1
        if wereld.kans(0.2) and len(rijen) > 10:  # a record with a bad date is refused: that person is absent
            rijen[0] = rijen[0] | {"08.10.30": "20231345"}
        wereld.rng.shuffle(rijen)
        deel = len(rijen) // 2 if wereld.kans(0.2) else len(rijen)
        wereld.landing.brp(dag, *rijen[:deel])
        if deel < len(rijen):
            wereld.landing.brp(dag, *rijen[deel:], naam="deel2.csv")
        vorige = dag


def _rij(wereld: Wereld, mens: Mens) -> dict[str, str]:
    """The row of a person; the object is at times not shown."""
    rij = dict(mens.rij)
    if mens.adres:
        rij["08.11.60"], rij["08.11.20"], rij["08.11.30"], rij["08.11.40"] = mens.adres.vier
        rij["08.11.80"] = mens.adres.object if wereld.kans(0.8) else ""
    return rij


def _verander(wereld: Wereld, mens: Mens, van: date, tot: date) -> None:
    """At most one change of a person between two deliveries."""
    if not mens.aanwezig:
        if wereld.kans(0.4):
            mens.aanwezig = True
            mens.rij["08.10.30"] = wereld.rng.choice([mens.rij["08.10.30"], _aanvang(wereld, van, tot)])
        return
    gebeurtenis = wereld.rng.choice([*GEBEURTENISSEN, *[None] * (2 * len(GEBEURTENISSEN))])
    if gebeurtenis:
        gebeurtenis(wereld, mens, van, tot)


def _verhuizing(wereld: Wereld, mens: Mens, van: date, tot: date) -> None:
    """To another address, at times with everybody who lives there; sometimes reported late."""
    nieuw = wereld.rng.choice(wereld.adressen)
    samen = [m for m in wereld.mensen if m.adres is mens.adres and m.aanwezig] if wereld.kans(0.4) else [mens]
    aanvang = _aanvang(wereld, van - timedelta(days=60), tot)
    for iemand in samen:
        iemand.adres = nieuw
        iemand.rij |= {"08.10.30": aanvang, "08.10.10": "W", "08.09.10": "0141"}


def _vertrek(wereld: Wereld, mens: Mens, van: date, tot: date) -> None:
    """Gone from the register, or moved to another municipality, or suspended."""
    keus = wereld.rng.randint(0, 2)
    if keus == 0:
        mens.aanwezig = False
    elif keus == 1:
        mens.rij |= {"08.09.10": "0147", "08.10.30": _aanvang(wereld, van, tot)}
    else:
        mens.rij |= {"07.67.10": _aanvang(wereld, van, tot), "07.67.20": "E"}


def _overlijden(wereld: Wereld, mens: Mens, van: date, tot: date) -> None:
    """A death, or a death or suspension withdrawn."""
    if mens.rij["06.08.10"] or mens.rij["07.67.10"]:
        mens.rij |= {"06.08.10": "", "07.67.10": "", "07.67.20": ""}
    else:
        mens.rij["06.08.10"] = _aanvang(wereld, van, tot)


def _briefadres(wereld: Wereld, mens: Mens, van: date, tot: date) -> None:
    """To a B address or to no address at all."""
    mens.rij |= {"08.10.10": "B", "08.10.30": _aanvang(wereld, van, tot)}
    if wereld.kans(0.3):
        mens.adres = None
        mens.rij["08.10.10"] = wereld.rng.choice("WB")


def _bond(wereld: Wereld, mens: Mens, van: date, tot: date) -> None:
    """A bond begins, ends, or is no longer shown."""
    ander = wereld.rng.choice(wereld.mensen)
    if mens.rij["05.01.20"] and not mens.rij["05.07.10"] and wereld.kans(0.7):
        mens.rij["05.07.10"] = _aanvang(wereld, van, tot) or rubriek(tot)
    elif mens.rij["05.01.20"]:
        mens.rij |= {"05.01.20": "", "05.06.10": "", "05.07.10": ""}
    elif ander is not mens and ander.geboren and mens.geboren:
        _verbind(wereld, mens, ander, van, tot)


def _geboorte(wereld: Wereld, mens: Mens, van: date, tot: date) -> None:
    """A child is born at the address of its parent."""
    kind = _kind(wereld, [mens], mens.adres, oudste=0)
    kind.rij["08.10.30"] = _aanvang(wereld, van, tot)


def _correctie(wereld: Wereld, mens: Mens, van: date, tot: date) -> None:
    """Another name, another parent, another birth date, or another start at the same address."""
    rubriek_ = wereld.rng.choice(["01.02.40", "02.01.20", "01.03.10", "08.10.30"])
    waarden = {
        "01.02.40": wereld.rng.choice(NAMEN),
        "02.01.20": wereld.rng.choice(wereld.mensen).bsn,
        "01.03.10": rubriek(wereld.geboorte(1, 80)),
        "08.10.30": _aanvang(wereld, date(2015, 1, 1), tot),
    }
    if mens.rij["02.01.20"] == "" or rubriek_ != "01.03.10":  # a child's birth date stays, twins share it
        mens.rij[rubriek_] = waarden[rubriek_]


GEBEURTENISSEN = [_verhuizing, _verhuizing, _vertrek, _overlijden, _briefadres, _bond, _bond, _geboorte, _correctie]
