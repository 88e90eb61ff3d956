-- The answers (325), each with the declaration it is about: the first that names an identification answers the first
-- declaration that has it, and so on; what is left over is about the last one and does not count.
with antwoord as (
    select
        antwoord.*,
        bericht.identificatie,
        replace(replace(replace(replace(antwoord.retourcodes, '0200', ''), '0233', ''), '8001', ''), ',', '') <> '' as heeft_fout,
        row_number() over (
            partition by antwoord.wet, antwoord.gemeente, antwoord.aanbieder, antwoord.declaratie_identificatie
            order by antwoord.leverdatum, antwoord.dagtekening, bericht.identificatie, antwoord.bestand_id
        ) as volgnummer
    from {{ ref('stg_bericht__antwoord') }} as antwoord
    inner join {{ ref('stg_bericht__bericht') }} as bericht on antwoord.bestand_id = bericht.bestand_id
),

bekend as (
    select wet, gemeente, aanbieder, identificatie, max(volgnummer) as aantal
    from {{ ref('int_declaratie__bericht') }}
    group by wet, gemeente, aanbieder, identificatie
)

select
    antwoord.bestand_id,
    antwoord.rij,
    antwoord.wet,
    antwoord.gemeente,
    antwoord.aanbieder,
    antwoord.leverdatum,
    antwoord.dagtekening,
    antwoord.declaratienummer,
    antwoord.declaratie_basis_xsd_versie,
    antwoord.declaratie_bericht_xsd_versie,
    antwoord.ingediend_cent,
    antwoord.ingediend_debet_credit,
    antwoord.toegekend_cent,
    antwoord.toegekend_debet_credit,
    antwoord.heeft_fout,
    declaratie.bestand_id as declaratie_bestand_id,
    coalesce(antwoord.volgnummer <= bekend.aantal, false) as telt,
    -- A technical error, or an error of the declaration as a whole: nothing of it was processed.
    antwoord.retourcodes like '%0001%' or (antwoord.heeft_fout and coalesce(antwoord.toegekend_cent, 0) = 0) as wijst_alles_af
from antwoord
left join bekend
    on
        antwoord.wet = bekend.wet
        and antwoord.gemeente = bekend.gemeente
        and antwoord.aanbieder = bekend.aanbieder
        and antwoord.declaratie_identificatie = bekend.identificatie
left join {{ ref('int_declaratie__bericht') }} as declaratie
    on
        bekend.wet = declaratie.wet
        and bekend.gemeente = declaratie.gemeente
        and bekend.aanbieder = declaratie.aanbieder
        and bekend.identificatie = declaratie.identificatie
        and least(antwoord.volgnummer, bekend.aantal) = declaratie.volgnummer
