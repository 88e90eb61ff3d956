-- The re-integration facilities of the latest statement.
select reintegratie.*, levering.leverdatum
from {{ ref('geland_pwet__reintegratie') }} as reintegratie
inner join {{ ref('stg_manifest__levering') }} as levering on reintegratie.bestand_id = levering.bestand_id
where
    levering.leverdatum = (
        select max(leverdatum) from {{ ref('stg_manifest__levering') }} where soort = 'pwet__reintegratie'
    )
