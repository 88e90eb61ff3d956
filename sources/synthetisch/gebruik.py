"""Who uses what: laws, facilities and spells of the people of a household.

Belongs here: from a group of laws to facilities of persons with a begin and an end.
Does not belong here: the levels (sturing), and how use becomes messages and registrations.
"""

from dataclasses import dataclass
from random import Random

from .bevolking import Eenheid
from .gedrag import Gedrag
from .huishoudens import Huishouden, gezinnen, huishoudens_van_jaar
from .persoon import Persoon
from .sturing import WETTEN, Sturing
from .tijd import EIND, JAARGRENZEN, JAREN, START

_PENSIOEN = 66.6
_CATEGORIEEN = {
    "wmo": {"01": 38, "02": 20, "12": 14, "13": 8, "14": 8, "07": 8, "11": 6, "08": 4, "10": 3, "03": 1, "04": 1},
    "jeugd": {"45": 62, "48": 8, "50": 8, "41": 5, "44": 4, "43": 3, "46": 3, "42": 3, "47": 2},
    "pwet": {"uitkering": 100, "reintegratie": 12, "beschut_werk": 0.5},
}
_HULPMIDDELEN = {"11", "12", "13", "14"}


@dataclass(slots=True, eq=False)
class Inzet:
    """One facility that a person uses from `begin` to `einde` (inclusive, None = beyond the window).

    `soort` is uitkering, reintegratie, toewijzing (message traffic), pgb or register; `categorie` the product category.
    """

    wet: str
    soort: str
    categorie: str
    begin: int
    einde: int | None
    partner: Persoon | None = None


class Gebruik:
    """Gives households their use, year after year."""

    def __init__(self, sturing: Sturing, gedrag: Gedrag) -> None:
        self._sturing, self._gebruik = sturing, gedrag.gebruik

    def verdeel(self, eenheid: Eenheid) -> None:
        """Give the people of a unit what they use in the three years."""
        if eenheid.soort == "instelling":
            self._in_instelling(eenheid)
            return
        vast = None
        if eenheid.rustig:
            vast = [Huishouden(adres, leden) for adres, leden in gezinnen(eenheid.personen, START)]
        vast_adressen = [huishouden.adres for huishouden in vast or []]
        for jaar in JAREN:
            for adres in vast_adressen or [adres for adres, _ in gezinnen(eenheid.personen, JAARGRENZEN[jaar][0])]:
                self._sturing.tel_noemer(jaar, adres.buurt)
            for huishouden in vast or huishoudens_van_jaar(eenheid.personen, jaar):
                self._jaar(eenheid.rng, huishouden, jaar)

    def _jaar(self, rng: Random, huishouden: Huishouden, jaar: int) -> None:
        al = wetten_in_jaar(huishouden.leden, jaar)
        if al:
            combinatie = "+".join(al)
            if rng.random() < self._gebruik.meer_per_jaar:
                wet = rng.choice(al)
                self._voeg_toe(rng, huishouden, jaar, wet, 1)
        else:
            if huishouden.geschikt is None:
                huishouden.geschikt = _geschikt(huishouden, jaar)
            combinatie = self._sturing.kies(rng, jaar, huishouden.adres.buurt, huishouden.geschikt)
            if combinatie is None:
                return
            self._begin(rng, huishouden, jaar, combinatie)
            combinatie = "+".join(wetten_in_jaar(huishouden.leden, jaar))
        if combinatie:
            self._sturing.tel_gegeven(jaar, combinatie)

    def _begin(self, rng: Random, huishouden: Huishouden, jaar: int, combinatie: str) -> None:
        wetten = combinatie.split("+")
        aantal = {wet: 1 for wet in wetten}
        extra = max(self._sturing.aantal_voorzieningen(combinatie) - len(wetten), 0)
        for _ in range(extra):
            open_ = [wet for wet in wetten if wet != "pwet" or aantal[wet] < (2 if len(wetten) > 1 else 3)]
            zwaar = [wet for wet in open_ if wet == "wmo"] or open_
            aantal[rng.choice(zwaar if rng.random() < 0.8 else open_)] += 1
        for wet in wetten:
            self._voeg_toe(rng, huishouden, jaar, wet, aantal[wet])

    def _voeg_toe(self, rng: Random, huishouden: Huishouden, jaar: int, wet: str, aantal: int) -> None:
        """Add facilities of a law that the household does not have in this year."""
        heeft = {inzet.categorie for inzet in inzetten_in_jaar(huishouden.leden, jaar) if inzet.wet == wet}
        hoofd: Persoon | None = None
        for _ in range(aantal):
            over = {naam: gewicht for naam, gewicht in _CATEGORIEEN[wet].items() if naam not in heeft}
            if wet == "pwet" and "uitkering" in over and rng.random() < 0.97:
                over = {"uitkering": 1}
            kandidaten = _kandidaten(huishouden, wet, jaar)
            if not over or not kandidaten:
                return
            categorie = rng.choices(list(over), list(over.values()))[0]
            heeft.add(categorie)
            if hoofd is None or (wet != "pwet" and rng.random() > self._gebruik.zelfde_persoon):
                hoofd = _kies_persoon(rng, kandidaten, wet, jaar)
            hoofd.gebruik.append(self._inzet(rng, huishouden, hoofd, wet, categorie, jaar))
            if wet == "jeugd" and len(kandidaten) > 1 and rng.random() < self._gebruik.tweede_kind:
                ander = next(een for een in kandidaten if een is not hoofd)
                ander.gebruik.append(self._inzet(rng, huishouden, ander, wet, categorie, jaar))

    def _inzet(self, rng: Random, huishouden: Huishouden, wie: Persoon, wet: str, categorie: str, jaar: int) -> Inzet:
        laag, hoog = _venster(wie, jaar)
        begin = rng.randint(laag, hoog)
        if jaar == JAREN[0] and wie.komt <= START and rng.random() < self._gebruik.staand.van(wet):
            begin = START - 1 - int(rng.expovariate(1 / (350 if wet == "jeugd" else 800)))
            begin = max(begin, START - 3300, wie.geboren + (18 * 366 if wet == "pwet" else 200))
            begin = min(begin, hoog)
        einde: int | None = max(begin, laag) + 15 + int(rng.expovariate(self._gebruik.einde_per_jaar.van(wet)) * 365)
        if wet == "jeugd":
            einde = min(einde, max(wie.geboren + 18 * 365 + rng.randint(0, 400), hoog))
        einde = min(einde, wie.einde())
        soort, partner = self._vorm(rng, wet, categorie), None
        if categorie == "uitkering":
            bond = wie.bond_op(max(begin, laag))
            if bond and bond.partner in huishouden.leden and bond.partner.bsn_bekend:
                partner = bond.partner
        return Inzet(wet, soort, categorie, begin, einde if einde <= EIND else None, partner)

    def _vorm(self, rng: Random, wet: str, categorie: str) -> str:
        if wet == "pwet":
            return "register" if categorie == "beschut_werk" else categorie
        lot = rng.random()
        if wet == "wmo" and lot < self._gebruik.pgb:
            return "pgb"
        if categorie in _HULPMIDDELEN and lot > 1 - self._gebruik.buiten_berichten:
            return "register"
        return "toewijzing"

    def _in_instelling(self, eenheid: Eenheid) -> None:
        """Sheltered housing for a part of the younger residents; they count as clients, in no household."""
        for persoon in eenheid.personen:
            if persoon.leeftijd(START) < 65 and persoon.bsn_bekend and eenheid.rng.random() < 0.3:
                begin = persoon.verblijf[0].van
                persoon.gebruik.append(Inzet("wmo", "toewijzing", "15", max(begin, START - 900), None))


