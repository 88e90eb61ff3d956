-- Findings on who a row of the BRP is about, per statement: numbers that identify nobody, other municipalities.
with rij as (
    select persoon.bsn_status, persoon.eigen_gemeente, persoon.gemeente, persoon.leverdatum, vervangen.vervangen_op
    from {{ ref('stg_brp__persoon') }} as persoon
    inner join {{ ref('int_levering__vervangen') }} as vervangen
        on vervangen.soort = 'brp__persoon' and persoon.leverdatum = vervangen.leverdatum
),

toets as (
    select 'BSN_IDENTIFICEERT_NIEMAND' as regel, 'bsn' as attribuut, 'fout' as ernst, gemeente as leverancier, leverdatum, vervangen_op, bsn_status <> 'geldig' as fout
    from rij
    union all
    select 'BRP_ANDERE_GEMEENTE' as regel, 'gemeente' as attribuut, 'waarschuwing' as ernst, cast(null as varchar) as leverancier, leverdatum, vervangen_op, not eigen_gemeente as fout
    from rij
)

{{ voorvallen('toets', laag='lake', bron="'brp'", tabel="'brp__persoon'", verloop=true) }}
