-- All that happened to an assignment, by two clocks: `dag`, on which it holds in reality, and `leverdatum`, since when it is
-- known. Money holds in the month in which care was given. A declared line is there whether its number is known or not.
-- A view: it repeats millions of declared lines as they are, and what it adds stands in the tables it reads.
{{ config(materialized='view') }}
{% set sleutel = 'gemeente, wet, toewijzingnummer' %}
select
    {{ sleutel }},
    gebeurtenis,
    dag,
    leverdatum,
    berichtsoort,
    bestand_id,
    rij,
    aanbieder,
    reden,
    cast(null as date) as maand,
    cast(null as bigint) as volume,
    cast(null as varchar) as eenheid,
    cast(null as bigint) as bedrag_cent
from {{ ref('int_keten__verzoekstap') }}
where toewijzingnummer is not null
union all
select {{ sleutel }}, gebeurtenis, toewijzingsdatum, leverdatum, '301', bestand_id, rij, aanbieder, reden_wijziging, null, null, null, null
from {{ ref('int_keten__versie') }}
union all
select {{ sleutel }}, gebeurtenis, dag, leverdatum, berichtsoort, bestand_id, rij, aanbieder, reden, null, null, null, null
from {{ ref('int_keten__zorg') }}
{% for gebeurtenis, leverdatum, berichtsoort in [
    ("case debet_credit when 'D' then 'gedeclareerd' else 'gecrediteerd' end", 'leverdatum', '323'),
    ("case stand when 'toegekend' then 'toegekend' else 'declaratie afgewezen' end", 'beantwoord_op', '325'),
] -%}
union all
select
    {{ sleutel }},
    {{ gebeurtenis }},
    product_begin,
    {{ leverdatum }},
    '{{ berichtsoort }}',
    bestand_id,
    rij,
    aanbieder,
    null,
    {{ maand_begin('product_begin') }},
    case debet_credit when 'D' then volume else -volume end,
    eenheid,
    case debet_credit when 'D' then bedrag_cent else -bedrag_cent end
from {{ ref('int_declaratie__regel') }}
where {{ leverdatum }} is not null
{% endfor %}
