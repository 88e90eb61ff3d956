"""Persons registered: where they are on a day, when they died, their bonds, parents and birth date.

Here belong rules 6 and 7 of section 4. Not here: who lives with whom (`huishoudens`), what they use (`gebruik`).

Readings
--------
* Rows of a municipality not served: the person is present in that delivery, the row takes part in the choice of the
  row with the latest 08.10.30 (so it ends a residence), and is used for nothing else: no death, name, bond or parent
  in it counts. Somebody with such rows only is not in the BRP.
* "In a person's first delivery": the first that has them at all, a row of another municipality included.
* Absence: from a delivery without them until the 08.10.30 of the next delivery that has them; empty if that is before
  the delivery. For the deliveries before the first one that has them as well.
* "As in the latest delivery that has the person" (death, suspension, bonds): the latest served row. A death shown and
  later withdrawn did not happen. A filled but wholly unknown date is the first delivery date that shows it so.
* A suspension needs a date (07.67.10); a reason alone suspends nobody. A suspension does not end use, 06.08.10 does.
* "From the date of death on nobody is resident": the day of death is no day of residence (it is the last day of use).
* Bonds: distinct (partner, begin); end as last shown; a bond the latest row does not show ends, if it had not ended
  before, at the begin of the next bond. "Next": the bond after it in the order (begin, last shown), so a partner
  corrected under the same begin replaces the other. A bond with a partner without a valid number links nobody, but
  ends an earlier bond. It is shown by a filled 05.01.20 or 05.06.10.
* A bond shown without a begin is the latest known one with that partner, if there is one (a dissolved bond may be
  delivered with its end alone); else it has always been.
* A bond holds in either row: if one partner's row says it ended and the other's does not, it holds.
* Persons without a valid number have no bonds and no parents and are nobody's partner or parent.
* Birth date and parents on a day: the latest served row on or before that day, else the first.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from .lezen import BrpRij, Leveringen
from .velden import ALTIJD, NOOIT, Rubriekdatum


class Deel(NamedTuple):
    """Registered in a served municipality from `van` up to and excluding `tot`, as `rij` says."""

    van: date
    tot: date
    rij: BrpRij


class Bond(NamedTuple):
    """A bond from `van` up to and excluding `tot`."""

    partner: str
    van: date
    tot: date


class Persoon:
    """One person registered in a served municipality in at least one delivery."""

    def __init__(self, rijen: list[BrpRij], leveringen: list[date], bediend: set[str]) -> None:
        self._rijen = sorted(rijen, key=lambda rij: rij.leverdatum)
        self._bediend = bediend
        self.eigen = [rij for rij in self._rijen if rij.gemeente in bediend]
        self.overlijden = self._datum(self.eigen[-1].overlijden, [rij.overlijden for rij in self.eigen])
        opschorting = self._datum(self.eigen[-1].opschorting, [rij.opschorting for rij in self.eigen])
        self._weg = min(self.overlijden or NOOIT, opschorting or NOOIT)
        self._afwezig = self._afwezigheid(leveringen)
        self.delen = list(self._delen())
        self.bonden = list(self._bonden())

    def op(self, dag: date) -> BrpRij | None:
        """The row that holds on a day for an inhabitant, None if they are no inhabitant that day."""
        return next((deel.rij for deel in self.delen if deel.van <= dag < deel.tot), None)

    def waarden(self, dag: date) -> BrpRij:
        """The row with the parents and the birth date of that day."""
        eerder = [rij for rij in self.eigen if rij.leverdatum <= dag]
        return eerder[-1] if eerder else self.eigen[0]

    def _datum(self, laatste: Rubriekdatum, alle: list[Rubriekdatum]) -> date | None:
        """The date the latest row gives, the first delivery that shows it unknown if it is wholly unknown."""
        if laatste.datum or not laatste.gevuld:
            return laatste.datum
        onbekend = [rij.leverdatum for rij, d in zip(self.eigen, alle, strict=True) if d.gevuld and d.datum is None]
        return onbekend[0]

    def _aanvang(self, rij: BrpRij) -> date:
        if rij.aanvang:
            return rij.aanvang
        return ALTIJD if rij.leverdatum == self._rijen[0].leverdatum else rij.leverdatum

    def _afwezigheid(self, leveringen: list[date]) -> list[tuple[date, date]]:
        """Spans (end excluded) in which the person is not there because a delivery does not have them."""
        terug = {rij.leverdatum: self._aanvang(rij) for rij in self._rijen}
        spannen = []
        for levering in leveringen:
            if levering not in terug:
                volgende = min((dag for dag in terug if dag > levering), default=None)
                spannen.append((levering, terug[volgende] if volgende else NOOIT))
        return [(van, tot) for van, tot in spannen if van < tot]

    def _rij_op(self, dag: date) -> BrpRij | None:
        """The row with the latest 08.10.30 on or before the day (ties: the latest delivery), any municipality."""
        kandidaten = [rij for rij in self._rijen if self._aanvang(rij) <= dag]
        return max(kandidaten, key=lambda rij: (self._aanvang(rij), rij.leverdatum), default=None)

    def _delen(self) -> Iterable[Deel]:
        grenzen = {ALTIJD, NOOIT, self._weg}
        grenzen |= {self._aanvang(rij) for rij in self._rijen}
        grenzen |= {grens for span in self._afwezig for grens in span}
        dagen = sorted(grenzen)
        for van, tot in zip(dagen, dagen[1:], strict=False):
            rij = self._rij_op(van)
            afwezig = any(begin <= van < einde for begin, einde in self._afwezig)
            if rij and rij.gemeente in self._bediend and not afwezig and van < self._weg:
                yield Deel(van, tot, rij)

    def _bonden(self) -> Iterable[Bond]:
        getoond: dict[tuple[str | None, date], list[BrpRij]] = defaultdict(list)
        bekend = {
            r.partner: r.bond_begin.datum
            for r in sorted(self.eigen, key=lambda r: r.bond_begin.datum or ALTIJD)
            if r.bond_begin.datum
        }
        for rij in self.eigen:
            if rij.bond_getoond:
                getoond[rij.partner, rij.bond_begin.datum or bekend.get(rij.partner, ALTIJD)].append(rij)
        volgorde = sorted(getoond, key=lambda bond: (bond[1], getoond[bond][-1].leverdatum))
        for nummer, (partner, begin) in enumerate(volgorde):
            einde = self._bondeinde(getoond[partner, begin])
            if getoond[partner, begin][-1] is not self.eigen[-1] and nummer + 1 < len(volgorde):
                einde = min(einde, volgorde[nummer + 1][1])
            if partner and begin < einde:
                yield Bond(partner, begin, einde)

    @staticmethod
    def _bondeinde(rijen: list[BrpRij]) -> date:
        einde = rijen[-1].bond_einde
        if einde.gevuld and einde.datum is None:
            return next(rij.leverdatum for rij in rijen if rij.bond_einde.gevuld and rij.bond_einde.datum is None)
        return einde.datum or NOOIT


class Register(dict[str, Persoon]):
    """Everybody in the BRP of the municipalities served, by person."""

    def __init__(self, leveringen: Leveringen) -> None:
        per_persoon: dict[str, list[BrpRij]] = defaultdict(list)
        for rijen in leveringen.brp.values():
            for rij in rijen:
                per_persoon[rij.persoon].append(rij)
        datums = sorted(leveringen.brp)
        super().__init__(
            (wie, Persoon(rijen, datums, leveringen.bediend))
            for wie, rijen in sorted(per_persoon.items())
            if any(rij.gemeente in leveringen.bediend for rij in rijen)
        )
