"""Defects in 305s and 307s.

Belongs here: planters for rules about starts and stops and their order. Does not belong here: other messages.

What is added leaves the span of delivery as it was: an earlier start than the first, or an earlier definitive stop than
the last, is never among it.
"""

from random import Random

from sources.synthetisch.dossier import Dossier
from sources.synthetisch.rijen import Bericht, Levering
from sources.synthetisch.tijd import EIND, START, bezorgmap
from sources.synthetisch.toewijzing import Toewijzing
from sources.synthetisch.verloop import bericht_305, bericht_307

from .register import Hulp, Schending, binnen, extra, gebrek, schending

Plek = tuple[Bericht, Levering]
Uit = list[Schending] | None
_MAAND = 32
"""So many days later is another delivery."""


def _meld(dossier: Dossier, bericht: Bericht, regel: str, code: str) -> Uit:
    bericht.rijen[0].fout = code
    return schending(dossier, regel, bericht.leverdatum)


def _voeg_toe(dossier: Dossier, bericht: Bericht, regel: str, code: str) -> Uit:
    dossier.berichten.append(bericht)
    return _meld(dossier, bericht, regel, code)


def _stop(dossier: Dossier, toewijzing: Toewijzing) -> Bericht | None:
    """The definitive stop, when there is one."""
    return next((bericht for bericht, rij in dossier.van(toewijzing, "307") if rij.reden != "20"), None)


def _gewoon(plek: Plek) -> bool:
    """Whether this is the start, or the definitive stop, of an assignment that is not interrupted."""
    bericht, rij = plek
    toewijzing = rij.toewijzing
    return rij.status == "1" and rij.begin == toewijzing.begin and toewijzing.pauze is None and rij.reden != "20"


