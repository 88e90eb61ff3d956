-- The declarations (323), each under the identification that its answer names; numbered where a sender uses one twice.
select
    declaratie.bestand_id,
    declaratie.rij,
    declaratie.wet,
    declaratie.gemeente,
    declaratie.aanbieder,
    declaratie.leverdatum,
    declaratie.dagtekening,
    bericht.identificatie,
    bericht.basis_xsd_versie,
    bericht.bericht_xsd_versie,
    declaratie.declaratienummer,
    declaratie.periode_begin,
    declaratie.periode_einde,
    declaratie.declaratie_dagtekening,
    declaratie.totaal_cent,
    declaratie.debet_credit,
    row_number() over (
        partition by declaratie.wet, declaratie.gemeente, declaratie.aanbieder, bericht.identificatie
        order by declaratie.leverdatum, declaratie.dagtekening, declaratie.declaratienummer, declaratie.bestand_id
    ) as volgnummer
from {{ ref('stg_bericht__declaratie') }} as declaratie
inner join {{ ref('stg_bericht__bericht') }} as bericht on declaratie.bestand_id = bericht.bestand_id
