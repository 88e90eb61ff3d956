"""`sdl forget`: remove persons from everything but landing/, and take that back.

Belongs here: how BSNs come in and what a person reads. Does not belong here: the forgetting itself (sources.vergeten_actie).

A BSN is read from standard input alone: an argument would stay in the history of the shell and in the list of processes.
Whatever is wrong with what was given is told without repeating it.
"""

import argparse
import sys
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sources.vergeten_actie import Bewijs
    from warehouse.paths import DataRoot

_GEEN_ARGUMENT = (
    "sdl: geef BSN's niet als argument: dat blijft staan in de geschiedenis van de shell. Geef ze op de standaardinvoer, "
    "een per regel: sdl forget < bestand. Mogelijk zijn --undo en --zonder-run. Er is niets gedaan."
)
_TONEN = 20


def voeg_toe(opdrachten: argparse._SubParsersAction) -> None:
    """Add the command to those of `sdl`."""
    vergeet = opdrachten.add_parser(
        "forget", help="verwijder personen overal behalve uit landing/ (BSN's op de standaardinvoer, een per regel)"
    )
    vergeet.add_argument(
        "--undo", action="store_true", help="lees deze personen weer in, uit wat nog in landing/ staat"
    )
    vergeet.add_argument(
        "--zonder-run", action="store_true", help="maak de publicatie nu niet opnieuw; dat doet de volgende run"
    )
    vergeet.set_defaults(doe=_forget)
    _zwijg(vergeet)


def _zwijg(ontleder: argparse.ArgumentParser) -> None:
    """Never repeat an argument in a message: it may be the number of a person."""
    lees = ontleder.parse_known_args

    def niets_anders(args=None, namespace=None):
        gelezen, rest = lees(args, namespace)
        if rest:
            ontleder.error("")
        return gelezen, rest

    def fout(_melding: str) -> None:
        print(_GEEN_ARGUMENT, file=sys.stderr)
        raise SystemExit(1)

    ontleder.parse_known_args, ontleder.error = niets_anders, fout


def lees_bsns(regels: Iterable[str]) -> tuple[list[str], list[int]]:
    """The numbers, each once, and which lines (1-based) hold no BSN; blank lines count for nothing."""
    from sources.pseudoniem import bsn_geldig

    goed: dict[str, None] = {}
    fout = []
    for nummer, regel in enumerate(regels, 1):
        tekst = regel.strip().removeprefix("\ufeff")
        if bsn_geldig(tekst):
            goed[tekst] = None
        elif tekst:
            fout.append(nummer)
    return list(goed), fout


def _forget(argumenten: argparse.Namespace) -> int:
    from orchestration.omgeving import richt_in
    from orchestration.voortgang import StapFout, meld
    from sources.fouten import BeschrijvingFout, VormFout
    from warehouse.slot import slot

    bsns = _invoer()
    if not bsns:
        return 1
    home = richt_in()
    with slot(home):
        try:
            _doe(home, bsns, argumenten.undo)
        except (StapFout, BeschrijvingFout, VormFout) as fout:
            print(f"sdl: niet gelukt: {fout}. Los dat op en geef dezelfde BSN's nog een keer.", file=sys.stderr)
            return 1
    if argumenten.zonder_run:
        meld("de publicatie is nog die van voor deze opdracht; start sdl run, die maakt haar opnieuw")
        return 0
    from orchestration.uitvoeren import run

    return run()


def _invoer() -> list[str]:
    """The numbers from standard input; empty, with the reason told, when there are none or a line is wrong."""
    if sys.stdin.isatty():
        print("Typ de BSN's, een per regel, en sluit af met Ctrl-D:", file=sys.stderr)
    bsns, fout = lees_bsns(sys.stdin)
    if fout:
        waar = ", ".join(map(str, fout[:_TONEN])) + (" en verder" if len(fout) > _TONEN else "")
        print(
            f"sdl: {len(fout)} van de regels zijn geen BSN van negen cijfers dat klopt: regel {waar}. Er is niets gedaan.",
            file=sys.stderr,
        )
        return []
    if not bsns:
        print(
            "sdl: er staan geen BSN's op de standaardinvoer. Geef ze een per regel: sdl forget < bestand",
            file=sys.stderr,
        )
    return bsns


def _doe(home: "DataRoot", bsns: list[str], undo: bool) -> None:
    from orchestration.voortgang import meld, zonder_waarden
    from sources.vergeten_actie import maak_ongedaan, vergeet
    from warehouse.keys import check_fingerprint, ensure_keys

    ensure_keys(home.sleutels, has_data=home.heeft_data)
    check_fingerprint(home.sleutels, home.root / ".sleutel")
    with zonder_waarden():
        bewijs = (maak_ongedaan if undo else vergeet)(home, bsns, date.today(), meld)
    (_toon_ongedaan if undo else _toon_vergeten)(bewijs)


def _toon_vergeten(bewijs: "Bewijs") -> None:
    al = f" ({bewijs.al} waren het al)" if bewijs.al else ""
    print(f"Vergeten: {bewijs.personen} personen{al}, uit {bewijs.bestanden} bestanden")
    for tabel, rijen in sorted(bewijs.rijen.items()):
        print(f"  {tabel:<36}{rijen:>8} rijen verwijderd of geleegd")
    if bewijs.verzegeld:
        print(f"  verzegelde originelen vernietigd    {bewijs.verzegeld:>8}")
    _toon_verzameling(bewijs)
    if bewijs.open_:
        print("In landing/ staan zij nog. De pipeline schrijft daar niet; haal ze daar zelf uit:")
        _toon_namen(bewijs.open_)


def _toon_ongedaan(bewijs: "Bewijs") -> None:
    niet = f" ({bewijs.al} waren niet vergeten)" if bewijs.al else ""
    print(f"Niet meer vergeten: {bewijs.personen} personen{niet}; {bewijs.bestanden} bestanden opnieuw gelezen")
    _toon_verzameling(bewijs)
    if bewijs.niet_hersteld:
        print("Niet te herstellen; geef dezelfde BSN's nog een keer met --undo als het origineel er weer staat:")
        _toon_namen([f"{naam}: {reden}" for naam, reden in sorted(bewijs.niet_hersteld.items())])


def _toon_verzameling(bewijs: "Bewijs") -> None:
    from warehouse.audit_waarden import gegroepeerd

    print(f"  bewijs, ook in het auditlog: {gegroepeerd(bewijs.verzameling)}")


def _toon_namen(namen: list[str]) -> None:
    for naam in namen[:_TONEN]:
        print(f"  {naam}")
    if len(namen) > _TONEN:
        print(f"  en nog {len(namen) - _TONEN} bestanden")
