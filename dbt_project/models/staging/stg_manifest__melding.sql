-- What was refused or warned about at arrival, on every date that the file counts as delivered; and what was wrong with
-- folders and with what could not be read.
select
    melding.code,
    melding.klasse,
    melding.attribuut,
    melding.aantal,
    gezien.bron,
    gezien.leverdatum,
    gezien.naam,
    bestand.soort,
    bestand.gelezen,
    coalesce(melding.leverancier, bestand.leverancier) as leverancier
from {{ source('manifest', 'melding') }} as melding
inner join {{ source('manifest', 'bestand') }} as bestand on melding.bestand_id = bestand.bestand_id
inner join {{ ref('stg_manifest__gezien') }} as gezien on melding.bestand_id = gezien.bestand_id
union all
select code, klasse, attribuut, aantal, bron, leverdatum, null as naam, null as soort, aantal as gelezen, leverancier
from {{ source('manifest', 'melding') }}
where
    bestand_id is null
    and (leverdatum is null or leverdatum <= cast('{{ env_var("SDL_BEKEND_OP", "9999-12-31") }}' as date))
