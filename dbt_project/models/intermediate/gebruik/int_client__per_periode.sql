-- The clients of the three laws, per definition and period: which laws (bits: jeugd 1, pwet 2, wmo 4), how many
-- facilities, and where they count: area and municipality of their last day as a resident, else the municipality alone.
with gebruik as (
    select 'gmsd' as definitie, periode, persoon, voorziening, wet_bit, gemeente
    from {{ ref('int_gebruik__per_periode') }}
    where wet_bit > 0
    union all
    select 'peildatum' as definitie, periode, persoon, voorziening, wet_bit, gemeente
    from {{ ref('int_gebruik__per_periode') }}
    where wet_bit > 0 and op_peildatum
),

client as (
    select
        definitie,
        periode,
        persoon,
        {{ bits('wet_bit') }} as wetten,
        count(distinct voorziening) as voorzieningen,
        max(gemeente) as gemeente_toewijzing
    from gebruik
    group by definitie, periode, persoon
),

plek as (
    select 'gmsd' as definitie, periode, jaar, persoon, gemeente, pc6_huisnummer
    from {{ ref('int_persoon__peildag') }}
    union all
    select 'peildatum' as definitie, periode, jaar, persoon, gemeente, pc6_huisnummer
    from {{ ref('int_persoon__peildag') }}
    where dag = eind_datum
),

enige_gemeente as (
    select min(gemeente) as gemeente
    from {{ ref('stg_gebieden__gemeente') }}
    having count(*) = 1
)

select
    client.definitie,
    client.periode,
    client.persoon,
    client.wetten,
    client.voorzieningen,
    gebied.buurt,
    coalesce(plek.gemeente, stand.gemeente, client.gemeente_toewijzing, enige_gemeente.gemeente) as gemeente
from client
left join plek
    on client.definitie = plek.definitie and client.periode = plek.periode and client.persoon = plek.persoon
left join {{ ref('int_persoon__stand') }} as stand on client.persoon = stand.persoon
left join {{ ref('int_gebied__adres') }} as gebied
    on plek.pc6_huisnummer = gebied.pc6_huisnummer and plek.jaar = gebied.jaar
left join enige_gemeente on 1 = 1
