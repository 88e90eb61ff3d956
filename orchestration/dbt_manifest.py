"""The dbt manifest of exactly this dbt project, made when it is missing or the project changed.

Belongs here: that one file. Does not belong here: running models.
"""

import hashlib
from pathlib import Path

from orchestration.dbt_bouw import schrijf_manifest
from orchestration.processen import bouwer
from warehouse.paths import DBT_PROJECT, DataRoot


def manifest(home: DataRoot) -> Path:
    """The manifest of the project as it is now: a copy of our own, that dbt does not write over while it is read.

    Named after the project, so that a stale or half one is never taken for it.
    """
    doel = home.dbt / f"manifest-{_project_hash()[:16]}.json"
    if not doel.exists():
        bouwer.doe(schrijf_manifest, str(doel))
        for oud in set(home.dbt.glob("manifest-*.json")) - {doel}:
            oud.unlink(missing_ok=True)
    return doel


def _project_hash() -> str:
    som = hashlib.sha256()
    for pad in sorted(DBT_PROJECT.rglob("*")):
        if pad.is_file() and pad.suffix in {".sql", ".yml", ".csv"} and "target" not in pad.parts:
            som.update(str(pad.relative_to(DBT_PROJECT)).encode() + b"\0" + pad.read_bytes())
    return som.hexdigest()
