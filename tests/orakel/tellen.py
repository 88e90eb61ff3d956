"""Counting and publishing: periods, areas, denominators, overlap, facilities, matrix, rounding and secrecy.

Here belong rules 5 and 10 to 14 of section 4 and the columns of section 5. Not here: who lives where, who uses what,
secondary protection (the pipeline may have more secret cells than this, never another value).

Readings
--------
* Published periods: also a half-year whose year is not over; "1 January" is that of the year the period lies in.
  `gebied` has the years with a published period.
* Status: `definitief` if `bekend_op` is on or after the last day of the period plus six months, the day kept or, in a
  shorter month, its last (30 June -> 30 December; 31 December -> 30 June).
* Definitions are read in `definities`. `peildatum`: use, residence and household on the last day of the period; the denominators stay those of 1 January.
* Somebody at a B address, without an address or not in the BRP counts in the total of their municipality in the
  client tables; so does a resident in an unknown buurt. Residents of an institution count with their buurt in the
  client tables.
* The buurt of a household: that of its persons by their rows of rule 9; if those differ, the smallest known one. A
  buurt that the names of that year do not hold, or of a municipality not served, is unknown.
* The municipality of somebody without residence: that of their latest served row, else of their assignments (several:
  the smallest), else the only one served, else none.
* `geen`: from the unrounded denominator and the unrounded `totaal`, then rounded or secret by itself.
* "Areas whose denominator is below 30" holds for municipalities as well; in `gebied` each figure by itself is NULL.
* The rate of `gebied_code` in a municipality: rounded count over exact denominator, so it may pass 1,000.
* Matrix: `geheim` is true when the overlap is secret; a secret `clienten_a` always has a secret overlap.
"""

import calendar
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, permutations
from pathlib import Path
from typing import Any, NamedTuple

from .definities import GMSD, VAST, Definitie
from .gebruik import Faciliteit, Gebruiksduur, Koppelingen, gebruiksduren, in_gebruik
from .huishoudens import Huishoudens, Verblijf, woont
from .lezen import WETTEN, BrpRij, Leveringen, lees
from .personen import Register
from .velden import persoon

EENHEDEN = ("clienten", "huishoudens_adres", "huishoudens_gezin")
COMBINATIES = ["+".join(groep) for n in (1, 2, 3) for groep in combinations(WETTEN, n)]
AANTALLEN = ("1", "2", "3", "4", "5", "6+")
KLEINSTE_NOEMER = 30


class Periode(NamedTuple):
    """A half-year or a year; both days belong to it."""

    naam: str
    jaar: int
    begin: date
    einde: date


@dataclass
class Telling:
    """Unrounded counts. Tables of counts: (definitie, periode, eenheid) -> (gebied, group or number) -> count."""

    bekend_op: date | None
    periodes: list[Periode]
    gebieden: dict[int, list[tuple[str, str, str]]] = field(default_factory=dict)
    noemers: dict[tuple[int, str], Counter] = field(default_factory=dict)  # (jaar, eenheid) -> gebied -> count
    overlap: dict[tuple[str, str, str], Counter] = field(default_factory=dict)
    stapeling: dict[tuple[str, str, str], Counter] = field(default_factory=dict)
    regelingen: dict[str, dict[str, set[str]]] = field(default_factory=dict)  # periode -> scheme -> persons


