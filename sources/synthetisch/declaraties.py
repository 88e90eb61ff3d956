"""Declarations (323) of each provider and month, with the answers of the municipality (325).

Belongs here: which lines are declared, corrected and rejected, and the text of 323 and 325 around the lines.
Does not belong here: the lines themselves (declaratieregels), assignments, starts and stops.

Clients pass one after another, a declaration holds many: their lines wait in temporary files, one per provider, law and
month (and part), until everybody has passed.
"""

from collections import defaultdict
from dataclasses import dataclass
from random import Random

from .berichten import XSD_VERSIE, Toewijzing, kop
from .bestanden import Bestanden
from .declaratieregels import CODES, Regel, maak_fout, maak_regel
from .gedrag import Gedrag
from .persoon import Persoon
from .post import Post
from .tijd import EIND, iso, maand_van, maandgrenzen

SPOEL = ".spoel"
_EERSTE, _LAATSTE = -1, 34  # December 2021, sent in January; November 2024, sent in December


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
        self._wacht: defaultdict[tuple[str, str, int], list[Regel]] = defaultdict(list)
        self.regels = 0
        self.afgewezen = 0

    def plan(self, rng: Random, toewijzing: Toewijzing, begin: int, einde: int | None) -> None:
        """The lines of one assignment that delivers from `begin` to `einde`."""
        gedrag = self._gedrag
        for maand in range(max(maand_van(begin), _EERSTE), min(maand_van(einde or EIND), _LAATSTE) + 1):
            if rng.random() < gedrag.geen_levering:
                continue
            eerste, laatste = maandgrenzen(maand)
            # a broken month is that of the assignment, not of the delivery
            tot = toewijzing.versies[-1][1]
            regel = maak_regel(rng, toewijzing, maand, max(eerste, toewijzing.ingang), min(laatste, tot or laatste))
            wanneer = maand + (rng.random() < gedrag.laat)
            lot = rng.random()
            if lot < gedrag.afgekeurd:
                self._zet(toewijzing, wanneer, maak_fout(rng, regel))
                if rng.random() < gedrag.opnieuw:
                    self._zet(toewijzing, wanneer + 1, regel)
                continue
            self._zet(toewijzing, wanneer, regel)
            if lot < gedrag.afgekeurd + gedrag.correctie:
                self._corrigeer(rng, toewijzing, wanneer + 1, regel)

    def _corrigeer(self, rng: Random, toewijzing: Toewijzing, wanneer: int, oud: Regel) -> None:
        """Credit the whole line and declare it again with another volume."""
        terug = oud.kopie("C")
        terug.debet_credit, terug.vorige = "C", oud.referentie
        nieuw = oud.kopie("N")
        nieuw.volume = max(1, round(oud.volume * rng.uniform(0.5, 0.95)))
        nieuw.bedrag = nieuw.volume * (oud.tarief if oud.tarief is not None else 1)
        self._zet(toewijzing, wanneer, terug)
        self._zet(toewijzing, wanneer, nieuw)

    def _zet(self, toewijzing: Toewijzing, maand: int, regel: Regel) -> None:
        if maand <= _LAATSTE:
            self._wacht[toewijzing.wet, toewijzing.agb, maand].append(regel)

    def verwerk(self, rng: Random, persoon: Persoon) -> None:
        """Close the lines of one client: they go to the declarations they belong to."""
        for sleutel, regels in self._wacht.items():
            stapel = self._stapel(sleutel)
            fout = [regel for regel in regels if regel.fout]
            self._spoel(sleutel, stapel, "323", persoon, regels, "")
            if fout:
                self._spoel(sleutel, stapel, "325", persoon, fout, CODES.format("0200"))
            stapel.ingediend += sum(regel.getekend() for regel in regels)
            stapel.afgewezen += sum(regel.getekend() for regel in fout)
            stapel.regels += len(regels)
            stapel.fout += len(fout)
        self._wacht.clear()

    def _stapel(self, sleutel: tuple[str, str, int]) -> _Stapel:
        stapels = self._stapels.setdefault(sleutel, [_Stapel()])
        if stapels[-1].bytes > self._gedrag.deel_bytes:
            stapels.append(_Stapel(deel=len(stapels) + 1))
        return stapels[-1]

    def _spoel(
        self, sleutel: tuple, stapel: _Stapel, soort: str, persoon: Persoon, regels: list[Regel], codes: str
    ) -> None:
        prestaties = "".join(regel.xml(soort == "325") for regel in regels)
        tekst = f"<Client><Bsn>{persoon.bsn}</Bsn><Prestaties>{prestaties}</Prestaties>{codes}</Client>\r\n"
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
        rng = Random(f"declaratie/{self._seed}/{wet}/{agb}/{maand}/{stapel.deel}")
        begin, einde = maandgrenzen(maand)
        dag = einde + rng.randint(3, 12)
        nummer = f"D{iso(begin)[2:4]}{iso(begin)[5:7]}{agb[-4:]}{stapel.deel:02d}"
        identificatie = self._post.identificatie(wet, "323")
        los = agb.endswith("1001")  # the largest provider of each law sends loose files
        declaratie = (
            f"{kop(wet, '323', agb, identificatie, dag)}<Declaratie><DeclaratieNummer>{nummer}</DeclaratieNummer>"
            f"<DeclaratiePeriode><b:Begindatum>{iso(begin)}</b:Begindatum><b:Einddatum>{iso(einde)}</b:Einddatum>"
            f"</DeclaratiePeriode><DeclaratieDagtekening>{iso(dag)}</DeclaratieDagtekening>"
            f"{_totaal('TotaalIngediendBedrag', stapel.ingediend)}<Clienten>\r\n"
        ).encode()
        inhoud = declaratie + self._lees(sleutel, stapel.deel, "323") + b"</Clienten></Declaratie></Bericht>\r\n"
        self._post.bezorg(wet, "323", identificatie, inhoud, dag, los=los)
        antwoorddag = dag + rng.randint(5, 14)
        self._antwoord(sleutel, stapel, nummer, (identificatie, dag), antwoorddag, los)

    def _antwoord(
        self, sleutel: tuple, stapel: _Stapel, nummer: str, van: tuple[str, int], dag: int, los: bool
    ) -> None:
        """Fully accepted: 8001 and no lines; else only the rejected lines come back."""
        wet, agb, _ = sleutel
        identificatie = self._post.identificatie(wet, "325")
        rest = (
            f"<DeclaratieIdentificatie><b:Identificatie>{van[0]}</b:Identificatie><b:Dagtekening>{iso(van[1])}"
            f"</b:Dagtekening></DeclaratieIdentificatie><XsdVersieDeclaratie>{XSD_VERSIE}</XsdVersieDeclaratie>"
            + CODES.format("0200")
        )
        clienten = b""
        if stapel.fout:
            clienten = b"<Clienten>\r\n" + self._lees(sleutel, stapel.deel, "325") + b"</Clienten>"
        inhoud = (
            f"{kop(wet, '325', agb, identificatie, dag, rest)}<DeclaratieAntwoord><DeclaratieNummer>{nummer}"
            f"</DeclaratieNummer>{_totaal('TotaalIngediendBedrag', stapel.ingediend)}"
            f"{_totaal('TotaalToegekendBedrag', stapel.ingediend - stapel.afgewezen)}"
        ).encode()
        slot = CODES.format("0200" if stapel.fout else "8001") + "</DeclaratieAntwoord></Bericht>\r\n"
        self._post.bezorg(wet, "325", identificatie, inhoud + clienten + slot.encode(), dag, los=los)

    def _lees(self, sleutel: tuple, deel: int, soort: str) -> bytes:
        pad = self._bestanden.wortel / _pad(sleutel, deel, soort)
        inhoud = pad.read_bytes()
        pad.unlink()
        return inhoud


def _pad(sleutel: tuple, deel: int, soort: str) -> str:
    wet, agb, maand = sleutel
    return f"{SPOEL}/{wet}-{agb}-{maand + 1:02d}-{deel}.{soort}"


def _totaal(naam: str, bedrag: int) -> str:
    teken = "C" if bedrag < 0 else "D"
    return f"<{naam}><b:TotaalBedrag>{abs(bedrag)}</b:TotaalBedrag><b:DebetCredit>{teken}</b:DebetCredit></{naam}>"
