-- Starts of care that hold: of each key the last delivered, unless that one removes it; matched to the assignment.
with volgorde as (
    select
        *,
        min(leverdatum) over (partition by gemeente, wet, persoon, toewijzingnummer) as bekend_op,
        row_number() over (
            partition by gemeente, wet, persoon, toewijzingnummer, productcategorie, productcode, begindatum
            order by
                leverdatum desc,
                dagtekening desc,
                case when status_aanlevering = '3' then 0 else 1 end,
                bestand_id,
                rij
        ) as voorkeur
    from {{ ref('stg_bericht__start') }}
    where toewijzingnummer is not null
)

select regel.gemeente, regel.wet, regel.toewijzingnummer, min(regel.begindatum) as begindatum, min(regel.bekend_op) as bekend_op
from volgorde as regel
inner join {{ ref('int_toewijzing__geldig') }} as toewijzing
    on
        regel.gemeente = toewijzing.gemeente
        and regel.wet = toewijzing.wet
        and regel.toewijzingnummer = toewijzing.toewijzingnummer
        and regel.persoon = toewijzing.persoon
where regel.voorkeur = 1 and regel.status_aanlevering <> '3'
group by regel.gemeente, regel.wet, regel.toewijzingnummer
