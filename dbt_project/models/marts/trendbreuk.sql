-- Between which two periods in succession a figure may not be subtracted, and why: per definition, law, area and break.
with opeenvolgend as (
    select
        definitie,
        periode,
        jaar,
        eind_datum,
        lag(periode) over (partition by definitie, length(periode) order by eind_datum) as vorige_periode,
        lag(jaar) over (partition by definitie, length(periode) order by eind_datum) as vorig_jaar,
        lag(begin_datum) over (partition by definitie, length(periode) order by eind_datum) as vorig_begin
    from (
        select definitie.definitie, periode.*
        from {{ ref('int_definitie__periode') }} as definitie
        inner join {{ ref('int_peil__periode') }} as periode on definitie.periode = periode.periode
    ) as perioden
),

gebied as (
    select distinct
        jaar,
        gebied_code,
        gebied_soort,
        substring(gebied_code, 3, 4) as gemeente
    from {{ ref('int_gebied__naam') }}
),

-- What is known beforehand. A day within a period breaks it from the one before and from the one after.
vooraf as (
    select
        periode.definitie,
        coalesce(wet.wet, 'alle') as wet,
        gebied.gebied_code,
        periode.periode,
        periode.vorige_periode,
        breuk.reeksbreuk,
        breuk.titel,
        breuk.cijfers
    from opeenvolgend as periode
    inner join {{ ref('stg_definitie__breuk') }} as geldt on periode.definitie = geldt.definitie
    inner join {{ ref('stg_definitie__reeksbreuk') }} as breuk
        on geldt.reeksbreuk = breuk.reeksbreuk and breuk.vanaf > periode.vorig_begin and breuk.vanaf <= periode.eind_datum
    inner join gebied
        on
            periode.jaar = gebied.jaar
            and ',' || breuk.gebied_soorten || ',' like '%,' || gebied.gebied_soort || ',%'
            and coalesce(',' || breuk.gemeenten || ',' like '%,' || gebied.gemeente || ',%', true)
    left join {{ ref('stg_definitie__wet') }} as wet
        on periode.definitie = wet.definitie and ',' || breuk.wetten || ',' like '%,' || wet.wet || ',%'
    where breuk.wetten is null or wet.wet is not null
)

select
    cast(definitie as varchar) as definitie,
    cast(wet as varchar) as wet,
    cast(gebied_code as varchar) as gebied_code,
    cast(periode as varchar) as periode,
    cast(vorige_periode as varchar) as vorige_periode,
    cast(reeksbreuk as varchar) as reeksbreuk,
    cast(titel as varchar) as titel,
    cast(cijfers as varchar) as cijfers
from vooraf
union all
select
    cast(periode.definitie as varchar),
    cast('alle' as varchar),
    cast(breuk.gebied_code as varchar),
    cast(periode.periode as varchar),
    cast(periode.vorige_periode as varchar),
    cast('indeling_' || cast(breuk.jaar as varchar) as varchar),
    cast('Andere indeling in ' || cast(breuk.jaar as varchar) as varchar),
    cast('eigen' as varchar)
from opeenvolgend as periode
inner join {{ ref('int_gebied__breuk') }} as breuk on breuk.jaar > periode.vorig_jaar and breuk.jaar <= periode.jaar
