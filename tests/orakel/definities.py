"""The definitions as the contract words them, in plain Python: what of all use counts, and what may be shown of it.

Here belongs the last paragraph of section 4, and how a definition of a municipality's own would be described. Not here: reading
definities.yml, which is what this is compared with.

Readings
--------
* "Age on the first day of use in the period": of use of that law, for section 4.5 speaks of a person who uses a law in a period.
  One age holds for all that person uses of the law in that period; what the definition leaves out is no use.
* An unknown birth date, and somebody who is not in the BRP, is an adult (as in 4.8): 18.
* The P-wet counts as in `gmsd`; product categories are those of Jeugd and Wmo.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from .gebruik import Faciliteit, Gebruiksduur
from .lezen import WETTEN
from .personen import Register

ONBEKEND = 18
IEDEREEN = (-999, 999)  # also who is born after the use begins


@dataclass(frozen=True)
class Definitie:
    """One way of counting. `leeftijden`: per law that counts the ages from and to, both included."""

    naam: str
    leeftijden: dict[str, tuple[int, int]] = field(default_factory=lambda: dict.fromkeys(WETTEN, IEDEREEN))
    jeugd_pgb: bool = False
    zonder_categorieen: frozenset[str] = frozenset()
    laatste_dag: bool = False
    jaren: bool = True
    geheim_onder: int = 8
    afronding: int = 5

    def toon(self, aantal: int) -> int | None:
        """The published count: None if it is secret, else a multiple."""
        if aantal < self.geheim_onder:
            return None
        return (2 * aantal + self.afronding) // (2 * self.afronding) * self.afronding

    def telt(self, duur: Gebruiksduur) -> bool:
        """Whether this spell is use at all, whatever the age."""
        wet, soort, code = duur.voorziening
        if wet not in self.leeftijden or (wet == "jeugd" and duur.pgb and not self.jeugd_pgb):
            return False
        return not (soort == "product" and wet in ("jeugd", "wmo") and code in self.zonder_categorieen)

    def gebruik(
        self, duren: Iterable[Gebruiksduur], register: Register, begin: date, einde: date
    ) -> dict[str, set[Faciliteit]]:
        """Per person the facilities that count in the span, both ends included."""
        eerste: dict[tuple[str, str], date] = {}
        gevonden: dict[tuple[str, str], set[Faciliteit]] = defaultdict(set)
        for duur in duren:
            if duur.begin <= einde and duur.einde >= begin and self.telt(duur):
                sleutel = (duur.persoon, duur.voorziening[0])
                dag = max(duur.begin, begin)
                eerste[sleutel] = min(dag, eerste.get(sleutel, dag))
                gevonden[sleutel].add(duur.voorziening)
        gebruik: dict[str, set[Faciliteit]] = defaultdict(set)
        for (wie, wet), faciliteiten in gevonden.items():
            van, tot = self.leeftijden[wet]
            if van <= leeftijd(register, wie, eerste[wie, wet]) <= tot:
                gebruik[wie] |= faciliteiten
        return gebruik


def leeftijd(register: Register, wie: str, dag: date) -> int:
    """Age in whole years on a day, by the birth date known for that day."""
    geboren = register[wie].waarden(dag).geboren.datum if wie in register else None
    if geboren is None:
        return ONBEKEND
    return dag.year - geboren.year - ((dag.month, dag.day) < (geboren.month, geboren.day))


GMSD = Definitie("gmsd")
VAST = (
    GMSD,
    Definitie("peildatum", laatste_dag=True),
    Definitie(
        "tmsd",
        leeftijden={"jeugd": (-999, 17), "pwet": IEDEREEN, "wmo": (18, 999)},
        zonder_categorieen=frozenset({"15", "16", "17", "18"}),
        geheim_onder=10,
        afronding=1,
    ),
    Definitie("alles", jeugd_pgb=True),
)
"""Those of the contract."""
