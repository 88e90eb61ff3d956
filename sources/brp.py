"""What is special of the BRP: persons, addresses and dates of which a part may be unknown.

Belongs here: from the rubrieken of a row to its pseudonymous columns. Does not belong here: residence over time (dbt).
"""

import pyarrow as pa
import pyarrow.compute as pc

from sources import koppelen
from sources.pseudoniem import Pseudoniem
from sources.typen import brp_datum, bsn_status, per_waarde

Kolommen = dict[str, pa.Array]


def _datum(kolom: pa.Array) -> pa.Array:
    return per_waarde(kolom, lambda waarde: brp_datum(waarde) if waarde else None, pa.date32())


def _volledig(kolom: pa.Array) -> pa.Array:
    """The birth date as ISO text when all its parts are known, else NULL."""
    deels = pc.match_substring_regex(kolom, "^0000|^.{4}00|00$")
    return pc.if_else(deels, pa.scalar(None, pa.string()), _datum(kolom).cast(pa.string()))


def _onbekend(kolom: pa.Array) -> pa.Array:
    """True where a date is filled without saying a year."""
    return pc.and_(pc.is_valid(kolom), pc.is_null(_datum(kolom)))


def _object(kolom: pa.Array) -> pa.Array:
    """The address object; zeros alone are the standard value for unknown."""
    return pc.if_else(pc.match_substring_regex(kolom, "^0+$"), pa.scalar(None, pa.string()), kolom)


def bewerk(rij: Kolommen, pseudoniem: Pseudoniem) -> Kolommen:
    """The columns of brp__persoon; one row in, one row out, nothing that identifies goes through."""
    pc6, nummer = koppelen.postcode(rij["postcode"]), koppelen.huisnummer(rij["huisnummer"])
    vier = [pc6, nummer, rij["huisletter"], rij["toevoeging"]]
    geen_adres = pc.and_(pc.and_(*map(pc.is_null, vier[:2])), pc.and_(*map(pc.is_null, vier[2:])))
    adres = pc.if_else(geen_adres, pa.scalar(None, pa.string()), koppelen.samen(*vier, leeg_mag=True))
    return {
        **_personen(rij, vier, pseudoniem),
        **{doel: _datum(rij[doel]) for doel in ("geboortedatum", "bond_begin", "aanvang_adres")},
        **{doel: _datum(rij[doel]) for doel in ("bond_einde", "overlijden", "opschorting")},
        **{f"{doel}_onbekend": _onbekend(rij[doel]) for doel in ("bond_einde", "overlijden", "opschorting")},
        **{doel: rij[doel] for doel in ("gemeente", "functie_adres")},
        "object": pseudoniem.kolom("object", _object(rij["object"])),
        "adres": pseudoniem.kolom("adres", adres),
        "pc6_huisnummer": koppelen.adres(pseudoniem, pc6, nummer),
        "koppelsleutel": koppelen.sleutel(
            pseudoniem, rij["geslachtsnaam"], _volledig(rij["geboortedatum"]), pc6, nummer
        ),
    }


def _personen(rij: Kolommen, adres: list[pa.Array], pseudoniem: Pseudoniem) -> Kolommen:
    """The person and their relatives. Without a valid BSN a person is number, name, birth date and address together."""
    status = bsn_status(rij["bsn"])
    wie = [rij[kolom] for kolom in ("bsn", "voornamen", "voorvoegsel", "geslachtsnaam", "geboortedatum", "object")]
    naamloos = pc.if_else(
        pc.equal(status, "geldig"), pa.scalar(None, pa.string()), koppelen.samen(*wie, *adres, leeg_mag=True)
    )
    met_bsn = koppelen.personen(pseudoniem, rij["bsn"], status)
    return {
        "persoon": pc.coalesce(met_bsn, pseudoniem.kolom("naamloos", naamloos)),
        "bsn_status": status,
        **{
            wie: koppelen.personen(pseudoniem, rij[f"bsn_{wie}"], bsn_status(rij[f"bsn_{wie}"]))
            for wie in ("ouder_1", "ouder_2", "partner")
        },
    }
