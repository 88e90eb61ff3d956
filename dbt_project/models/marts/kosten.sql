-- Declared and accepted costs per half-year and year, area and product category, where they say nothing about one client or
-- one provider. Declared is shown of the municipality alone, where accepted is and the difference says nothing either.
with grens as (
    select {{ grens('kostengrens', 'afronding_euro') }} as afronding
),

categorie as (
    select distinct wet, jaar, gemeente, productcategorie from {{ ref('int_kosten__cel') }}
),

rooster as (
    select
        categorie.wet,
        periode.periode,
        periode.jaar,
        periode.bekend_op,
        periode.status,
        naam.gebied_code,
        naam.gebied_soort,
        categorie.productcategorie,
        {{ noemer_gepubliceerd('noemer.inwoners', 'naam.gebied_soort') }} as inwoners
    from categorie
    inner join {{ ref('int_peil__periode') }} as periode on categorie.jaar = periode.jaar
    inner join {{ ref('int_gebied__naam') }} as naam
        on categorie.jaar = naam.jaar and categorie.gemeente = substring(naam.gebied_code, 3, 4)
    inner join {{ ref('int_telling__noemer') }} as noemer
        on naam.jaar = noemer.jaar and naam.gebied_code = noemer.gebied_code
    where noemer.inwoners >= 30
),

cel as (
    select
        cel.*,
        cel.is_gevoelig or tweede.wet is not null as is_geheim
    from {{ ref('int_kosten__cel') }} as cel
    left join {{ ref('int_kosten__tweede') }} as tweede
        using (soort, wet, jaar, periode, gemeente, gebied_code, productcategorie)
),

samen as (
    select
        rooster.*,
        coalesce(toegekend.clienten, 0) as aantal,
        coalesce(toegekend.is_geheim, true) as geheim,
        rooster.gebied_soort <> 'gemeente' or coalesce(toegekend.is_geheim, true) or coalesce(niet_toegekend.is_geheim, false) as geheim_gedeclareerd,
        {{ op_veelvoud('toegekend.cent', 'grens.afronding') }} as toegekend_euro,
        {{ op_veelvoud('(toegekend.cent + coalesce(niet_toegekend.cent, 0))', 'grens.afronding') }} as gedeclareerd_euro
    from rooster
    cross join grens
    {%- for soort in ['toegekend', 'niet_toegekend'] %}
    left join cel as {{ soort }}
        on
            {{ soort }}.soort = '{{ soort }}'
            and rooster.wet = {{ soort }}.wet
            and rooster.periode = {{ soort }}.periode
            and rooster.gebied_code = {{ soort }}.gebied_code
            and rooster.productcategorie = {{ soort }}.productcategorie
    {%- endfor %}
)

select
    cast(wet as varchar) as wet,
    cast(periode as varchar) as periode,
    cast(gebied_code as varchar) as gebied_code,
    cast(productcategorie as varchar) as productcategorie,
    cast(case when not geheim then toegekend_euro end as integer) as toegekend_euro,
    cast(case when not geheim_gedeclareerd then gedeclareerd_euro end as integer) as gedeclareerd_euro,
    case when not geheim then {{ gepubliceerd('aantal') }} end as clienten,
    case when not geheim then {{ verhouding('toegekend_euro', 'inwoners', 1) }} end as euro_per_inwoner,
    case when not geheim and not {{ is_geheim('aantal') }} then {{ verhouding('toegekend_euro', afgerond('aantal'), 1) }} end as euro_per_client,
    geheim,
    geheim_gedeclareerd,
    cast(bekend_op as date) as bekend_op,
    cast(status as varchar) as status
from samen
