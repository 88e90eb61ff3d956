"""`sdl gmsd`: check the Wmo delivery of the municipality to CBS, and make it on request, encrypted.

Belongs here: arguments and what a person reads. Does not belong here: what is delivered (dbt), or the file (warehouse.gmsd).
"""

import argparse
import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.gmsd import Gemaakt, Toets
    from warehouse.paths import DataRoot


def voeg_toe(opdrachten: argparse._SubParsersAction) -> None:
    """Add the command to those of `sdl`."""
    gmsd = opdrachten.add_parser(
        "gmsd", help="controleer de Wmo-levering aan CBS (GMSD), en maak haar met --out, versleuteld"
    )
    gmsd.add_argument("--periode", type=_halfjaar, required=True, metavar="JJJJH1|JJJJH2")
    gmsd.add_argument("--out", type=Path, metavar="BESTAND", help="schrijf de levering, buiten de gegevensmap")
    gmsd.add_argument(
        "--publieke-sleutel",
        metavar="BESTAND|age1...",
        help="van wie haar mag lezen; standaard zegel.pub bij de sleutels",
    )
    gmsd.set_defaults(doe=_gmsd)


def _halfjaar(tekst: str) -> str:
    if not re.fullmatch(r"\d{4}H[12]", tekst):
        raise argparse.ArgumentTypeError("schrijf het halfjaar als 2024H1 of 2024H2")
    return tekst


def _gmsd(argumenten: argparse.Namespace) -> int:
    from orchestration.omgeving import richt_in
    from orchestration.voortgang import StapFout
    from warehouse.gmsd import GmsdFout, toetsen
    from warehouse.slot import slot
    from warehouse.zegelsleutel import ZegelFout

    home = richt_in()
    try:
        with slot(home):
            _toon(argumenten.periode, toetsen(home, argumenten.periode))
            if argumenten.out:
                _toon_gemaakt(argumenten.out, _maak(home, argumenten))
    except (GmsdFout, ZegelFout, StapFout) as fout:
        print(f"sdl: {fout}", file=sys.stderr)
        return 1
    return 0


def _maak(home: "DataRoot", argumenten: argparse.Namespace) -> "Gemaakt":
    from orchestration.voortgang import zonder_waarden
    from warehouse.audit import vastgelegd
    from warehouse.gmsd import keur_plek, maak
    from warehouse.zegelsleutel import lees_publiek

    jaar, halfjaar = map(int, argumenten.periode.split("H"))
    keur_plek(home, argumenten.out)
    ontvangers = lees_publiek(home, argumenten.publieke_sleutel)
    with vastgelegd(home, "gmsd", jaar=jaar, halfjaar=halfjaar) as einde, zonder_waarden():
        gemaakt = maak(home, argumenten.periode, argumenten.out, ontvangers, date.today())
        einde.update(rijen=gemaakt.rijen, origineel_weg=gemaakt.origineel_weg)
    return gemaakt


def _toon(periode: str, toetsen: "list[Toets]") -> None:
    from warehouse.gmsd import lees_instelling

    controles = lees_instelling().controles
    geweigerd = sum(toets.aantal for toets in toetsen if toets.soort == "weigering")
    alle = toetsen[0].gecontroleerd
    print(f"GMSD Wmo {periode}: {alle} voorzieningen, {alle - geweigerd} kunnen mee")
    for soort, kop in (("weigering", "Gaat niet mee"), ("signaal", "Gaat mee, kijk het na")):
        gevonden = [toets for toets in toetsen if toets.soort == soort and toets.aantal]
        print(f"{kop}:" if gevonden else f"{kop}: niets")
        for toets in gevonden:
            controle = controles[toets.controle]
            print(f"  {toets.aantal:>8}  {controle.zin}\n            {controle.doe}")


def _toon_gemaakt(uit: Path, gemaakt: "Gemaakt") -> None:
    from warehouse.gmsd import lees_instelling

    if gemaakt.origineel_weg:
        controle = lees_instelling().controles["origineel_weg"]
        print(f"  {gemaakt.origineel_weg:>8}  {controle.zin}; niet in het bestand\n            {controle.doe}")
    print(
        f"Geschreven: {gemaakt.rijen} voorzieningen in {uit}, versleuteld; alleen wie de privésleutel heeft kan het lezen."
    )
    print(
        "De volgorde van de velden is die van het protocol van 2015; vergelijk haar met het protocol dat u van CBS hebt."
    )