def inzetten_in_jaar(leden: list[Persoon], jaar: int) -> list[Inzet]:
    """The facilities that these people use on at least one day of the year."""
    begin, einde = JAARGRENZEN[jaar]
    return [
        inzet
        for persoon in leden
        for inzet in persoon.gebruik
        if inzet.begin <= einde and (inzet.einde is None or inzet.einde >= begin)
        and (persoon.dood is None or persoon.dood >= begin)
    ]  # fmt: skip


def wetten_in_jaar(leden: list[Persoon], jaar: int) -> list[str]:
    """The laws these people use in the year, in the order of the names of groups; a benefit counts for both partners."""
    gebruikt = {inzet.wet for inzet in inzetten_in_jaar(leden, jaar)}
    return [wet for wet in WETTEN if wet in gebruikt]


def _venster(wie: Persoon, jaar: int) -> tuple[int, int]:
    begin, einde = JAARGRENZEN[jaar]
    return max(begin, wie.komt), min(einde, wie.einde() - 1)


def _kandidaten(huishouden: Huishouden, wet: str, jaar: int) -> list[Persoon]:
    uit = []
    for persoon in huishouden.leden:
        laag, hoog = _venster(persoon, jaar)
        if not persoon.bsn_bekend or laag > hoog:
            continue
        leeftijd = persoon.leeftijd(hoog)
        if (
            (wet == "jeugd" and leeftijd < 18)
            or (wet == "wmo" and (leeftijd >= 18.5 or any(een.wet == "jeugd" for een in persoon.gebruik)))
            or (wet == "pwet" and 19 <= leeftijd < _PENSIOEN)
        ):
            uit.append(persoon)
    return uit


def _kies_persoon(rng: Random, kandidaten: list[Persoon], wet: str, jaar: int) -> Persoon:
    """Somebody: parents rather than children at home, for the Wmo mostly who already has a benefit, or the oldest."""
    gewichten = []
    for persoon in kandidaten:
        gewicht = 0.15 if persoon.ouders and wet != "jeugd" else 1.0
        if wet == "wmo":
            leeftijd = persoon.leeftijd(JAARGRENZEN[jaar][1])
            gewicht *= 1 + (leeftijd / 40) ** 2
            if leeftijd < 18.5:
                gewicht = 1.3  # one client in a thousand inhabitants uses both youth care and the Wmo
            elif wetten_in_jaar([persoon], jaar):
                gewicht *= 6
        if wet == "jeugd":
            gewicht = 0.4 + persoon.leeftijd(JAARGRENZEN[jaar][1]) / 12
        gewichten.append(gewicht)
    return rng.choices(kandidaten, gewichten)[0]


def _geschikt(huishouden: Huishouden, jaar: int) -> dict[str, float]:
    """How apt a household is to use each law, 1 is average, 0 cannot."""
    einde = JAARGRENZEN[jaar][1]
    kandidaten = {wet: _kandidaten(huishouden, wet, jaar) for wet in WETTEN}
    volwassen = [persoon for persoon in huishouden.leden if persoon.leeftijd(einde) >= 18]
    kinderen = len(volwassen) < len(huishouden.leden)
    eenouder = kinderen and len(volwassen) == 1
    uit = {wet: 0.0 for wet in WETTEN}
    if kandidaten["jeugd"]:
        uit["jeugd"] = 1.9 if eenouder else 0.8
    if kandidaten["pwet"]:
        uit["pwet"] = 2.4 if eenouder else 1.4 if len(huishouden.leden) == 1 else 0.55
    if kandidaten["wmo"]:
        oudste = max(persoon.leeftijd(einde) for persoon in kandidaten["wmo"])
        uit["wmo"] = 3.6 if oudste >= 80 else 1.9 if oudste >= 70 else 1.0 if oudste >= 50 else 0.6
    return uit