class Teller:
    """All stages together; `tel` gives the counts."""

    def __init__(
        self, leveringen: Leveringen, koppelingen: Koppelingen | None = None, definities: Iterable[Definitie] = VAST
    ) -> None:
        self.leveringen = leveringen
        self.definities = tuple(definities)
        self.register = Register(leveringen)
        self.huishoudens = Huishoudens(self.register)
        self.duren: list[Gebruiksduur] = gebruiksduren(leveringen, self.register, koppelingen or {})
        self._buurten = {jaar: {code for code, _, _ in namen} for jaar, namen in leveringen.namen.items()}
        self._berichtgemeente: dict[str, str] = {}
        for t in leveringen.toewijzingen:
            if (wie := persoon(t.bsn)) and t.gemeente in leveringen.bediend:
                self._berichtgemeente[wie] = min(t.gemeente, self._berichtgemeente.get(wie, t.gemeente))

    def tel(self) -> Telling:
        """Counts everything of every published period."""
        telling = Telling(self.leveringen.bekend_op, periodes(self.leveringen))
        for jaar in sorted({periode.jaar for periode in telling.periodes}):
            telling.gebieden[jaar] = self.leveringen.namen[self._gebiedsjaar(jaar)]
            for eenheid, teller in self._noemers(jaar).items():
                telling.noemers[jaar, eenheid] = teller
        for periode in telling.periodes:
            for definitie in self.definities:
                if definitie.jaren or "H" in periode.naam:
                    self._tel_periode(telling, definitie, periode)
            telling.regelingen[periode.naam] = self._regelingen(periode)
        return telling

    def _gebiedsjaar(self, jaar: int) -> int:
        """The file of the year, else the nearest earlier, else the nearest later."""
        eerder = [j for j in self.leveringen.adressen if j <= jaar]
        return max(eerder) if eerder else min(self.leveringen.adressen)

    def _buurt(self, rij: BrpRij, jaar: int) -> str | None:
        bestand = self._gebiedsjaar(jaar)
        buurt = self.leveringen.adressen[bestand].get((rij.vier[0], rij.vier[1]))
        if buurt is None or buurt[2:6] not in self.leveringen.bediend:
            return None
        return buurt if buurt in self._buurten[bestand] else None

    def _plaats(self, rijen: Iterable[BrpRij], jaar: int) -> list[str]:
        """The areas residents with these rows count in: buurt, wijk and gemeente, or the gemeente alone."""
        rijen = list(rijen)
        buurten = [buurt for rij in rijen if (buurt := self._buurt(rij, jaar))]
        if not buurten:
            return ["GM" + min(rij.gemeente for rij in rijen)]
        buurt = min(buurten)
        return [buurt, "WK" + buurt[2:8], "GM" + buurt[2:6]]

    def _zonder_verblijf(self, wie: str) -> list[str]:
        """The area of a client who is a resident on no day."""
        if wie in self.register:
            return ["GM" + self.register[wie].eigen[-1].gemeente]
        if wie in self._berichtgemeente:
            return ["GM" + self._berichtgemeente[wie]]
        return ["GM" + code for code in self.leveringen.bediend] if len(self.leveringen.bediend) == 1 else []

    def _noemers(self, jaar: int) -> dict[str, Counter]:
        dag = date(jaar, 1, 1)
        noemers = {eenheid: Counter() for eenheid in EENHEDEN}
        for persoon_ in self.register.values():
            if rij := persoon_.op(dag):
                noemers["clienten"].update(self._plaats([rij], jaar) if woont(rij) else ["GM" + rij.gemeente])
        for eenheid, leden in self._leden(self.huishoudens.in_periode(dag, dag)).items():
            for verblijven in leden.values():
                noemers[eenheid].update(self._plaats((v.rij for v in verblijven.values()), jaar))
        return noemers

    @staticmethod
    def _leden(verblijven: dict[str, Verblijf]) -> dict[str, dict[Hashable, dict[str, Verblijf]]]:
        """Per kind of household its persons by rule 9."""
        leden: dict[str, dict[Hashable, dict[str, Verblijf]]] = {e: defaultdict(dict) for e in EENHEDEN[1:]}
        for wie, verblijf in verblijven.items():
            if verblijf.gezin is not None:
                leden["huishoudens_adres"][verblijf.adres][wie] = verblijf
                leden["huishoudens_gezin"][verblijf.gezin][wie] = verblijf
        return leden

    def _tel_periode(self, telling: Telling, definitie: Definitie, periode: Periode) -> None:
        begin = periode.einde if definitie.laatste_dag else periode.begin
        gebruik = definitie.gebruik(self.duren, self.register, begin, periode.einde)
        verblijven = self.huishoudens.in_periode(begin, periode.einde)
        for eenheid, gebruikers in self._gebruikers(gebruik, verblijven, periode.jaar).items():
            overlap, stapeling = Counter(), Counter()
            for gebieden, faciliteiten in gebruikers:
                groep = "+".join(sorted({faciliteit[0] for faciliteit in faciliteiten}))
                aantal = AANTALLEN[min(len(faciliteiten), 6) - 1]
                overlap.update((gebied, g) for gebied in gebieden for g in (groep, "totaal"))
                stapeling.update((gebied, aantal) for gebied in gebieden)
            for gebied, noemer in telling.noemers[periode.jaar, eenheid].items():
                overlap[gebied, "geen"] = max(0, noemer - overlap[gebied, "totaal"])
            telling.overlap[definitie.naam, periode.naam, eenheid] = overlap
            telling.stapeling[definitie.naam, periode.naam, eenheid] = stapeling

    def _gebruikers(
        self, gebruik: dict[str, set[Faciliteit]], verblijven: dict[str, Verblijf], jaar: int
    ) -> dict[str, list[tuple[list[str], set[Faciliteit]]]]:
        """Per unit the areas and facilities of every user."""
        gebruikers: dict[str, list] = {eenheid: [] for eenheid in EENHEDEN}
        for wie, faciliteiten in gebruik.items():
            plaats = self._plaats([verblijven[wie].rij], jaar) if wie in verblijven else self._zonder_verblijf(wie)
            gebruikers["clienten"].append((plaats, faciliteiten))
        for eenheid, huishoudens in self._leden(verblijven).items():
            for leden in huishoudens.values():
                samen = set().union(*(gebruik.get(wie, set()) for wie in leden))
                if samen:
                    gebruikers[eenheid].append((self._plaats((v.rij for v in leden.values()), jaar), samen))
        return gebruikers

    def _regelingen(self, periode: Periode) -> dict[str, set[str]]:
        regelingen = defaultdict(set)
        for wie, faciliteiten in in_gebruik(self.duren, periode.begin, periode.einde).items():
            for wet, _, code in faciliteiten:
                regelingen[code if wet == "overig" else wet].add(wie)
        return regelingen


