-- The periods that are published: ended by bekend_op, in a year that does not begin before the first BRP statement.
with jaren as (
    select reeks.getal as jaar, peil.bekend_op
    from {{ reeks(1990, 2100) }} as reeks
    cross join {{ ref('int_peil__bekend_op') }} as peil
    where {{ datum('reeks.getal', 1, 1) }} >= peil.eerste_brp
),

perioden as (
    select jaar, bekend_op, cast(jaar as varchar) || 'H1' as periode, {{ datum('jaar', 1, 1) }} as begin_datum, {{ datum('jaar', 6, 30) }} as eind_datum
    from jaren
    union all
    select jaar, bekend_op, cast(jaar as varchar) || 'H2' as periode, {{ datum('jaar', 7, 1) }} as begin_datum, {{ datum('jaar', 12, 31) }} as eind_datum
    from jaren
    union all
    select jaar, bekend_op, cast(jaar as varchar) as periode, {{ datum('jaar', 1, 1) }} as begin_datum, {{ datum('jaar', 12, 31) }} as eind_datum
    from jaren
)

select
    periode,
    jaar,
    begin_datum,
    eind_datum,
    bekend_op,
    case when bekend_op >= {{ maand_erbij('eind_datum', 6) }} then 'definitief' else 'voorlopig' end as status
from perioden
where eind_datum <= bekend_op
