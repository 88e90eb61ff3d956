"""`sdl dbt`: dbt by hand on this data root, to see what is wrong with a model.

Belongs here: the environment and the lock around it. Does not belong here: what a run builds (dbt_bouw).

What dbt says of an error can hold a value of a person. It goes to the screen alone: no log, no file with results.
"""

import argparse


def voeg_toe(opdrachten: argparse._SubParsersAction) -> None:
    """Add the command to those of `sdl`."""
    dbt = opdrachten.add_parser(
        "dbt", help="dbt op deze gegevensmap, met alle meldingen op het scherm (build, test, show, ...)"
    )
    dbt.add_argument("opties", nargs=argparse.REMAINDER, help="wat dbt moet doen, zoals: build --select client_overlap")
    dbt.set_defaults(doe=_dbt)


def _dbt(argumenten: argparse.Namespace) -> int:
    import subprocess
    import sys
    from pathlib import Path

    from orchestration.omgeving import richt_in
    from warehouse.keys import check_fingerprint, ensure_keys
    from warehouse.paths import DBT_PROJECT
    from warehouse.slot import slot

    home = richt_in()
    dbt = Path(sys.executable).with_name("dbt")
    with slot(home):
        ensure_keys(home.sleutels, has_data=home.heeft_data)
        check_fingerprint(home.sleutels, home.root / ".sleutel")
        opdracht = [str(dbt), "--log-level-file", "none", "--no-write-json", *argumenten.opties]
        return min(subprocess.run(opdracht, cwd=DBT_PROJECT, check=False).returncode, 1)
