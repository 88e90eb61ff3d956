-- The size of each statement and of the one before. Of areas each year is a statement of its own; their names may come for
-- several years at once, in files that each hold all of them.
with stand as (
    select
        levering.bron,
        levering.soort,
        verwacht.naam,
        levering.jaar,
        levering.leverdatum,
        verwacht.leverancier,
        verwacht.minste_aandeel,
        case levering.soort when 'gebieden__naam' then max(levering.geland) else sum(levering.geland) end as rijen
    from {{ ref('stg_manifest__levering') }} as levering
    inner join {{ ref('int_levering__verwacht') }} as verwacht
        on levering.bron = verwacht.bron and (verwacht.naam = '' or levering.naam = verwacht.naam)
    where levering.bron not in ('iwmo', 'ijw')
    group by levering.bron, levering.soort, verwacht.naam, levering.jaar, levering.leverdatum, verwacht.leverancier, verwacht.minste_aandeel
)

select
    *,
    lag(rijen) over (partition by bron, soort, naam order by leverdatum, jaar) as vorige_rijen,
    lead(leverdatum) over (partition by bron, soort, naam, jaar order by leverdatum) as vervangen_op
from stand
