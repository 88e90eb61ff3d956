"""The data root and the places in it.

Belongs here: each path below the data root, once. Does not belong here: reading or writing what lies there.
"""

import os
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
DBT_PROJECT = CHECKOUT / "dbt_project"


@dataclass(frozen=True)
class DataRoot:
    """One data root; two roots never share state. Keys may lie elsewhere (SDL_KEYS), deliveries too (SDL_LANDING)."""

    root: Path
    sleutels: Path
    landing: Path

    @property
    def quarantine(self) -> Path:
        return self.root / "quarantine"

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def raw_nieuw(self) -> Path:
        """The raw store that is being made, before it takes the place of raw."""
        return self.root / "raw.nieuw"

    @property
    def raw_oud(self) -> Path:
        """The raw store whose place was taken, until it is removed."""
        return self.root / "raw.oud"

    @property
    def vergeten(self) -> Path:
        """What must outlive raw: who was forgotten, and what has expired."""
        return self.root / "vergeten"

    @property
    def lake(self) -> Path:
        return self.root / "lake.duckdb"

    @property
    def marts(self) -> Path:
        return self.root / "marts"

    @property
    def publicaties(self) -> Path:
        return self.root / "publicaties"

    @property
    def grootboek(self) -> Path:
        """Every cell ever published."""
        return self.root / "grootboek"

    @property
    def antwoorden(self) -> Path:
        """What the solver answered in earlier runs."""
        return self.root / "antwoorden"

    @property
    def standen(self) -> Path:
        return self.root / "standen"

    @property
    def oordeel(self) -> Path:
        return self.raw / "oordeel"

    @property
    def heeft_data(self) -> bool:
        """True once something was landed: from then on the keys must be the ones it was landed with."""
        return self.heeft_raw or (self.vergeten / "stand").exists()

    @property
    def heeft_raw(self) -> bool:
        """True when there is a raw store, or what was made of it."""
        return (self.raw / "manifest").exists() or self.lake.exists() or self.raw_oud.exists()

    @property
    def extracts(self) -> Path:
        return self.root / "extracts"

    @property
    def docs(self) -> Path:
        return self.root / "docs"

    @property
    def dbt(self) -> Path:
        return self.root / "dbt"

    @property
    def dagster(self) -> Path:
        return self.root / "dagster"

    @property
    def tmp(self) -> Path:
        return self.root / "tmp"


def data_root() -> DataRoot:
    """The data root that SDL_HOME, SDL_KEYS and SDL_LANDING name; by default warehouse/data in the checkout."""
    root = Path(os.environ.get("SDL_HOME") or CHECKOUT / "warehouse" / "data").absolute()
    return DataRoot(
        root,
        sleutels=Path(os.environ.get("SDL_KEYS") or root / "keys").absolute(),
        landing=Path(os.environ.get("SDL_LANDING") or root / "landing").absolute(),
    )
