"""The columns and types of every raw table, once; readers land in them and SQL reads them.

Belongs here: shapes; those of messages come from sources.berichten.tabellen. Does not belong here: how a value is read,
or what it means (dbt). Each raw table has `bestand_id` and `rij` (1-based record number in the file) first; those of
open data and of our YAMLs (expectations, definitions) have not.
"""

import hashlib

import pyarrow as pa

from sources.berichten.tabellen import TABELLEN

I64, I32, TEKST, DATUM, JANEE = pa.int64(), pa.int32(), pa.string(), pa.date32(), pa.bool_()
BEDRAG = pa.decimal128(18, 2)
_RIJ = {"bestand_id": I64, "rij": I32}
_PERSOON = {"persoon": I64, "bsn_status": TEKST}

_MET_RIJ: dict[str, dict[str, pa.DataType]] = {
    "brp__persoon": {
        **_PERSOON,
        "ouder_1": I64,
        "ouder_2": I64,
        "partner": I64,
        "geboortedatum": DATUM,
        "bond_begin": DATUM,
        "bond_einde": DATUM,
        "bond_einde_onbekend": JANEE,
        "overlijden": DATUM,
        "overlijden_onbekend": JANEE,
        "opschorting": DATUM,
        "opschorting_onbekend": JANEE,
        "gemeente": TEKST,
        "functie_adres": TEKST,
        "aanvang_adres": DATUM,
        "object": I64,
        "adres": I64,
        "pc6_huisnummer": I64,
        "koppelsleutel": I64,
    },
    "gebieden__adres": {"jaar": I32, "pc6_huisnummer": I64, "buurt": TEKST, "wijk": TEKST, "gemeente": TEKST},
    "gebieden__naam": {"code": TEKST, "naam": TEKST, "soort": TEKST},
    "pwet__uitkering": {
        "uitkering": I64,
        "persoon_1": I64,
        "bsn_1_status": TEKST,
        "persoon_2": I64,
        "bsn_2_status": TEKST,
        "statistiekcode": TEKST,
        "aanvangsdatum": DATUM,
        "einddatum": DATUM,
    },
    "pwet__reintegratie": {**_PERSOON, "voorziening": TEKST, "aanvangsdatum": DATUM, "einddatum": DATUM},
    "voorzieningen__voorziening": {
        "regeling": TEKST,
        "wet": TEKST,
        **_PERSOON,
        "koppelsleutel": I64,
        "eigen_client": I64,
        "voorziening": TEKST,
        "ingangsdatum": DATUM,
        "einddatum": DATUM,
        "leveringsvorm": TEKST,
    },
    "contracten__contract": {
        "contract": TEKST,
        "agb": TEKST,
        "aanbieder": TEKST,
        "wet": TEKST,
        "contractvorm": TEKST,
        "ingangsdatum": DATUM,
        "einddatum": DATUM,
        "doelstelling": TEKST,
        "kpi": TEKST,
    },
    "contracten__tarief": {
        "contract": TEKST,
        "productcategorie": TEKST,
        "productcode": TEKST,
        "eenheid": TEKST,
        "tarief_cent": I64,
        "ingangsdatum": DATUM,
        "einddatum": DATUM,
    },
    "beleidsinformatie_jeugd__jeugdhulp": {
        **_PERSOON,
        "eigen_client": I64,
        "gemeente": TEKST,
        "hulpvorm": TEKST,
        "maatregel": TEKST,
        "aanvang": DATUM,
        "einde": DATUM,
    },
    "financien__bedrag": {"jaar": I32, "periode": TEKST, "taakveld": TEKST, "soort": TEKST, "bedrag": BEDRAG},
    # Not delivered but made from what was (sources/koppeling): per row without BSN the resident it probably belongs to.
    "koppeling__kans": {
        "persoon": I64,
        "gewicht": pa.float64(),
        "tweede_gewicht": pa.float64(),
        "klasse": TEKST,
    },
}
_VERWACHTING: dict[str, dict[str, pa.DataType]] = {
    "bron__verwachting": {
        "bron": TEKST,
        "soort": TEKST,
        "naam": TEKST,
        "titel": TEKST,
        "leverancier": TEKST,
        "eigenaar": TEKST,
        "ritme_dagen": I32,
        "minste_aandeel": pa.decimal128(5, 4),
        "stil_maanden": I32,
        "stil_anderen": pa.decimal128(5, 4),
        "wetten": TEKST,
        "leveringsvormen": TEKST,
        "voorzieningen": TEKST,
    },
}
# How each definition counts (sources/definities.py).
_DEFINITIE: dict[str, dict[str, pa.DataType]] = {
    "definitie__definitie": {
        "definitie": TEKST,
        "titel": TEKST,
        "omschrijving": TEKST,
        "reden": TEKST,
        "telt": TEKST,
        "met_halfjaar": JANEE,
        "met_jaar": JANEE,
        "met_adres": JANEE,
        "met_gezin": JANEE,
        "huishouden_dag": TEKST,
        "beschermingsbreedte": I32,
    },
    "definitie__wet": {
        "definitie": TEKST,
        "wet": TEKST,
        "leeftijd_van": I32,
        "leeftijd_tot_en_met": I32,
        "leeftijd_op": TEKST,
        "leeftijd_onbekend": I32,
    },
    "definitie__uitsluiting": {"definitie": TEKST, "wet": TEKST, "kenmerk": TEKST, "waarde": TEKST},
    "definitie__onthulling": {
        "definitie": TEKST,
        "van_jaar": I32,
        "tot_en_met_jaar": I32,
        "geheim_onder": I32,
        "nul_geheim": JANEE,
        "afronding": I32,
        "minstens_geheim": I32,
    },
    "definitie__breuk": {"definitie": TEKST, "reeksbreuk": TEKST},
    "definitie__reeksbreuk": {
        "reeksbreuk": TEKST,
        "titel": TEKST,
        "omschrijving": TEKST,
        "bron": TEKST,
        "vanaf": DATUM,
        "wetten": TEKST,
        "gemeenten": TEKST,
        "gebied_soorten": TEKST,
        "cijfers": TEKST,
    },
}
DEFINITIE = tuple(_DEFINITIE)
_OPEN_DATA: dict[str, dict[str, pa.DataType]] = {
    "cbs__kwb": {
        "tabel": TEKST,
        "jaar": I32,
        "gebied_code": TEKST,
        "gebied_naam": TEKST,
        "gebied_soort": TEKST,
        "onderwerp": TEKST,
        "eenheid": TEKST,
        "waarde": pa.float64(),
        "reden": TEKST,
    },
    "cbs__bevolking": {
        "tabel": TEKST,
        "jaar": I32,
        "gebied_code": TEKST,
        "gebied_naam": TEKST,
        "inwoners": I64,
        "huishoudens": I64,
        "status": TEKST,
        "reden": TEKST,
    },
    "cbs__overlap": {
        "tabel": TEKST,
        "jaar": I32,
        "periode": TEKST,
        "status": TEKST,
        "aangeleverd": DATUM,
        "gebied_code": TEKST,
        "gebied_naam": TEKST,
        "gebied_soort": TEKST,
        "aantal_voorzieningen": TEKST,
        "combinatie": TEKST,
        "eenheid": TEKST,
        "aantal": I64,
        "per_1000": pa.float64(),
        "reden": TEKST,
        "herkomst": TEKST,
    },
}

