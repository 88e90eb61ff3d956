"""Use: from messages and registrations to spells, and from spells to the facilities somebody uses in a period.

Here belong rules 1 to 6 and 12 of section 4. Not here: households, areas, counting.

Readings
--------
* An assignment: gemeente, law and number; the record with the latest (Toewijzingsdatum, Toewijzingstijd) holds, then
  the later first delivery, then the later Dagtekening.
* The key of a start or stop also has its gemeente and law, for numbers are unique within those only. The product is
  part of the key (a removal with another product removes nothing) but not of the comparison with the assignment.
* "The same BSN as the assignment": as the record of the assignment that holds.
* "If earlier, also when a later 305 follows": one definitive stop ends the spell for good.
* RedenWijziging 13 with Einddatum other than Ingangsdatum: an assignment like any other.
* "PGB under jeugd" (`pgb`, which counts under some definitions): rows with `wet` jeugd and `leveringsvorm` PGB, whatever the name of the scheme.
* The day of death is the last day of use.
* An empty start date: no use. An end before the start: no use.
* `voorzieningen` without BSN: the person (with or without a valid number) with exactly that name, birth date, PC6 and
  house number in a row of a served municipality with function W and a fully known birth date; all four parts filled
  on both sides. None or several: a client of its own. With a BSN that identifies nobody: left out.
* "Better linking may add links for such clients": what links there are is a fact that is given, per own client the
  persons found with their weights. The highest weight holds; two persons with that weight are no link.
* Facilities: (law, category). No category is one facility of that law, the same for assignments and rows. All
  benefits together are one facility, all re-integration together is one.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from .berichten import Levering, Toewijzing
from .lezen import WETTEN, Leveringen, Voorziening
from .personen import Register
from .velden import NOOIT, naam_gelijk, persoon

UITKERING_TELT = frozenset({"01", "02", "03", "13", "14", "15", "16", "20"})
Faciliteit = tuple[str, str, str]  # law (or "overig"), kind, code


Koppelingen = dict[str, set[tuple[float, str]]]  # own client -> weight and person of each link that was made for it


class Gebruiksduur(NamedTuple):
    """A spell: one person, one facility, first and last day (both included); `pgb` when it is a personal budget."""

    persoon: str
    voorziening: Faciliteit
    begin: date
    einde: date
    pgb: bool = False


def gebruiksduren(leveringen: Leveringen, register: Register, koppelingen: Koppelingen) -> list[Gebruiksduur]:
    """Every spell of every person; facilities of `overig` carry their scheme as code."""
    voorzieningen = _uit_voorzieningen(leveringen, register, koppelingen)
    ruw = [*_uit_toewijzingen(leveringen), *_uit_pwet(leveringen), *voorzieningen]
    duren = []
    for wie, voorziening, begin, einde, *pgb in ruw:
        overlijden = register[wie].overlijden if wie in register else None
        laatste = min(einde or NOOIT, overlijden or NOOIT)
        if begin and begin <= laatste:
            duren.append(Gebruiksduur(wie, voorziening, begin, laatste, *pgb))
    return duren


def in_gebruik(duren: Iterable[Gebruiksduur], begin: date, einde: date) -> dict[str, set[Faciliteit]]:
    """Per person the facilities of `gmsd` and the schemes used on at least one day of the span, both ends included."""
    gebruik: dict[str, set[Faciliteit]] = defaultdict(set)
    for duur in duren:
        pgb_jeugd = duur.pgb and duur.voorziening[0] == "jeugd"
        if duur.begin <= einde and duur.einde >= begin and not pgb_jeugd:
            gebruik[duur.persoon].add(duur.voorziening)
    return gebruik


def geldende_toewijzingen(leveringen: Leveringen) -> dict[tuple[str, str, int], Toewijzing]:
    """Per gemeente, law and number the record that holds, removed ones left out."""
    geldend: dict[tuple[str, str, int], Toewijzing] = {}
    for t in sorted(leveringen.toewijzingen, key=lambda t: (t.moment, t.leverdatum, t.dagtekening)):
        if t.gemeente in leveringen.bediend:
            geldend[t.gemeente, t.wet, t.nummer] = t
    return {sleutel: t for sleutel, t in geldend.items() if not (t.reden == "13" and t.einde == t.ingang)}


def _geldende_leveringen(rijen: list[Levering]) -> dict[tuple, list[Levering]]:
    """Starts or stops that hold and are not removed, by gemeente, law, number and BSN."""
    laatste: dict[tuple, Levering] = {}
    for rij in sorted(rijen, key=lambda rij: (rij.leverdatum, rij.dagtekening, rij.status == "3")):
        sleutel = (rij.gemeente, rij.wet, rij.bsn, rij.nummer, rij.product, rij.begin, rij.reden, rij.einde)
        laatste[sleutel] = rij
    per_toewijzing = defaultdict(list)
    for rij in laatste.values():
        if rij.status != "3" and rij.nummer is not None:
            per_toewijzing[rij.gemeente, rij.wet, rij.nummer, rij.bsn].append(rij)
    return per_toewijzing


def _uit_toewijzingen(leveringen: Leveringen) -> Iterable[tuple]:
    starts = _geldende_leveringen(leveringen.starts)
    stops = _geldende_leveringen(leveringen.stops)
    for (gemeente, wet, nummer), t in geldende_toewijzingen(leveringen).items():
        if wie := persoon(t.bsn):
            begonnen = [rij.begin for rij in starts[gemeente, wet, nummer, t.bsn]]
            gestopt = [rij.einde for rij in stops[gemeente, wet, nummer, t.bsn] if rij.reden != "20"]
            begin = max(t.ingang, min(begonnen, default=t.ingang))
            yield wie, (wet, "product", t.categorie), begin, min(t.einde or NOOIT, *gestopt, NOOIT)


def _uit_pwet(leveringen: Leveringen) -> Iterable[tuple]:
    for uitkering in leveringen.uitkeringen:
        for bsn in uitkering.bsns:
            if uitkering.statistiekcode in UITKERING_TELT and (wie := persoon(bsn)):
                yield wie, ("pwet", "uitkering", ""), uitkering.begin, uitkering.einde
    for traject in leveringen.reintegratie:
        if wie := persoon(traject.bsn):
            yield wie, ("pwet", "reintegratie", ""), traject.begin, traject.einde


def _uit_voorzieningen(leveringen: Leveringen, register: Register, koppelingen: Koppelingen) -> Iterable[tuple]:
    bewoners = _op_naam(register)
    for rij in leveringen.voorzieningen:
        wie = persoon(rij.bsn) if rij.bsn else _zonder_bsn(rij, bewoners, koppelingen)
        if wie and rij.wet in WETTEN:
            yield wie, (rij.wet, "product", rij.voorziening), rij.begin, rij.einde, rij.leveringsvorm == "PGB"
        if wie and rij.wet == "overig":
            yield wie, ("overig", "regeling", rij.regeling), rij.begin, rij.einde


def _op_naam(register: Register) -> dict[tuple, set[str]]:
    """Residents by name, birth date, PC6 and house number."""
    gevonden = defaultdict(set)
    for wie, iemand in register.items():
        for rij in iemand.eigen:
            sleutel = (naam_gelijk(rij.geslachtsnaam), rij.geboren.datum, rij.vier[0], rij.vier[1])
            if rij.functie == "W" and rij.geboren.volledig and all(sleutel):
                gevonden[sleutel].add(wie)
    return gevonden


def eigen_client(rij: Voorziening) -> str:
    """The client that a row without BSN is when no resident is found."""
    sleutel = (naam_gelijk(rij.geslachtsnaam), rij.geboren, rij.pc6, rij.huisnummer)
    return "eigen:" + "|".join(str(deel or "") for deel in sleutel)


def _zonder_bsn(rij: Voorziening, bewoners: dict[tuple, set[str]], koppelingen: Koppelingen) -> str:
    """The person of a row without BSN: the one resident who fits, else the one linked to, else a client of its own."""
    sleutel = (naam_gelijk(rij.geslachtsnaam), rij.geboren, rij.pc6, rij.huisnummer)
    gevonden = bewoners.get(sleutel, set())
    if len(gevonden) == 1:
        return next(iter(gevonden))
    eigen = eigen_client(rij)
    links = koppelingen.get(eigen, set())
    hoogste = max((gewicht for gewicht, _ in links), default=None)
    beste = {wie for gewicht, wie in links if gewicht == hoogste}
    return next(iter(beste)) if len(beste) == 1 else eigen
