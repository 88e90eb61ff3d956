"""What is special of the policy information on youth: of a child only a pseudonym is kept, and of its help the key.

Belongs here: from a row of a provider's statement to the lake's columns. Does not belong here: trajectories (dbt).
"""

import pyarrow as pa
import pyarrow.compute as pc

from sources import koppelen
from sources.pseudoniem import Pseudoniem
from sources.typen import bsn_status, leeg_is_null

Kolommen = dict[str, pa.Array]


def bewerk(rij: Kolommen, pseudoniem: Pseudoniem) -> Kolommen:
    """The columns of beleidsinformatie_jeugd__jeugdhulp; a child without a BSN is its sex, birth date and place together."""
    status = bsn_status(rij["bsn"])
    wie = koppelen.samen(
        rij["geslacht"], rij["geboortedatum"], koppelen.postcode(rij["postcode"]), rij["gemeente"], leeg_mag=True
    )
    wie = leeg_is_null(pc.if_else(pc.equal(wie, "|||"), "", wie))
    return {
        **{doel: rij[doel] for doel in ("gemeente", "hulpvorm", "maatregel", "aanvang", "einde")},
        "persoon": koppelen.personen(pseudoniem, rij["bsn"], status),
        "bsn_status": status,
        "eigen_client": pseudoniem.kolom(
            "jeugdige", pc.if_else(pc.equal(status, "geldig"), pa.scalar(None, pa.string()), wie)
        ),
    }
