"""Defects in 301s.

Belongs here: planters for rules about assignments and who they are about. Does not belong here: other messages.

What is wrong with an assignment stands in its last 301: a later one would put it right, or be wrong as well.
"""

from dataclasses import replace
from random import Random

from sources.synthetisch.dossier import Dossier
from sources.synthetisch.rijen import Bericht, Toegewezen
from sources.synthetisch.tijd import EERSTE_POST, EIND

from .register import Hulp, Schending, binnen, extra, gebrek, schending

Plek = tuple[Bericht, Toegewezen]
Uit = list[Schending] | None


def _laatste(dossier: Dossier, plek: Plek) -> bool:
    """Whether no later 301 tells of this assignment, and no request asked about it."""
    bericht, rij = plek
    later = [een for een, _ in dossier.van(rij.toewijzing, "301") if een.dag > bericht.dag and een.leverdatum]
    return not later and not rij.toewijzing.verwijderd and not dossier.met("317")


def _meld(dossier: Dossier, plek: Plek, regel: str, code: str = "0001") -> Uit:
    bericht, rij = plek
    if code == "0001":
        bericht.fout = code
    else:
        rij.fout = code
    return schending(dossier, regel, bericht.leverdatum, gemeente=True)


@gebrek("CD041", "301")
def zonder_omvang(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """A product code without a volume."""
    rij = plek[1]
    if not rij.omvang or not _laatste(dossier, plek):
        return None
    rij.omvang = None
    return _meld(dossier, plek, "CD041")


@gebrek("CD076", "301")
def zonder_einde(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """A volume per week without an end date, of somebody who goes on."""
    rij = plek[1]
    if not rij.omvang or rij.omvang[2] != "2" or rij.toewijzing.laatste is not None or not _laatste(dossier, plek):
        return None
    if rij.einde is None or rij.einde <= EIND:
        return None
    rij.einde = None
    return _meld(dossier, plek, "CD076")


@gebrek("CD078", "301")
def dubbel_begrensd(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """A budget beside a volume."""
    rij = plek[1]
    if not rij.omvang or rij.einde is None or not _laatste(dossier, plek):
        return None
    rij.budget = 99_999_999
    return _meld(dossier, plek, "CD078")


@gebrek("CS338", "301")
def per_dag(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """A volume per day in a unit that has none."""
    rij = plek[1]
    if not rij.omvang or rij.omvang[1] not in ("14", "16", "83", "84") or not _laatste(dossier, plek):
        return None
    rij.omvang = (*rij.omvang[:2], "1")
    return _meld(dossier, plek, "CS338")


@gebrek("CS003", "301")
def einde_voor_ingang(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """One more assignment that ends before it begins: it is no use of anything."""
    bericht, product = plek[0], dossier.ander_product(rng)
    if product is None or dossier.met("317"):
        return None
    extra(dossier, hulp, bericht, product, bericht.dag + 10, bericht.dag - rng.randint(5, 40))
    return _meld(dossier, plek, "CS003")


@gebrek("CS335", "301")
def verwijderd_met_duur(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """One more assignment, removed but with an end date after its begin."""
    bericht, rij = plek
    product = dossier.ander_product(rng)
    if product is None or dossier.met("317") or not binnen(rij.toewijzing, bericht.dag, bericht.dag + 30):
        return None
    extra(dossier, hulp, bericht, product, bericht.dag, bericht.dag + 30, reden="13")
    return _meld(dossier, plek, "CS335")


@gebrek("TR302", "301")
def gestapeld(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """The same product a second time over the same days: both rows overlap."""
    bericht, rij = plek
    specifiek = rij.toewijzing.variant == "specifiek"
    if not specifiek or not _laatste(dossier, plek) or not binnen(rij.toewijzing, bericht.dag, bericht.dag + 60):
        return None
    if rij.einde is not None and rij.einde < bericht.dag:
        return None
    extra(dossier, hulp, bericht, rij.toewijzing.product, bericht.dag, bericht.dag + 60)
    return _meld(dossier, plek, "TR302")


@gebrek("TR332", "301")
def nummer_van_een_ander(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """The number was used before, for somebody else."""
    bericht, rij = plek
    eerder = bericht.dag - rng.randint(32, 60)
    enige = sum(1 for _ in dossier.van(rij.toewijzing, "301")) == 1
    if not enige or not _laatste(dossier, plek) or eerder < EERSTE_POST or rij.sinds <= eerder:
        return None
    ander = Bericht("301", eerder, [replace(rij, sinds=eerder - 1, referentie="")], over=hulp.vreemde(rng))
    dossier.berichten.append(ander)
    return _meld(dossier, plek, "TR332", "9332")


@gebrek("TR379", "301")
def referentie_onbekend(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """It says to honour a request that was never made."""
    rij = plek[1]
    if rij.referentie or dossier.aanvragen or not _laatste(dossier, plek):
        return None
    rij.referentie = f"ZOEK-{rij.toewijzing.nummer}"
    return _meld(dossier, plek, "TR379", "9379")


@gebrek("TR002", "301")
def te_oud(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """A client of more than 120 years."""
    plek[0].oud = True
    return _meld(dossier, plek, "TR002")


@gebrek("TR006", "301")
def contact_leeg(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """A contact without telephone and without address."""
    plek[0].contact = "leeg"
    return _meld(dossier, plek, "TR006")


@gebrek("TR061", "301")
def alleen_tijdelijk(dossier: Dossier, plek: Plek, rng: Random, hulp: Hulp) -> Uit:
    """Only an address for the time being."""
    plek[0].contact = "tijdelijk"
    return _meld(dossier, plek, "TR061")


@gebrek("TR135", "bericht")
def in_de_toekomst(dossier: Dossier, bericht: Bericht, rng: Random, hulp: Hulp) -> Uit:
    """Dated after it arrived."""
    bericht.gedateerd, bericht.fout = bericht.leverdatum + rng.randint(1, 25), "8848"
    return schending(dossier, "TR135", bericht.leverdatum, gemeente=bericht.soort == "301")


@gebrek("TR056", "bericht")
def identificatie_gebruikt(dossier: Dossier, bericht: Bericht, rng: Random, hulp: Hulp) -> Uit:
    """The identification of an earlier message of the same kind."""
    for ander in dossier.berichten:
        if ander.soort == bericht.soort and ander.leverdatum is not None and ander.leverdatum < bericht.leverdatum:
            bericht.zelfde_als, bericht.fout = ander, "9056"
            return schending(dossier, "TR056", bericht.leverdatum, gemeente=bericht.soort == "301")
    return None


@gebrek("CS002", "buitenstaander")
def nummer_fout(dossier: Dossier, plek: None, rng: Random, hulp: Hulp) -> Uit:
    """An assignment for a number that identifies nobody: there it ends, as nothing can be matched with it."""
    eerste = next((bericht for bericht in dossier.berichten if bericht.soort == "301"), None)
    dossier.berichten, dossier.regels = [eerste] if eerste else [], []
    if eerste is None or eerste.leverdatum is None:
        return []
    for rij in eerste.rijen:
        rij.referentie = ""
    eerste.fout = "0001"
    return schending(dossier, "CS002", eerste.leverdatum, gemeente=True, aantal=len(eerste.rijen))
