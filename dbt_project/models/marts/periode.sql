-- Every period that a figure may belong to: the published years and half-years, and the months within them that have ended.
with maanden as (
    select distinct
        peil.bekend_op,
        periode.jaar,
        reeks.getal as maand,
        {{ datum('periode.jaar', 'reeks.getal', 1) }} as begin_datum
    from {{ ref('int_peil__periode') }} as periode
    cross join {{ reeks(1, 12) }} as reeks
    cross join {{ ref('int_peil__bekend_op') }} as peil
),

perioden as (
    select
        periode,
        case when length(periode) = 4 then 'jaar' else 'halfjaar' end as soort,
        jaar,
        begin_datum,
        eind_datum,
        status,
        -- A number of its own per period, also when others come: the year, its halves, its months.
        case right(periode, 2) when 'H1' then 101 when 'H2' then 102 else 0 end as plaats,
        case right(periode, 2) when 'H1' then 'eerste halfjaar ' when 'H2' then 'tweede halfjaar ' else '' end as woord
    from {{ ref('int_peil__periode') }}
    union all
    select
        cast(jaar as varchar) || 'M' || right('0' || cast(maand as varchar), 2) as periode,
        'maand' as soort,
        jaar,
        begin_datum,
        {{ dag_erbij(maand_erbij('begin_datum', 1), -1) }} as eind_datum,
        case when bekend_op >= {{ maand_erbij(dag_erbij(maand_erbij('begin_datum', 1), -1), 6) }} then 'definitief' else 'voorlopig' end as status,
        200 + maand as plaats,
        case maand
            when 1 then 'januari ' when 2 then 'februari ' when 3 then 'maart ' when 4 then 'april ' when 5 then 'mei ' when 6 then 'juni '
            when 7 then 'juli ' when 8 then 'augustus ' when 9 then 'september ' when 10 then 'oktober ' when 11 then 'november ' else 'december '
        end as woord
    from maanden
    where {{ maand_erbij('begin_datum', 1) }} <= {{ dag_erbij('bekend_op', 1) }}
)

select
    periode,
    soort,
    jaar,
    begin_datum,
    eind_datum,
    cast(jaar * 1000 + plaats as integer) as volgorde,
    status,
    woord || cast(jaar as varchar) as label
from perioden