@gebrek("TR019", "305")
def zonder_toewijzing(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """A start on a number that was never assigned."""
    bericht, rij = plek
    dag = bericht.dag + rng.randint(1, 20)
    if bezorgmap(dag) is None:
        return None
    los = Bericht("305", dag, [Levering(rij.toewijzing, hulp.nummer(dossier.wet), rij.begin)])
    return _voeg_toe(dossier, los, "TR019", "9019")


@gebrek("TR063", "305")
def verwijderd_wat_er_niet_was(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """A start is taken back that was never sent: the date differs."""
    bericht, rij = plek
    dag = bericht.dag + rng.randint(1, 20)
    if bezorgmap(dag) is None:
        return None
    weg = bericht_305(rij.toewijzing, dag, rij.begin - rng.randint(41, 60), "3")
    return _voeg_toe(dossier, weg, "TR063", "9063")


@gebrek("TR071", "305")
def verwijderd_na_stop(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """The start of one more, short assignment is taken back after its stop."""
    toewijzing, product = plek[1].toewijzing, dossier.ander_product(rng)
    eerste = next((een for een, rij in dossier.van(toewijzing, "301") if rij.nieuw), None)
    if product is None or eerste is None or dossier.met("317"):
        return None
    begin = eerste.dag + 1
    if not binnen(toewijzing, begin, begin + 20) or bezorgmap(begin + 30 + 2 * _MAAND) is None:
        return None
    kort = extra(dossier, hulp, eerste, product, begin, begin + 20)
    stop = bericht_307(kort, begin + 20 + _MAAND, begin, "36", begin + 20)
    dossier.berichten += [bericht_305(kort, begin + 2, begin), stop]
    return _voeg_toe(dossier, bericht_305(kort, stop.dag + _MAAND, begin, "3"), "TR071", "9071")


@gebrek("TR074", "305")
def nog_een_keer(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """The same start again, when delivery has stopped."""
    toewijzing = plek[1].toewijzing
    stop = _stop(dossier, toewijzing)
    if not _gewoon(plek) or stop is None or bezorgmap(stop.dag + 60) is None:
        return None
    opnieuw = bericht_305(toewijzing, stop.dag + rng.randint(_MAAND, 60), toewijzing.begin)
    return _voeg_toe(dossier, opnieuw, "TR074", "9074")


@gebrek("TR326", "305")
def dubbel_gestart(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """A second start while the first has not stopped: put right when that stops."""
    bericht, rij = plek
    stop = _stop(dossier, rij.toewijzing)
    vanaf, tot = max(bericht.dag, START) + _MAAND, (stop.dag if stop else EIND) - _MAAND
    tot = min(tot, rij.toewijzing.laatste or EIND)
    if not _gewoon(plek) or vanaf > tot or bezorgmap(tot) is None:
        return None
    dag = rng.randint(vanaf, tot)
    nog = bericht_305(rij.toewijzing, dag, dag - 1)
    dossier.berichten.append(nog)
    nog.rijen[0].fout = "9326"
    return schending(dossier, "TR326", nog.leverdatum, stop.leverdatum if stop else None)


@gebrek("TR382", "307")
def stop_zonder_start(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """An interruption of a delivery that began on another day than was ever told."""
    bericht, rij = plek
    toewijzing = rij.toewijzing
    if not _gewoon(plek) or rij.einde - toewijzing.begin < 40:
        return None
    anders = bericht_307(toewijzing, bericht.dag, toewijzing.begin + rng.randint(1, 9), "20", rij.einde - 10)
    return _voeg_toe(dossier, anders, "TR382", "9069")


@gebrek("TR413", "307")
def twee_keer_onderbroken(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """A second interruption though delivery did not start again."""
    bericht, rij = plek
    toewijzing = rij.toewijzing
    gestart = next((een.dag for een, start in dossier.van(toewijzing, "305") if start.begin == rij.begin), None)
    tweede = bericht.dag - _MAAND
    eerste = tweede - _MAAND
    if not _gewoon(plek) or gestart is None or eerste < max(gestart, START) or tweede - 3 > rij.einde:
        return None
    if eerste - 3 < toewijzing.begin:
        return None
    dossier.berichten.append(bericht_307(toewijzing, eerste, rij.begin, "20", eerste - 3))
    return _voeg_toe(dossier, bericht_307(toewijzing, tweede, rij.begin, "20", tweede - 3), "TR413", "9413")


@gebrek("TR414", "307")
def eerder_dan_onderbreking(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """A definitive stop that ends before the interruption that was told first."""
    bericht, rij = plek
    pauze = rij.einde + rng.randint(5, 20)
    gestart = max((een.dag for een, _ in dossier.van(rij.toewijzing, "305")), default=0)
    eerste = max(pauze + 1, gestart + 1, START)
    if not _gewoon(plek) or rij.reden == "02" or bezorgmap(eerste + _MAAND) is None:
        return None
    dossier.berichten.append(bericht_307(rij.toewijzing, eerste, rij.begin, "20", pauze))
    bericht.dag = eerste + _MAAND
    return _meld(dossier, bericht, "TR414", "9414")


@gebrek("TR415", "307")
def nog_een_stop(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """A definitive stop after the definitive stop."""
    bericht, rij = plek
    dag = bericht.dag + rng.randint(_MAAND, 60)
    if rij.reden == "20" or bezorgmap(dag) is None:
        return None
    nog = bericht_307(rij.toewijzing, dag, rij.begin, rij.reden, rij.einde + rng.randint(1, 10))
    return _voeg_toe(dossier, nog, "TR415", "9415")


@gebrek("OP364", "toewijzing")
def nooit_gestart(dossier: Dossier, plek: None, rng: Random, hulp: Hulp) -> Uit:
    """Declared though no start was sent: chosen when the assignment is made, as that changes when its use begins."""
    uit: list[Schending] = []
    for regel in dossier.regels:
        leverdatum = hulp.declaraties.data(dossier.wet, dossier.agb, regel.maand)[0]
        if regel.toewijzing.zonder_start and leverdatum is not None:
            uit += schending(dossier, "OP364", leverdatum)
    return uit
