"""What is special of the area files: codes get their prefix, an address becomes a pseudonym.

Belongs here: from a row of the CBS layout to the lake's columns. Does not belong here: which year holds (dbt).
"""

import pyarrow as pa
import pyarrow.compute as pc

from sources import koppelen
from sources.pseudoniem import Pseudoniem

Kolommen = dict[str, pa.Array]


def _code(kolom: pa.Array, letters: str, cijfers: int) -> pa.Array:
    return pc.binary_join_element_wise(letters, pc.utf8_lpad(kolom, cijfers, "0"), "")


def bewerk_adres(rij: Kolommen, pseudoniem: Pseudoniem) -> Kolommen:
    """The columns of gebieden__adres but the year, which the header tells."""
    pc6, nummer = koppelen.postcode(rij["postcode"]), koppelen.huisnummer(rij["huisnummer"])
    return {
        "pc6_huisnummer": koppelen.adres(pseudoniem, pc6, nummer),
        "buurt": _code(rij["buurt"], "BU", 8),
        "wijk": _code(rij["wijk"], "WK", 6),
        "gemeente": _code(rij["gemeente"], "GM", 4),
    }