def periodes(leveringen: Leveringen) -> list[Periode]:
    """The published periods."""
    if not leveringen.brp or not leveringen.adressen or not leveringen.bekend_op:
        return []
    eerste, laatste = min(leveringen.brp), leveringen.bekend_op
    kandidaten = []
    for jaar in range(eerste.year, laatste.year + 1):
        begin, midden, einde = date(jaar, 1, 1), date(jaar, 6, 30), date(jaar, 12, 31)
        if begin >= eerste:
            kandidaten.append(Periode(f"{jaar}", jaar, begin, einde))
            kandidaten.append(Periode(f"{jaar}H1", jaar, begin, midden))
            kandidaten.append(Periode(f"{jaar}H2", jaar, date(jaar, 7, 1), einde))
    return [periode for periode in kandidaten if periode.einde <= laatste]


def tel(
    landing: Path,
    bekend_op: date | None = None,
    koppelingen: Koppelingen | None = None,
    definities: Iterable[Definitie] = VAST,
) -> Telling:
    """The unrounded counts of a landing folder; `koppelingen` are the links that were made for own clients."""
    return Teller(lees(landing, bekend_op), koppelingen, definities).tel()


def bereken(
    landing: Path,
    bekend_op: date | None = None,
    koppelingen: Koppelingen | None = None,
    definities: Iterable[Definitie] = VAST,
) -> dict[str, list[dict[str, Any]]]:
    """The published tables of a landing folder with the deliveries up to `bekend_op`, rows sorted by key."""
    definities = sorted(definities, key=lambda definitie: definitie.naam)
    telling = tel(landing, bekend_op, koppelingen, definities)
    return {
        "gebied": _gebied(telling),
        "huishouden_overlap": [
            {
                "definitie": definitie,
                "periode": periode.naam,
                "huishoudensoort": eenheid.removeprefix("huishoudens_"),
                "gebied_code": gebied,
                "combinatie": groep,
                "huishoudens": aantal,
                "per_1000_huishoudens": per_1000,
                "geheim": aantal is None,
                "bekend_op": telling.bekend_op,
                "status": _status(periode, telling.bekend_op),
            }
            for definitie, periode, eenheid, gebied, groep, aantal, per_1000 in _cellen(telling, definities, "overlap")
            if eenheid != "clienten"
        ],
        "client_overlap": [
            {
                "definitie": definitie,
                "periode": periode.naam,
                "gebied_code": gebied,
                "combinatie": groep,
                "clienten": aantal,
                "per_1000_inwoners": per_1000,
                "geheim": aantal is None,
                "bekend_op": telling.bekend_op,
                "status": _status(periode, telling.bekend_op),
            }
            for definitie, periode, eenheid, gebied, groep, aantal, per_1000 in _cellen(telling, definities, "overlap")
            if eenheid == "clienten"
        ],
        "stapeling": [
            {
                "definitie": definitie,
                "periode": periode.naam,
                "eenheid": eenheid,
                "gebied_code": gebied,
                "aantal_voorzieningen": nummer,
                "aantal": aantal,
                "per_1000": per_1000,
                "geheim": aantal is None,
            }
            for definitie, periode, eenheid, gebied, nummer, aantal, per_1000 in _cellen(
                telling, definities, "stapeling"
            )
        ],
        "overlap_matrix": _matrix(telling),
    }


