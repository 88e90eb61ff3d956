-- On which date the next statement of a kind replaced this one (NULL: it holds); schemes are told apart by their name.
with statement as (
    select distinct
        soort,
        case when soort = 'voorzieningen__voorziening' then naam end as naam,
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
