"""What is special of the Participatiewet: who has the benefit or the facility becomes a pseudonym.

Belongs here: from a row of the extract to the lake's columns. Does not belong here: which codes count (dbt).
"""

import pyarrow as pa

from sources import koppelen
from sources.pseudoniem import Pseudoniem
from sources.typen import bsn_status

Kolommen = dict[str, pa.Array]


def bewerk_uitkering(rij: Kolommen, pseudoniem: Pseudoniem) -> Kolommen:
    """The columns of pwet__uitkering."""
    status_1, status_2 = bsn_status(rij["bsn_1"]), bsn_status(rij["bsn_2"])
    return {
        **rij,
        "uitkering": pseudoniem.kolom("uitkering", rij["uitkeringsnummer"]),
        "persoon_1": koppelen.personen(pseudoniem, rij["bsn_1"], status_1),
        "bsn_1_status": status_1,
        "persoon_2": koppelen.personen(pseudoniem, rij["bsn_2"], status_2),
        "bsn_2_status": status_2,
    }


def bewerk_reintegratie(rij: Kolommen, pseudoniem: Pseudoniem) -> Kolommen:
    """The columns of pwet__reintegratie."""
    status = bsn_status(rij["bsn"])
    return {**rij, "persoon": koppelen.personen(pseudoniem, rij["bsn"], status), "bsn_status": status}
