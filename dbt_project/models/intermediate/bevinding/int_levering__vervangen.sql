-- On which date the next statement of a kind replaced this one (NULL: it holds); where names tell statements apart, by name.
with statement as (
    select distinct
        soort,
        case when {{ naam_onderscheidt('bron') }} then naam end as naam,
        leverdatum
    from {{ ref('stg_manifest__levering') }}
    where bron not in ('iwmo', 'ijw')
)

select
    soort,
    naam,
    leverdatum,
    lead(leverdatum) over (partition by soort, naam order by leverdatum) as vervangen_op
from statement
