-- Which accepted content counts on which delivery date: a message once, on the earliest; a statement on every date.
-- Under another name it is the same file, but for the schemes of voorzieningen, which the name tells apart.
with gezien as (
    select
        waarneming.bron,
        waarneming.leverdatum,
        waarneming.naam,
        waarneming.bestand_id,
        bestand.soort,
        bestand.jaar,
        bestand.leverancier,
        bestand.gelezen,
        bestand.geland,
        bestand.geweigerd,
        row_number() over (
            partition by waarneming.bestand_id
            order by waarneming.leverdatum, waarneming.pad
        ) as keer,
        row_number() over (
            partition by
                waarneming.bestand_id,
                waarneming.leverdatum,
                case when bestand.soort = 'voorzieningen__voorziening' then waarneming.naam end
            order by waarneming.pad
        ) as keer_op_datum
    from {{ source('manifest', 'waarneming') }} as waarneming
    inner join {{ source('manifest', 'bestand') }} as bestand on waarneming.bestand_id = bestand.bestand_id
    where
        bestand.klasse = 'geaccepteerd'
        and waarneming.leverdatum <= cast('{{ env_var("SDL_BEKEND_OP", "9999-12-31") }}' as date)
)

select bron, leverdatum, naam, bestand_id, soort, jaar, leverancier, gelezen, geland, geweigerd
from gezien
where (soort = 'bericht' and keer = 1) or (soort <> 'bericht' and keer_op_datum = 1)
