"""Addresses: made-up postcodes and numbers per buurt, reused after a move, and the files that place them in an area.

Belongs here: handing out addresses and the `gebieden` deliveries. Does not belong here: who lives where.
"""

from random import Random

from .bestanden import Bestanden, csv_regel
from .persoon import Adres
from .planning import GEMEENTE, GEMEENTENAAM, Buurt
from .tijd import JAREN, dag, iso

_LETTERS = "ABCDEGHJKLMNPRSTVWXZ"
_NIET = {"SA", "SD", "SS"}
_PAREN = [a + b for a in _LETTERS for b in _LETTERS if a + b not in _NIET]
_HERGEBRUIK = 40  # vacated addresses kept per buurt: bounds the memory


class Straat:
    """The addresses of one buurt: a block of postcodes of its own, filled number after number."""

    def __init__(self, buurt: Buurt, letters: list[str]) -> None:
        self.buurt = buurt
        self._letters = letters
        self._per_postcode = max(20, -(-(buurt.huishoudens * 2 + 60) // len(letters)))
        self._teller = -1
        self._letter = ""
        self.vrij: list[tuple[int, Adres]] = []

    def volgende(self, appartement: bool) -> tuple[str, int, str, bool]:
        """Postcode, huisnummer, huisletter, and whether that number is new; an apartment shares the number before."""
        if appartement and self._teller >= 0 and self._letter < "F":
            self._letter = chr(ord(self._letter) + 1) if self._letter else "A"
            nieuw = False
        else:
            self._teller, self._letter, nieuw = self._teller + 1, "", True
        blok, plaats = divmod(self._teller, self._per_postcode)
        ronde, blok = divmod(blok, len(self._letters))
        nummer = 1 + 2 * (plaats + ronde * self._per_postcode)
        return f"{self.buurt.postcode4}{self._letters[blok]}", nummer, self._letter, nieuw


class AdresBoek:
    """All addresses handed out so far; writes each new one to the area file of every year."""

    def __init__(self, plan: list[Buurt], bestanden: Bestanden, zonder_gebied: float) -> None:
        self._bestanden = bestanden
        self._zonder_gebied = zonder_gebied
        self._objecten = 0
        self.straten = {buurt.code: straat for buurt, straat in _straten(plan)}
        self._codes = list(self.straten)
        self._gewichten = [straat.buurt.huishoudens + 0.01 for straat in self.straten.values()]
        self.instellingen: list[Adres] = []
        self._paden = tuple(f"gebieden/{iso(dag(jaar))}/adressen_{jaar}.csv" for jaar in JAREN)
        for jaar, pad in zip(JAREN, self._paden, strict=True):
            bestanden.voeg_toe(pad, csv_regel("PC6", "Huisnummer", f"Buurt{jaar}", f"Wijk{jaar}", f"Gemeente{jaar}"))
            self._schrijf_namen(f"gebieden/{iso(dag(jaar))}/namen_{jaar}.csv", plan)

    def nieuw(self, rng: Random, buurt: str, soort: str = "woning") -> Adres:
        """An address that nobody had before."""
        straat = self.straten[buurt]
        appartement = soort == "woning" and rng.random() < 0.15
        postcode, nummer, letter, nieuw = straat.volgende(appartement)
        if nieuw and rng.random() >= self._zonder_gebied:
            cijfers = buurt[2:].lstrip("0")
            regel = csv_regel(postcode, nummer, cijfers, cijfers[:-2], cijfers[:-4])
            self._bestanden.voeg_overal_toe(self._paden, regel)
        self._objecten += 1
        toevoeging = rng.choice(("bis", "1", "2", "hs")) if appartement and rng.random() < 0.1 else ""
        adres = Adres(buurt, postcode, nummer, letter, toevoeging, f"{GEMEENTE}01{self._objecten:010d}", soort)
        if soort == "instelling":
            self.instellingen.append(adres)
        return adres

    def voor_verhuizing(self, rng: Random, dagnummer: int, uit: str | None = None) -> Adres:
        """Where somebody moves to on a day: often within the buurt they come from, half the time a vacated address."""
        buurt = uit if uit and rng.random() < 0.35 else rng.choices(self._codes, self._gewichten)[0]
        vrij = self.straten[buurt].vrij
        if rng.random() < 0.5:
            for plaats, (sinds, adres) in enumerate(vrij):
                if sinds < dagnummer:
                    del vrij[plaats]
                    return adres
        return self.nieuw(rng, buurt)

    def kom_vrij(self, adres: Adres, dagnummer: int) -> None:
        """From this day on the address is empty."""
        vrij = self.straten[adres.buurt].vrij
        if adres.soort == "woning" and len(vrij) < _HERGEBRUIK:
            vrij.append((dagnummer, adres))

    def _schrijf_namen(self, pad: str, plan: list[Buurt]) -> None:
        self._bestanden.voeg_toe(pad, csv_regel("code", "naam", "soort"))
        self._bestanden.voeg_toe(pad, csv_regel(f"GM{GEMEENTE}", GEMEENTENAAM, "gemeente"))
        for wijk, naam in sorted({(buurt.wijk, buurt.wijknaam) for buurt in plan}):
            self._bestanden.voeg_toe(pad, csv_regel(wijk, naam, "wijk"))
        for buurt in plan:
            self._bestanden.voeg_toe(pad, csv_regel(buurt.code, buurt.naam, "buurt"))


def _straten(plan: list[Buurt]) -> list[tuple[Buurt, Straat]]:
    """Divide the letters of each postcode over its buurten, in proportion to their households."""
    uit = []
    for postcode4 in sorted({buurt.postcode4 for buurt in plan}):
        buurten = [buurt for buurt in plan if buurt.postcode4 == postcode4]
        over, ruimte, begin = sum(buurt.huishoudens + 1 for buurt in buurten), len(_PAREN) - len(buurten), 0
        gedaan = 0
        for nummer, buurt in enumerate(buurten, start=1):
            gedaan += buurt.huishoudens + 1
            einde = nummer + ruimte * gedaan // over
            uit.append((buurt, Straat(buurt, _PAREN[begin:einde])))
            begin = einde
    return sorted(uit, key=lambda paar: paar[0].code)
