"""The intake: everything new in landing/ becomes raw Parquet, with its place in the manifest.

Belongs here: what is new, the order of work, and when it is safe on disk. Does not belong here: reading content (csv_lezer,
berichten), and what a delivery means (dbt).

Parts are written first, then the manifest names them in one step: killed in between, the next run removes the parts and
reads the files again. What is done depends on places and content alone, never on the order of arrival.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import batched
from pathlib import Path, PurePosixPath
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from sources import intake_berichten, manifest, quarantaine
from sources.csv_lezer import lees_csv
from sources.intake_berichten import Bericht
from sources.landing import Gevonden, Plaatsfout, leesbaar, loop, toonbaar
from sources.pseudoniem import Pseudoniem, bestand_id, korte_hash
from sources.schemas import MANIFEST
from sources.soort import BERICHT_BRONNEN, CSV_BRONNEN
from sources.uitkomst import Uitkomst
from warehouse.duck import connect, write_raw
from warehouse.keys import read_key
from warehouse.paths import DataRoot
