"""Which reader a delivered file needs, seen from its content, never from its name.

Belongs here: that choice. Does not belong here: reading (csv_lezer, brp_json, xlsx_lezer), or messages (berichtlezer).
"""

import codecs
import io
from pathlib import Path

from sources.brp_json import lees_brp_json
from sources.csv_lezer import lees_csv
from sources.landing import openen
from sources.pseudoniem import Pseudoniem
from sources.soort import lees_bron
from sources.uitkomst import Uitkomst
from sources.xlsx_lezer import lees_werkmap

BEGIN = 1 << 16
"""How far is looked for the first byte that is not blank."""
_ARCHIEF = b"PK\x03\x04"


def lees_bestand(bron: str, inhoud: Path | bytes, bestand_id: int, pseudoniem: Pseudoniem) -> Uitkomst:
    """Read one file of a source that is no message. Never raises on content; OSError when it cannot be read."""
    with io.BytesIO(inhoud) if isinstance(inhoud, bytes) else openen(inhoud) as stroom:
        begin = stroom.read(BEGIN)
    lees = lees_csv
    if begin.startswith(_ARCHIEF) and lees_bron(bron).werkmap:
        lees = lees_werkmap
    elif bron == "brp" and begin.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"{", b"["):
        lees = lees_brp_json
    return lees(bron, inhoud, bestand_id, pseudoniem)
