-- What was refused or warned about at arrival, on every date the file was delivered (a message: the earliest).
with gezien as (
    select
        melding.code,
        melding.klasse,
        melding.attribuut,
        melding.aantal,
        waarneming.bron,
        waarneming.leverdatum,
        bestand.soort,
        bestand.gelezen,
        coalesce(melding.leverancier, bestand.leverancier) as leverancier,
        row_number() over (
            partition by melding.bestand_id, melding.code, melding.attribuut, bestand.soort
            order by waarneming.leverdatum, waarneming.pad
        ) as keer,
        waarneming.bron in ('iwmo', 'ijw') as is_bericht
    from {{ source('manifest', 'melding') }} as melding
    inner join {{ source('manifest', 'bestand') }} as bestand on melding.bestand_id = bestand.bestand_id
    inner join {{ source('manifest', 'waarneming') }} as waarneming on melding.bestand_id = waarneming.bestand_id
    where waarneming.leverdatum <= cast('{{ env_var("SDL_BEKEND_OP", "9999-12-31") }}' as date)
)

select code, klasse, attribuut, aantal, bron, leverdatum, soort, gelezen, leverancier
from gezien
where not is_bericht or keer = 1
union all
select code, klasse, attribuut, aantal, bron, leverdatum, null as soort, aantal as gelezen, leverancier
from {{ source('manifest', 'melding') }}
where
    bestand_id is null
    and (leverdatum is null or leverdatum <= cast('{{ env_var("SDL_BEKEND_OP", "9999-12-31") }}' as date))
