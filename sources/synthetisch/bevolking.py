"""The population: households of 1 January 2022 and those that arrive later, one after another.

Belongs here: which households there are, where they live, since when. Does not belong here: who they are (personen),
what happens to them afterwards (leven), and what they use (gebruik).

Each household draws from a random stream of its own, made of the seed and its number: what one household does never
changes another, and nothing has to be kept in memory. Only the age bands and kinds left to fill in a buurt are shared.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from .adressen import AdresBoek
from .gedrag import Gedrag
from .namen import achternaam
from .personen import ALLEEN, OUDERE, PAAR, Personen
from .persoon import Adres, Persoon, Verblijf
from .planning import Buurt
from .tijd import EIND, START

_NIEUWKOMERS = (0.15, 0.25, 0.4, 0.15, 0.05)


@dataclass
class Eenheid:
    """People who start at one address, with the random stream of their life; `soort` alleen, paar, gezin, instelling.

    `rustig`: nothing happens to them in the three years, so that every day and statement is the same.
    """

    nummer: int
    soort: str
    buurt: Buurt
    adres: Adres
    personen: list[Persoon]
    rng: Random
    komt: int = START
    rustig: bool = False


class Bevolking:
    """Makes the households of a plan."""

    def __init__(self, plan: list[Buurt], boek: AdresBoek, gedrag: Gedrag, seed: int) -> None:
        self._plan, self.boek, self._gedrag, self._seed = plan, boek, gedrag, seed
        self.mensen = Personen(gedrag)
        self._nummer = 0
        self._kamer: tuple[str, Adres, int] | None = None

    def eenheden(self) -> Iterator[Eenheid]:
        """All households, buurt by buurt; kinds are interleaved so that every part of a buurt has its share."""
        for buurt in self._plan:
            for omvang in buurt.instellingen:
                yield self._instelling(buurt, omvang)
            yield from self._woningen(buurt)
            yield from self._nieuwkomers(buurt)

    def _stroom(self) -> Random:
        self._nummer += 1
        return Random(f"synthetisch/{self._seed}/{self._nummer}")

    def _woningen(self, buurt: Buurt) -> Iterator[Eenheid]:
        planning = {"alleen": buurt.alleen, "paar": buurt.paren, "gezin": buurt.gezinnen}
        over = dict(planning)
        personen = buurt.gezinspersonen
        for _ in range(buurt.huishoudens):
            soort = max(over, key=lambda naam: over[naam] / max(planning[naam], 1))
            omvang = 1 if soort == "alleen" else 2
            rng = self._stroom()
            if soort == "gezin":
                gemiddeld = personen / over["gezin"]
                omvang = round(min(max(gemiddeld + rng.choice((-1.2, -0.6, 0, 0, 0.6, 1.2)), 2), 7))
                omvang = personen if over["gezin"] == 1 else min(omvang, personen - 2 * (over["gezin"] - 1))
                personen -= omvang
            over[soort] -= 1
            yield self._woning(rng, buurt, soort, omvang, START)

    def _nieuwkomers(self, buurt: Buurt) -> Iterator[Eenheid]:
        leven = self._gedrag.leven
        for soort, aantal in (("alleen", buurt.alleen), ("paar", buurt.paren), ("gezin", buurt.gezinnen)):
            rng = self._stroom()
            verwacht = aantal * 3 * (getattr(leven, f"vertrek_{soort}") + leven.groei)
            for _ in range(int(verwacht + rng.random())):
                eigen = self._stroom()
                omvang = {"alleen": 1, "paar": 2}.get(soort) or eigen.choice((2, 3, 3, 4, 4, 5))
                yield self._woning(eigen, buurt, soort, omvang, eigen.randint(START + 1, EIND))

    def _woning(self, rng: Random, buurt: Buurt, soort: str, omvang: int, komt: int) -> Eenheid:
        adres = self._adres(rng, buurt, soort, komt)
        banden = buurt.banden if komt == START else list(_NIEUWKOMERS)
        naam = achternaam(rng)
        if soort == "alleen":
            personen = [self.mensen.persoon(rng, self.mensen.geboren(rng, banden, ALLEEN), naam, komt)]
        elif soort == "paar":
            personen = self.mensen.paar(rng, banden, PAAR, naam, komt)
        else:
            personen = self.mensen.gezin(rng, banden, omvang, naam, komt)
        self._huisvest(rng, personen, adres, komt)
        eenheid = Eenheid(self._nummer, soort, buurt, adres, personen, rng, komt)
        self._bijzonder(eenheid)
        return eenheid

    def _adres(self, rng: Random, buurt: Buurt, soort: str, komt: int) -> Adres:
        if soort == "alleen" and komt == START:
            if self._kamer and self._kamer[0] == buurt.code and self._kamer[2] > 0:
                self._kamer = (buurt.code, self._kamer[1], self._kamer[2] - 1)
                return self._kamer[1]
            if rng.random() < self._gedrag.bevolking.kamers / 3:
                self._kamer = (buurt.code, self.boek.nieuw(rng, buurt.code), rng.randint(1, 4))
                return self._kamer[1]
        return self.boek.nieuw(rng, buurt.code)

    def _instelling(self, buurt: Buurt, omvang: int) -> Eenheid:
        rng = self._stroom()
        adres = self.boek.nieuw(rng, buurt.code, "instelling")
        gewichten = OUDERE if buurt.grijs > self._gedrag.bevolking.grijs else ALLEEN
        personen = [
            self.mensen.persoon(rng, self.mensen.geboren(rng, buurt.banden, gewichten), achternaam(rng), START)
            for _ in range(omvang)
        ]
        for persoon in personen:
            self._huisvest(rng, [persoon], adres, START)
        return Eenheid(self._nummer, "instelling", buurt, adres, personen, rng)

    def _huisvest(self, rng: Random, personen: list[Persoon], adres: Adres, komt: int) -> None:
        """Put people at their first address: of those who lived here already the move was years ago."""
        jongste_ouder = max(persoon.geboren for persoon in personen[:2] if not persoon.ouders)
        sinds = komt if komt > START else max(START - 1 - int(rng.expovariate(1 / 3300)), jongste_ouder + 18 * 366)
        for persoon in personen:
            persoon.verblijf.append(Verblijf(max(min(sinds, komt), persoon.geboren), adres))

    def _bijzonder(self, eenheid: Eenheid) -> None:
        """Briefadressen, people without any address field, and numbers that are wrong."""
        rng, bevolking, ruis = eenheid.rng, self._gedrag.bevolking, self._gedrag.ruis
        eerste = eenheid.personen[0]
        if eenheid.soort == "alleen":
            lot = rng.random()
            if lot < bevolking.briefadres:
                eerste.verblijf[0].functie = "B"
            elif lot < bevolking.briefadres + bevolking.zonder_adresveld:
                eerste.verblijf[0].adres = None
        if eenheid.komt == START and eerste.vertraging == 0 and rng.random() < bevolking.zonder_aanvang:
            eerste.verblijf[0].onbekend = True
        lot = rng.random()
        if lot < ruis.bsn_fout:
            eerste.bsn, eerste.bsn_bekend = eerste.bsn[:-1] + str((int(eerste.bsn[-1]) + 1) % 10), False
        elif lot < ruis.bsn_fout + ruis.bsn_onbekend:
            eerste.bsn, eerste.bsn_bekend = "999999999", False
        elif lot < ruis.bsn_fout + ruis.bsn_onbekend + ruis.bsn_leeg:
            eerste.bsn, eerste.bsn_bekend = "", False
