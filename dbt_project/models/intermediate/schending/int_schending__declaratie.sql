-- Rows of declarations (323) and their answers (325) that break a rule of the standard, and removals of assignments that
-- were declared on (301). Also what was put right since: by another message, a rejection or a credit line.
with toetsing as (
    {% for regel in prestatieregels() %}
    select '{{ regel }}' as regel, bestand_id, rij, is_toen, {{ 'coalesce(gestart_op, nu_op)' if regel == 'OP364' else 'nu_op' }} as nu_op
    from {{ ref('int_prestatie__toets') }}
    where {{ regel | lower }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

geschonden as (
    select toen.regel, toen.bestand_id, toen.rij, case when nu.rij is null then toen.nu_op end as hersteld_op
    from toetsing as toen
    left join toetsing as nu
        on toen.bestand_id = nu.bestand_id and toen.rij = nu.rij and toen.regel = nu.regel and not nu.is_toen
    where toen.is_toen
    union all
    select regel, bestand_id, rij, hersteld_op from {{ ref('int_prestatie__dubbel') }}
    union all
    select regel, bestand_id, rij, hersteld_op from {{ ref('int_prestatie__som') }}
    union all
    select 'TR316' as regel, bestand_id, rij, cast(null as date) as hersteld_op
    from {{ ref('int_declaratie__credit') }}
    where noemt_zichzelf or debet_bestand_id = bestand_id
    union all
    select
        'TR323' as regel,
        bestand_id,
        rij,
        case when not verschilt and not debet_is_afgewezen then debet_leverdatum end as hersteld_op
    from {{ ref('int_declaratie__credit') }}
    where
        not noemt_zichzelf
        and (
            debet_rij is null
            or (debet_bestand_id <> bestand_id and (verschilt or debet_is_afgewezen or debet_leverdatum > leverdatum))
        )
)

select
    geschonden.regel,
    regel.wet,
    'bericht__declaratieregel' as tabel,
    regel.gemeente,
    regel.aanbieder,
    regel.aanbieder as leverancier,
    regel.bestand_id,
    regel.rij,
    regel.persoon,
    regel.toewijzingnummer,
    regel.leverdatum,
    least(
        geschonden.hersteld_op,
        case when {{ vervallen_op('regel.') }} is not null then greatest({{ vervallen_op('regel.') }}, regel.leverdatum) end
    ) as hersteld_op
from geschonden
inner join {{ ref('int_declaratie__regel') }} as regel on geschonden.bestand_id = regel.bestand_id and geschonden.rij = regel.rij
union all
select
    geschonden.regel,
    declaratie.wet,
    'bericht__declaratie' as tabel,
    declaratie.gemeente,
    declaratie.aanbieder,
    declaratie.aanbieder as leverancier,
    declaratie.bestand_id,
    declaratie.rij,
    cast(null as bigint) as persoon,
    cast(null as bigint) as toewijzingnummer,
    declaratie.leverdatum,
    geschonden.hersteld_op
from {{ ref('int_declaratie__toets') }} as geschonden
inner join {{ ref('int_declaratie__bericht') }} as declaratie on geschonden.bestand_id = declaratie.bestand_id
union all
select
    regel,
    wet,
    tabel,
    gemeente,
    aanbieder,
    gemeente as leverancier,
    bestand_id,
    rij,
    persoon,
    toewijzingnummer,
    leverdatum,
    hersteld_op
from {{ ref('int_antwoord__toets') }}
union all
select
    'TR385' as regel,
    wet,
    'bericht__toewijzing' as tabel,
    gemeente,
    aanbieder,
    gemeente as leverancier,
    bestand_id,
    rij,
    persoon,
    toewijzingnummer,
    leverdatum,
    hersteld_op
from {{ ref('int_toewijzing__verwijdering') }}
