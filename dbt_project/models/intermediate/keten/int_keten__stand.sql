-- In which state an assignment is, from the first thing that happened on: intervals [van, tot) without gaps or overlap, so
-- that the state on a day is one row. A state begins on a day and gives way to any further one (`rang`), so the order of the
-- messages does not matter. Care runs on the days that count as use: to the end of the assignment, the first definitive
-- stop or death, also when a later start follows.
{% set sleutel = 'gemeente, wet, toewijzingnummer' %}
{% set nooit = "cast('9999-12-31' as date)" %}
{% set van_verzoek = [('verzocht', 'aangevraagd'), ('in onderzoek', 'in onderzoek'), ('verzoek afgewezen', 'afgewezen')] %}
with zorg as (
    select
        {{ sleutel }},
        min(case when berichtsoort = '305' then dag end) as gestart_op,
        min(case when gebeurtenis = 'gestopt' then dag end) as gestopt_op
    from {{ ref('int_keten__zorg') }}
    group by {{ sleutel }}
),

toewijzing as (
    select
        {{ sleutel }},
        versie.is_verwijderd,
        versie.toegewezen_op,
        versie.ingangsdatum,
        versie.einddatum,
        least(
            zorg.gestopt_op, case when persoon.overlijden < coalesce(versie.einddatum, {{ nooit }}) then persoon.overlijden end
        ) as gestopt_op,
        -- What was over before it was assigned or begun, is over from then on.
        least(
            versie.toegewezen_op,
            case when zorg.gestart_op is not null then greatest(zorg.gestart_op, versie.ingangsdatum) end
        ) as eerste_dag
    from {{ ref('int_keten__versie') }} as versie
    left join zorg using ({{ sleutel }})
    left join {{ ref('int_persoon__stand') }} as persoon on versie.persoon = persoon.persoon
    where versie.geldt_nu
),

moment as (
    {% for gebeurtenis, stand in van_verzoek -%}
    select {{ sleutel }}, {{ loop.index }} as rang, cast(0 as bigint) as volgnummer, '{{ stand }}' as stand, dag as van
    from {{ ref('int_keten__verzoekstap') }}
    where gebeurtenis = '{{ gebeurtenis }}' and toewijzingnummer is not null
    union all
    {% endfor -%}
    select {{ sleutel }}, 4 as rang, 0 as volgnummer, 'toegewezen' as stand, toegewezen_op as van
    from toewijzing
    where not is_verwijderd
    union all
    select
        {{ sleutel }},
        5 as rang,
        zorg.volgnummer,
        case when zorg.berichtsoort = '305' then 'in zorg' else 'onderbroken' end as stand,
        greatest(
            toewijzing.ingangsdatum, case when zorg.berichtsoort = '305' then zorg.dag else {{ dag_erbij('zorg.dag', 1) }} end
        ) as van
    from toewijzing
    inner join {{ ref('int_keten__zorg') }} as zorg using ({{ sleutel }})
    where not toewijzing.is_verwijderd and zorg.na_start and zorg.gebeurtenis <> 'gestopt'
    union all
    select {{ sleutel }}, 6 as rang, 0 as volgnummer, 'verlopen' as stand, greatest({{ dag_erbij('einddatum', 1) }}, eerste_dag) as van
    from toewijzing
    where not is_verwijderd and einddatum is not null
    union all
    select {{ sleutel }}, 7 as rang, 0 as volgnummer, 'gestopt' as stand, greatest({{ dag_erbij('gestopt_op', 1) }}, eerste_dag) as van
    from toewijzing
    where not is_verwijderd and gestopt_op is not null
    union all
    -- A removed assignment never existed: what was said to be given on it is in the events only.
    select {{ sleutel }}, 8 as rang, 0 as volgnummer, 'verwijderd' as stand, toegewezen_op as van
    from toewijzing
    where is_verwijderd
),

verder as (
    select
        *,
        min(van) over (
            partition by {{ sleutel }} order by rang, volgnummer, van rows between 1 following and unbounded following
        ) as verder_op
    from moment
    where van < {{ nooit }}
),

gehouden as (
    select *, lag(stand) over (partition by {{ sleutel }} order by van) as vorige_stand
    from verder
    where verder_op is null or van < verder_op
)

select
    {{ sleutel }},
    stand,
    van,
    coalesce(lead(van) over (partition by {{ sleutel }} order by van), {{ nooit }}) as tot
from gehouden
where vorige_stand is null or stand <> vorige_stand
