"""What is wrong on purpose: clients nobody knows, numbers that identify nobody, and files that cannot be read.

Belongs here: trouble that is added to the deliveries. Does not belong here: trouble that comes from life itself, such as
late registration or corrections.
"""

from random import Random

from .bestanden import Bestanden, csv_regel
from .bevolking import Bevolking, Eenheid
from .brp import BrpSchrijver
from .gedrag import Gedrag
from .inzet import Inzet
from .persoon import Persoon
from .post import Post
from .registraties import Registraties
from .tijd import EIND, START, dag, iso
from .toewijzingen import Toewijzingen

_KAPOT = dag(2023, 3)
_RELEASE = dag(2023, 5)
_DUBBEL = dag(2023, 8)
_DATUM = dag(2023, 7)


class Ruis:
    """Adds trouble next to the households that pass; `nummer_fout` is the chance that the number of an outsider is wrong."""

    def __init__(
        self, gedrag: Gedrag, bevolking: Bevolking, brp: BrpSchrijver, toewijzingen: Toewijzingen,
        registraties: Registraties, nummer_fout: float,
    ) -> None:  # fmt: skip
        self._ruis, self._mensen, self._brp = gedrag.ruis, bevolking.mensen, brp
        self._toewijzingen, self._registraties = toewijzingen, registraties
        self._nummer_fout = nummer_fout

    def naast(self, eenheid: Eenheid) -> None:
        """Perhaps an outsider, perhaps a row of another municipality."""
        rng = eenheid.rng
        if rng.random() < self._ruis.andere_gemeente:
            self._brp.andere_gemeente(rng, self._mensen.vreemde(rng))
        if rng.random() < self._ruis.buitenstaander:
            self._buitenstaander(rng, self._mensen.vreemde(rng))

    def _buitenstaander(self, rng: Random, vreemde: Persoon) -> None:
        begin = START + rng.randint(-400, 900)
        einde = max(begin, START) + rng.randint(60, 700)
        soort, wet, categorie = rng.choice(
            (("toewijzing", "wmo", "02"), ("toewijzing", "jeugd", "45"), ("uitkering", "pwet", "uitkering"))
        )
        lot, kans = rng.random(), self._nummer_fout if soort == "toewijzing" else self._ruis.bsn_uitkering
        if lot < kans:
            laatste = str((int(vreemde.bsn[-1]) + 1) % 10)
            vreemde.bsn = vreemde.bsn[:-1] + laatste if lot < kans / 2 else "999999999"
            vreemde.bsn_bekend = False
        vreemde.gebruik.append(Inzet(wet, soort, categorie, begin, einde if einde <= EIND else None))
        self._toewijzingen.verwerk(rng, vreemde)
        self._registraties.gebruik_van(rng, vreemde, [])


def schrijf_onleesbaar(bestanden: Bestanden, post: Post) -> None:
    """A message cut off, of another release, delivered twice, of another municipality; a record with an impossible date."""
    if post.voorbeeld:
        bericht = post.voorbeeld
        bestanden.voeg_toe(f"iwmo/{iso(_KAPOT)}/305_afgebroken.xml", bericht[: len(bericht) * 2 // 3])
        ander = bericht.replace(b"/3_2/", b"/3_1/").replace(b"Subversie>2<", b"Subversie>1<")
        bestanden.voeg_toe(f"iwmo/{iso(_RELEASE)}/305_oude_release.xml", ander)
        bestanden.voeg_toe(f"iwmo/{iso(_DUBBEL)}/305_nogmaals.xml", bericht)
        elders = bericht.replace(b"<Ontvanger>0141<", b"<Ontvanger>0153<")
        bestanden.voeg_toe(f"iwmo/{iso(_DUBBEL)}/305_andere_gemeente.xml", elders)
    velden = ("schuldhulp", "overig", "", "SHV", "2023-02-30", "", "", "", "", "", "", "")
    bestanden.voeg_toe(f"voorzieningen/{iso(_DATUM)}/schuldhulp.csv", csv_regel(*velden))
