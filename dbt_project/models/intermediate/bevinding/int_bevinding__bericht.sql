-- Findings on the message chain: messages of other municipalities, one number for two people, starts and stops that
-- belong to no assignment, removals that are none.
with ander as (
    select 'BERICHT_ANDERE_GEMEENTE' as regel, cast(null as varchar) as retourcode, case bericht.wet when 'wmo' then 'iwmo' else 'ijw' end as bron, 'bericht__bericht' as tabel, 'gemeente' as attribuut, 'waarschuwing' as ernst, bericht.gemeente as leverancier, levering.leverdatum, gemeente.gemeente is null as fout
    from {{ source('raw', 'bericht__bericht') }} as bericht
    inner join {{ ref('stg_manifest__levering') }} as levering on bericht.bestand_id = levering.bestand_id
    left join {{ ref('stg_gebieden__gemeente') }} as gemeente on bericht.gemeente = gemeente.gemeente
),

nummer as (
    select 'TR332' as regel, '9332' as retourcode, case wet when 'wmo' then 'iwmo' else 'ijw' end as bron, 'bericht__toewijzing' as tabel, 'toewijzingnummer' as attribuut, 'fout' as ernst, gemeente as leverancier, max(leverdatum) as leverdatum, count(distinct persoon) > 1 as fout
    from {{ ref('stg_bericht__toewijzing') }}
    group by gemeente, wet, toewijzingnummer
),

verwijdering as (
    select 'CS335' as regel, '0001' as retourcode, case wet when 'wmo' then 'iwmo' else 'ijw' end as bron, 'bericht__toewijzing' as tabel, 'einddatum' as attribuut, 'fout' as ernst, gemeente as leverancier, leverdatum, einddatum is distinct from ingangsdatum as fout
    from {{ ref('stg_bericht__toewijzing') }}
    where reden_wijziging = '13'
),

keten as (
    select 'bericht__start' as tabel, gemeente, wet, aanbieder, persoon, toewijzingnummer, leverdatum from {{ ref('stg_bericht__start') }}
    union all
    select 'bericht__stop' as tabel, gemeente, wet, aanbieder, persoon, toewijzingnummer, leverdatum from {{ ref('stg_bericht__stop') }}
),

zonder_toewijzing as (
    select 'TR019' as regel, '9019' as retourcode, case keten.wet when 'wmo' then 'iwmo' else 'ijw' end as bron, keten.tabel, 'toewijzingnummer' as attribuut, 'fout' as ernst, keten.aanbieder as leverancier, keten.leverdatum, toewijzing.toewijzingnummer is null as fout
    from keten
    left join {{ ref('int_toewijzing__geldig') }} as toewijzing
        on
            keten.gemeente = toewijzing.gemeente
            and keten.wet = toewijzing.wet
            and keten.toewijzingnummer = toewijzing.toewijzingnummer
            and keten.persoon = toewijzing.persoon
),

rij as (
    select * from ander
    union all
    select * from nummer
    union all
    select * from verwijdering
    union all
    select * from zonder_toewijzing
)

select
    regel,
    retourcode,
    'lake' as laag,
    bron,
    tabel,
    attribuut,
    ernst,
    leverancier,
    sum(case when fout then 1 else 0 end) as aantal,
    count(*) as aantal_gecontroleerd,
    min(case when fout then leverdatum end) as eerste_keer,
    max(case when fout then leverdatum end) as laatste_keer
from rij
group by regel, retourcode, bron, tabel, attribuut, ernst, leverancier
