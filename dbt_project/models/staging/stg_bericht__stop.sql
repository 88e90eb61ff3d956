-- The 307 stop lines of served municipalities, each message once, on its earliest delivery date.
select
    regel.*,
    levering.leverdatum
from {{ source('raw', 'bericht__stop') }} as regel
inner join {{ ref('stg_manifest__levering') }} as levering on regel.bestand_id = levering.bestand_id
inner join {{ ref('stg_gebieden__gemeente') }} as gemeente on regel.gemeente = gemeente.gemeente
