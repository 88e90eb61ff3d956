-- The same cells counted after 0, 1, ... 5 of the steps of int_aansluiting__persoon, unrounded.
with per_stap as (
    select
        eenheid.periode,
        eenheid.eenheid,
        reeks.getal as stap,
        case when eenheid.jeugd > reeks.getal then 1 else 0 end
        + case when eenheid.pwet > reeks.getal then 2 else 0 end
        + case when eenheid.wmo > reeks.getal then 4 else 0 end as wetten,
        eenheid.buurt,
        eenheid.gemeente,
        eenheid.aantal
    from {{ ref('int_aansluiting__eenheid') }} as eenheid
    cross join {{ reeks(0, 5) }} as reeks
),

per_buurt as (
    select periode, eenheid, stap, wetten, buurt, gemeente, sum(aantal) as aantal
    from per_stap
    where wetten > 0
    group by periode, eenheid, stap, wetten, buurt, gemeente
),

geteld as (
    {{ naar_gebieden('per_buurt', ['periode', 'eenheid', 'stap', 'wetten'], 'aantal') }}
),

met_totaal as (
    select periode, eenheid, stap, gebied_code, wetten, aantal from geteld
    union all
    select periode, eenheid, stap, gebied_code, 8 as wetten, sum(aantal) as aantal
    from geteld
    group by periode, eenheid, stap, gebied_code
)

select
    periode,
    eenheid,
    gebied_code,
    case wetten
        when 1 then 'jeugd'
        when 2 then 'pwet'
        when 3 then 'jeugd+pwet'
        when 4 then 'wmo'
        when 5 then 'jeugd+wmo'
        when 6 then 'pwet+wmo'
        when 7 then 'jeugd+pwet+wmo'
        else 'totaal'
    end as combinatie,
    {% for stap in range(6) -%}
    cast(sum(case when stap = {{ stap }} then aantal else 0 end) as integer) as na_{{ stap }}{{ "," if not loop.last }}
    {% endfor -%}
from met_totaal
where gebied_code like 'GM%' or gebied_code like 'WK%'
group by periode, eenheid, gebied_code, wetten
