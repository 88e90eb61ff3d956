-- Trajectories that ran in a half-year, and their clients, per form of help: as providers state them beside as they follow from
-- assignments. Unrounded, for who looks for the difference; not published.
with traject as (
    select 'opgave' as bron, client, hulpvorm, van, tot_en_met from {{ ref('int_jeugdhulp__traject') }}
    union all
    select 'toewijzing' as bron, client, hulpvorm, van, tot_en_met from {{ ref('int_jeugdhulp__uit_toewijzing') }}
),

geteld as (
    select
        periode.periode,
        traject.hulpvorm,
        traject.bron,
        count(*) as trajecten,
        count(distinct traject.client) as clienten
    from {{ ref('int_peil__periode') }} as periode
    inner join traject on traject.van <= periode.eind_datum and traject.tot_en_met >= periode.begin_datum
    where periode.periode like '%H%'
    group by periode.periode, traject.hulpvorm, traject.bron
)

select
    periode,
    hulpvorm,
    cast(sum(case when bron = 'opgave' then trajecten else 0 end) as bigint) as trajecten_opgave,
    cast(sum(case when bron = 'toewijzing' then trajecten else 0 end) as bigint) as trajecten_toewijzing,
    cast(sum(case when bron = 'opgave' then clienten else 0 end) as bigint) as clienten_opgave,
    cast(sum(case when bron = 'toewijzing' then clienten else 0 end) as bigint) as clienten_toewijzing
from geteld
group by periode, hulpvorm
