"""The raw tables of the messages: their columns and types.

Belongs here: one Arrow schema per table and the step from rows to tables. Does not belong here: where a value stands
in a message (uitlezen.py). Amounts are whole cents; `persoon` is NULL when the BSN is not valid; dates without a zone.
"""

import pyarrow as pa

Rijen = dict[str, list[tuple]]

_TYPEN = {"t": pa.string(), "d": pa.date32(), "u": pa.time64("us"), "n": pa.int64(), "r": pa.int32()}


def _kolommen(*groepen: str) -> pa.Schema:
    """A schema from "type:naam" words."""
    woorden = (woord.split(":") for groep in groepen for woord in groep.split())
    return pa.schema([(naam, _TYPEN[soort]) for soort, naam in woorden])


_SLEUTEL = "n:bestand_id r:rij"
_PARTIJEN = "t:wet t:gemeente t:aanbieder d:dagtekening"
_PERSOON = "n:persoon t:bsn_status"
_PRODUCT = "n:toewijzingnummer t:productcategorie t:productcode"
_OMVANG = "n:volume t:eenheid t:frequentie n:budget_cent"
_STATUS = "d:toewijzing_ingangsdatum d:begindatum t:status_aanlevering"
_REGEL = (
    "t:declaratienummer",
    _PERSOON,
    "t:referentienummer t:vorig_referentienummer",
    _PRODUCT,
    "d:product_begin d:product_einde n:volume t:eenheid n:tarief_cent n:bedrag_cent t:debet_credit",
)

TABELLEN = {
    "bericht__bericht": _kolommen(
        _SLEUTEL,
        "t:wet t:berichtsoort t:gemeente t:aanbieder t:identificatie d:dagtekening",
        "t:basis_xsd_versie t:bericht_xsd_versie",
    ),
    "bericht__retour": _kolommen(
        _SLEUTEL,
        "t:wet t:berichtsoort t:gemeente t:aanbieder t:identificatie d:dagtekening",
        "t:identificatie_retour d:dagtekening_retour t:retourcodes",
    ),
    "bericht__schending": _kolommen(_SLEUTEL, "t:berichtsoort", _PARTIJEN, "t:regel t:element"),
    "bericht__aangevraagd_product": _kolommen(
        _SLEUTEL,
        _PARTIJEN,
        _PERSOON,
        "t:referentie_aanbieder n:beschikkingnummer t:productcategorie t:productcode d:beschikking_ingangsdatum",
        "d:toewijzing_ingangsdatum d:toewijzing_einddatum",
        _OMVANG,
        "t:verwijzer_type t:raamcontract",
    ),
    "bericht__wijzigingsverzoek": _kolommen(
        _SLEUTEL,
        _PARTIJEN,
        _PERSOON,
        "t:referentie_aanbieder t:reden_verzoek t:klasse",
        _PRODUCT,
        "d:gewenste_ingangsdatum d:einddatum",
        _OMVANG,
    ),
    "bericht__verzoekantwoord": _kolommen(
        _SLEUTEL,
        _PARTIJEN,
        "t:referentie_aanbieder t:verzoek_antwoord t:reden_afwijzing t:woonplaatsbeginsel_gemeente",
    ),
    "bericht__toewijzing": _kolommen(
        _SLEUTEL,
        _PARTIJEN,
        _PERSOON,
        _PRODUCT,
        "d:toewijzingsdatum u:toewijzingstijd d:ingangsdatum d:einddatum t:reden_wijziging",
        _OMVANG,
        "t:referentie_aanbieder",
    ),
    "bericht__start": _kolommen(_SLEUTEL, _PARTIJEN, _PERSOON, _PRODUCT, _STATUS),
    "bericht__stop": _kolommen(_SLEUTEL, _PARTIJEN, _PERSOON, _PRODUCT, _STATUS, "t:reden_beeindiging d:einddatum"),
    "bericht__declaratie": _kolommen(
        _SLEUTEL,
        _PARTIJEN,
        "t:declaratienummer d:periode_begin d:periode_einde d:declaratie_dagtekening n:totaal_cent t:debet_credit",
    ),
    "bericht__declaratieregel": _kolommen(_SLEUTEL, _PARTIJEN, *_REGEL),
    "bericht__antwoord": _kolommen(
        _SLEUTEL,
        _PARTIJEN,
        "t:declaratie_identificatie t:declaratie_basis_xsd_versie t:declaratie_bericht_xsd_versie t:declaratienummer",
        "n:ingediend_cent t:ingediend_debet_credit n:toegekend_cent t:toegekend_debet_credit t:retourcodes",
    ),
    "bericht__antwoordregel": _kolommen(_SLEUTEL, _PARTIJEN, *_REGEL, "t:retourcodes"),
}


def naar_tabellen(rijen: Rijen) -> dict[str, pa.Table]:
    """Arrow tables from rows, only for tables that have rows; column order and types as in TABELLEN."""
    tabellen = {}
    for naam, regels in rijen.items():
        if regels:
            velden = TABELLEN[naam]
            kolommen = [
                pa.array(kolom, veld.type) for veld, kolom in zip(velden, zip(*regels, strict=True), strict=True)
            ]
            tabellen[naam] = pa.Table.from_arrays(kolommen, schema=velden)
    return tabellen
