"""From the facilities that a person uses to dossiers: which assignment at which provider, and what follows from it.

Belongs here: choosing product, provider and variant, and the order in which a dossier is made, spoilt and sent. Does not
belong here: how an assignment runs (verloop), requests (aanvragen), lines (declaraties), defects (gebreken).
"""

from random import Random

from .aanvragen import Aanvragen
from .declaraties import Declaraties
from .dossier import Dossier
from .gebreken import Gebreken
from .gedrag import Gedrag
from .inzet import Inzet
from .persoon import Persoon
from .producten import PRODUCTEN, Aanbieders, Product
from .te_laat import vertraag
from .tijd import EERSTE_POST
from .toewijzing import Toewijzing, Versie
from .verloop import Verloop
from .verzending import Verzending

Dossiers = dict[tuple[str, str], Dossier]


class Toewijzingen:
    """Makes the dossiers of people, one person after another."""

    def __init__(
        self, gedrag: Gedrag, aanbieders: Aanbieders, declaraties: Declaraties, gebreken: Gebreken,
        verzending: Verzending,
    ) -> None:  # fmt: skip
        self._gedrag, self._aanbieders = gedrag.toewijzing, aanbieders
        self._declaraties, self._gebreken, self._verzending = declaraties, gebreken, verzending
        self._aanvragen = Aanvragen(gedrag.aanvraag)
        self._verloop = Verloop(gedrag.toewijzing, gebreken.kans("OP364"))
        self.nummer = gebreken.hulp.nummer

    def verwerk(self, rng: Random, persoon: Persoon) -> None:
        """Send everything about the assignments of one person."""
        dossiers: Dossiers = {}
        inzetten = [inzet for inzet in persoon.gebruik if inzet.soort == "toewijzing"]
        for inzet in inzetten:
            self._inzet(rng, persoon, inzet, dossiers, alleen=len(inzetten) == 1)
        for dossier in dossiers.values():
            self._aanvragen.vraag(rng, dossier)
            self._verloop.voltooi(dossier)
            self._declaraties.plan(rng, dossier)
            # What goes wrong draws from a stream of its own: it changes nothing else.
            kwaad = Random(rng.getrandbits(64))
            if not vertraag(rng, dossier, self._gedrag.te_laat, self._declaraties.data, self._gebreken.noteer):
                self._gebreken.plant(kwaad, dossier)
            self._declaraties.neem_op(dossier)
            self._verzending.verstuur(rng, dossier)

    def _inzet(self, rng: Random, persoon: Persoon, inzet: Inzet, dossiers: Dossiers, alleen: bool) -> None:
        wet, variant = inzet.wet, self._variant(rng, alleen)
        agb, product = self._aanbieder(rng, wet, inzet.categorie, dossiers)
        dossier = dossiers.setdefault((wet, agb), Dossier(persoon, wet, agb))
        ingang = inzet.begin - (rng.randint(0, 12) if rng.random() < 0.6 else 0)
        eerste = Toewijzing(self.nummer(wet), wet, agb, product, variant, ingang, inzet.begin, inzet.einde)
        self._verloop.leef(rng, dossier, eerste, self.nummer)
        if rng.random() < self._gedrag.verwijderd:
            self._verwijderd(rng, dossier, ingang)

    def _variant(self, rng: Random, alleen: bool) -> str:
        """A budget without product stands for everything a client gets: only who has one thing gets that."""
        lot = rng.random()
        if lot < self._gedrag.aspecifiek:
            return "aspecifiek"
        generiek = alleen and lot < self._gedrag.aspecifiek + self._gedrag.generiek
        return "generiek" if generiek else "specifiek"

    def _aanbieder(self, rng: Random, wet: str, categorie: str, dossiers: Dossiers) -> tuple[str, Product]:
        """A provider where the client has nothing of this category, which might be the same a second time."""
        keuze, aantal = self._aanbieders.kies(rng), self._aanbieders.aantal
        product = rng.choice(PRODUCTEN[wet][categorie])
        for plaats in range(aantal):
            agb = self._aanbieders.agb(wet, (keuze + plaats) % aantal)
            dossier = dossiers.get((wet, agb))
            if dossier is None or all(een.product.categorie != categorie for een in dossier.toewijzingen):
                return agb, product
        return dossier.agb, dossier.ander_product(rng)  # everywhere already: something else then

    def _verwijderd(self, rng: Random, dossier: Dossier, ingang: int) -> None:
        """An assignment that was sent by mistake and taken back: it never existed."""
        product = dossier.ander_product(rng)
        if product is None:
            return
        sinds = max(ingang - rng.randint(0, 15), EERSTE_POST + 1)
        ingang = max(ingang, sinds)
        fout = Toewijzing(self.nummer(dossier.wet), dossier.wet, dossier.agb, product, "specifiek", ingang, ingang, 0)
        volume = rng.randint(*product.volume)
        terug = Versie(sinds + rng.randint(5, 60), ingang, "13", volume, 0)
        fout.versies = [Versie(sinds, ingang + 364, "", volume, 0), terug]
        dossier.toewijzingen.append(fout)
