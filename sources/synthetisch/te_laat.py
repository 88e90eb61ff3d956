"""Messages that arrive a month or two late, and what is not known because of that.

Belongs here: choosing a message to be late, and noting which starts and lines came before their assignment. Does not
belong here: rules that are broken on purpose (gebreken).
"""

from collections.abc import Callable
from random import Random

from .dossier import Dossier
from .gebreken.gepland import Schending
from .rijen import Bericht
from .tijd import bezorgmap
from .toewijzing import Toewijzing

Data = Callable[[str, str, int], tuple[int | None, int | None]]


def vertraag(rng: Random, dossier: Dossier, kans: float, data: Data, noteer: Callable[[Schending], None]) -> bool:
    """Perhaps make a first 301 or a last 307 late; whether anything is.

    Only in dossiers without requests and without what was wrong from the beginning, and only when no more follows from
    it than that an assignment was not known yet.
    """
    if not dossier.persoon.bsn_bekend or any(een.zonder_start for een in dossier.toewijzingen):
        return False
    laat = False
    for bericht in list(dossier.berichten):
        lot, later = rng.random(), rng.randint(1, 2)
        if lot >= kans or laat or dossier.aanvragen or bezorgmap(bericht.dag, later) is None:
            continue
        if bericht.soort == "307" and bericht.rijen[0].reden != "20":
            bericht.later, laat = later, True
        elif bericht.soort == "301" and all(rij.nieuw and not rij.reden for rij in bericht.rijen):
            laat = _vertraag_301(dossier, bericht, later, data, noteer)
    return laat


def _vertraag_301(
    dossier: Dossier, bericht: Bericht, later: int, data: Data, noteer: Callable[[Schending], None]
) -> bool:
    bericht.later = later
    schendingen = []
    for rij in bericht.rijen:
        gevolg = _onbekend(dossier, rij.toewijzing, data)
        if gevolg is None:
            bericht.later = 0
            return False
        schendingen += gevolg
    for schending in schendingen:
        noteer(schending)
    return True


def _onbekend(dossier: Dossier, toewijzing: Toewijzing, data: Data) -> list[Schending] | None:
    """What came before the assignment it is about; None when that is a stop, or was put right another way."""
    bekend = min(
        bericht.leverdatum
        for bericht, rij in dossier.van(toewijzing, "301")
        if bericht.leverdatum is not None
    )  # fmt: skip
    leveringen = [bericht for soort in ("305", "307") for bericht, _ in dossier.van(toewijzing, soort)]
    gestopt = any(een.soort == "307" and een.leverdatum and een.leverdatum < bekend for een in leveringen)
    if toewijzing.verwijderd or gestopt or any(een.rijen[0].status == "3" for een in leveringen):
        return None
    agb, uit = dossier.agb, []
    for bericht in leveringen:
        if bericht.leverdatum is not None and bericht.leverdatum < bekend:
            uit.append(Schending("TR019", dossier.wet, agb, bericht.leverdatum, bekend))
    for regel in dossier.regels:
        gedeclareerd = data(dossier.wet, agb, regel.maand)[0]
        if regel.toewijzing is toewijzing and gedeclareerd is not None and gedeclareerd < bekend:
            if regel.vast:
                return None
            uit.append(Schending("TR338", dossier.wet, agb, gedeclareerd, bekend))
    return uit