def vijftal(aantal: int) -> int:
    """The nearest multiple of 5."""
    return (aantal + 2) // 5 * 5


def toon(aantal: int) -> int | None:
    """The published count under `gmsd`: None if it is secret, else a multiple of 5."""
    return GMSD.toon(aantal)


def _verhouding(deel: int | None, geheel: int, schaal: int) -> int | None:
    """A whole number, halves up; secret if the part is."""
    return None if deel is None else (2 * schaal * deel + geheel) // (2 * geheel)


def _noemer(gebied: str, aantal: int) -> int | None:
    """The published denominator: exact for a gemeente; None if the area is too small."""
    if aantal < KLEINSTE_NOEMER:
        return None
    return aantal if gebied.startswith("GM") else vijftal(aantal)


def _status(periode: Periode, bekend_op: date) -> str:
    jaar, maand = (periode.jaar, 12) if periode.einde.month == 6 else (periode.jaar + 1, 6)
    grens = date(jaar, maand, min(periode.einde.day, calendar.monthrange(jaar, maand)[1]))
    return "definitief" if bekend_op >= grens else "voorlopig"


def _gebied(telling: Telling) -> list[dict[str, Any]]:
    rijen = []
    for jaar, gebieden in telling.gebieden.items():
        for code, naam, soort in gebieden:
            boven = {"gemeente": None, "wijk": "GM" + code[2:6], "buurt": "WK" + code[2:8]}[soort]
            inwoners, adressen, gezinnen = (_noemer(code, telling.noemers[jaar, e][code]) for e in EENHEDEN)
            rijen.append(
                {
                    "gebied_code": code,
                    "gebied_soort": soort,
                    "gebied_naam": naam,
                    "bovenliggend": boven,
                    "jaar": jaar,
                    "inwoners": inwoners,
                    "huishoudens_adres": adressen,
                    "huishoudens_gezin": gezinnen,
                }
            )
    return sorted(rijen, key=lambda rij: (rij["gebied_code"], rij["jaar"]))


def _cellen(telling: Telling, definities: Iterable[Definitie], tabel: str) -> Iterable[tuple]:
    """Definition, period, unit, area, group or number, published count and rate of every published cell, sorted."""
    groepen = sorted([*COMBINATIES, "geen", "totaal"]) if tabel == "overlap" else AANTALLEN
    for definitie in definities:
        for periode in sorted(p for p in telling.periodes if definitie.jaren or "H" in p.naam):
            for eenheid in EENHEDEN:
                tellingen = getattr(telling, tabel)[definitie.naam, periode.naam, eenheid]
                for gebied in sorted(code for code, _, _ in telling.gebieden[periode.jaar]):
                    noemer = _noemer(gebied, telling.noemers[periode.jaar, eenheid][gebied])
                    for groep in groepen if noemer else ():
                        aantal = definitie.toon(tellingen[gebied, groep])
                        yield definitie.naam, periode, eenheid, gebied, groep, aantal, _verhouding(aantal, noemer, 1000)


def _matrix(telling: Telling) -> list[dict[str, Any]]:
    rijen = []
    for periode, regelingen in telling.regelingen.items():
        for a, b in permutations(regelingen, 2):
            clienten, samen = toon(len(regelingen[a])), toon(len(regelingen[a] & regelingen[b]))
            rijen.append(
                {
                    "periode": periode,
                    "regeling_a": a,
                    "regeling_b": b,
                    "clienten_a": clienten,
                    "clienten_a_en_b": samen,
                    "percentage": None if samen is None else _verhouding(samen, clienten, 100),
                    "geheim": samen is None,
                }
            )
    return sorted(rijen, key=lambda rij: (rij["periode"], rij["regeling_a"], rij["regeling_b"]))
