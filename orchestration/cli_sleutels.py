"""`sdl keys`: which keys this data root has, and putting it under new ones.

Belongs here: the arguments, and what a person reads. Does not belong here: reading keys (warehouse.keys), or rewriting raw
(sources.herversleutelen).
"""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.paths import DataRoot


def voeg_toe(opdrachten: argparse._SubParsersAction) -> None:
    """Add the command to those of `sdl`."""
    sleutels = opdrachten.add_parser("keys", help="sleutels: stand en wisselen")
    acties = sleutels.add_subparsers(required=True, metavar="actie")
    acties.add_parser("status", help="welke sleutels, waar vandaan, en of de gegevens erbij passen").set_defaults(
        doe=_status
    )
    wissel = acties.add_parser("rotate", help="zet de gegevens onder een nieuwe sleutel, zonder leveringen")
    wissel.add_argument("--pseudoniem", action="store_true", help="alleen de sleutel van de pseudoniemen")
    wissel.add_argument("--lake", action="store_true", help="alleen de sleutel van raw en lake")
    wissel.add_argument(
        "--zonder-run", action="store_true", help="maak het lake nu niet opnieuw; dat doet de volgende run"
    )
    wissel.set_defaults(doe=_wissel)


def _status(argumenten: argparse.Namespace) -> int:
    from warehouse.keys import NAMES, lakesleutel, lees_stempel, pseudoniemsleutel, vingerafdruk
    from warehouse.paths import data_root
    from warehouse.sleutelbron import lees_ring, plekken

    home = data_root()
    stempel = lees_stempel(home.raw)
    print(f"Sleutelmap     {home.sleutels}")
    for naam in NAMES:
        ring = lees_ring(home.sleutels, naam)
        bestand, opdracht = plekken(home.sleutels, naam)
        bron = f"opdracht {opdracht.name}" if opdracht.exists() else f"bestand {bestand.name}"
        gebruikt = {*stempel.pseudoniem, stempel.lake} if stempel else set()
        print(f"{naam:<15}{bron}; {len(ring)} sleutel(s), {len(ring) - 1} keer gewisseld")
        for nummer, afdruk in enumerate(map(vingerafdruk, ring), start=1):
            print(f"               {nummer}  {afdruk[:9]}  {'in gebruik' if afdruk in gebruikt else 'niet in gebruik'}")
    if stempel is None:
        print("raw/           nog geen gegevens onder deze sleutels")
        return 0
    pseudoniemsleutel(home)
    lakesleutel(home)
    print("raw/           past bij deze sleutels")
    return 0


def _wissel(argumenten: argparse.Namespace) -> int:
    from orchestration.omgeving import richt_in
    from orchestration.voortgang import meld
    from warehouse.slot import slot

    home = richt_in()
    namen = [naam for naam in ("pseudoniem", "lake") if getattr(argumenten, naam)] or ["pseudoniem", "lake"]
    with slot(home):
        _herversleutel(home, namen)
    meld("sleutels: gewisseld. Bewaar de nieuwe in de kluis, bij de oude: oude back-ups zijn alleen daarmee te lezen")
    if argumenten.zonder_run:
        meld("sleutels: het lake is weg; start sdl run, die maakt het opnieuw. De publicatie is gebleven")
        return 0
    from orchestration.uitvoeren import run

    return run()


def _herversleutel(home: "DataRoot", namen: list[str]) -> None:
    """Check, change and record; the lock is held."""
    from orchestration.voortgang import meld
    from sources.herversleutelen import wissel_sleutels
    from warehouse.audit import leg_vast
    from warehouse.keys import SleutelFout, check_fingerprint, ensure_keys, lees_stempel

    if not home.heeft_data:
        raise SleutelFout(
            f"{home.root} heeft nog geen gegevens; er is niets te wisselen. De eerste run maakt de sleutels."
        )
    ensure_keys(home.sleutels, has_data=True)
    check_fingerprint(home.sleutels, home.root / ".sleutel")
    meld(f"sleutels: raw/ onder een nieuwe sleutel zetten ({', '.join(namen)})")
    herschreven = wissel_sleutels(home, namen, meld)
    leg_vast(
        home,
        "sleutel_gewisseld",
        sleutels=namen,
        pseudoniemsleutels=len(lees_stempel(home.raw).pseudoniem),
        bestanden_herschreven=herschreven,
    )