SCHEMAS: dict[str, pa.Schema] = {
    **{tabel: pa.schema({**_RIJ, **kolommen}) for tabel, kolommen in _MET_RIJ.items()},
    **TABELLEN,
    **{tabel: pa.schema(kolommen) for tabel, kolommen in (_OPEN_DATA | _VERWACHTING | _DEFINITIE).items()},
}
GELEVERD = frozenset(SCHEMAS) - frozenset(_OPEN_DATA) - frozenset(_VERWACHTING) - frozenset(DEFINITIE)
"""The raw tables whose part files the manifest names; open data keeps its own, expectations and definitions come from
our YAMLs."""

MANIFEST: dict[str, pa.Schema] = {
    "bestand": pa.schema(
        {
            "bestand_id": I64,
            "bron": TEKST,
            "soort": TEKST,
            "sha256": TEKST,
            "leverancier": TEKST,
            "klasse": TEKST,
            "jaar": I32,
            "gelezen": I64,
            "geland": I64,
            "geweigerd": I64,
            "bytes": I64,
            "delen": TEKST,
        }
    ),
    "waarneming": pa.schema(
        {
            "bron": TEKST,
            "leverdatum": DATUM,
            "pad": TEKST,
            "naam": TEKST,
            "bestand_id": I64,
            "grootte": I64,
            "mtime_ns": I64,
            "pad_id": I64,
        }
    ),
    "melding": pa.schema(
        {
            "bestand_id": I64,
            "bron": TEKST,
            "leverdatum": DATUM,
            "pad": TEKST,
            "code": TEKST,
            "klasse": TEKST,
            "attribuut": TEKST,
            "aantal": I64,
            "leverancier": TEKST,
            "plaats": TEKST,
        }
    ),
}
"""Files by content, where they were seen (`pad_id`: keyed hash of the unmasked path), what was wrong with them."""


