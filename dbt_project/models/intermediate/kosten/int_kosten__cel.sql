-- Every cell of the cost table, unrounded: half-years and years, areas, categories and their total, with who contributes
-- and whether the amount says too much of a client or a provider. What has no buurt is a cell of its own (gebied_code ends
-- in `rest`): it is never shown, but follows from a municipality less its wijken. A year is there when both halves are.
-- What is not accepted is a cell of the municipality alone: per area it comes from few clients, and would take the rest along.
{% set cel = 'soort, wet, jaar, periode, gemeente, gebied_code, productcategorie' %}
with per_periode as (
    select soort, wet, jaar, periode, gemeente, buurt, productcategorie, client, aanbieder, cent
    from {{ ref('int_kosten__post') }}
    union all
    select post.soort, post.wet, post.jaar, jaar.periode, post.gemeente, post.buurt, post.productcategorie, post.client, post.aanbieder, post.cent
    from {{ ref('int_kosten__post') }} as post
    inner join {{ ref('int_peil__periode') }} as jaar on cast(post.jaar as varchar) = jaar.periode
),

per_categorie as (
    select soort, wet, jaar, periode, gemeente, buurt, productcategorie, client, aanbieder, cent from per_periode
    union all
    select soort, wet, jaar, periode, gemeente, buurt, 'totaal' as productcategorie, client, aanbieder, cent from per_periode
),

per_gebied as (
    select soort, wet, jaar, periode, gemeente, 'GM' || gemeente as gebied_code, productcategorie, client, aanbieder, cent from per_categorie
    union all
    select soort, wet, jaar, periode, gemeente, 'WK' || substring(buurt, 3, 6) as gebied_code, productcategorie, client, aanbieder, cent from per_categorie where buurt is not null and soort = 'toegekend'
    union all
    select soort, wet, jaar, periode, gemeente, coalesce(buurt, 'GM' || gemeente || 'rest') as gebied_code, productcategorie, client, aanbieder, cent from per_categorie where soort = 'toegekend'
),

{% for wie in ['client', 'aanbieder'] -%}
van_{{ wie }} as (
    select {{ cel }}, {{ wie }}, sum(cent) as cent
    from per_gebied
    group by {{ cel }}, {{ wie }}
),

-- The two largest. What was taken back of an earlier period weighs as much as what was paid.
rang_{{ wie }} as (
    select *, abs(cent) as omvang, row_number() over (partition by {{ cel }} order by abs(cent) desc, {{ wie }}) as rang
    from van_{{ wie }}
    where cent <> 0
),

{{ wie }}_cel as (
    select
        {{ cel }},
        cast(count(*) as integer) as aantal,
        cast(sum(cent) as bigint) as cent,
        cast(sum(omvang) as bigint) as omvang,
        cast(max(omvang) as bigint) as grootste,
        cast(coalesce(max(case when rang = 2 then omvang end), 0) as bigint) as tweede,
        max(case when rang = 1 then {{ wie }} end) as wie
    from rang_{{ wie }}
    group by {{ cel }}
),
{% endfor %}
getoetst as (
    select
        {{ cel }},
        client_cel.cent,
        client_cel.aantal as clienten,
        aanbieder_cel.aantal as aanbieders,
        client_cel.wie as grootste_client,
        client_cel.grootste as client_cent,
        client_cel.tweede as tweede_client_cent,
        aanbieder_cel.wie as grootste_aanbieder,
        aanbieder_cel.grootste as aanbieder_cent,
        aanbieder_cel.tweede as tweede_aanbieder_cent,
        {{ overheerst('client_cel.aantal', 'client_cel.omvang', 'client_cel.grootste', 'client_cel.tweede', 'client_grens') }}
        or {{ overheerst('aanbieder_cel.aantal', 'aanbieder_cel.omvang', 'aanbieder_cel.grootste', 'aanbieder_cel.tweede', 'aanbieder_grens') }}
        or client_cel.cent <= 0 as is_gevoelig
    from client_cel
    inner join aanbieder_cel using ({{ cel }})
    cross join (select * from {{ ref('dominantie') }} where bijdrager = 'client') as client_grens
    cross join (select * from {{ ref('dominantie') }} where bijdrager = 'aanbieder') as aanbieder_grens
)

select
    getoetst.*,
    -- Not published at all: too few inhabitants, or no area.
    coalesce(noemer.inwoners, 0) < 30 as is_buiten_beeld
from getoetst
left join {{ ref('int_telling__noemer') }} as noemer on getoetst.jaar = noemer.jaar and getoetst.gebied_code = noemer.gebied_code
