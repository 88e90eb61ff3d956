"""Defects in declarations as a whole, and in their answers.

Belongs here: planters for 323 and 325 apart from their lines. Does not belong here: lines (regel).

What is wrong stands in a second declaration of the month, with one line, so that it touches nobody else's.
"""

from dataclasses import replace
from random import Random

from sources.synthetisch.declaratieregels import met_volume
from sources.synthetisch.declaraties import EERSTE
from sources.synthetisch.declaratietekst import declaratienummer
from sources.synthetisch.dossier import Dossier, Losse, Regel
from sources.synthetisch.tijd import bezorgmap, maand_van, maandgrenzen

from .register import Hulp, Schending, gebrek, schending

Uit = list[Schending] | None
_ANTWOORD_NA = 7


def _apart(dossier: Dossier, regel: Regel, rng: Random) -> Losse | None:
    """The line in a declaration of its own, sent with the others of that month; None when the answer does not arrive."""
    dag = maandgrenzen(regel.maand)[1] + rng.randint(3, 20)
    if bezorgmap(dag + _ANTWOORD_NA) is None:
        return None
    dossier.regels.remove(regel)
    dossier.losse.append(Losse(regel, dag))
    return dossier.losse[-1]


def _meld(dossier: Dossier, losse: Losse, naam: str) -> Uit:
    return schending(dossier, naam, bezorgmap(losse.dag))


def _meld_antwoord(dossier: Dossier, losse: Losse, naam: str) -> Uit:
    return schending(dossier, naam, bezorgmap(losse.dag + _ANTWOORD_NA), gemeente=True)


@gebrek("TR319", "declaratieregel")
def voor_de_periode_uit(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> Uit:
    """A line in a declaration of the month before; sent when that line had been delivered, so no date is ahead."""
    if maand_van(regel.begin) != regel.maand or regel.maand <= EERSTE:
        return None
    losse = _apart(dossier, regel, rng)
    if losse is None:
        return None
    losse.dag = maandgrenzen(regel.maand)[1] + rng.randint(1, 2)  # before the declaration of its own month
    regel.maand -= 1
    return _meld(dossier, losse, "TR319")


@gebrek("TR333", "declaratieregel")
def nummer_gebruikt(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> Uit:
    """The number of the declaration of an earlier month."""
    eerder = [een.maand for een in dossier.regels if een.maand < regel.maand]
    losse = _apart(dossier, regel, rng) if eerder else None
    if losse is None:
        return None
    losse.nummer = declaratienummer(dossier.agb, eerder[-1])
    return _meld(dossier, losse, "TR333")


@gebrek("TR358", "declaratieregel")
def totaal_fout(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> Uit:
    """A total that is not the sum of the lines."""
    losse = _apart(dossier, regel, rng)
    if losse is None:
        return None
    losse.erbij = rng.randint(1, 500)
    return _meld(dossier, losse, "TR358")


@gebrek("CS340", "declaratieregel")
def geen_hele_maand(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> Uit:
    """A period that begins on the second of the month."""
    losse = _apart(dossier, regel, rng)
    if losse is None:
        return None
    losse.begin = maandgrenzen(regel.maand)[0] + 1
    return _meld(dossier, losse, "CS340")


@gebrek("TR337", "declaratieregel")
def antwoord_op_niets(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> Uit:
    """An answer to a declaration that was never sent."""
    losse = _apart(dossier, regel, rng)
    if losse is None:
        return None
    losse.antwoord_op = f"X{regel.toewijzing.nummer}"
    return _meld_antwoord(dossier, losse, "TR337")


@gebrek("TR366", "declaratieregel")
def onbekende_regel_afgewezen(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> Uit:
    """A line is rejected that was never declared."""
    losse = _apart(dossier, regel, rng)
    if losse is None:
        return None
    losse.afgewezen = met_volume(replace(regel, referentie=f"{regel.referentie}X", fout="9322"), 1)
    return _meld_antwoord(dossier, losse, "TR366")


@gebrek("TR367", "declaratieregel")
def anders_afgewezen(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> Uit:
    """A line is rejected that was declared with another volume."""
    losse = _apart(dossier, regel, rng)
    if losse is None:
        return None
    losse.afgewezen = replace(regel, volume=regel.volume + 1, fout="9322")
    return _meld_antwoord(dossier, losse, "TR367")
