"""`sdl seal` and `sdl unseal`: originals in landing/ made unreadable for who has no private key, and readable again.

Belongs here: arguments and what a person reads. Does not belong here: which files, and how (warehouse.verzegelen, zegel).
"""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.verzegelen import Telling

_BLIJFT = {
    "niet_verwerkt": "nog niet verwerkt, of veranderd sinds de laatste run (start: sdl run)",
    "geweigerd": "geweigerd, of een archief met een geweigerd bericht: eerst herstellen",
    "nodig_voor_koppelen": "van of na de nieuwste BRP-levering: nodig om records zonder BSN te koppelen (--alles verzegelt ook die)",
    "veranderd": "veranderd terwijl het werd verzegeld; de volgende keer opnieuw",
    "mislukt": "niet gelukt; zie de meldingen hierboven",
}


def voeg_toe(opdrachten) -> None:
    """Add both commands to the subparsers of `sdl`."""
    seal = opdrachten.add_parser(
        "seal", help="verzegel verwerkte originelen in landing/ met een publieke sleutel (age)"
    )
    welke = seal.add_mutually_exclusive_group()
    welke.add_argument("--publieke-sleutel", metavar="BESTAND|age1...", help="standaard zegel.pub bij de sleutels")
    welke.add_argument(
        "--nieuwe-sleutel", metavar="BESTAND", help="maak alleen een sleutelpaar, de privésleutel in BESTAND"
    )
    seal.add_argument("--alles", action="store_true", help="ook de nieuwste BRP-stand en wat daarna kwam")
    seal.set_defaults(doe=_met_melding(_seal))

    unseal = opdrachten.add_parser("unseal", help="maak verzegelde originelen weer leesbaar met de privésleutel")
    unseal.add_argument("--prive-sleutel", required=True, metavar="BESTAND|-", help="- leest van de standaardinvoer")
    unseal.add_argument("--bron", help="alleen van deze bron (de map onder landing/)")
    unseal.add_argument("--datum", type=_datum, metavar="JJJJ-MM-DD", help="alleen van deze leverdatum")
    unseal.set_defaults(doe=_met_melding(_unseal))


def _datum(tekst: str) -> date:
    try:
        return date.fromisoformat(tekst)
    except ValueError:
        raise argparse.ArgumentTypeError("schrijf de datum als JJJJ-MM-DD") from None


def _met_melding(doe: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    def veilig(argumenten: argparse.Namespace) -> int:
        from warehouse.zegelsleutel import ZegelFout

        try:
            return doe(argumenten)
        except ZegelFout as fout:
            print(f"sdl: {fout}", file=sys.stderr)
            return 1
        except OSError as fout:
            print(
                f"sdl: gestopt: {fout.strerror or type(fout).__name__}. Er is geen origineel verloren.", file=sys.stderr
            )
            return 1

    return veilig


def _seal(argumenten: argparse.Namespace) -> int:
    from orchestration.voortgang import meld
    from warehouse.audit import vastgelegd
    from warehouse.paths import data_root
    from warehouse.slot import slot
    from warehouse.verzegelen import te_verzegelen, verzegel_alle
    from warehouse.zegelsleutel import lees_publiek, maak_paar

    home = data_root()
    with slot(home):
        if argumenten.nieuwe_sleutel:
            from pathlib import Path

            return _zeg_paar(maak_paar(home, Path(argumenten.nieuwe_sleutel)), argumenten.nieuwe_sleutel)
        ontvangers = lees_publiek(home, argumenten.publieke_sleutel)
        meld("verzegelen: kijken wat er verwerkt is")
        kandidaten, telling = te_verzegelen(home, alles=argumenten.alles, vandaag=date.today())
        if kandidaten:
            with vastgelegd(home, "verzegeld", bestanden=len(kandidaten), alles=argumenten.alles) as einde:
                try:
                    verzegel_alle(home, kandidaten, ontvangers, telling, meld)
                finally:
                    einde.update(gedaan=telling.gedaan, per_bron=telling.per_bron)
    return _zeg(telling, "verzegeld")


def _zeg_paar(publiek: str, prive: str) -> int:
    print(f"Publieke sleutel  {publiek}")
    print(f"Privésleutel      {prive}")
    print(
        "Zet de privésleutel nu in de kluis van de organisatie en haal hem hier weg: zonder hem is wat verzegeld is voorgoed "
        "onleesbaar, en met hem op deze machine beschermt het zegel niet. Er is nog niets verzegeld; dat doet: sdl seal"
    )
    return 0


def _unseal(argumenten: argparse.Namespace) -> int:
    from orchestration.voortgang import meld
    from warehouse.audit import vastgelegd
    from warehouse.paths import data_root
    from warehouse.slot import slot
    from warehouse.verzegelen import Telling, ontzegel_alle, zegels
    from warehouse.zegelsleutel import lees_prive

    home, telling = data_root(), Telling()
    with slot(home):
        sleutels = lees_prive(argumenten.prive_sleutel)
        paden = zegels(home, argumenten.bron, argumenten.datum)
        if paden:
            with vastgelegd(home, "ontzegeld", bestanden=len(paden)) as einde:
                try:
                    ontzegel_alle(home, paden, sleutels, telling, meld)
                finally:
                    einde.update(gedaan=telling.gedaan, per_bron=telling.per_bron)
    return _zeg(telling, "weer leesbaar")


def _zeg(telling: "Telling", gedaan: str) -> int:
    for fout in telling.fouten:
        print(f"sdl: {fout}", file=sys.stderr)
    print(f"{telling.gedaan} bestanden {gedaan}")
    for bron, aantal in sorted(telling.per_bron.items()):
        print(f"  {bron:30}{aantal:>8}")
    for reden, aantal in telling.blijft.items():
        print(f"{aantal} bestanden blijven zoals ze zijn: {_BLIJFT[reden]}")
    return 1 if telling.fouten else 0
