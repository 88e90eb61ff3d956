-- What delivers by a rhythm of its own, and what is expected of it: each source, and of sources whose files tell their
-- statements apart each name. A scheme without a YAML is expected to do as its source.
with genoemd as (
    select distinct bestand_id, regeling
    from {{ ref('geland_voorzieningen__voorziening') }}
),

levering as (
    select distinct
        levering.bron,
        genoemd.regeling,
        case when {{ naam_onderscheidt('levering.bron') }} then levering.naam else '' end as naam
    from {{ ref('stg_manifest__levering') }} as levering
    left join genoemd on levering.bestand_id = genoemd.bestand_id
),

-- A statement is of the scheme that its rows name, the last one if they name more; without rows, that of its name.
statement as (
    select bron, naam, coalesce(max({{ regelingnaam('regeling') }}), {{ regelingnaam('naam') }}) as regeling
    from levering
    group by bron, naam
)

select
    statement.bron,
    statement.naam,
    case when statement.bron = 'voorzieningen' then statement.regeling end as regeling,
    case when statement.naam = '' then bron.eigenaar else statement.naam end as leverancier,
    coalesce(regeling.eigenaar, bron.eigenaar) as eigenaar,
    coalesce(regeling.ritme_dagen, bron.ritme_dagen) as ritme_dagen,
    coalesce(regeling.minste_aandeel, bron.minste_aandeel) as minste_aandeel
from statement
inner join {{ ref('stg_bron__verwachting') }} as bron on statement.bron = bron.bron and bron.soort = 'bron'
left join {{ ref('stg_bron__verwachting') }} as regeling
    on statement.bron = regeling.bron and regeling.soort = 'regeling' and statement.regeling = regeling.naam
