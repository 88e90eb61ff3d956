"""`sdl audit`: whether the audit log is whole, what stands in it, and the code to keep elsewhere.

Belongs here: arguments and what a person reads. Does not belong here: judging the log (warehouse.audit_keuring).
"""

import argparse
import re
import sys
from typing import Any

_STATUS = {"Ok": "gelukt", "Error": "mislukt", "Unset": "begonnen"}


def voeg_toe(opdrachten) -> None:
    """Add the command to the subparsers of `sdl`."""
    audit = opdrachten.add_parser(
        "audit", help="controleer het auditlog: is er iets gewijzigd, weggehaald of toegevoegd?"
    )
    audit.add_argument("--toon", type=_aantal, default=1, metavar="N", help="toon de laatste N regels (standaard 1)")
    audit.add_argument(
        "--kop", action="store_true", help="toon alleen NUMMER:CODE van de laatste regel, om elders te bewaren"
    )
    audit.add_argument(
        "--vergelijk", type=_punt, metavar="NUMMER:CODE", help="staat deze eerder bewaarde regel er nog zo?"
    )
    audit.set_defaults(doe=_audit)


def _aantal(tekst: str) -> int:
    if not tekst.isdecimal() or not 1 <= int(tekst) <= 100_000:
        raise argparse.ArgumentTypeError("schrijf een aantal van 1 tot en met 100000")
    return int(tekst)


def _punt(tekst: str) -> tuple[int, str]:
    if not re.fullmatch(r"[1-9][0-9]*:(?:[0-9a-f]{4}-){7}[0-9a-f]{4}", tekst):
        raise argparse.ArgumentTypeError("schrijf NUMMER:CODE zoals sdl audit --kop het toont")
    nummer, code = tekst.split(":")
    return int(nummer), code


def _audit(argumenten: argparse.Namespace) -> int:
    from warehouse.audit_keten import map_van
    from warehouse.audit_keuring import keur
    from warehouse.paths import data_root

    home = data_root()
    keuring = keur(home, argumenten.toon, argumenten.vergelijk)
    for fout in keuring.fouten:
        print(f"sdl: {fout}", file=sys.stderr)
    if argumenten.kop and not keuring.fouten:
        print(f"{keuring.kop.aantal}:{keuring.kop.code}")
        return 0
    oordeel = "NIET HEEL" if keuring.fouten else "heel"
    print(f"Auditlog {map_van(home)}: {keuring.kop.aantal} regels, {oordeel}")
    for regel in keuring.laatste:
        print(_leesbaar(regel))
    return 1 if keuring.fouten else 0


def _leesbaar(regel: dict[str, Any]) -> str:
    """An entry in words; whatever does not look like one of ours is only counted."""
    from warehouse.audit import HANDELINGEN

    try:
        kop = (
            f"{regel['nummer']:>6}  {regel['end_time'][:19].replace('T', ' ')} UTC  "
            f"{HANDELINGEN[regel['name']]}: {_STATUS[regel['status']]}"
        )
        systeem = regel["resource"]["attributes"]
        feiten = [zin for naam, waarde in regel["feiten"].items() for zin in _feit(naam, waarde)]
        staart = [f"begin {regel['start_time']}", f"versie {systeem['version']}", f"trace {regel['trace_id']}"]
        return "\n".join([kop, *(f"        {deel}" for deel in [*feiten, ", ".join(staart), f"code {regel['code']}"])])
    except (KeyError, TypeError, AttributeError):
        return f"{regel['nummer']:>6}  (geen leesbare regel)"


def _feit(naam: str, waarde: Any) -> list[str]:
    """A fact in a line, or hashes under each other, written as sha256sum writes them."""
    if isinstance(waarde, dict) and any(isinstance(deel, str) for deel in waarde.values()):
        return [f"{naam} {onder}: {_woord(deel).replace('-', '')}" for onder, deel in waarde.items()]
    if isinstance(waarde, dict):
        return [f"{naam}: " + ", ".join(f"{onder} {_woord(deel)}" for onder, deel in waarde.items())]
    if isinstance(waarde, list):
        return [f"{naam}: " + ", ".join(map(_woord, waarde))]
    return [f"{naam}: {_woord(waarde)}"]


def _woord(waarde: Any) -> str:
    return ("ja" if waarde else "nee") if isinstance(waarde, bool) else str(waarde)
