"""What makes two rows of different registrations the same resident, when there is no BSN.

Belongs here: how name, birth date and address are written before they are hashed.
Does not belong here: the linking (dbt).
"""

import unicodedata
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from sources.pseudoniem import Pseudoniem
from sources.typen import leeg_is_null, per_waarde


@lru_cache(200_000)
def naam(waarde: str | None) -> str | None:
    """A name without case, diacritics and superfluous blanks; None when nothing is left."""
    if waarde is None:
        return None
    letters = "".join(teken for teken in unicodedata.normalize("NFKD", waarde) if not unicodedata.combining(teken))
    return " ".join(letters.casefold().split()) or None


def postcode(kolom: pa.Array) -> pa.Array:
    """Upper case without blanks, NULL when empty."""
    return leeg_is_null(pc.utf8_upper(pc.replace_substring_regex(kolom, r"[\s\x{00A0}]+", "")))


def huisnummer(kolom: pa.Array) -> pa.Array:
    """Without leading zeros, NULL when nothing is left."""
    return leeg_is_null(pc.ascii_ltrim(kolom, "0"))


def samen(*delen: pa.Array, leeg_mag: bool = False) -> pa.Array:
    """The parts with | between; NULL when one is missing, or with `leeg_mag` an empty part in its place."""
    if leeg_mag:
        return pc.binary_join_element_wise(*delen, "|", null_handling="replace", null_replacement="")
    return pc.binary_join_element_wise(*delen, "|", null_handling="emit_null")


def adres(pseudoniem: Pseudoniem, pc6: pa.Array, nummer: pa.Array) -> pa.Array:
    """The pseudonym of PC6 and huisnummer, by which an address finds its buurt."""
    return pseudoniem.kolom("pc6hn", samen(pc6, nummer))


def sleutel(pseudoniem: Pseudoniem, namen: pa.Array, geboren: pa.Array, pc6: pa.Array, nummer: pa.Array) -> pa.Array:
    """The pseudonym of name, fully known birth date (text, ISO), PC6 and huisnummer."""
    return pseudoniem.kolom("koppel", samen(per_waarde(namen, naam, pa.string()), geboren, pc6, nummer))


def personen(pseudoniem: Pseudoniem, nummers: pa.Array, status: pa.Array) -> pa.Array:
    """The pseudonym of each valid BSN, NULL for the others."""
    geldig = pc.equal(status, "geldig")
    return pseudoniem.kolom("bsn", pc.if_else(geldig, nummers, pa.scalar(None, pa.string())))
