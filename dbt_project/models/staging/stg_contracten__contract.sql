-- The contracts with providers in the latest statement.
select contract.*, levering.leverdatum
from {{ ref('geland_contracten__contract') }} as contract
inner join {{ ref('stg_manifest__levering') }} as levering on contract.bestand_id = levering.bestand_id
where
    levering.leverdatum = (
        select max(leverdatum) from {{ ref('stg_manifest__levering') }} where soort = 'contracten__contract'
    )
