"""The command line `sdl`: a thin front over the Dagster job.

Belongs here: arguments, exit codes and what a person reads. Does not belong here: anything the job does.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from orchestration import cli_aanval, cli_audit, cli_dbt, cli_gmsd, cli_sleutels, cli_vergeten, cli_zegel


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 2 stopped by a gate, 1 error."""
    try:
        argumenten = _ontleder().parse_args(argv)
    except SystemExit as einde:
        # argparse says 2 for a wrong argument; here 2 means that a gate stopped the run.
        return 1 if einde.code else 0
    from warehouse.keys import SleutelFout
    from warehouse.slot import Bezet

    try:
        return argumenten.doe(argumenten)
    except (Bezet, SleutelFout) as fout:
        print(f"sdl: {fout}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read along (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("sdl: afgebroken; de vorige publicatie staat er nog.", file=sys.stderr)
        return 1


def _ontleder() -> argparse.ArgumentParser:
    ontleder = argparse.ArgumentParser(prog="sdl", description="Monitor sociaal domein: van leveringen tot publicatie.")
    opdrachten = ontleder.add_subparsers(required=True, metavar="opdracht")

    run = opdrachten.add_parser("run", help="verwerk nieuwe leveringen, controleer en publiceer")
    run.add_argument("--bekend-op", type=_datum, metavar="DATUM", help="publicatie met de leveringen tot en met DATUM")
    run.add_argument("--out", type=Path, metavar="MAP", help="map voor de publicatie van --bekend-op")
    run.set_defaults(doe=_run)

    maak = opdrachten.add_parser("generate", help="maak leveringen van een synthetische gemeente")
    maak.add_argument("--out", type=Path, required=True, metavar="MAP")
    maak.add_argument(
        "--gebreken",
        metavar="BESTAND|geen",
        help="hoe vaak elke regel wordt geschonden (YAML: 'TR019: 0.01' per regel); wat is ingebouwd staat in .gepland.csv",
    )
    _demo_opties(maak)
    maak.set_defaults(doe=_generate)

    demo = opdrachten.add_parser(
        "demo", help="maak de demogemeente als er geen leveringen zijn, draai alles en toon de uitkomst"
    )
    _demo_opties(demo)
    demo.set_defaults(doe=_demo)

    opdrachten.add_parser("status", help="laatste run, laatste publicatie, open bevindingen").set_defaults(doe=_status)
    dev = opdrachten.add_parser("dev", help="de Dagster-UI op deze machine")
    dev.add_argument("--port", type=int, default=3000)
    dev.set_defaults(doe=_dev)
    for deel in (cli_aanval, cli_vergeten, cli_zegel, cli_sleutels, cli_audit, cli_gmsd, cli_dbt):
        deel.voeg_toe(opdrachten)
    return ontleder


def _datum(tekst: str) -> date:
    try:
        return date.fromisoformat(tekst)
    except ValueError:
        raise argparse.ArgumentTypeError("schrijf de datum als JJJJ-MM-DD") from None


def _demo_opties(ontleder: argparse.ArgumentParser) -> None:
    ontleder.add_argument("--inhabitants", type=int, default=75_000, metavar="N")
    ontleder.add_argument("--seed", type=int, default=1, metavar="S")


def _run(argumenten: argparse.Namespace) -> int:
    if (argumenten.bekend_op is None) != (argumenten.out is None):
        print("sdl: --bekend-op en --out horen bij elkaar.", file=sys.stderr)
        return 1
    if argumenten.bekend_op:
        from orchestration.bekend_op import run_bekend_op

        return run_bekend_op(argumenten.bekend_op, argumenten.out)
    from orchestration.uitvoeren import run

    return run()


def _generate(argumenten: argparse.Namespace) -> int:
    from orchestration.voortgang import meld
    from sources.synthetisch import genereer

    try:
        genereer(argumenten.out, argumenten.inhabitants, argumenten.seed, meld, argumenten.gebreken)
    except ValueError as fout:
        print(f"sdl: {fout}", file=sys.stderr)
        return 1
    return 0


def _demo(argumenten: argparse.Namespace) -> int:
    from orchestration.uitvoeren import run
    from orchestration.voortgang import meld
    from warehouse.overzicht import toon_demo
    from warehouse.paths import data_root

    home = data_root()
    if not any(home.landing.glob("*/*/*")):
        meld(f"geen leveringen in {home.landing}: demogemeente maken ({argumenten.inhabitants} inwoners, verzonnen)")
        from sources.synthetisch import genereer

        genereer(home.landing, argumenten.inhabitants, argumenten.seed, meld)
    code = run()
    if code == 0:
        toon_demo(home)
    return code


def _status(argumenten: argparse.Namespace) -> int:
    from orchestration.uitvoeren import toon_status

    toon_status()
    return 0


def _dev(argumenten: argparse.Namespace) -> int:
    from orchestration.omgeving import richt_in

    richt_in()
    dagster = Path(sys.executable).with_name("dagster")
    opdracht = [str(dagster), "dev", "-m", "orchestration.definitions", "-h", "127.0.0.1", "-p", str(argumenten.port)]
    os.execv(opdracht[0], opdracht)
