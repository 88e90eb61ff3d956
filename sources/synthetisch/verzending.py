"""Sending what a dossier holds, and the returns on it.

Belongs here: the order of messages, their identifications, and which of them are answered by a return. Does not belong
here: the text (berichten, verzoeken), folders (post), declarations (declaraties).
"""

from collections.abc import Callable
from random import Random

from .berichten import RETOUR_VAN, inhoud_301, inhoud_levering, kop, kop_retour
from .dossier import Dossier
from .gedrag import Retour
from .persoon import Persoon
from .post import Post
from .rijen import Bericht
from .tijd import bezorgmap
from .verzoeken import inhoud_315, inhoud_317, inhoud_319

_INHOUD: dict[str, Callable[[Bericht, Persoon, bool], str]] = {
    "301": inhoud_301,
    "305": inhoud_levering,
    "307": inhoud_levering,
    "315": inhoud_315,
    "317": inhoud_317,
    "319": inhoud_319,
}
_SLOT = "</Bericht>\r\n"


class Verzending:
    """Hands the messages of a dossier to the post."""

    def __init__(self, gedrag: Retour, los: float, post: Post) -> None:
        self._gedrag, self._los, self._post = gedrag, los, post

    def verstuur(self, rng: Random, dossier: Dossier) -> None:
        """All messages in the order in which they were sent, each followed by its return if it gets one."""
        for bericht in sorted(dossier.berichten, key=lambda een: een.dag):
            bericht.nummer = (
                bericht.zelfde_als.nummer
                if bericht.zelfde_als
                else self._post.identificatie(dossier.wet, bericht.soort)
            )
            lot, los = rng.random(), rng.random() < self._los
            if bericht.leverdatum is None:
                continue
            tekst = kop(dossier.wet, bericht.soort, dossier.agb, bericht.nummer, bericht.dagtekening)
            inhoud = f"{tekst}{_inhoud(dossier, bericht, retour=False)}{_SLOT}".encode()
            naam = bericht.nummer if not bericht.zelfde_als else f"{bericht.nummer}_2"
            self._post.bezorg(dossier.wet, bericht.soort, naam, inhoud, bericht.leverdatum, los)
            self._beantwoord(rng, dossier, bericht, lot)

    def _beantwoord(self, rng: Random, dossier: Dossier, bericht: Bericht, lot: float) -> None:
        """A return: refused for what was wrong, refused by a system that cannot read it, or accepted."""
        in_rij = any(rij.fout for rij in bericht.rijen)
        code = bericht.fout
        if bericht.fout or in_rij:
            if lot >= self._gedrag.geweigerd:
                return
        elif lot < self._gedrag.technisch:
            code = "0001"
        elif lot >= self._gedrag.technisch + self._gedrag.aanvaard:
            return
        dag = max(bericht.dag, bericht.dagtekening) + rng.randint(1, 4)
        nummer = self._post.identificatie(dossier.wet, RETOUR_VAN[bericht.soort])
        inhoud = kop_retour(dossier, bericht, nummer, dag, code)
        if in_rij:
            inhoud += _inhoud(dossier, bericht, retour=True)
        soort, leverdatum = RETOUR_VAN[bericht.soort], bezorgmap(dag, bericht.later)
        self._post.bezorg(dossier.wet, soort, nummer, f"{inhoud}{_SLOT}".encode(), leverdatum)


def _inhoud(dossier: Dossier, bericht: Bericht, retour: bool) -> str:
    return _INHOUD[bericht.soort](bericht, bericht.over or dossier.persoon, retour)
