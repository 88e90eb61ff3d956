-- The accepted content of each delivery date.
select
    gezien.bron,
    gezien.leverdatum,
    gezien.naam,
    gezien.bestand_id,
    bestand.soort,
    bestand.jaar,
    bestand.leverancier,
    bestand.gelezen,
    bestand.geland,
    bestand.geweigerd
from {{ ref('stg_manifest__gezien') }} as gezien
inner join {{ source('manifest', 'bestand') }} as bestand on gezien.bestand_id = bestand.bestand_id
where bestand.klasse = 'geaccepteerd'
