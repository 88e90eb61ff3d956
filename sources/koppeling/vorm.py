"""From who somebody is, as registered, to the columns that are compared.

Belongs here: that shape, the same for residents and records. Does not belong here: comparing (vergelijken).
"""

from datetime import date
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from sources import koppelen
from sources.koppeling import namen
from sources.typen import ONTHOUDEN, iso_datum, per_waarde

KENMERKEN = pa.schema({veld: pa.string() for veld in ("naam", "geboren", "postcode", "huisnummer")})
"""Who somebody is: a surname as written, an ISO date, PC6 and house number; NULL where it is not known."""
_LIJST = pa.list_(pa.string())


def vormgeef(nummers: pa.Array, wie: pa.Table, andere_naam: pa.Array | None = None) -> pa.Table:
    """One row per row of `wie` (columns of KENMERKEN), told apart by `nummers`; `andere_naam` is that of the partner."""
    kern = vormgeef_kern(wie)
    plek = kern.column_names.index("naam") + 1
    return kern.add_column(plek, "delen", _delen(samenvoegen(wie["naam"]), andere_naam)).add_column(0, "nr", nummers)


def vormgeef_kern(wie: pa.Table) -> pa.Table:
    """The columns by which pairs are found, one row per row of `wie`."""
    naam, geboren = samenvoegen(wie["naam"]), samenvoegen(wie["geboren"])
    pc6 = koppelen.postcode(samenvoegen(wie["postcode"]))
    nummer = koppelen.huisnummer(pc.utf8_trim_whitespace(samenvoegen(wie["huisnummer"])))
    datum = per_waarde(geboren, _acht, pa.string())
    return pa.table(
        {
            "naam": per_waarde(naam, namen.heel, pa.string()),
            "geboren": datum,
            "gespiegeld": per_waarde(datum, _spiegel, pa.string()),
            "jaar": pc.utf8_slice_codeunits(datum, 0, 4),
            "pc6": pc6,
            "pc4": pc.utf8_slice_codeunits(pc6, 0, 4),
            "adres": koppelen.samen(pc6, nummer),
        }
    )


def samenvoegen(kolom: pa.ChunkedArray) -> pa.Array:
    """The column in one piece."""
    return pa.concat_arrays(kolom.chunks) if kolom.num_chunks else pa.array([], kolom.type)


def _delen(naam: pa.Array, andere: pa.Array | None) -> pa.Array:
    """The names somebody may be known by, each once and sorted."""
    if andere is None:
        return per_waarde(naam, lambda een: sorted(set(namen.delen(een))), _LIJST)
    samen = pc.binary_join_element_wise(naam, pc.fill_null(andere, ""), "-")
    return per_waarde(samen, lambda beide: sorted(set(namen.delen(beide))), _LIJST)


@lru_cache(ONTHOUDEN)
def _acht(waarde: str | None) -> str | None:
    """YYYYMMDD of an ISO date."""
    return None if waarde is None or iso_datum(waarde) is None else waarde.replace("-", "")


@lru_cache(ONTHOUDEN)
def _spiegel(acht: str | None) -> str | None:
    """The date with day and month exchanged, None when that is no other date."""
    if acht is None or acht[4:6] == acht[6:]:
        return None
    try:
        return date(int(acht[:4]), int(acht[6:]), int(acht[4:6])).strftime("%Y%m%d")
    except ValueError:
        return None
