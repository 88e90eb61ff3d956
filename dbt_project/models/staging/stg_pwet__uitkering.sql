-- The benefits of the latest statement: every statement restates them all, ended ones included.
select uitkering.*, levering.leverdatum
from {{ ref('geland_pwet__uitkering') }} as uitkering
inner join {{ ref('stg_manifest__levering') }} as levering on uitkering.bestand_id = levering.bestand_id
where
    levering.leverdatum = (
        select max(leverdatum) from {{ ref('stg_manifest__levering') }} where soort = 'pwet__uitkering'
    )
