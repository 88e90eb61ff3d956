"""What happens to a household between 1 January 2022 and 1 January 2025.

Belongs here: moving, leaving, birth, death, marriage, separation, children leaving home.
Does not belong here: how it is registered (brp) and what is used (gebruik).

People of one household only ever join people from elsewhere: a household stays a closed unit, so that it can be
generated, written and forgotten.
"""

import math
from collections.abc import Callable

from .bevolking import Bevolking, Eenheid
from .gedrag import Gedrag
from .personen import verbind
from .persoon import Adres, Persoon, Verblijf
from .tijd import EIND, START

_INSTELLING_VANAF = 78


class Leven:
    """Lets households live; one object serves all."""

    def __init__(self, bevolking: Bevolking, gedrag: Gedrag) -> None:
        self._mensen, self._leven = bevolking.mensen, gedrag.leven
        self._boek = bevolking.boek

    def leef(self, eenheid: Eenheid) -> None:
        """Draw the events of a household and let them happen in order of time."""
        gebeurtenissen: list[tuple[int, int, Callable[[int], None]]] = []

        def plan(kans: float, doe: Callable[[int], None], vanaf: int = 0) -> None:
            if kans <= 0:
                return
            begin = max(eenheid.komt, vanaf)
            moment = begin + 1 + int(eenheid.rng.expovariate(-math.log1p(-min(kans, 0.99))) * 365)
            if moment <= EIND:
                gebeurtenissen.append((moment, len(gebeurtenissen), doe))

        self._plan_sterfte(eenheid, plan)
        if eenheid.soort != "instelling":
            self._plan_huishouden(eenheid, plan)
        eenheid.rustig = not gebeurtenissen and _vast(eenheid)
        for moment, _, doe in sorted(gebeurtenissen, key=lambda een: een[:2]):
            doe(moment)
        for persoon in eenheid.personen:
            persoon.verblijf.sort(key=lambda verblijf: verblijf.van)

    def _plan_sterfte(self, eenheid: Eenheid, plan: Callable) -> None:
        leven = self._leven
        for persoon in eenheid.personen:
            leeftijd = persoon.leeftijd(eenheid.komt) + 1
            kans = leven.sterfte_basis * math.exp(leven.sterfte_helling * leeftijd)
            plan(min(kans, 0.6), lambda dag, wie=persoon: self._overlijdt(eenheid, wie, dag))

    def _plan_huishouden(self, eenheid: Eenheid, plan: Callable) -> None:
        leven, soort = self._leven, eenheid.soort
        plan(getattr(leven, f"verhuizing_{soort}"), lambda dag: self._verhuist(eenheid, dag))
        plan(getattr(leven, f"vertrek_{soort}"), lambda dag: self._vertrekt(eenheid, dag))
        if soort == "alleen":
            if eenheid.personen[0].leeftijd(EIND) < 60:
                plan(leven.partner_erbij, lambda dag: self._partner_erbij(eenheid, dag))
            return
        een, twee = eenheid.personen[:2]
        if not twee.ouders:
            plan(leven.scheiding, lambda dag: self._scheidt(eenheid, dag))
            if not een.bonden:
                plan(leven.huwelijk, lambda dag: self._trouwt(een, twee, dag))
            if 20 < twee.leeftijd(eenheid.komt) < 41:
                plan(leven.geboorte * 2 if soort == "gezin" else leven.geboorte, lambda dag: self._krijgt(eenheid, dag))
        for kind in eenheid.personen:
            if kind.ouders:
                vanaf = kind.geboren + 18 * 366
                plan(leven.uit_huis, lambda dag, wie=kind: self._uit_huis(eenheid, wie, dag), vanaf)

    def _thuis(self, eenheid: Eenheid, dag: int) -> list[Persoon]:
        """Who lives at the address of the first person that is still here."""
        hier = [persoon for persoon in eenheid.personen if persoon.aanwezig(dag)]
        if not hier or (verblijf := hier[0].verblijf_op(dag)) is None:
            return []
        return [wie for wie in hier if (eigen := wie.verblijf_op(dag)) and eigen.adres is verblijf.adres]

    def _overlijdt(self, eenheid: Eenheid, wie: Persoon, dag: int) -> None:
        if not wie.aanwezig(dag):
            return
        alleen = len(self._thuis(eenheid, dag)) == 1
        verblijf = wie.verblijf_op(dag)
        wie.dood = dag
        if eenheid.rng.random() >= self._leven.geregistreerd_overlijden:
            wie.weg_hoe = "afwezig"
        else:
            wie.weg_hoe = "overleden"
        _ontbind(wie, dag)
        if alleen and verblijf and verblijf.adres:
            self._boek.kom_vrij(verblijf.adres, dag)

    def _verhuist(self, eenheid: Eenheid, dag: int) -> None:
        groep = self._thuis(eenheid, dag)
        if not groep or not (oud := groep[0].verblijf_op(dag).adres):
            return
        instellingen = self._boek.instellingen
        if len(groep) == 1 and groep[0].leeftijd(dag) > _INSTELLING_VANAF and instellingen:
            nieuw = eenheid.rng.choice(instellingen)
        else:
            nieuw = self._boek.voor_verhuizing(eenheid.rng, dag, oud.buurt)
        for persoon in groep:
            persoon.verblijf.append(Verblijf(dag, nieuw))
        self._boek.kom_vrij(oud, dag)

    def _vertrekt(self, eenheid: Eenheid, dag: int) -> None:
        groep = self._thuis(eenheid, dag)
        lot = eenheid.rng.random()
        oud = groep[0].verblijf_op(dag).adres if groep else None
        for persoon in groep:
            self._weg(persoon, dag, lot)
        if oud:
            self._boek.kom_vrij(oud, dag)

    def _weg(self, persoon: Persoon, dag: int, lot: float) -> None:
        leven = self._leven
        persoon.weg = dag
        if lot < leven.aandeel_afwezig:
            persoon.weg_hoe = "afwezig"
        elif lot < leven.aandeel_afwezig + leven.aandeel_emigratie:
            persoon.weg_hoe = "emigratie"
        else:
            persoon.weg_hoe = "gemeente"

    def _uit_huis(self, eenheid: Eenheid, kind: Persoon, dag: int) -> None:
        verblijf = kind.verblijf_op(dag)
        if not kind.aanwezig(dag) or len(self._thuis(eenheid, dag)) < 2 or not verblijf or not verblijf.adres:
            return
        rng = eenheid.rng
        if rng.random() < self._leven.uit_huis_binnen:
            kind.verblijf.append(Verblijf(dag, self._boek.voor_verhuizing(rng, dag, verblijf.adres.buurt)))
        else:
            self._weg(kind, dag, rng.random())

    def _scheidt(self, eenheid: Eenheid, dag: int) -> None:
        een, twee = eenheid.personen[:2]
        adres = _samen(een, twee, dag)
        if adres is None:
            return
        _ontbind(een, dag)
        wie = eenheid.rng.choice((een, twee))
        if eenheid.rng.random() < 0.7:
            nieuw = self._boek.voor_verhuizing(eenheid.rng, dag, adres.buurt)
            wie.verblijf.append(Verblijf(dag + eenheid.rng.randint(0, 40), nieuw))
        else:
            self._weg(wie, dag, eenheid.rng.random())

    def _trouwt(self, een: Persoon, twee: Persoon, dag: int) -> None:
        if _samen(een, twee, dag) and een.bond_op(dag) is None:
            verbind(een, twee, dag)

    def _partner_erbij(self, eenheid: Eenheid, dag: int) -> None:
        wie = eenheid.personen[0]
        verblijf = wie.verblijf_op(dag)
        if not wie.aanwezig(dag) or not verblijf or not verblijf.adres or verblijf.functie == "B":
            return
        partner = self._mensen.volwassene(eenheid.rng, wie.leeftijd(dag) + eenheid.rng.gauss(0, 3), dag)
        partner.verblijf.append(Verblijf(dag, verblijf.adres))
        eenheid.personen.append(partner)
        if eenheid.rng.random() < 0.25:
            verbind(wie, partner, dag)

    def _krijgt(self, eenheid: Eenheid, dag: int) -> None:
        een, twee = eenheid.personen[:2]
        adres = _samen(een, twee, dag)
        if adres is None:
            return
        kind = self._mensen.kind(eenheid.rng, dag, [een, twee], dag)
        kind.verblijf.append(Verblijf(dag, adres))
        eenheid.personen.append(kind)


def _vast(eenheid: Eenheid) -> bool:
    """Here from the start, and every child registered with the first parent: growing up changes no household."""
    return eenheid.komt == START and all(
        wie.ouders[0] == eenheid.personen[0].bsn if wie.ouders else wie.leeftijd(START) >= 18
        for wie in eenheid.personen
    )


def _samen(een: Persoon, twee: Persoon, dag: int) -> Adres | None:
    """The address of two people that live together on a day, None when they do not."""
    if not (een.aanwezig(dag) and twee.aanwezig(dag)):
        return None
    hier, daar = een.verblijf_op(dag), twee.verblijf_op(dag)
    return hier.adres if hier and daar and hier.adres is daar.adres else None


def _ontbind(wie: Persoon, dag: int) -> None:
    """End the bond that holds that day, on both sides."""
    bond = wie.bond_op(dag)
    if bond is None:
        return
    bond.einde = dag
    for ander in bond.partner.bonden:
        if ander.partner is wie and ander.einde is None:
            ander.einde = dag
