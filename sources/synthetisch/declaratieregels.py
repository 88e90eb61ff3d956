"""The lines that are declared on an assignment: volumes, corrections, and lines that the municipality rejects.

Belongs here: what is declared for a month. Does not belong here: which declaration it goes to (declaraties), its text
(declaratietekst), and lines that break a rule (gebreken).
"""

from dataclasses import replace
from random import Random

from .dossier import Regel
from .producten import Product
from .tijd import weken
from .toewijzing import Toewijzing

_ETMAAL = "14"
_ONBEGRENSD = 10**9


def maak_regel(
    rng: Random, toewijzing: Toewijzing, referentie: str, maand: int, begin: int, einde: int, ruimte: int
) -> Regel | None:
    """What is delivered in one period: 60 to 95 % of what the assignment allows; None when there is no room left."""
    product, volume = toewijzing.product, toewijzing.versies[0].volume
    deel = rng.uniform(0.6, 0.95)
    if product.frequentie == "2":
        hoeveel = min(max(1, int(volume * (einde - begin + 1) / 7 * deel)), volume * weken(begin, einde))
    elif product.frequentie == "6":
        hoeveel = max(1, int(toewijzing.per_maand * deel))
    else:
        hoeveel = max(1, int(volume * deel))
    if product.eenheid == _ETMAAL:
        hoeveel = min(hoeveel, einde - begin + 1)
    hoeveel = min(hoeveel, ruimte)
    if hoeveel < 1:
        return None
    regel = Regel(
        referentie, toewijzing, maand, toewijzing.nummer, product.categorie, product.code, begin, einde, hoeveel,
        product.eenheid, product.tarief, 0,
    )  # fmt: skip
    return met_volume(regel, hoeveel)


def met_volume(regel: Regel, volume: int) -> Regel:
    """The line with another volume, and the amount that goes with it."""
    regel.volume = volume
    regel.bedrag = volume * (regel.tarief if regel.tarief is not None else 1)
    return regel


def kopie(regel: Regel, achtervoegsel: str, maand: int) -> Regel:
    """The same delivery as a debit line with a reference of its own, in the declaration of another month."""
    return replace(
        regel, referentie=regel.referentie + achtervoegsel, maand=maand, debet_credit="D", vorige="", fout="", vast=True
    )


def credit(regel: Regel, achtervoegsel: str, maand: int) -> Regel:
    """The line that takes a debit line back as a whole."""
    terug = kopie(regel, achtervoegsel, maand)
    terug.debet_credit, terug.vorige = "C", regel.referentie
    return terug


def ruimte(toewijzing: Toewijzing, einde: int, al: int) -> int:
    """How much of the volume of an assignment is left up to the end of a period, after what was declared."""
    product, volume = toewijzing.product, toewijzing.versies[0].volume
    if toewijzing.variant != "specifiek" or product.frequentie == "4":
        return _ONBEGRENSD
    if product.frequentie == "2":
        return volume * weken(toewijzing.ingang, einde) - al
    return toewijzing.versie_op(einde).volume - al


def meeste_per_maand(product: Product, volume: int) -> int:
    """An upper bound in cents for what is declared in a month."""
    keer = {"2": 6, "4": 1, "6": 1}[product.frequentie]
    return volume * keer * (product.tarief if product.tarief is not None else 1)
