-- The clients of the three laws, per definition and period: which laws (bits: jeugd 1, pwet 2, wmo 4), how many
-- facilities, and where they count: area and municipality of the day that holds, if they were a resident on it, else the
-- municipality alone.
with client as (
    select
        definitie,
        periode,
        persoon,
        {{ bits('wet_bit') }} as wetten,
        count(distinct voorziening) as voorzieningen,
        max(gemeente) as gemeente_toewijzing
    from {{ ref('int_gebruik__per_periode') }}
    group by definitie, periode, persoon
),

plek as (
    select 'laatste_dag_ingezetene' as huishouden_dag, periode, jaar, persoon, gemeente, pc6_huisnummer
    from {{ ref('int_persoon__peildag') }}
    union all
    select 'laatste_dag_periode' as huishouden_dag, periode, jaar, persoon, gemeente, pc6_huisnummer
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
inner join {{ ref('int_definitie__periode') }} as periode
    on client.definitie = periode.definitie and client.periode = periode.periode
left join plek
    on periode.huishouden_dag = plek.huishouden_dag and client.periode = plek.periode and client.persoon = plek.persoon
left join {{ ref('int_persoon__stand') }} as stand on client.persoon = stand.persoon
left join {{ ref('int_gebied__adres') }} as gebied
    on plek.pc6_huisnummer = gebied.pc6_huisnummer and plek.jaar = gebied.jaar
left join enige_gemeente on 1 = 1
