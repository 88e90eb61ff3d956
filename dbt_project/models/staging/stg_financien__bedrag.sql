-- Budget, actual and forecast per taakveld and period: of each year and kind the latest statement that has it.
with laatste as (
    select bedrag.jaar, bedrag.soort, max(levering.leverdatum) as leverdatum
    from {{ ref('geland_financien__bedrag') }} as bedrag
    inner join {{ ref('stg_manifest__levering') }} as levering on bedrag.bestand_id = levering.bestand_id
    group by bedrag.jaar, bedrag.soort
)

select bedrag.*, levering.leverdatum
from {{ ref('geland_financien__bedrag') }} as bedrag
inner join {{ ref('stg_manifest__levering') }} as levering on bedrag.bestand_id = levering.bestand_id
inner join laatste
    on bedrag.jaar = laatste.jaar and bedrag.soort = laatste.soort and levering.leverdatum = laatste.leverdatum
