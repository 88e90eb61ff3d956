"""What is special of the area files: codes get their prefix, an address becomes a pseudonym.

Belongs here: from a row of the CBS layout to the lake's columns. Does not belong here: which year holds (dbt).
"""

import pyarrow as pa
import pyarrow.compute as pc

from sources import koppelen
from sources.pseudoniem import Pseudoniem
from sources.typen import heeft_nummer, per_waarde

Kolommen = dict[str, pa.Array]


def _code(kolom: pa.Array, letters: str, cijfers: int) -> pa.Array:
    return pc.binary_join_element_wise(letters, pc.utf8_lpad(kolom, cijfers, "0"), "")


def met_nummer(rij: Kolommen) -> pa.Array:
    """True for an area whose name holds a number that is not its own code, or part of it."""
    samen = koppelen.samen(rij["code"], rij["naam"], leeg_mag=True)
    return per_waarde(samen, lambda beide: heeft_nummer(beide.partition("|")[2], beide.partition("|")[0]), pa.bool_())


def bewerk_adres(rij: Kolommen, pseudoniem: Pseudoniem) -> Kolommen:
    """The columns of gebieden__adres but the year, which the header tells."""
    pc6, nummer = koppelen.postcode(rij["postcode"]), koppelen.huisnummer(rij["huisnummer"])
    return {
        "pc6_huisnummer": koppelen.adres(pseudoniem, pc6, nummer),
        "buurt": _code(rij["buurt"], "BU", 8),
        "wijk": _code(rij["wijk"], "WK", 6),
        "gemeente": _code(rij["gemeente"], "GM", 4),
    }