PSEUDONIEM_KOLOMMEN = frozenset(
    [
        "persoon",
        "persoon_1",
        "persoon_2",
        "ouder_1",
        "ouder_2",
        "partner",
        "object",
        "adres",
        "pc6_huisnummer",
        "koppelsleutel",
        "uitkering",
        "eigen_client",
        "pad_id",
    ]
)
"""A column of this name holds pseudonyms in whatever table it stands: so a new key finds all of them."""
GETALLEN = frozenset(
    [
        "bestand_id",
        "beschikkingnummer",
        "toewijzingnummer",
        "volume",
        "tarief_cent",
        "budget_cent",
        "bedrag_cent",
        "totaal_cent",
        "ingediend_cent",
        "toegekend_cent",
        "inwoners",
        "huishoudens",
        "gelezen",
        "geland",
        "geweigerd",
        "bytes",
        "grootte",
        "mtime_ns",
        "aantal",
    ]
)
"""The other columns of 64 bits. One that is in neither list stops a change of keys, and a test."""


def pseudoniemen(schema: pa.Schema) -> tuple[str, ...]:
    """The columns of a table that hold pseudonyms, in its order."""
    return tuple(veld.name for veld in schema if veld.name in PSEUDONIEM_KOLOMMEN)


PSEUDONIEMEN: dict[str, tuple[str, ...]] = {
    tabel: kolommen for tabel, schema in (SCHEMAS | MANIFEST).items() if (kolommen := pseudoniemen(schema))
}
"""Which columns of each raw table hold pseudonyms."""


def vorm() -> str:
    """What tells one version of the delivered raw tables from another: their columns and types."""
    tekst = "\n".join(f"{tabel}: {SCHEMAS[tabel]}" for tabel in sorted(GELEVERD))
    return hashlib.sha256(tekst.encode()).hexdigest()


def leeg(tabel: str) -> pa.Table:
    """A raw table without rows."""
    return SCHEMAS[tabel].empty_table()


def vul_aan(tabel: str, kolommen: dict[str, pa.Array | pa.ChunkedArray], rijen: int) -> pa.Table:
    """The columns in the shape of the raw table: in its order, cast to its types, NULL where a column is absent."""
    schema = SCHEMAS[tabel]
    return pa.table(
        [
            kolommen[veld.name].cast(veld.type) if veld.name in kolommen else pa.nulls(rijen, veld.type)
            for veld in schema
        ],
        schema=schema,
    )
