-- When which content counts as delivered: a message once, on the earliest date; a statement once on every date.
-- Under another name it is the same file, but where the name tells statements apart.
with gezien as (
    select
        waarneming.bron,
        waarneming.leverdatum,
        waarneming.naam,
        waarneming.bestand_id,
        waarneming.bron in ('iwmo', 'ijw') as is_bericht,
        row_number() over (
            partition by waarneming.bestand_id order by waarneming.leverdatum, waarneming.pad
        ) as keer,
        row_number() over (
            partition by
                waarneming.bestand_id,
                waarneming.leverdatum,
                case when {{ naam_onderscheidt('waarneming.bron') }} then waarneming.naam end
            order by waarneming.pad
        ) as keer_op_datum
    from {{ source('manifest', 'waarneming') }} as waarneming
    where waarneming.leverdatum <= cast('{{ env_var("SDL_BEKEND_OP", "9999-12-31") }}' as date)
)

select bron, leverdatum, naam, bestand_id
from gezien
where (is_bericht and keer = 1) or (not is_bericht and keer_op_datum = 1)
