"""Declarations (323) of each provider and month, with the answers of the municipality (325).

Belongs here: which lines are declared, corrected and rejected, in which declaration, and when that is sent and answered.
Does not belong here: the lines themselves (declaratieregels), and the text (declaratietekst).

Clients pass one after another, a declaration holds many: their lines wait in temporary files, one per provider, law and
month (and part), until everybody has passed. A second declaration of a month with a single line is written at once.
"""

from collections import defaultdict
from dataclasses import dataclass
from random import Random

from .bestanden import Bestanden
from .declaratieregels import credit, kopie, maak_regel, met_volume, ruimte
from .declaratietekst import SLOT_323, clienten, declaratienummer, kop_323, tekst_325
from .dossier import Dossier, Losse, Regel
from .gedrag import Gedrag
from .post import Post
from .tijd import EIND, bezorgmap, maand_van, maandgrenzen
from .toewijzing import Toewijzing

SPOEL = ".spoel"
EERSTE, LAATSTE = -1, 34  # December 2021, sent in January; November 2024, sent in December
# The municipality also counts what was declared before the first delivery: a rejection that no message explains.
_VOL = {"specifiek": "9322", "generiek": "9369"}


@dataclass(slots=True)
class _Stapel:
    """The declaration of one provider, law and month so far, in its current part."""

    deel: int = 1
    bytes: int = 0
    ingediend: int = 0
    afgewezen: int = 0
    regels: int = 0
    fout: int = 0


