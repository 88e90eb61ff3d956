-- The tariffs per contract, product and unit in the latest statement.
select tarief.*, levering.leverdatum
from {{ ref('geland_contracten__tarief') }} as tarief
inner join {{ ref('stg_manifest__levering') }} as levering on tarief.bestand_id = levering.bestand_id
where
    levering.leverdatum = (
        select max(leverdatum) from {{ ref('stg_manifest__levering') }} where soort = 'contracten__tarief'
    )
