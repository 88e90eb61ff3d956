-- Days from which figures mean something else than before, and for whom; a division of areas as it was found in the deliveries.
with gevonden as (
    select
        jaar,
        string_agg(distinct substring(gebied_code, 3, 4), ',' order by substring(gebied_code, 3, 4)) as gemeenten,
        string_agg(distinct soort, ',' order by soort) as gebied_soorten
    from (
        select
            jaar,
            gebied_code,
            case substring(gebied_code, 1, 2) when 'GM' then 'gemeente' when 'WK' then 'wijk' else 'buurt' end as soort
        from {{ ref('int_gebied__breuk') }}
    ) as breuk
    group by jaar
)

select
    cast(reeksbreuk as varchar) as reeksbreuk,
    cast(titel as varchar) as titel,
    cast(omschrijving as varchar) as omschrijving,
    cast(bron as varchar) as herkomst,
    cast(vanaf as date) as vanaf,
    cast(wetten as varchar) as wetten,
    cast(gemeenten as varchar) as gemeenten,
    cast(gebied_soorten as varchar) as gebied_soorten,
    cast(cijfers as varchar) as cijfers
from {{ ref('stg_definitie__reeksbreuk') }}
union all
select
    cast('indeling_' || cast(jaar as varchar) as varchar),
    cast('Andere indeling in ' || cast(jaar as varchar) as varchar),
    cast('Gebieden hebben een andere code, naam of andere adressen dan het jaar ervoor; welke, staat in trendbreuk.' as varchar),
    cast('de geleverde gebieden' as varchar),
    {{ datum('jaar', 1, 1) }},
    cast(null as varchar),
    cast(gemeenten as varchar),
    cast(gebied_soorten as varchar),
    cast('eigen' as varchar)
from gevonden