class Declaraties:
    """Collects the lines of everybody and makes the messages at the end."""

    def __init__(self, gedrag: Gedrag, bestanden: Bestanden, post: Post, seed: int) -> None:
        self._gedrag, self._bestanden, self._post, self._seed = gedrag.declaratie, bestanden, post, seed
        self._stapels: dict[tuple[str, str, int], list[_Stapel]] = {}
        self._dagen: dict[tuple[str, str, int], tuple[int, int]] = {}
        self._losse: defaultdict[tuple[str, str, int], int] = defaultdict(int)
        self.regels = 0
        self.afgewezen = 0

    def dagen(self, wet: str, agb: str, maand: int) -> tuple[int, int]:
        """When the declaration of a month is sent, and when it is answered: sometimes in the month after."""
        sleutel = (wet, agb, maand)
        if sleutel not in self._dagen:
            rng = Random(f"declaratie/{self._seed}/{wet}/{agb}/{maand}")
            dag = maandgrenzen(maand)[1] + rng.randint(3, 20)
            self._dagen[sleutel] = (dag, dag + rng.randint(5, 14))
        return self._dagen[sleutel]

    def data(self, wet: str, agb: str, maand: int) -> tuple[int | None, int | None]:
        """The delivery dates of the declaration of a month and of its answer; None after the last delivery."""
        dag, antwoord = self.dagen(wet, agb, maand)
        return bezorgmap(dag), bezorgmap(antwoord)

    def plan(self, rng: Random, dossier: Dossier) -> None:
        """The lines of all assignments of a dossier, in the order in which they are declared."""
        for toewijzing in dossier.toewijzingen:
            if not toewijzing.verwijderd:
                self._plan(rng, dossier, toewijzing)
        dossier.regels.sort(key=lambda regel: regel.maand)

    def _plan(self, rng: Random, dossier: Dossier, toewijzing: Toewijzing) -> None:
        gedrag, al = self._gedrag, 0
        for maand in range(
            max(maand_van(toewijzing.begin), EERSTE), min(maand_van(toewijzing.laatste or EIND), LAATSTE) + 1
        ):
            eerste, laatste = maandgrenzen(maand)
            wanneer = maand + (rng.random() < gedrag.laat)
            if rng.random() < gedrag.geen_levering or wanneer > LAATSTE or _pauze(toewijzing, eerste, laatste):
                continue
            # a broken month is that of the assignment as the provider knows it, not of the delivery
            tot = toewijzing.bekend_bij(self.data(toewijzing.wet, toewijzing.agb, wanneer)[0]).einde
            begin, einde = max(eerste, toewijzing.ingang), laatste if tot is None else min(laatste, tot)
            if begin > einde:
                continue
            referentie = f"{toewijzing.nummer}-{maand + 1:02d}"
            over = ruimte(toewijzing, einde, al)
            regel = maak_regel(rng, toewijzing, referentie, wanneer, begin, einde, over)
            if regel is not None:
                al += regel.volume
                dossier.regels.append(regel)
                if not toewijzing.zonder_start:
                    self._vervolg(rng, dossier, regel)

    def _vervolg(self, rng: Random, dossier: Dossier, regel: Regel) -> None:
        """Sometimes a line is rejected and sent again, or taken back and declared with another volume."""
        gedrag, daarna, lot = self._gedrag, regel.maand + 1, rng.random()
        if daarna > LAATSTE or lot >= gedrag.afgewezen + gedrag.correctie:
            return
        regel.vast = True
        if lot < gedrag.afgewezen:
            if regel.toewijzing.variant in _VOL:
                regel.fout = _VOL[regel.toewijzing.variant]
                dossier.regels.append(kopie(regel, "H", daarna))
            return
        nieuw = kopie(regel, "N", daarna)
        dossier.regels += [
            credit(regel, "C", daarna),
            met_volume(nieuw, max(1, round(regel.volume * rng.uniform(0.5, 0.95)))),
        ]

    def neem_op(self, dossier: Dossier) -> None:
        """Close the lines of one client: they go to the declarations they belong to."""
        per_maand: defaultdict[int, list[Regel]] = defaultdict(list)
        for regel in dossier.regels:
            per_maand[regel.maand].append(regel)
        for maand, regels in per_maand.items():
            sleutel = (dossier.wet, dossier.agb, maand)
            stapel = self._stapel(sleutel)
            self._spoel(sleutel, stapel, "323", clienten(dossier, regels, antwoord=False))
            stapel.regels += len(regels)
            fout = []
            for regel in regels:
                bedrag = regel.getekend()
                stapel.ingediend += bedrag
                if regel.fout:
                    stapel.afgewezen += bedrag
                    fout.append(regel)
            if fout:
                self._spoel(sleutel, stapel, "325", clienten(dossier, fout, antwoord=True))
                stapel.fout += len(fout)
        for losse in dossier.losse:
            self._los(dossier, losse)

    def _stapel(self, sleutel: tuple[str, str, int]) -> _Stapel:
        stapels = self._stapels.setdefault(sleutel, [_Stapel()])
        if stapels[-1].bytes > self._gedrag.deel_bytes:
            stapels.append(_Stapel(deel=len(stapels) + 1))
        return stapels[-1]

    def _spoel(self, sleutel: tuple[str, str, int], stapel: _Stapel, soort: str, tekst: str) -> None:
        inhoud = tekst.encode()
        stapel.bytes += len(inhoud)
        self._bestanden.voeg_toe(_pad(sleutel, stapel.deel, soort), inhoud)

    def sluit(self) -> None:
        """Make all declarations and answers, in a fixed order; what waited is removed."""
        self._bestanden.leeg()
        for sleutel in sorted(self._stapels):
            for stapel in self._stapels[sleutel]:
                self._maak(sleutel, stapel)
                self.regels += stapel.regels
                self.afgewezen += stapel.fout

    def _maak(self, sleutel: tuple[str, str, int], stapel: _Stapel) -> None:
        wet, agb, maand = sleutel
        dag, antwoorddag = self.dagen(*sleutel)
        nummer = declaratienummer(agb, maand, stapel.deel)
        identificatie, antwoord = self._post.identificatie(wet, "323"), self._post.identificatie(wet, "325")
        los = agb.endswith("1001")  # the largest provider of each law sends loose files
        kop_ = kop_323(wet, agb, identificatie, dag, maandgrenzen(maand), nummer, stapel.ingediend)
        inhoud = kop_ + self._lees(sleutel, stapel.deel, "323") + SLOT_323
        self._post.bezorg(wet, "323", identificatie, inhoud, bezorgmap(dag), los)
        afgewezen = self._lees(sleutel, stapel.deel, "325") if stapel.fout else b""
        totalen = (stapel.ingediend, stapel.ingediend - stapel.afgewezen)
        inhoud = tekst_325(wet, agb, (antwoord, antwoorddag), (identificatie, dag), nummer, totalen, afgewezen)
        self._post.bezorg(wet, "325", antwoord, inhoud, bezorgmap(antwoorddag), los)

    def _los(self, dossier: Dossier, losse: Losse) -> None:
        """A second declaration of a month with one line; what is wrong with it or its answer is in `losse`."""
        wet, agb, regel = dossier.wet, dossier.agb, losse.regel
        self._losse[wet, agb, regel.maand] += 1
        begin, einde = maandgrenzen(regel.maand)
        nummer = losse.nummer or declaratienummer(agb, regel.maand, self._losse[wet, agb, regel.maand], "L")
        identificatie, antwoord = self._post.identificatie(wet, "323"), self._post.identificatie(wet, "325")
        bedrag = regel.getekend()
        periode = (losse.begin or begin, einde)
        inhoud = kop_323(wet, agb, identificatie, losse.dag, periode, nummer, bedrag + losse.erbij)
        inhoud += clienten(dossier, [regel], antwoord=False).encode() + SLOT_323
        self._post.bezorg(wet, "323", identificatie, inhoud, bezorgmap(losse.dag))
        afgewezen = clienten(dossier, [losse.afgewezen], antwoord=True).encode() if losse.afgewezen else b""
        toegekend = bedrag + losse.erbij - (losse.afgewezen.getekend() if losse.afgewezen else 0)
        van = (losse.antwoord_op or identificatie, losse.dag)
        inhoud = tekst_325(
            wet, agb, (antwoord, losse.dag + 7), van, nummer, (bedrag + losse.erbij, toegekend), afgewezen
        )
        self._post.bezorg(wet, "325", antwoord, inhoud, bezorgmap(losse.dag + 7))
        self.regels += 1

    def _lees(self, sleutel: tuple, deel: int, soort: str) -> bytes:
        pad = self._bestanden.wortel / _pad(sleutel, deel, soort)
        inhoud = pad.read_bytes()
        pad.unlink()
        return inhoud


def _pauze(toewijzing: Toewijzing, eerste: int, laatste: int) -> bool:
    """Whether nothing is delivered in the whole month."""
    return toewijzing.pauze is not None and toewijzing.pauze[0] <= eerste and laatste <= toewijzing.pauze[1]


def _pad(sleutel: tuple, deel: int, soort: str) -> str:
    wet, agb, maand = sleutel
    return f"{SPOEL}/{wet}-{agb}-{maand + 1:02d}-{deel}.{soort}"
