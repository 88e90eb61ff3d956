"""Who uses what: laws, facilities and spells of the people of a household.

Belongs here: from a group of laws to facilities of persons with a begin and an end.
Does not belong here: the levels (sturing), and how use becomes messages and registrations.
"""

from random import Random

from .bevolking import Eenheid
from .gedrag import Gedrag
from .huishoudens import Huishouden, gezinnen, huishoudens_van_jaar
from .inzet import Inzet, hoe_geschikt, inzetten_in_jaar, kandidaten_voor, kies_persoon, venster, wetten_in_jaar
from .persoon import Persoon
from .sturing import Sturing
from .tijd import EIND, JAARGRENZEN, JAREN, START

_CATEGORIEEN = {
    "wmo": {"01": 38, "02": 20, "12": 14, "13": 8, "14": 8, "07": 8, "11": 6, "08": 4, "10": 3, "03": 1, "04": 1},
    "jeugd": {"45": 62, "48": 8, "50": 8, "41": 5, "44": 4, "43": 3, "46": 3, "42": 3, "47": 2},
    "pwet": {"uitkering": 100, "reintegratie": 12, "beschut_werk": 0.5},
}
_HULPMIDDELEN = {"11", "12", "13", "14"}


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
                huishouden.geschikt = hoe_geschikt(huishouden, jaar)
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
            kandidaten = kandidaten_voor(huishouden, wet, jaar)
            if not over or not kandidaten:
                return
            categorie = rng.choices(list(over), list(over.values()))[0]
            heeft.add(categorie)
            if hoofd is None or (wet != "pwet" and rng.random() > self._gebruik.zelfde_persoon):
                hoofd = kies_persoon(rng, kandidaten, wet, jaar)
            hoofd.gebruik.append(self._inzet(rng, huishouden, hoofd, wet, categorie, jaar))
            if wet == "jeugd" and len(kandidaten) > 1 and rng.random() < self._gebruik.tweede_kind:
                ander = next(een for een in kandidaten if een is not hoofd)
                ander.gebruik.append(self._inzet(rng, huishouden, ander, wet, categorie, jaar))

    def _inzet(self, rng: Random, huishouden: Huishouden, wie: Persoon, wet: str, categorie: str, jaar: int) -> Inzet:
        laag, hoog = venster(wie, jaar)
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
