"""What is special of the other registrations: a row without a BSN still has somebody it belongs to.

Belongs here: from a row to the pseudonyms by which it can be linked. Does not belong here: the linking itself (dbt).
"""

import pyarrow as pa
import pyarrow.compute as pc

from sources import koppelen
from sources.pseudoniem import Pseudoniem
from sources.typen import bsn_status, heeft_nummer, per_waarde

Kolommen = dict[str, pa.Array]


def met_nummer(rij: Kolommen) -> pa.Array:
    """True where the name of a scheme holds a number."""
    return per_waarde(pc.fill_null(rij["regeling"], ""), heeft_nummer, pa.bool_())


def bewerk(rij: Kolommen, pseudoniem: Pseudoniem) -> Kolommen:
    """The columns of voorzieningen__voorziening."""
    status = bsn_status(rij["bsn"])
    pc6, nummer = koppelen.postcode(rij["postcode"]), koppelen.huisnummer(rij["huisnummer"])
    geboren = rij["geboortedatum"].cast(pa.string())
    wie = koppelen.samen(
        per_waarde(rij["geslachtsnaam"], koppelen.naam, pa.string()), geboren, pc6, nummer, leeg_mag=True
    )
    eigen = pc.if_else(pc.equal(status, "leeg"), wie, pa.scalar(None, pa.string()))
    return {
        **rij,
        "persoon": koppelen.personen(pseudoniem, rij["bsn"], status),
        "bsn_status": status,
        "koppelsleutel": koppelen.sleutel(pseudoniem, rij["geslachtsnaam"], geboren, pc6, nummer),
        "eigen_client": pseudoniem.kolom("eigen", eigen),
    }
