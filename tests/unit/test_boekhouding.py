"""What the books of an intake say of a place: the path and the name as they may be shown.

Belongs here: names of files and of members of archives. Does not belong here: what a run adds and replaces (test_intake).
"""

from datetime import date
from pathlib import PurePosixPath

from hypothesis import given, settings
from hypothesis import strategies as st

from sources.boekhouding import Boekhouding
from sources.landing import Gevonden, toonbaar
from sources.manifest import Manifest
from sources.schemas import MANIFEST
from tests.berichten_maken import bsn

STUKKEN = st.sampled_from(
    ["", ".", "..", "/", "a", "b.xml", ".verborgen", "x.", bsn(3), "1" + bsn(3), " ", "\udcff", "é"]
)


def naam_van(pad: str, lid: str) -> tuple[str, str]:
    boeken = Boekhouding(Manifest(**{naam: schema.empty_table() for naam, schema in MANIFEST.items()}))
    boeken.zag(Gevonden("iwmo", date(2024, 6, 1), pad, 1, 1), 7, 8, lid)
    boeken.leg_vast()
    rij = boeken.stand.waarneming.to_pylist()[0]
    return rij["pad"], rij["naam"]


@settings(max_examples=300, derandomize=True, database=None, deadline=None)
@given(st.lists(STUKKEN, max_size=6).map("".join))
def test_de_naam_is_het_laatste_deel_zonder_achtervoegsel_en_zonder_bsn(lid: str) -> None:
    pad = "iwmo/2024-06-01/berichten.zip"
    heel = f"{pad}/{lid}" if lid else pad
    assert naam_van(pad, lid) == (toonbaar(heel), toonbaar(PurePosixPath(heel).stem))
