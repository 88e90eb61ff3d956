"""The dbt manifest of exactly this dbt project, made when it is missing or the project changed.

Belongs here: that one file. Does not belong here: running models.
"""

import hashlib
from pathlib import Path

from orchestration.dbt_bouw import schrijf_manifest
from orchestration.processen import bouwer
from warehouse.paths import DBT_PROJECT, DataRoot


def manifest(home: DataRoot) -> Path:
    """The path of a manifest that fits the project; a stale one would silently run yesterday's models."""
    doel = home.dbt / "target" / "manifest.json"
    bekend = stempel(home)
    nu = _project_hash()
    if not doel.exists() or not bekend.exists() or bekend.read_text("ascii") != nu:
        bouwer.doe(schrijf_manifest)
        bekend.write_text(nu, "ascii")
    return doel


def stempel(home: DataRoot) -> Path:
    """The file that says for which project the manifest was made; as old as the last change of the project."""
    return home.dbt / "manifest.sha256"


def _project_hash() -> str:
    som = hashlib.sha256()
    for pad in sorted(DBT_PROJECT.rglob("*")):
        if pad.is_file() and pad.suffix in {".sql", ".yml", ".csv"} and "target" not in pad.parts:
            som.update(str(pad.relative_to(DBT_PROJECT)).encode() + b"\0" + pad.read_bytes())
    return som.hexdigest()
