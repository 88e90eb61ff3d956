-- Clients and households side by side: how many of each unit have which laws and which number of facilities, per buurt.
with eenheid as (
    select definitie, periode, 'clienten' as eenheid, wetten, voorzieningen, buurt, gemeente
    from {{ ref('int_client__per_periode') }}
    union all
    select definitie, periode, 'huishoudens_' || huishoudensoort as eenheid, wetten, voorzieningen, buurt, gemeente
    from {{ ref('int_huishouden__per_periode') }}
)

select
    definitie,
    periode,
    eenheid,
    case wetten
        when 1 then 'jeugd'
        when 2 then 'pwet'
        when 3 then 'jeugd+pwet'
        when 4 then 'wmo'
        when 5 then 'jeugd+wmo'
        when 6 then 'pwet+wmo'
        when 7 then 'jeugd+pwet+wmo'
    end as combinatie,
    case when voorzieningen >= 6 then '6+' else cast(voorzieningen as varchar) end as aantal_voorzieningen,
    buurt,
    gemeente,
    count(*) as aantal
from eenheid
group by definitie, periode, eenheid, wetten, voorzieningen, buurt, gemeente
