"""Requests of providers and what the municipality answers: 315, 317 and 319 around the decisions that were taken.

Belongs here: which decision was asked for, and requests that come to nothing. Does not belong here: the decisions
themselves (verloop), the text (verzoeken).

A client has one request at a provider at a time, and its answer arrives with an earlier delivery than the next request.
"""

from random import Random

from .dossier import Aanvraag, Dossier
from .gedrag import Aanvraag as Gedrag
from .producten import PRODUCTEN
from .rijen import Aangevraagd, Antwoord, Bericht, Wijziging, rij_301
from .tijd import EIND, START, maand_van
from .toewijzing import Toewijzing, Versie

_VANAF = START + 70  # what is asked for from here on is asked within the window
_AFWIJZING = ("2", "3", "5", "6", "7")
_WOONPLAATS = "8"
_ELDERS = ("0147", "0153", "0164", "0189")
_VERWIJZERS = {"wmo": ("06",), "jeugd": ("02", "02", "03", "04", "05", "06")}


class Aanvragen:
    """Adds requests to dossiers."""

    def __init__(self, gedrag: Gedrag) -> None:
        self._gedrag = gedrag

    def vraag(self, rng: Random, dossier: Dossier) -> None:
        """The requests that were honoured, then perhaps one that is not."""
        for toewijzing in dossier.toewijzingen:
            if not toewijzing.verwijderd:
                self._eerste(rng, dossier, toewijzing)
                self._volgende(rng, dossier, toewijzing)
        if rng.random() < self._gedrag.afgewezen:
            self._vergeefs(rng, dossier)
        dossier.aanvragen.sort(key=lambda aanvraag: aanvraag.vraag.dag)

    def _eerste(self, rng: Random, dossier: Dossier, toewijzing: Toewijzing) -> None:
        """The request for the assignment, or for another volume of the one before it."""
        versie, vorige = toewijzing.versies[0], toewijzing.vorige
        if versie.sinds < _VANAF:
            return
        if vorige is None and rng.random() < getattr(self._gedrag, f"vot_{dossier.wet}"):
            rij = rij_301(toewijzing, versie, nieuw=True)
            vraag = Aangevraagd(
                f"VOT-{toewijzing.nummer}", toewijzing.opdracht, toewijzing.ingang, versie.einde, rij.omvang,
                rij.budget, rng.choice(_VERWIJZERS[dossier.wet]),
            )  # fmt: skip
            self._honoreer(rng, dossier, toewijzing, "315", vraag, [versie])
        elif vorige is not None and toewijzing.op_verzoek and _alleen(dossier, vorige, versie.sinds):
            omvang = (versie.volume, toewijzing.product.eenheid, toewijzing.product.frequentie)
            vraag = Wijziging(
                f"VOW-{toewijzing.nummer}", [], vorige.nummer, toewijzing.ingang, versie.einde, omvang, None
            )
            self._honoreer(rng, dossier, toewijzing, "317", vraag, [vorige.versies[-1], versie])

    def _volgende(self, rng: Random, dossier: Dossier, toewijzing: Toewijzing) -> None:
        """Prolongations that the provider asked for."""
        for eerder, versie in zip(toewijzing.versies, toewijzing.versies[1:], strict=False):
            if versie.reden != "04" or versie.sinds < max(_VANAF, toewijzing.begin + 100):
                continue
            if rng.random() < self._gedrag.vow and eerder.sinds + 70 < versie.sinds:
                if not _alleen(dossier, toewijzing, versie.sinds):
                    continue
                rij = rij_301(toewijzing, versie, nieuw=True)
                vraag = Wijziging(
                    f"VOW-{toewijzing.nummer}-{versie.sinds}", [], toewijzing.nummer, toewijzing.ingang, versie.einde,
                    rij.omvang, rij.budget,
                )  # fmt: skip
                self._honoreer(rng, dossier, toewijzing, "317", vraag, [versie])

    def _honoreer(
        self, rng: Random, dossier: Dossier, toewijzing: Toewijzing, soort: str, vraag: Aangevraagd | Wijziging,
        versies: list[Versie],
    ) -> None:  # fmt: skip
        """A request some days before the decision; or weeks, when it has to be looked into."""
        besluit, antwoorden = versies[-1].verstuurd, []
        onderzoek = rng.random() < self._gedrag.onderzoek or len(versies) > 1  # a second assignment takes thought
        dag = besluit - (rng.randint(50, 55) if onderzoek else rng.randint(3, 7))
        if not _vrij(dossier, dag, besluit):
            return
        if onderzoek:
            antwoorden.append(Bericht("319", dag + rng.randint(1, 4), [Antwoord(vraag.referentie, "2")]))
        for versie in versies:
            versie.referentie = vraag.referentie
        _stel(dossier, Aanvraag(Bericht(soort, dag, [vraag]), antwoorden, besluit, toewijzing))

    def _vergeefs(self, rng: Random, dossier: Dossier) -> None:
        """A request that is rejected, at once or after it was looked into."""
        eerste = dossier.toewijzingen[0]
        vanaf, tot = max(eerste.begin, START) + 60, min(eerste.laatste or EIND, EIND) - 60
        if vanaf >= tot:
            return
        dag, referentie = rng.randint(vanaf, tot), f"AFG-{eerste.nummer}"
        antwoorden = []
        besluit = dag + rng.randint(5, 12)
        if rng.random() < self._gedrag.onderzoek:
            antwoorden.append(Bericht("319", dag + rng.randint(1, 4), [Antwoord(referentie, "2")]))
            besluit = dag + rng.randint(50, 55)
        if not _vrij(dossier, dag, besluit):
            return
        wens = self._meer(rng, dossier, eerste, dag, referentie) if rng.random() < 0.5 else None
        vraag = (
            Bericht("317", dag, [wens]) if wens else Bericht("315", dag, [nieuwe_wens(rng, dossier, dag, referentie)])
        )
        antwoorden.append(Bericht("319", besluit, [self._afwijzing(rng, dossier.wet, referentie)]))
        _stel(dossier, Aanvraag(vraag, antwoorden, None))

    def _meer(
        self, rng: Random, dossier: Dossier, toewijzing: Toewijzing, dag: int, referentie: str
    ) -> Wijziging | None:
        """More of what the client has; None when that cannot be asked."""
        versie, product = toewijzing.versie_op(dag), toewijzing.product
        if toewijzing.variant != "specifiek" or product.frequentie == "6" or not _alleen(dossier, toewijzing, dag):
            return None
        gewenst = dag + rng.randint(20, 40)
        if not toewijzing.ingang + 70 < dag or (versie.einde is not None and versie.einde <= gewenst):
            return None
        omvang = (versie.volume + max(1, versie.volume // 10), product.eenheid, product.frequentie)
        return Wijziging(referentie, [], toewijzing.nummer, gewenst, versie.einde, omvang, None)

    def _afwijzing(self, rng: Random, wet: str, referentie: str) -> Antwoord:
        if wet == "jeugd" and rng.random() < self._gedrag.woonplaatsbeginsel:
            return Antwoord(referentie, "1", _WOONPLAATS, rng.choice(_ELDERS))
        return Antwoord(referentie, "1", rng.choice(_AFWIJZING))


def nieuwe_wens(rng: Random, dossier: Dossier, dag: int, referentie: str) -> Aangevraagd:
    """A request for a product that the client does not have at this provider."""
    heeft = {een.product.categorie for een in dossier.toewijzingen}
    categorie = rng.choice([een for een in PRODUCTEN[dossier.wet] if een not in heeft])
    product = rng.choice(PRODUCTEN[dossier.wet][categorie])
    omvang = (product.volume[0], product.eenheid, product.frequentie)
    return Aangevraagd(referentie, (categorie, product.code), dag + 30, dag + 394, omvang, None)


def _alleen(dossier: Dossier, toewijzing: Toewijzing, dag: int) -> bool:
    """Whether the client has nothing else at this provider around a day: then a request about it names all there is."""
    return all(
        een is toewijzing
        or (een is toewijzing.vorige and een.laatste + 100 < dag)
        or (een.vorige is toewijzing and een.versies[0].sinds >= dag + (0 if een.op_verzoek else 62))
        for een in dossier.toewijzingen
    )


def _vrij(dossier: Dossier, dag: int, besluit: int) -> bool:
    """Whether no other request of this dossier is open in the months from asking to answering."""
    return all(
        maand_van(besluit) < maand_van(een.vraag.dag) or _laatste(een) < maand_van(dag) for een in dossier.aanvragen
    )


def _laatste(aanvraag: Aanvraag) -> int:
    """The month in which a request got its final answer."""
    return maand_van(aanvraag.besluit if aanvraag.besluit is not None else aanvraag.antwoorden[-1].dag)


def _stel(dossier: Dossier, aanvraag: Aanvraag) -> None:
    dossier.aanvragen.append(aanvraag)
    dossier.berichten += [aanvraag.vraag, *aanvraag.antwoorden]
