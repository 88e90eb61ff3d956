"""The publication as it would have been with the deliveries up to a date, built beside everything else.

Belongs here: a temporary data root for that one run. Does not belong here: another way of computing; it is the same job.
"""

import os
import shutil
import sys
from datetime import date
from pathlib import Path

from orchestration.voortgang import meld
from warehouse import antwoorden
from warehouse.keys import check_fingerprint, ensure_keys
from warehouse.paths import DataRoot, data_root
from warehouse.slot import slot


def run_bekend_op(bekend_op: date, uit: Path) -> int:
    """Build publicatie.duckdb and parquet/ in `uit`; touches no other file. Exit codes as `run`."""
    if uit.exists() and any(uit.iterdir()):
        print(f"sdl: {uit} is niet leeg; kies een nieuwe map.", file=sys.stderr)
        return 1
    bron = data_root()
    werk = uit.absolute() / ".werk"
    werk.mkdir(parents=True)
    try:
        with slot(bron):
            ensure_keys(bron.sleutels, has_data=bron.heeft_data)
            if bron.heeft_data:
                check_fingerprint(bron.sleutels, bron.root / ".sleutel")
            _leen_raw(bron.raw, werk / "raw")
            antwoorden.neem_mee(bron, DataRoot(werk, bron.sleutels, bron.landing))
            if bron.vergeten.exists():
                shutil.copytree(bron.vergeten, werk / "vergeten", symlinks=True)
        os.environ.update(
            SDL_HOME=str(werk),
            SDL_KEYS=str(bron.sleutels),
            SDL_LANDING=str(bron.landing),
            SDL_BEKEND_OP=bekend_op.isoformat(),
        )
        from orchestration.uitvoeren import run

        code = run()
        if code == 0:
            for naam in ("publicatie.duckdb", "parquet"):
                shutil.move((werk / "marts").resolve() / naam, uit / naam)
            meld(f"klaar: {uit / 'publicatie.duckdb'}")
        return code
    finally:
        shutil.rmtree(werk, ignore_errors=True)


def _leen_raw(bron: Path, doel: Path) -> None:
    """Raw files never change, so a second name for them is as good as a copy; the manifest is copied."""
    if not (bron / "manifest").exists():
        return
    for pad in bron.rglob("*.parquet"):
        if "manifest" in pad.parts[len(bron.parts)]:
            continue
        naar = doel / pad.relative_to(bron)
        naar.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(pad, naar)
        except OSError:  # another file system
            shutil.copy2(pad, naar)
    for naam in ("cbs.json", "vorm"):
        if (bron / naam).exists():
            shutil.copy2(bron / naam, doel / naam)
    echt = (bron / "manifest").resolve()
    shutil.copytree(echt, doel / echt.name)
    (doel / "manifest").symlink_to(echt.name)
