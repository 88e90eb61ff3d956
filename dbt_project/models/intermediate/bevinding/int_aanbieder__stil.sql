-- Providers that declared month after month and have running assignments, per month in which the others did: whether they
-- declared too, and since when they do again. A month is delivered once a share of who declared in the month before has.
with declaratie as (
    select
        wet,
        gemeente,
        aanbieder,
        {{ datum('extract(year from periode_begin)', 'extract(month from periode_begin)', 1) }} as maand,
        cast(extract(year from periode_begin) * 12 + extract(month from periode_begin) as integer) as nummer,
        min(leverdatum) as leverdatum
    from {{ ref('stg_bericht__declaratie') }}
    group by wet, gemeente, aanbieder, maand, nummer
),

norm as (
    select case bron when 'iwmo' then 'wmo' else 'jeugd' end as wet, bron, stil_maanden, stil_anderen
    from {{ ref('stg_bron__verwachting') }}
    where soort = 'bron' and stil_maanden is not null
),

vorige as (
    select wet, gemeente, nummer + 1 as nummer, count(*) as aanbieders
    from declaratie
    group by wet, gemeente, nummer
),

terug as (
    select nu.wet, nu.gemeente, nu.maand, nu.nummer, nu.leverdatum, row_number() over (partition by nu.wet, nu.gemeente, nu.nummer order by nu.leverdatum) as hoeveelste
    from declaratie as nu
    inner join declaratie as eerder
        on nu.wet = eerder.wet and nu.gemeente = eerder.gemeente and nu.aanbieder = eerder.aanbieder and nu.nummer = eerder.nummer + 1
),

geleverd as (
    select terug.wet, norm.bron, terug.gemeente, terug.maand, terug.nummer, norm.stil_maanden, min(terug.leverdatum) as leverdatum
    from terug
    inner join vorige on terug.wet = vorige.wet and terug.gemeente = vorige.gemeente and terug.nummer = vorige.nummer
    inner join norm on terug.wet = norm.wet
    where terug.hoeveelste >= vorige.aanbieders * norm.stil_anderen
    group by terug.wet, norm.bron, terug.gemeente, terug.maand, terug.nummer, norm.stil_maanden
),

geregeld as (
    select geleverd.wet, geleverd.bron, geleverd.gemeente, geleverd.maand, geleverd.nummer, geleverd.leverdatum, declaratie.aanbieder
    from geleverd
    inner join declaratie
        on
            geleverd.wet = declaratie.wet
            and geleverd.gemeente = declaratie.gemeente
            and declaratie.nummer between geleverd.nummer - geleverd.stil_maanden and geleverd.nummer - 1
    group by geleverd.wet, geleverd.bron, geleverd.gemeente, geleverd.maand, geleverd.nummer, geleverd.leverdatum, declaratie.aanbieder, geleverd.stil_maanden
    having count(*) = geleverd.stil_maanden
),

lopend as (
    select distinct geregeld.wet, geregeld.gemeente, geregeld.aanbieder, geregeld.nummer
    from geregeld
    inner join {{ ref('int_gebruik__toewijzing') }} as toewijzing
        on
            geregeld.wet = toewijzing.wet
            and geregeld.gemeente = toewijzing.gemeente
            and geregeld.aanbieder = toewijzing.leverancier
            and toewijzing.van < {{ maand_erbij('geregeld.maand', 1) }}
            and toewijzing.tot_en_met >= geregeld.maand
            and toewijzing.van <= toewijzing.tot_en_met
)

select
    geregeld.bron,
    geregeld.gemeente,
    geregeld.aanbieder,
    geregeld.maand,
    geregeld.leverdatum,
    coalesce(min(case when declaratie.nummer = geregeld.nummer then declaratie.leverdatum end) > geregeld.leverdatum, true) as is_stil,
    min(case when declaratie.leverdatum > geregeld.leverdatum then declaratie.leverdatum end) as vervangen_op
from geregeld
inner join lopend
    on
        geregeld.wet = lopend.wet
        and geregeld.gemeente = lopend.gemeente
        and geregeld.aanbieder = lopend.aanbieder
        and geregeld.nummer = lopend.nummer
left join declaratie
    on
        geregeld.wet = declaratie.wet
        and geregeld.gemeente = declaratie.gemeente
        and geregeld.aanbieder = declaratie.aanbieder
        and geregeld.nummer <= declaratie.nummer
group by geregeld.bron, geregeld.gemeente, geregeld.aanbieder, geregeld.maand, geregeld.leverdatum
