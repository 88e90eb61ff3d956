-- Definitive ends of care that hold: as the starts, with reason and end in the key; a temporary stop (20) ends nothing.
with volgorde as (
    select
        *,
        row_number() over (
            partition by
                gemeente, wet, persoon, toewijzingnummer, productcategorie, productcode, begindatum, reden_beeindiging,
                einddatum
            order by
                leverdatum desc,
                dagtekening desc,
                case when status_aanlevering = '3' then 0 else 1 end,
                bestand_id,
                rij
        ) as voorkeur
    from {{ ref('stg_bericht__stop') }}
    where toewijzingnummer is not null
)

select regel.gemeente, regel.wet, regel.toewijzingnummer, min(regel.einddatum) as einddatum
from volgorde as regel
inner join {{ ref('int_toewijzing__geldig') }} as toewijzing
    on
        regel.gemeente = toewijzing.gemeente
        and regel.wet = toewijzing.wet
        and regel.toewijzingnummer = toewijzing.toewijzingnummer
        and regel.persoon = toewijzing.persoon
where regel.voorkeur = 1 and regel.status_aanlevering <> '3' and regel.reden_beeindiging <> '20'
group by regel.gemeente, regel.wet, regel.toewijzingnummer
