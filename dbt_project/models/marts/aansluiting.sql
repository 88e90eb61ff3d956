-- Our published figure beside that of CBS, with what each cause takes away on the way from one to the other. All that is
-- shown follows from published figures, or is a count under the disclosure rule of which both sides are no secret either.
with gepubliceerd as (
    select definitie, periode, 'clienten' as eenheid, gebied_code, combinatie, clienten as eigen, per_1000_inwoners as per_1000
    from {{ ref('client_overlap') }}
    union all
    select definitie, periode, 'huishoudens_' || huishoudensoort as eenheid, gebied_code, combinatie, huishoudens as eigen, per_1000_huishoudens as per_1000
    from {{ ref('huishouden_overlap') }}
),

{%- set oorzaken = ['pgb', 'buiten_berichten', 'te_laat', 'woonplaats', 'vanaf_18'] %}
-- Of the municipality alone: causes of wijken are few, and could be subtracted from hers. One that cannot be is no secret: 0.
-- Under `alles` nothing is shown that would tell a count that is secret under `gmsd`.
getoond as (
    select
        cel.*,
        eigen.eigen,
        eigen.per_1000,
        {% for oorzaak in oorzaken -%}
        {%- set n = loop.index0 -%}
        case
            when cel.gebied_code not like 'GM%' then null
            {% if oorzaak == 'pgb' %}when cel.definitie = 'gmsd' then 0{% endif %}
            {% if oorzaak == 'woonplaats' %}when cel.eenheid <> 'clienten' then 0{% endif %}
            when eigen.eigen is null or gmsd.eigen is null then null
            when {{ is_geheim('abs(cel.' ~ oorzaak ~ ')', 'cel.geheim_onder', 'cel.nul_geheim') }} then null
            when {{ is_geheim('cel.na_' ~ n, 'cel.geheim_onder', 'cel.nul_geheim') }} or {{ is_geheim('cel.na_' ~ (n + 1), 'cel.geheim_onder', 'cel.nul_geheim') }} then null
            when cel.{{ oorzaak }} < 0 then -{{ afgerond('abs(cel.' ~ oorzaak ~ ')', 'cel.afronding') }}
            else {{ afgerond('cel.' ~ oorzaak, 'cel.afronding') }}
        end as getoond_{{ oorzaak }}{{ "," if not loop.last }}
        {% endfor -%}
    from {{ ref('int_aansluiting__cel') }} as cel
    inner join gepubliceerd as eigen
        on
            cel.definitie = eigen.definitie
            and cel.periode = eigen.periode
            and cel.eenheid = eigen.eenheid
            and cel.gebied_code = eigen.gebied_code
            and cel.combinatie = eigen.combinatie
    left join gepubliceerd as gmsd
        on
            gmsd.definitie = 'gmsd'
            and cel.periode = gmsd.periode
            and cel.eenheid = gmsd.eenheid
            and cel.gebied_code = gmsd.gebied_code
            and cel.combinatie = gmsd.combinatie
),

-- One or two groups that are hidden would follow from the total: then that is hidden.
zichtbaar as (
    select
        *,
        {% for oorzaak in oorzaken -%}
        case
            when
                combinatie <> 'totaal'
                or sum(case when combinatie <> 'totaal' and getoond_{{ oorzaak }} is null then 1 else 0 end)
                    over (partition by definitie, periode, eenheid, gebied_code) not in (1, 2)
                then getoond_{{ oorzaak }}
        end as zichtbaar_{{ oorzaak }}{{ "," if not loop.last }}
        {% endfor -%}
    from getoond
),

opgeteld as (
    select
        zichtbaar.*,
        cbs_noemer.aantal as cbs_noemer,
        eigen - cbs as verschil,
        {% for oorzaak in oorzaken %}coalesce(zichtbaar_{{ oorzaak }}, 0){{ " + " if not loop.last }}{% endfor %} as verklaard,
        {% for oorzaak in oorzaken %}case when zichtbaar_{{ oorzaak }} is null then 1 else 0 end{{ " + " if not loop.last }}{% endfor %} as verborgen,
        {% for oorzaak in oorzaken %}case when zichtbaar_{{ oorzaak }} is null and abs({{ oorzaak }}) >= geheim_onder then 1 else 0 end{{ " + " if not loop.last }}{% endfor %} > 0 as verborgen_kan_groot,
        -- What is rounded is off by half a multiple at most: that of CBS (5), ours, and each cause that is shown.
        {{ speling() }} + {{ speling('zichtbaar.afronding') }} + {% for oorzaak in oorzaken %}case when coalesce(zichtbaar_{{ oorzaak }}, 0) <> 0 then {{ speling('zichtbaar.afronding') }} else 0 end{{ " + " if not loop.last }}{% endfor %} as onzeker
    from zichtbaar
    left join {{ ref('int_aansluiting__noemer') }} as cbs_noemer
        on
            zichtbaar.jaar = cbs_noemer.jaar
            and zichtbaar.gebied_code = cbs_noemer.gebied_code
            and case when zichtbaar.eenheid = 'clienten' then 'inwoners' else 'huishoudens' end = cbs_noemer.soort
)

select
    cast(definitie as varchar) as definitie,
    cast(periode as varchar) as periode,
    cast(eenheid as varchar) as eenheid,
    cast(gebied_code as varchar) as gebied_code,
    cast(combinatie as varchar) as combinatie,
    cast(eigen as integer) as eigen,
    cast(cbs as integer) as cbs,
    cast(cbs_reden as varchar) as cbs_reden,
    cast(cbs_herkomst as varchar) as cbs_herkomst,
    cast(cbs_tabel as varchar) as cbs_tabel,
    cast(cbs_status as varchar) as cbs_status,
    cast(verschil as integer) as verschil,
    {% for oorzaak in oorzaken -%}
    cast(zichtbaar_{{ oorzaak }} as integer) as {{ oorzaak }},
    {% endfor -%}
    cast(case when verschil is not null then onzeker end as integer) as afronding,
    cast(case when verborgen = 0 then verschil - verklaard end as integer) as rest,
    cast(case when gebied_code like 'GM%' and not verborgen_kan_groot then verschil - verklaard - onzeker - (geheim_onder - 1) * verborgen end as integer) as rest_van,
    cast(case when gebied_code like 'GM%' and not verborgen_kan_groot then verschil - verklaard + onzeker + (geheim_onder - 1) * verborgen end as integer) as rest_tot,
    cast(noemer_gepubliceerd as integer) as noemer,
    cast(cbs_noemer as integer) as cbs_noemer,
    cast(per_1000 as integer) as per_1000,
    cast(floor(cbs_per_1000 + 0.5) as integer) as cbs_per_1000,
    cast(per_1000 - {{ verhouding('eigen', 'cbs_noemer', 1000) }} as integer) as door_noemer
from opgeteld
