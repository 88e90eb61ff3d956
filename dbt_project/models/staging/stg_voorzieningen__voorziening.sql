-- Other registrations: of each scheme (the name of its file) the latest statement holds, the others keep holding.
with laatste as (
    select naam, max(leverdatum) as leverdatum
    from {{ ref('stg_manifest__levering') }}
    where soort = 'voorzieningen__voorziening'
    group by naam
)

select voorziening.*, levering.leverdatum, levering.naam as levering_naam
from {{ ref('geland_voorzieningen__voorziening') }} as voorziening
inner join {{ ref('stg_manifest__levering') }} as levering on voorziening.bestand_id = levering.bestand_id
inner join laatste on levering.naam = laatste.naam and levering.leverdatum = laatste.leverdatum
