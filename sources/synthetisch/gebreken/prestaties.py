"""Defects in a line of a 323 with regard to the lines around it.

Belongs here: planters for rules about what was declared before, in the same month, or altogether. Does not belong here:
rules about one line by itself (prestatie).
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random

from sources.synthetisch.declaratieregels import credit, kopie, met_volume
from sources.synthetisch.declaraties import LAATSTE
from sources.synthetisch.dossier import Dossier, Regel
from sources.synthetisch.producten import EURO, PRODUCTEN
from sources.synthetisch.rijen import Bericht, Toegewezen
from sources.synthetisch.tijd import dag, maand_van, maandgrenzen

from .prestatie import Uit, meld, past, van
from .register import Hulp, gebrek

_EERSTE_CONTRACT = dag(2015)


def _erbij(dossier: Dossier, regel: Regel, naam: str, rng: Random, hulp: Hulp, code: str = "") -> Uit:
    """One more line, that breaks a rule."""
    dossier.regels.append(regel)
    return meld(dossier, regel, naam, rng, hulp, code)


def _laatste(dossier: Dossier, regel: Regel) -> bool:
    """Whether nothing more is declared on the assignment afterwards, also no correction."""
    return all(een is regel or een.maand < regel.maand for een in van(dossier, regel))


def _som(regels: Iterable[Regel], waarde: Callable[[Regel], int]) -> int:
    return sum(waarde(een) * (1 if een.debet_credit == "D" else -1) for een in regels if not een.fout)


def _maand_later(regel: Regel) -> int | None:
    """The next declaration, None when there is no more."""
    return regel.maand + 1 if regel.maand < LAATSTE else None


@gebrek("TR314", "declaratieregel")
def referentie_gebruikt(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> Uit:
    """The reference of an earlier line. Never rejected: which of the two would be meant cannot be told."""
    eerder = [een for een in van(dossier, regel) if een.maand < regel.maand and not een.vast]
    if not eerder:
        return None
    regel.referentie, eerder[-1].vast = eerder[-1].referentie, True
    return meld(dossier, regel, "TR314", rng, hulp)


@gebrek("TR322", "declaratieregel")
def te_veel_in_totaal(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> Uit:
    """The last line takes more than was left of a volume for the whole duration."""
    toewijzing = regel.toewijzing
    if toewijzing.variant != "specifiek" or toewijzing.product.frequentie != "6" or not _laatste(dossier, regel):
        return None
    al = _som((een for een in van(dossier, regel) if een is not regel), lambda een: een.volume)
    leverdatum = hulp.declaraties.data(dossier.wet, dossier.agb, regel.maand)[0]
    volume = toewijzing.bekend_bij(leverdatum).volume
    if al < 1:
        return None
    return meld(dossier, met_volume(regel, volume - al + 1), "TR322", rng, hulp, "9322")


@gebrek("TR369", "declaratieregel")
def boven_budget(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> Uit:
    """The last line alone is more than the budget."""
    if regel.toewijzing.variant != "generiek" or not _laatste(dossier, regel):
        return None
    leverdatum = hulp.declaraties.data(dossier.wet, dossier.agb, regel.maand)[0]
    budget = regel.toewijzing.bekend_bij(leverdatum).budget
    euro = next(een for groep in PRODUCTEN[dossier.wet].values() for een in groep if een.eenheid == EURO)
    if budget >= 99_999_999:
        return None
    regel.categorie, regel.code, regel.eenheid, regel.tarief = euro.categorie, euro.code, EURO, None
    return meld(dossier, met_volume(regel, budget + 1), "TR369", rng, hulp, "9369")


@gebrek("TR335", "declaratieregel")
def te_lang_geleden(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> Uit:
    """One more line, of five and a half years ago."""
    begin, einde = maandgrenzen(maand_van(regel.begin) - 66)
    toewijzing = regel.toewijzing
    if begin < max(_EERSTE_CONTRACT, toewijzing.ingang, toewijzing.begin) or not past(dossier, regel, 1):
        return None
    oud = replace(regel, referentie=f"{regel.referentie}O", begin=begin, einde=einde)
    return _erbij(dossier, met_volume(oud, 1), "TR335", rng, hulp)


@gebrek("TR389", "declaratieregel")
def nog_een_keer(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> Uit:
    """The same month once more, without taking back the first."""
    daarna = _maand_later(regel)
    if daarna is None or not past(dossier, regel, 1):
        return None
    return _erbij(dossier, met_volume(kopie(regel, "D", daarna), 1), "TR389", rng, hulp, "9389")


@gebrek("TR323", "declaratieregel")
def credit_zonder_debet(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> Uit:
    """Something is taken back that was never declared."""
    daarna = _maand_later(regel)
    if daarna is None:
        return None
    terug = credit(regel, "C", daarna)
    terug.vorige += "X"
    return _erbij(dossier, terug, "TR323", rng, hulp, "8017")


@gebrek("TR316", "declaratieregel")
def meteen_terug(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> Uit:
    """Declared and taken back in one message."""
    regel.vast = True
    return _erbij(dossier, credit(regel, "C", regel.maand), "TR316", rng, hulp)


@gebrek("TR390", "creditregel")
def twee_keer_terug(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> Uit:
    """A line that was taken back, taken back once more."""
    daarna = _maand_later(regel)
    if daarna is None:
        return None
    nog = replace(regel, referentie=f"{regel.referentie}2", maand=daarna)
    return _erbij(dossier, nog, "TR390", rng, hulp, "9390")


@gebrek("CS337", "declaratieregel")
def twee_maanden(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> Uit:
    """Two months in one line."""
    volgende = [
        een for een in van(dossier, regel) if een.begin == regel.einde + 1 and not een.vast and een.debet_credit == "D"
    ]
    if not volgende or volgende[0].maand < regel.maand:
        return None
    dossier.regels.remove(regel)
    volgende[0].begin = regel.begin
    return meld(dossier, volgende[0], "CS337", rng, hulp)


@gebrek("TR384", "301")
def op_verwijderde(dossier: Dossier, plek: tuple[Bericht, Toegewezen], rng: Random, hulp: Hulp) -> Uit:
    """Something is declared on an assignment that was removed before."""
    bericht, rij = plek
    toewijzing = rij.toewijzing
    maand = max(maand_van(bericht.dag), maand_van(toewijzing.ingang))
    if rij.reden != "13" or maand > LAATSTE:
        return None
    product, dag_ = toewijzing.product, toewijzing.ingang
    regel = Regel(
        f"{toewijzing.nummer}-V", toewijzing, maand, toewijzing.nummer, product.categorie, product.code, dag_, dag_, 1,
        product.eenheid, product.tarief, 0,
    )  # fmt: skip
    return _erbij(dossier, met_volume(regel, 1), "TR384", rng, hulp, "9384")
