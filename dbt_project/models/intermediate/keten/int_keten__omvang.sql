-- How much each assignment is for, in a unit in which declared lines can be added up: hours in minutes, a budget in cents.
-- What the standard gives no figure for is NULL: a week of a monthly or total volume, the total of an open assignment.
select
    gemeente,
    wet,
    toewijzingnummer,
    is_verwijderd,
    ingangsdatum,
    einddatum,
    gebroken_week,
    frequentie,
    case when som_regel = 'TR369' then '83' when eenheid = '04' then '01' else eenheid end as rekeneenheid,
    volume * case when eenheid = '04' then 60 else 1 end as volume,
    volume * case when eenheid = '04' then 60 else 1 end * case frequentie when '1' then 7 when '2' then 1 end as volume_per_week,
    som_hoogstens as volume_totaal
from {{ ref('int_toewijzing__versie') }}
where is_toen and is_bekend and tot = cast('9999-12-31' as date)
