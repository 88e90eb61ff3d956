"""From a facility in use to the messages about it: 301, 305 and 307, on the day they are sent.

Belongs here: how an assignment is made, started, prolonged, stopped, corrected and removed.
Does not belong here: the text of a message (berichten) and the declarations (declaraties).
"""

from collections import defaultdict
from random import Random

from .berichten import Toewijzing, bericht_301, bericht_305, bericht_307
from .declaraties import Declaraties
from .gedrag import Gedrag
from .inzet import Inzet
from .persoon import Persoon
from .post import Post
from .producten import PRODUCTEN, Aanbieders
from .tijd import EIND, START

_VOLGENS_PLAN = {"wmo": "19", "jeugd": "31"}
_VOORTIJDIG = {"wmo": ("21", "23", "31", "39", "22"), "jeugd": ("32", "34", "35", "39", "33")}
_INITIEEL = START - 20


class Toewijzingen:
    """Makes assignments for facilities in the message traffic."""

    def __init__(self, gedrag: Gedrag, aanbieders: Aanbieders, post: Post, declaraties: Declaraties) -> None:
        self._gedrag, self._aanbieders, self._post, self._declaraties = gedrag.toewijzing, aanbieders, post, declaraties
        self._nummers = {"wmo": 100_000, "jeugd": 500_000}

    def verwerk(self, rng: Random, persoon: Persoon) -> None:
        """Send everything about the assignments of one person."""
        per_aanbieder: defaultdict[str, list[Toewijzing]] = defaultdict(list)
        for inzet in persoon.gebruik:
            if inzet.soort == "toewijzing":
                toewijzing = self._maak(rng, inzet)
                per_aanbieder[toewijzing.agb].append(toewijzing)
                self._leven(rng, persoon, inzet, toewijzing)
                if rng.random() < self._gedrag.verwijderd:
                    per_aanbieder[toewijzing.agb].append(self._verwijderd(rng, inzet, toewijzing.agb))
        self._declaraties.verwerk(rng, persoon)
        for groep in per_aanbieder.values():
            self._stuur_301(rng, persoon, groep)

    def _maak(self, rng: Random, inzet: Inzet, agb: str | None = None) -> Toewijzing:
        gedrag, wet = self._gedrag, inzet.wet
        self._nummers[wet] += 1
        product = rng.choice(PRODUCTEN[wet][inzet.categorie])
        lot = rng.random()
        variant = "specifiek"
        if lot < gedrag.aspecifiek:
            variant = "aspecifiek"
        elif lot < gedrag.aspecifiek + gedrag.generiek:
            variant = "generiek"
        agb = agb or self._aanbieders.agb(wet, self._aanbieders.kies(rng))
        volume = rng.randint(*product.volume)
        ingang = inzet.begin - (rng.randint(0, 12) if rng.random() < 0.6 else 0)
        return Toewijzing(self._nummers[wet], wet, agb, inzet.categorie, product, variant, volume, ingang)

    def _verwijderd(self, rng: Random, inzet: Inzet, agb: str) -> Toewijzing:
        """An assignment that was sent by mistake and taken back: it never existed."""
        fout = self._maak(rng, inzet, agb)
        sinds = max(fout.ingang - rng.randint(0, 15), _INITIEEL + 1)
        terug = sinds + rng.randint(5, 60)
        fout.ingang = max(fout.ingang, sinds)
        fout.versies = [(sinds, fout.ingang + 364, ""), (terug, fout.ingang, "13")]
        return fout

    def _leven(self, rng: Random, persoon: Persoon, inzet: Inzet, toewijzing: Toewijzing) -> None:
        """The versions of the assignment, its start and stop, and what is declared on it."""
        gedrag = self._gedrag
        zonder_start = rng.random() < gedrag.zonder_start
        if zonder_start:
            toewijzing.ingang = inzet.begin
        duur = int(rng.choices(*zip(*gedrag.looptijd, strict=True))[0])
        if toewijzing.variant == "generiek" or toewijzing.product.frequentie == "2":
            duur = duur or 1826  # a budget and a volume per week need an end date
        zonder_stop = inzet.einde is not None and rng.random() < gedrag.zonder_stop
        einde = self._versies(rng, inzet, toewijzing, duur, zonder_stop)
        begin = toewijzing.ingang if zonder_start else inzet.begin
        if not zonder_start:
            self._start(rng, persoon, toewijzing, begin)
        laatste = einde if inzet.einde is None else min(inzet.einde, einde or inzet.einde)
        if inzet.einde is not None and not zonder_stop:
            reden = _VOLGENS_PLAN[inzet.wet] if rng.random() < 0.6 else rng.choice(_VOORTIJDIG[inzet.wet])
            if persoon.dood is not None and inzet.einde >= persoon.dood:
                reden = "02"
            self._stop(rng, persoon, toewijzing, begin, reden, laatste)
        elif (laatste or EIND) - begin > 300 and rng.random() < gedrag.tijdelijke_stop:
            self._onderbreek(rng, persoon, toewijzing, begin, laatste or EIND)
        self._declaraties.plan(rng, toewijzing, begin, laatste)

    def _versies(self, rng: Random, inzet: Inzet, toewijzing: Toewijzing, duur: int, zonder_stop: bool) -> int | None:
        """First issue, prolongations until the use ends, and sometimes the early end; returns the last end date."""
        ingang = toewijzing.ingang
        sinds = ingang + (rng.randint(1, 25) if rng.random() < 0.15 else -rng.randint(0, 20))
        einde = ingang + duur - 1 if duur else None
        versies = [(sinds, einde, "")]
        tot = inzet.einde if inzet.einde is not None else EIND + 90
        while einde is not None and einde < tot:
            sinds = max(einde - rng.randint(5, 45), sinds + 1)
            einde += duur
            versies.append((sinds, einde, "04"))
        if zonder_stop or (inzet.einde is not None and rng.random() < self._gedrag.ingekort):
            sinds = max(inzet.einde + rng.randint(-5, 12), sinds + 1)
            einde = max(inzet.einde, ingang)
            versies.append((sinds, einde, "05" if zonder_stop else rng.choice(("05", "12", "14"))))
        toewijzing.versies = versies
        return einde

    def _start(self, rng: Random, persoon: Persoon, toewijzing: Toewijzing, begin: int) -> None:
        verstuurd = max(begin + rng.randint(0, 6), _INITIEEL)
        if rng.random() < self._gedrag.start_hersteld:
            mis = begin - rng.randint(3, 40)
            self._stuur_305(rng, persoon, toewijzing, verstuurd, mis, "1")
            verstuurd += rng.randint(5, 30)
            self._stuur_305(rng, persoon, toewijzing, verstuurd, mis, "3")
        self._stuur_305(rng, persoon, toewijzing, verstuurd, begin, "1")

    def _stuur_305(
        self, rng: Random, persoon: Persoon, toewijzing: Toewijzing, verstuurd: int, begin: int, status: str
    ) -> None:
        nummer = self._post.identificatie(toewijzing.wet, "305")
        inhoud = bericht_305(persoon, toewijzing, nummer, verstuurd, begin, status)
        self._post.bezorg(toewijzing.wet, "305", nummer, inhoud, verstuurd, los=rng.random() < self._gedrag.los)

    def _stop(self, rng: Random, persoon: Persoon, toewijzing: Toewijzing, begin: int, reden: str, einde: int) -> None:
        verstuurd = max(einde + rng.randint(0, 8), _INITIEEL)
        later = rng.randint(1, 2) if rng.random() < self._gedrag.te_laat else 0
        nummer = self._post.identificatie(toewijzing.wet, "307")
        inhoud = bericht_307(persoon, toewijzing, nummer, verstuurd, begin, reden, max(einde, begin))
        self._post.bezorg(toewijzing.wet, "307", nummer, inhoud, verstuurd, later, rng.random() < self._gedrag.los)

    def _onderbreek(self, rng: Random, persoon: Persoon, toewijzing: Toewijzing, begin: int, laatste: int) -> None:
        """A temporary stop and the start after it."""
        stop = rng.randint(begin + 60, laatste - 150)
        self._stop(rng, persoon, toewijzing, begin, "20", stop)
        hervat = stop + rng.randint(20, 90)
        self._stuur_305(rng, persoon, toewijzing, hervat + 2, hervat, "1")

    def _stuur_301(self, rng: Random, persoon: Persoon, groep: list[Toewijzing]) -> None:
        """One message per day on which something was decided, with all that holds then; older decisions once."""
        dagen = sorted({max(sinds, _INITIEEL) for toewijzing in groep for sinds, _, _ in toewijzing.versies})
        for dag in dagen:
            erin = [een for een in groep if _hoort_erin(een, dag)]
            if not erin:
                continue
            wet = groep[0].wet
            later = rng.randint(1, 2) if rng.random() < self._gedrag.te_laat else 0
            nummer = self._post.identificatie(wet, "301")
            inhoud = bericht_301(persoon, erin, nummer, dag)
            self._post.bezorg(wet, "301", nummer, inhoud, dag, later, rng.random() < self._gedrag.los)


def _hoort_erin(toewijzing: Toewijzing, dag: int) -> bool:
    """Decided by this day, and still valid then or decided on this very day."""
    if toewijzing.versies[0][0] > dag:
        return False
    sinds, einde, _ = toewijzing.versie_op(dag)
    return sinds == dag or einde is None or einde >= dag
