"""Makes the deliveries of a synthetic municipality of Almelo's shape: the engine of `sdl generate`.

Belongs here: putting the parts together, one household after another. Does not belong here: any rule of the parts, and
anything the pipeline uses to read deliveries.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from .adressen import AdresBoek
from .bestanden import Bestanden, Zips
from .bevolking import Bevolking
from .brp import BrpSchrijver
from .contracten import schrijf_contracten, schrijf_financien
from .declaraties import SPOEL, Declaraties
from .gebreken import BESTAND, Gebreken, Gepland, Hulp, keur, lees_kansen
from .gebruik import Gebruik
from .gedrag import lees_gedrag
from .leven import Leven
from .persoon import MAX_INWONERS
from .planning import maak_plan
from .post import Post
from .producten import Aanbieders
from .registraties import Registraties
from .ruis import Ruis, schrijf_onleesbaar
from .sturing import Sturing
from .toewijzingen import Toewijzingen
from .verzending import Verzending

BRONNEN = ("brp", "gebieden", "iwmo", "ijw", "pwet", "voorzieningen", "contracten", "financien")
_MIN_INWONERS = 200


def genereer(
    uit: Path, inwoners: int, seed: int, meld: Callable[[str], None], gebreken: str | dict[str, float] | None = None
) -> None:
    """Write all deliveries of a synthetic municipality to `uit` as <source>/<YYYY-MM-DD>/<files>.

    `gebreken` says how often rules are broken: a file, "geen", chances per rule, or (None) as gedrag.yml has it; what was
    planted is listed in `.gepland.csv`. Equal arguments give equal bytes. ValueError (in Dutch) when an argument is out of
    range or `uit` already holds deliveries. Everything is first made in a hidden folder, which a failure leaves nothing of.
    """
    _controleer(uit, inwoners)
    kansen = keur(gebreken, "gebreken") if isinstance(gebreken, dict) else lees_kansen(gebreken)
    uit.mkdir(parents=True, exist_ok=True)
    werk = uit / f".genereren-{seed}-{inwoners}"
    for rest in uit.glob(".genereren-*"):
        shutil.rmtree(rest, ignore_errors=True)
    try:
        _maak(werk, inwoners, seed, kansen, meld)
        shutil.rmtree(werk / SPOEL, ignore_errors=True)
        (werk / BESTAND).replace(uit / BESTAND)
        for bron in reversed(BRONNEN):  # brp last: without it nothing is published
            (werk / bron).rename(uit / bron)
    finally:
        shutil.rmtree(werk, ignore_errors=True)


def _controleer(uit: Path, inwoners: int) -> None:
    if not _MIN_INWONERS <= inwoners <= MAX_INWONERS:
        raise ValueError(
            f"Kies een aantal inwoners van {_MIN_INWONERS} tot en met {MAX_INWONERS}; {inwoners} kan niet."
        )
    vol = [bron for bron in BRONNEN if (uit / bron).exists()]
    if vol:
        raise ValueError(
            f"In {uit} staan al leveringen ({', '.join(vol)}). Kies een andere map met --out, of haal deze eerst weg."
        )


def _maak(werk: Path, inwoners: int, seed: int, kansen: dict[str, float], meld: Callable[[str], None]) -> None:
    gedrag = lees_gedrag()
    plan = maak_plan(inwoners, gedrag)
    bestanden = Bestanden(werk)
    zips = Zips(bestanden, gedrag.toewijzing.zip_leden)
    post = Post(bestanden, zips)
    aanbieders = Aanbieders(inwoners, gedrag.aanbieders.per_inwoners, gedrag.aanbieders.hoogstens)
    sturing = Sturing(plan, gedrag)
    bevolking = Bevolking(plan, AdresBoek(plan, bestanden, gedrag.bevolking.zonder_gebied), gedrag, seed)
    leven, gebruik = Leven(bevolking, gedrag), Gebruik(sturing, gedrag)
    brp, registraties = BrpSchrijver(bestanden), Registraties(bestanden, gedrag)
    declaraties, gepland = Declaraties(gedrag, bestanden, post, seed), Gepland()
    hulp = Hulp(bevolking.mensen.vreemde, declaraties, gedrag.declaratie.gezien, gedrag.declaratie.opnieuw)
    gebreken = Gebreken(kansen, hulp, gepland.noteer)
    verzending = Verzending(gedrag.retour, gedrag.toewijzing.los, post)
    toewijzingen = Toewijzingen(gedrag, aanbieders, declaraties, gebreken, verzending)
    ruis = Ruis(gedrag, bevolking, brp, toewijzingen, registraties, gebreken.kans("CS002"))
    personen = 0
    for nummer, eenheid in enumerate(bevolking.eenheden(), start=1):
        leven.leef(eenheid)
        gebruik.verdeel(eenheid)
        for persoon in eenheid.personen:
            brp.schrijf(persoon, eenheid.rustig)
            if persoon.gebruik:
                toewijzingen.verwerk(eenheid.rng, persoon)
        registraties.schrijf(eenheid)
        ruis.naast(eenheid)
        personen += len(eenheid.personen)
        if nummer % 5000 == 0:
            meld(f"{nummer} huishoudens, {personen} personen gemaakt")
    meld("declaraties en antwoorden worden samengesteld")
    declaraties.sluit()
    zips.sluit()
    schrijf_contracten(bestanden, aanbieders, seed)
    schrijf_financien(bestanden, inwoners, seed)
    if gedrag.ruis.onleesbaar:
        schrijf_onleesbaar(bestanden, post)
    bestanden.leeg()
    gepland.schrijf(werk)
    stand = ", ".join(f"{naam} {waarde:.1f}" for naam, waarde in sturing.stand(2022).items())
    meld(f"huishoudens per 1.000 in 2022: {stand}")
    aantallen = ", ".join(f"{naam} {aantal}" for naam, aantal in sorted(post.aantallen.items()))
    meld(f"berichten: {aantallen}; {declaraties.regels} declaratieregels, {declaraties.afgewezen} afgewezen")
    meld(f"ingebouwd: {gepland.aantal} rijen die een regel schenden; welke staat in {BESTAND}")
