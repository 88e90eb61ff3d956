"""The people of a household: ages, couples, parents and children, names and numbers.

Belongs here: making persons that go together. Does not belong here: addresses, and how many households there are
(bevolking).
"""

from random import Random

from .gedrag import Gedrag
from .namen import achternaam, voornaam
from .persoon import Bond, Persoon, bsn_reeks
from .tijd import EIND, START, kaal

_GRENZEN = ((0, 15), (15, 25), (25, 45), (45, 65), (65, 103))
ALLEEN = (0.0, 0.5, 1.0, 1.0, 1.5)
PAAR = (0.0, 0.2, 0.7, 1.2, 1.4)
OUDERE = (0.0, 0.0, 0.1, 0.4, 6.0)
_OUDER = (0.0, 0.03, 1.3, 0.9, 0.06)
_KIND = (1.2, 1.1, 0.12, 0.0, 0.0)


class Personen:
    """Makes persons; the weights say how apt each age band is, `banden` how many of it the buurt still needs."""

    def __init__(self, gedrag: Gedrag) -> None:
        self._gedrag = gedrag
        self._bsn = bsn_reeks()

    def geboren(self, rng: Random, banden: list[float], gewichten: tuple[float, ...], rond: float | None = None) -> int:
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

    def persoon(
        self, rng: Random, geboren: int, naam: tuple[str, str], komt: int, geslacht: str = "", ouders: tuple = ()
    ) -> Persoon:
        """One person with the next free number; birth dates and registration have their usual flaws."""
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
        return self.persoon(rng, geboren, (ouders[0].voorvoegsel, ouders[0].naam), komt, ouders=tuple(nummers))

    def volwassene(self, rng: Random, rond: float, komt: int) -> Persoon:
        """Somebody from elsewhere of about this age."""
        return self.persoon(rng, START - int(max(rond, 18) * 365.25), achternaam(rng), komt)

    def vreemde(self, rng: Random) -> Persoon:
        """Somebody who is not in the BRP."""
        return self.volwassene(rng, rng.uniform(18, 60), START)

    def paar(
        self, rng: Random, banden: list[float], gewichten: tuple[float, ...], naam: tuple[str, str], komt: int
    ) -> list[Persoon]:
        """A couple of about the same age; older couples are married more often."""
        geboren = self.geboren(rng, banden, gewichten)
        leeftijd = (START - geboren) / 365.25
        zelfde = rng.random() < 0.02
        een = self.persoon(rng, geboren, naam, komt, "M")
        twee = self.persoon(
            rng, self.geboren(rng, banden, gewichten, leeftijd), achternaam(rng), komt, "M" if zelfde else "V"
        )
        klasse = sum(leeftijd >= grens for grens in (30, 45, 65))
        if rng.random() < self._gedrag.bevolking.gehuwd[klasse] ** (0.75 if gewichten is _OUDER else 1):
            samen = max(een.geboren, twee.geboren) + 18 * 366
            begin = min(komt - 30, samen + int(rng.random() * 12 * 365))
            verbind(een, twee, max(begin, samen) if samen < komt else komt - 1)
        return [een, twee]

    def gezin(self, rng: Random, banden: list[float], omvang: int, naam: tuple[str, str], komt: int) -> list[Persoon]:
        """One or two parents with their children, `omvang` people together."""
        bevolking = self._gedrag.bevolking
        if omvang == 2 or (omvang <= 4 and rng.random() < bevolking.eenouder * 0.7):
            ouders = [self.persoon(rng, self.geboren(rng, banden, _OUDER), naam, komt, rng.choice("VVVM"))]
        else:
            ouders = self.paar(rng, banden, _OUDER, naam, komt)
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


def verbind(een: Persoon, twee: Persoon, begin: int) -> None:
    """A bond between two people, in the registration of both."""
    een.bonden.append(Bond(twee, begin))
    twee.bonden.append(Bond(een, begin))
