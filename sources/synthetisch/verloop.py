"""How an assignment runs: its versions, prolongations and end, and the 301s, 305s and 307s about it.

Belongs here: what happens to an assignment and when that is told. Does not belong here: who gets one (toewijzingen), what
was asked for (aanvragen), what goes wrong (gebreken, te_laat).
"""

from collections.abc import Callable
from random import Random

from .declaratieregels import meeste_per_maand
from .dossier import Dossier
from .gedrag import Toewijzing as Gedrag
from .rijen import Bericht, Levering, rij_301
from .tijd import EERSTE_POST, EIND, START, bezorgmap, maand_van, maandgrenzen
from .toewijzing import Toewijzing, Versie

_VOLGENS_PLAN = {"wmo": "19", "jeugd": "31"}
_VOORTIJDIG = {"wmo": ("21", "23", "31", "39", "22"), "jeugd": ("32", "34", "35", "39", "33")}
_VIJF_JAAR = 1826
_MAX_BUDGET = 99_999_999


class Verloop:
    """Lets assignments run; one object serves all."""

    def __init__(self, gedrag: Gedrag, zonder_start: float) -> None:
        self._gedrag, self._zonder_start = gedrag, zonder_start

    def leef(self, rng: Random, dossier: Dossier, eerste: Toewijzing, nummer: Callable[[str], int]) -> None:
        """The assignment of one facility, or two when the volume changes on the way."""
        dossier.toewijzingen.append(eerste)
        duur = int(rng.choices(*zip(*self._gedrag.looptijd, strict=True))[0])
        if eerste.variant == "generiek" or eerste.product.frequentie in ("2", "6"):
            duur = duur or _VIJF_JAAR  # a budget, a volume per week or for the whole duration needs an end date
        eerste.zonder_start = rng.random() < self._zonder_start
        wissel = self._wisseldag(rng, eerste)
        if wissel is None:
            self._een(rng, dossier, eerste, duur)
            return
        tweede = self._opvolger(rng, eerste, wissel, nummer)
        dossier.toewijzingen.append(tweede)
        waarom, reden = ("12", "37") if tweede.op_verzoek else ("05", "36")
        self._versies(rng, eerste, duur, (wissel - rng.randint(8, 25), waarom))
        self._loop(rng, dossier, eerste, reden)
        self._versies(rng, tweede, duur, None)
        self._loop(rng, dossier, tweede, self._reden(rng, dossier, tweede))

    def _een(self, rng: Random, dossier: Dossier, toewijzing: Toewijzing, duur: int) -> None:
        """One assignment, that ends with a stop, with its own end date, or not at all."""
        gedrag, laatste = self._gedrag, toewijzing.laatste
        zonder_stop = toewijzing.zonder_start or (laatste is not None and rng.random() < gedrag.zonder_stop)
        if toewijzing.zonder_start:
            toewijzing.ingang = toewijzing.begin  # without a start nothing else tells when use began
        besluit = None
        if laatste is not None and (zonder_stop or rng.random() < gedrag.ingekort):
            dood = dossier.persoon.dood is not None and laatste >= dossier.persoon.dood
            besluit = (laatste + rng.randint(-5, 12), "02" if dood else rng.choice(("05", "12", "14")))
        self._versies(rng, toewijzing, duur, besluit)
        self._loop(rng, dossier, toewijzing, "" if zonder_stop else self._reden(rng, dossier, toewijzing))

    def _wisseldag(self, rng: Random, toewijzing: Toewijzing) -> int | None:
        """The first of the month from which another volume holds, None when it never changes."""
        laag, hoog = toewijzing.product.volume
        if rng.random() >= self._gedrag.ander_volume or toewijzing.variant != "specifiek" or laag == hoog:
            return None
        if toewijzing.zonder_start or toewijzing.product.frequentie == "6":
            return None
        vanaf, tot = max(toewijzing.begin, START) + 120, min(toewijzing.laatste or EIND, EIND) - 120
        dag = maandgrenzen(maand_van(rng.randint(vanaf, tot)))[0] if vanaf < tot else tot
        return dag if vanaf <= dag < tot else None

    def _opvolger(self, rng: Random, eerste: Toewijzing, wissel: int, nummer: Callable[[str], int]) -> Toewijzing:
        tweede = Toewijzing(
            nummer(eerste.wet), eerste.wet, eerste.agb, eerste.product, eerste.variant, wissel, wissel, eerste.laatste
        )
        tweede.vorige, tweede.op_verzoek = eerste, rng.random() < self._gedrag.ander_volume_gevraagd
        eerste.laatste = wissel - 1
        return tweede

    def _versies(self, rng: Random, toewijzing: Toewijzing, duur: int, besluit: tuple[int, str] | None) -> None:
        """First issue, prolongations until the use ends, and the early end when that is decided (day and reason)."""
        eerste = self._eerste_versie(rng, toewijzing, duur)
        toewijzing.versies = [eerste]
        tot = toewijzing.laatste if toewijzing.laatste is not None else EIND + 90
        sinds, einde, keer = eerste.sinds, eerste.einde, 1
        while einde is not None and einde < tot:
            sinds, keer = max(einde - rng.randint(5, 45), sinds + 1), keer + 1
            einde += duur
            meer = eerste.volume * keer if toewijzing.product.frequentie == "6" else eerste.volume
            toewijzing.versies.append(Versie(sinds, einde, "04", meer, min(eerste.budget * keer, _MAX_BUDGET)))
        if besluit is not None:
            (dag, reden), laatste = besluit, toewijzing.versies[-1]
            einde = max(tot, toewijzing.ingang)
            toewijzing.versies.append(Versie(max(dag, sinds + 1), einde, reden, laatste.volume, laatste.budget))

    def _eerste_versie(self, rng: Random, toewijzing: Toewijzing, duur: int) -> Versie:
        """As first issued: mostly before it begins, or together with the end of the one that it replaces."""
        ingang, product, vorige = toewijzing.ingang, toewijzing.product, toewijzing.vorige
        sinds = ingang + (rng.randint(1, 25) if rng.random() < 0.15 else -rng.randint(0, 20))
        volume = rng.randint(*product.volume)
        if vorige is not None:
            sinds, (laag, hoog) = vorige.versies[-1].sinds, product.volume
            volume = vorige.versies[0].volume + 1 if vorige.versies[0].volume < hoog else laag
        maanden = duur // 28 + 2
        budget = 0
        if toewijzing.variant == "generiek":
            budget = meeste_per_maand(product, volume) * maanden
        if product.frequentie == "6":
            toewijzing.per_maand = max(1, volume // maanden)
        return Versie(sinds, ingang + duur - 1 if duur else None, "", volume, min(budget, _MAX_BUDGET))

    def _reden(self, rng: Random, dossier: Dossier, toewijzing: Toewijzing) -> str:
        """Why care stops; empty when it goes on."""
        if toewijzing.laatste is None:
            return ""
        if dossier.persoon.dood is not None and toewijzing.laatste >= dossier.persoon.dood:
            return "02"
        volgens_plan = rng.random() < 0.6
        return _VOLGENS_PLAN[dossier.wet] if volgens_plan else rng.choice(_VOORTIJDIG[dossier.wet])

    def _loop(self, rng: Random, dossier: Dossier, toewijzing: Toewijzing, reden: str) -> None:
        """Start, perhaps an interruption, and the stop when there is a reason for one."""
        if toewijzing.zonder_start:
            return
        begin = toewijzing.begin
        gestart = self._start(rng, dossier, toewijzing)
        vanaf, tot = max(begin, START), min(toewijzing.laatste or EIND, EIND)
        if tot - vanaf > 300 and rng.random() < self._gedrag.tijdelijke_stop:
            if reden and rng.random() >= self._gedrag.hervat:
                dag = tot - rng.randint(45, 75)
                toewijzing.pauze = (dag + 1, tot)
                gestart = self._stop(rng, dossier, toewijzing, begin, "20", dag, gestart)
            else:
                dag = rng.randint(vanaf + 60, tot - 150)
                self._stop(rng, dossier, toewijzing, begin, "20", dag, gestart)
                begin = dag + rng.randint(40, 100)
                toewijzing.pauze = (dag + 1, begin - 1)
                gestart = begin + 2
                dossier.berichten.append(bericht_305(toewijzing, gestart, begin))
        if reden:
            self._stop(rng, dossier, toewijzing, begin, reden, max(toewijzing.laatste, begin), gestart)

    def _start(self, rng: Random, dossier: Dossier, toewijzing: Toewijzing) -> int:
        """The start, sometimes first sent with another date and taken back; returns the day on which it was sent."""
        begin = toewijzing.begin
        verstuurd = max(begin + rng.randint(0, 6), toewijzing.versies[0].sinds + rng.randint(0, 5), EERSTE_POST)
        if rng.random() < self._gedrag.start_hersteld:
            mis = begin - rng.randint(3, 40)
            dossier.berichten.append(bericht_305(toewijzing, verstuurd, mis))
            verstuurd += rng.randint(31, 40)
            weg = verstuurd - 1 if bezorgmap(verstuurd - 1) == bezorgmap(verstuurd) else verstuurd
            dossier.berichten.append(bericht_305(toewijzing, weg, mis, "3"))
        dossier.berichten.append(bericht_305(toewijzing, verstuurd, begin))
        return verstuurd

    def _stop(
        self, rng: Random, dossier: Dossier, toewijzing: Toewijzing, begin: int, reden: str, einde: int, na: int
    ) -> int:
        dag = max(einde + rng.randint(0, 8), na + 1, EERSTE_POST)
        dossier.berichten.append(bericht_307(toewijzing, dag, begin, reden, einde))
        return dag

    def voltooi(self, dossier: Dossier) -> None:
        """The 301s: one per day on which something was decided, with all that holds then; older decisions once."""
        gezegd: dict[int, Versie] = {}
        dagen = {versie.verstuurd for een in dossier.toewijzingen for versie in een.versies}
        for dag in sorted(dagen):
            rijen = []
            for een in dossier.toewijzingen:
                versie = een.versie_op(dag)
                nieuw = gezegd.get(een.nummer) is not versie
                if versie.sinds <= dag and (nieuw or (versie.reden != "13" and geldt(versie, dag))):
                    gezegd[een.nummer] = versie
                    rijen.append(rij_301(een, versie, nieuw))
            if rijen:
                dossier.berichten.append(Bericht("301", dag, rijen))


def geldt(versie: Versie, dag: int) -> bool:
    """Whether the assignment is valid on or after a day."""
    return versie.einde is None or versie.einde >= dag


def bericht_305(toewijzing: Toewijzing, dag: int, begin: int, status: str = "1") -> Bericht:
    """A start, sent on a day."""
    return Bericht("305", dag, [Levering(toewijzing, toewijzing.nummer, begin, status=status)])


def bericht_307(toewijzing: Toewijzing, dag: int, begin: int, reden: str, einde: int) -> Bericht:
    """A stop, sent on a day."""
    return Bericht("307", dag, [Levering(toewijzing, toewijzing.nummer, begin, reden, einde)])
