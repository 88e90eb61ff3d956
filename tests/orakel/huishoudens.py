"""Addresses and households, on a day and over a period.

Here belong rules 8 and 9 of section 4 and the place of somebody in a period. Not here: use, areas, counts.

Readings
--------
* "The 08.11.80 of another row": any row of a served municipality in any delivery; if those name several objects, the
  smallest. A row with an object only, or one of the four fields only, has an address; "without any address field" is
  a row in which all five are empty.
* Only function W makes a resident; B and an empty function do not.
* "Parents with their registered children": children of any age.
* A minor without a parent at the address "joins, with the family they form": the whole connected component with such
  a minor in it goes to the household (as formed by partners and parents) with the oldest person at the address, which
  may be the component itself. Same birth date: the larger household. An unknown birth date sorts youngest. Equal in
  both: not said; here the smallest person number decides.
* Somebody becomes 18 on the day with the same month and day as the birth (29 February: 1 March).
* "11 or more `gezin` households": counted after the minors joined. Institutional is a property of an address on a
  day.
* Households of a period: those in which somebody was on their own last day of residence in it, whether or not that
  person uses anything. They are compared with all members they had on that day. Members of a found household who have
  another last day belong to the household of their own last day.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from datetime import date, timedelta
from typing import NamedTuple

from .lezen import BrpRij
from .personen import Register
from .velden import NOOIT

INSTELLING_VANAF = 11
Gezin = frozenset[str]


class Verblijf(NamedTuple):
    """The last day of residence in a period, the row of that day, and the households (None in an institution)."""

    dag: date
    rij: BrpRij
    adres: Hashable | None
    gezin: Hashable | None


def woont(rij: BrpRij) -> bool:
    """True if an inhabitant with this row is a resident."""
    return rij.functie == "W" and bool(rij.object or any(rij.vier))


class Groepen:
    """Joins things that belong together, transitively."""

    def __init__(self, dingen: Iterable[Hashable]) -> None:
        self._boven = {ding: ding for ding in dingen}

    def top(self, ding: Hashable) -> Hashable:
        """The thing that stands for the group."""
        while self._boven[ding] != ding:
            ding = self._boven[ding]
        return ding

    def voeg_samen(self, een: Hashable, ander: Hashable) -> None:
        """Makes one group of two."""
        self._boven[self.top(een)] = self.top(ander)

    def alle(self) -> list[set]:
        """The groups."""
        groepen = defaultdict(set)
        for ding in self._boven:
            groepen[self.top(ding)].add(ding)
        return list(groepen.values())


class Huishoudens:
    """Who lives where, and with whom."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._objecten: dict[tuple, str] = {}
        for persoon in register.values():
            for rij in persoon.eigen:
                if rij.object and any(rij.vier):
                    self._objecten[rij.vier] = min(rij.object, self._objecten.get(rij.vier, rij.object))
        self._bewoners: dict[Hashable, list[tuple[date, date, str]]] = defaultdict(list)
        for wie, persoon in register.items():
            for deel in persoon.delen:
                if woont(deel.rij):
                    self._bewoners[self.adres(deel.rij)].append((deel.van, deel.tot, wie))
        self._gezinnen: dict[tuple[Hashable, date], dict[str, Gezin]] = {}

    def adres(self, rij: BrpRij) -> Hashable:
        """The address of a row: an object, or else postcode, number, letter and addition."""
        return rij.object or self._objecten.get(rij.vier, rij.vier)

    def gezinnen(self, adres: Hashable, dag: date) -> dict[str, Gezin]:
        """The `gezin` household of every resident of an address on a day; empty if it is institutional."""
        if (adres, dag) not in self._gezinnen:
            bewoners = {wie for van, tot, wie in self._bewoners[adres] if van <= dag < tot}
            gezinnen = self._vorm(bewoners, dag)
            instelling = len(gezinnen) >= INSTELLING_VANAF
            self._gezinnen[adres, dag] = {} if instelling else {wie: g for g in gezinnen for wie in g}
        return self._gezinnen[adres, dag]

    def in_periode(self, begin: date, einde: date) -> dict[str, Verblijf]:
        """The stay of everybody who was a resident on at least one day of the period (both ends included)."""
        laatste: dict[str, tuple[date, BrpRij]] = {}
        for wie, persoon in self._register.items():
            for deel in persoon.delen:  # in order of time
                if woont(deel.rij) and deel.van <= einde and deel.tot > begin:
                    laatste[wie] = (einde if deel.tot == NOOIT else min(einde, deel.tot - timedelta(days=1)), deel.rij)
        gevonden = {}  # person -> address, day and family found there
        for wie, (dag, rij) in laatste.items():
            adres = self.adres(rij)
            if gezin := self.gezinnen(adres, dag).get(wie):
                gevonden[wie] = (adres, dag, gezin)
        een = self._voeg_dagen_samen(set(gevonden.values()))
        return {
            wie: Verblijf(dag, rij, self.adres(rij) if wie in gevonden else None, een.get(gevonden.get(wie)))
            for wie, (dag, rij) in laatste.items()
        }

    @staticmethod
    def _voeg_dagen_samen(gevonden: set[tuple[Hashable, date, Gezin]]) -> dict[tuple, Hashable]:
        """One household for families at one address that share a member, whatever the day."""
        groepen = Groepen(gevonden)
        eerder: dict[tuple[Hashable, str], tuple] = {}
        for huishouden in gevonden:
            for lid in huishouden[2]:
                groepen.voeg_samen(huishouden, eerder.setdefault((huishouden[0], lid), huishouden))
        return {huishouden: groepen.top(huishouden) for huishouden in gevonden}

    def _vorm(self, bewoners: set[str], dag: date) -> list[Gezin]:
        """The households of an address, minors without a parent there included."""
        groepen = Groepen(bewoners)
        zonder_ouder = set()
        for wie in bewoners:
            ouders = [ouder for ouder in self._register[wie].waarden(dag).ouders if ouder in bewoners and ouder != wie]
            partners = [b.partner for b in self._register[wie].bonden if b.van <= dag < b.tot and b.partner in bewoners]
            for ander in ouders + partners:
                groepen.voeg_samen(wie, ander)
            if not ouders and self._minderjarig(wie, dag):
                zonder_ouder.add(wie)
        families = groepen.alle()
        if zonder_ouder:
            bij = min(families, key=lambda f: (min(self._geboren(wie, dag) for wie in f), -len(f), min(f)))
            for family in families:
                if family & zonder_ouder:
                    groepen.voeg_samen(next(iter(family)), next(iter(bij)))
        return [frozenset(family) for family in groepen.alle()]

    def _geboren(self, wie: str, dag: date) -> date:
        return self._register[wie].waarden(dag).geboren.datum or NOOIT

    def _minderjarig(self, wie: str, dag: date) -> bool:
        geboren = self._geboren(wie, dag)
        if geboren == NOOIT:
            return False
        return (dag.year, dag.month, dag.day) < (geboren.year + 18, geboren.month, geboren.day)
