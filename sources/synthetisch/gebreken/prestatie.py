"""Defects in one line of a 323.

Belongs here: planters that change a line, and what all planters of lines share. Does not belong here: rules about a line
and those around it (prestaties), declarations as a whole and their answers (declaratie).

A line that breaks a rule with a code is mostly rejected for it in the 325, and often sent again as it should be.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random

from sources.synthetisch.declaratieregels import kopie, met_volume
from sources.synthetisch.declaraties import LAATSTE
from sources.synthetisch.dossier import Dossier, Regel
from sources.synthetisch.producten import EURO, PRODUCTEN, tweede_eenheid
from sources.synthetisch.tijd import maand_van, maandgrenzen, weken

from .register import Hulp, Schending, gebrek, schending

Uit = list[Schending] | None
_ONBEKEND = 800_000_000


def meld(
    dossier: Dossier, regel: Regel, naam: str, rng: Random, hulp: Hulp, code: str = "", goed: Regel | None = None
) -> Uit:
    """The violation; with a code the line may be rejected for it, and `goed` is what is then sent instead."""
    leverdatum, antwoord = hulp.declaraties.data(dossier.wet, dossier.agb, regel.maand)
    regel.vast, hersteld = True, None
    if code and rng.random() < hulp.gezien:
        regel.fout, hersteld = code, antwoord
        if goed is not None and regel.maand < LAATSTE and rng.random() < hulp.opnieuw:
            dossier.regels.append(kopie(goed, "H", regel.maand + 1))
    return schending(dossier, naam, leverdatum, hersteld)


def _veranderd(naam: str, code: str = "") -> Callable:
    """Register a planter that changes a line as it stands, and says whether it could."""

    def registreer(verander: Callable[[Dossier, Regel, Random, Hulp], bool]) -> Callable:
        def plant(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> Uit:
            goed = replace(regel)
            if not verander(dossier, regel, rng, hulp):
                return None
            return meld(dossier, regel, naam, rng, hulp, code, goed)

        gebrek(naam, "declaratieregel")(plant)
        return verander

    return registreer


def van(dossier: Dossier, regel: Regel) -> Iterable[Regel]:
    """The lines of the same assignment."""
    return [een for een in dossier.regels if een.toewijzing is regel.toewijzing]


def past(dossier: Dossier, regel: Regel, erbij: int) -> bool:
    """Whether the volume of the whole assignment leaves room for so much more, now and later."""
    toewijzing, product = regel.toewijzing, regel.toewijzing.product
    if toewijzing.variant != "specifiek":
        return toewijzing.variant == "aspecifiek"
    al = sum(een.volume for een in van(dossier, regel) if een.debet_credit == "D")
    tot = min(een.einde or regel.einde + 365 for een in toewijzing.versies[-2:])
    volume = toewijzing.versies[0].volume
    if product.frequentie == "6":
        return al + erbij <= volume
    periodes = weken(toewijzing.ingang, tot) if product.frequentie == "2" else (tot - toewijzing.ingang) // 31
    return al + erbij <= volume * periodes


@_veranderd("TR304", "8187")
def _andere_client(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> bool:
    regel.bsn = hulp.vreemde(rng).bsn
    return True


@_veranderd("TR338", "9338")
def _toewijzing_onbekend(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> bool:
    regel.nummer += _ONBEKEND
    return True


@_veranderd("TR339", "9339")
def _andere_categorie(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> bool:
    """Only where no code was assigned: a code of the category would differ too."""
    if regel.toewijzing.variant != "aspecifiek":
        return False
    ander = rng.choice([een for een in PRODUCTEN[dossier.wet] if een != regel.categorie])
    product = PRODUCTEN[dossier.wet][ander][0]
    regel.categorie, regel.code, regel.eenheid, regel.tarief = ander, product.code, product.eenheid, product.tarief
    met_volume(regel, 1)
    return True


@_veranderd("TR340", "9340")
def _andere_code(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> bool:
    """Another product of the category in the same unit, at its own tariff."""
    andere = [
        een
        for een in PRODUCTEN[dossier.wet][regel.categorie]
        if een.code != regel.code and een.eenheid == regel.eenheid
    ]
    if regel.toewijzing.variant != "specifiek" or not andere:
        return False
    regel.code, regel.tarief = andere[0].code, andere[0].tarief
    met_volume(regel, regel.volume)
    return True


@_veranderd("TR341", "9341")
def _andere_eenheid(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> bool:
    """A unit in which the product was contracted, but not assigned."""
    anders = tweede_eenheid(regel.toewijzing.product)
    if regel.toewijzing.variant != "specifiek" or anders is None:
        return False
    regel.eenheid, regel.tarief = anders
    met_volume(regel, 1)
    return True


@_veranderd("TR346", "9346")
def _bedrag_fout(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> bool:
    if regel.tarief is None:
        return False
    regel.bedrag += 100
    return True


@_veranderd("CS339")
def _bedrag_is_geen_volume(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> bool:
    if regel.eenheid != EURO:
        return False
    regel.bedrag += 100
    return True


@_veranderd("TR418", "0611")
def _ander_tarief(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> bool:
    if regel.tarief is None:
        return False
    regel.tarief += 150
    met_volume(regel, regel.volume)
    return True


@_veranderd("CD087")
def _zonder_tarief(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> bool:
    if regel.tarief is None:
        return False
    regel.tarief = None
    return True


@_veranderd("CD060")
def _debet_met_vorige(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> bool:
    regel.vorige = f"{regel.referentie}V"
    return True


@_veranderd("TR387", "9387")
def _begin_te_laat(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> bool:
    if regel.begin == regel.einde:
        return False
    regel.begin += 1
    return True


@_veranderd("TR388", "9388")
def _einde_te_vroeg(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> bool:
    """A day less, if the delivery had begun by then."""
    if regel.einde <= max(regel.begin, regel.toewijzing.begin):
        return False
    regel.einde -= 1
    return True


@_veranderd("TR307", "9307")
def _voor_ingang(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> bool:
    """The whole first month, though the assignment began later in it."""
    eerste = maandgrenzen(maand_van(regel.begin))[0]
    if regel.begin == eerste:
        return False
    regel.begin = eerste
    return True


@_veranderd("TR308", "9308")
def _na_einde(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> bool:
    """The whole last month, though the assignment ended earlier in it."""
    laatste = maandgrenzen(maand_van(regel.einde))[1]
    if regel.einde == laatste:
        return False
    regel.einde = laatste
    return True


@_veranderd("TR321", "9321")
def _te_veel_in_periode(dossier: Dossier, regel: Regel, rng: Random, hulp: Hulp) -> bool:
    """Just more than any month allows."""
    toewijzing, frequentie = regel.toewijzing, regel.toewijzing.product.frequentie
    volume = toewijzing.versies[0].volume * (6 if frequentie == "2" else 1) + 1
    if toewijzing.variant != "specifiek" or frequentie == "6" or not past(dossier, regel, volume - regel.volume):
        return False
    met_volume(regel, volume)
    return True
