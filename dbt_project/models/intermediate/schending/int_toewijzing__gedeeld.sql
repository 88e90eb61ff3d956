-- TR332 over messages: numbers that were used for two persons, with the line that brought the second one. It is put right when
-- the latest version is for the same person as the first version again.
{% set nummer = 'partition by gemeente, wet, toewijzingnummer' %}
with gedeeld as (
    select gemeente, wet, toewijzingnummer
    from {{ ref('stg_bericht__toewijzing') }}
    group by gemeente, wet, toewijzingnummer
    having min(persoon) <> max(persoon)
),

versie as (
    select
        regel.*,
        row_number() over (
            partition by regel.gemeente, regel.wet, regel.toewijzingnummer
            order by {{ toewijzing_volgorde('regel') }}
        ) as rang
    from {{ ref('stg_bericht__toewijzing') }} as regel
    inner join gedeeld
        on regel.gemeente = gedeeld.gemeente and regel.wet = gedeeld.wet and regel.toewijzingnummer = gedeeld.toewijzingnummer
    where regel.persoon is not null
),

van_wie as (
    select
        *,
        first_value(persoon) over ({{ nummer }} order by leverdatum, dagtekening, rang) as eerst_geleverd,
        first_value(persoon) over ({{ nummer }} order by rang) as eerste,
        first_value(persoon) over ({{ nummer }} order by rang desc) as laatste
    from versie
),

afwijkend as (
    select *, min(case when persoon <> eerste then rang end) over ({{ nummer }}) as afwijkende_rang
    from van_wie
),

terug as (
    select *, min(case when eerste = laatste and persoon = eerste and rang > afwijkende_rang then leverdatum end) over ({{ nummer }}) as terug_op
    from afwijkend
),

tweede as (
    select *, row_number() over ({{ nummer }} order by leverdatum, dagtekening, rang) as keer
    from terug
    where persoon <> eerst_geleverd
)

select 'TR332' as regel, bestand_id, rij, gemeente, wet, toewijzingnummer, case when terug_op is not null then greatest(terug_op, leverdatum) end as hersteld_op
from tweede
where keer = 1
