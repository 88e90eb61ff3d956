"""The population: households of 1 January 2022 and those that arrive later, one after another.

Belongs here: who lives together, how old they are, what they are called. Does not belong here: what happens to them
afterwards (leven), and what they use (gebruik).

Each household draws from a random stream of its own, made of the seed and its number: what one household does never
changes another, and nothing has to be kept in memory. Only the age bands and kinds left to fill in a buurt are shared.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from .adressen import AdresBoek
from .gedrag import Gedrag
from .namen import achternaam, voornaam
from .persoon import Adres, Bond, Persoon, Verblijf, bsn_reeks
from .planning import Buurt
from .tijd import EIND, START, kaal

_GRENZEN = ((0, 15), (15, 25), (25, 45), (45, 65), (65, 103))
_NIEUWKOMERS = (0.15, 0.25, 0.4, 0.15, 0.05)
_ALLEEN = (0.0, 0.5, 1.0, 1.0, 1.5)
_PAAR = (0.0, 0.2, 0.7, 1.2, 1.4)
_OUDER = (0.0, 0.03, 1.3, 0.9, 0.06)
_KIND = (1.2, 1.1, 0.12, 0.0, 0.0)
_OUDERE = (0.0, 0.0, 0.1, 0.4, 6.0)


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
        self._bsn = bsn_reeks()
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
            personen = [self._persoon(rng, self._geboren(rng, banden, _ALLEEN), naam, komt)]
        elif soort == "paar":
            personen = self._paar(rng, banden, _PAAR, naam, komt)
        else:
            personen = self._gezin(rng, banden, omvang, naam, komt)
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

    def _geboren(self, rng: Random, banden: list[float], gewichten: tuple[float, ...], rond: int | None = None) -> int:
        """A birth date: from the bands that still have people to place, or near an age that is given."""
        if rond is None:
            kansen = [max(over, 0.02) * gewicht for over, gewicht in zip(banden, gewichten, strict=True)]
            band = rng.choices(range(5), kansen)[0]
            laag, hoog = _GRENZEN[band]
            laag = max(laag, 18) if gewichten[0] == 0 else laag
            leeftijd = laag + (hoog - laag) * rng.random()
            if band == 4:
                leeftijd = min(65 + rng.expovariate(1 / 9.5), 103)
        else:
            leeftijd = max(rond + rng.gauss(0, 2.6), 18)
            band = sum(leeftijd >= hoog for _, hoog in _GRENZEN[:4])
        banden[band] -= 1
        return START - int(leeftijd * 365.25) - 1

    def _persoon(
        self, rng: Random, geboren: int, naam: tuple[str, str], komt: int, geslacht: str = "", ouders: tuple = ()
    ) -> Persoon:
        geslacht = geslacht or ("O" if rng.random() < 0.001 else rng.choice("MV"))
        tekst = kaal(geboren)
        if rng.random() < self._gedrag.bevolking.datum_onvolledig:
            weg = rng.choice((2, 2, 4, 8))
            tekst = tekst[: 8 - weg] + "0" * weg
        persoon = Persoon(next(self._bsn), voornaam(rng, geslacht), *naam, geboren, tekst, geslacht, komt, ouders)
        if rng.random() < self._gedrag.bevolking.registratie_vertraagd:
            persoon.vertraging = rng.randint(1, 21)
        persoon.zonder_object = rng.random() < self._gedrag.bevolking.zonder_object
        return persoon

    def kind(self, rng: Random, geboren: int, ouders: list[Persoon], komt: int) -> Persoon:
        """A child of one or two parents, with the name of the first; a second parent may live elsewhere."""
        nummers = [ouder.bsn for ouder in ouders]
        if len(nummers) == 1 and rng.random() < 0.6:
            nummers.append(next(self._bsn))
        return self._persoon(rng, geboren, (ouders[0].voorvoegsel, ouders[0].naam), komt, ouders=tuple(nummers))

    def volwassene(self, rng: Random, rond: float, komt: int) -> Persoon:
        """Somebody from elsewhere of about this age."""
        return self._persoon(rng, START - int(max(rond, 18) * 365.25), achternaam(rng), komt)

    def _paar(
        self, rng: Random, banden: list[float], gewichten: tuple[float, ...], naam: tuple[str, str], komt: int
    ) -> list[Persoon]:
        geboren = self._geboren(rng, banden, gewichten)
        leeftijd = (START - geboren) / 365.25
        zelfde = rng.random() < 0.02
        een = self._persoon(rng, geboren, naam, komt, "M")
        twee = self._persoon(
            rng, self._geboren(rng, banden, gewichten, leeftijd), achternaam(rng), komt, "M" if zelfde else "V"
        )
        klasse = sum(leeftijd >= grens for grens in (30, 45, 65))
        if rng.random() < self._gedrag.bevolking.gehuwd[klasse] ** (0.75 if gewichten is _OUDER else 1):
            samen = max(een.geboren, twee.geboren) + 18 * 366
            begin = min(komt - 30, samen + int(rng.random() * 12 * 365))
            verbind(een, twee, max(begin, samen) if samen < komt else komt - 1)
        return [een, twee]

    def _gezin(self, rng: Random, banden: list[float], omvang: int, naam: tuple[str, str], komt: int) -> list[Persoon]:
        bevolking = self._gedrag.bevolking
        if omvang == 2 or (omvang <= 4 and rng.random() < bevolking.eenouder * 0.7):
            ouders = [self._persoon(rng, self._geboren(rng, banden, _OUDER), naam, komt, rng.choice("VVVM"))]
        else:
            ouders = self._paar(rng, banden, _OUDER, naam, komt)
        jongste = min(ouder.leeftijd(START) for ouder in ouders)
        personen = list(ouders)
        for _ in range(omvang - len(ouders)):
            geboren = self._kind_geboren(rng, banden, jongste)
            kind = self.kind(rng, min(geboren, komt - 1), ouders, komt)
            if rng.random() < bevolking.pleegkind and kind.leeftijd(EIND) < 17:
                kind.ouders = (next(self._bsn),)
            personen.append(kind)
        return personen

    def _kind_geboren(self, rng: Random, banden: list[float], ouder: float) -> int:
        hoogste = max(ouder - 18.5, 0.5)
        kansen = [
            max(over, 0.02) * gewicht * min(max(hoogste - laag, 0) / (hoog - laag), 1)
            for over, gewicht, (laag, hoog) in zip(banden, _KIND, _GRENZEN, strict=True)
        ]
        band = rng.choices(range(5), kansen)[0]
        laag, hoog = _GRENZEN[band]
        banden[band] -= 1
        leeftijd = laag + (min(hoog, hoogste, 35) - laag) * rng.random()
        return START - int(leeftijd * 365.25) - 1

    def _instelling(self, buurt: Buurt, omvang: int) -> Eenheid:
        rng = self._stroom()
        adres = self.boek.nieuw(rng, buurt.code, "instelling")
        gewichten = _OUDERE if buurt.grijs > self._gedrag.bevolking.grijs else _ALLEEN
        personen = [
            self._persoon(rng, self._geboren(rng, buurt.banden, gewichten), achternaam(rng), START)
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


def verbind(een: Persoon, twee: Persoon, begin: int) -> None:
    """A bond between two people, in the registration of both."""
    een.bonden.append(Bond(twee, begin))
    twee.bonden.append(Bond(een, begin))
