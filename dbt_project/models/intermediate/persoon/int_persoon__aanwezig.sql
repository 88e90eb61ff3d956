-- Of who was ever absent from the BRP statements the days on which they were not: [van, tot), one or more rows per person.
-- Absent is: from the date of a statement without the person until the start of residence in the next that has them.
with levering as (
    select leverdatum, row_number() over (order by leverdatum) as nummer
    from (select distinct leverdatum from {{ ref('stg_manifest__levering') }} where soort = 'brp__persoon') as datums
),

-- Most people are in every statement; only of the others is it asked where they were missing.
onvolledig as (
    select persoon, eerste_levering
    from {{ ref('int_persoon__levering') }}
    where leveringen < (select count(*) from levering)
),

in_levering as (
    select
        stg.persoon,
        levering.nummer,
        max({{ begin_verblijf('stg.aanvang_adres', 'stg.leverdatum', 'onvolledig.eerste_levering') }}) as van
    from {{ ref('stg_brp__persoon') }} as stg
    inner join onvolledig on stg.persoon = onvolledig.persoon
    inner join levering on stg.leverdatum = levering.leverdatum
    group by stg.persoon, levering.nummer
),

gat as (
    select
        persoon,
        nummer + 1 as eerste_zonder,
        coalesce(lead(nummer) over (partition by persoon order by nummer), 1000000) as volgende,
        lead(van) over (partition by persoon order by nummer) as terug
    from in_levering
    union all
    select persoon, 1 as eerste_zonder, nummer as volgende, van as terug
    from (
        select persoon, nummer, van, row_number() over (partition by persoon order by nummer) as volgorde from in_levering
    ) as eerste
    where volgorde = 1
),

afwezig as (
    select gat.persoon, levering.leverdatum as van, coalesce(gat.terug, cast('9999-12-31' as date)) as tot
    from gat
    inner join levering on gat.eerste_zonder = levering.nummer
    where gat.volgende > gat.eerste_zonder and coalesce(gat.terug, cast('9999-12-31' as date)) > levering.leverdatum
),

grens as (
    select
        persoon,
        van as tot,
        max(tot) over (partition by persoon order by van rows between unbounded preceding and 1 preceding) as van
    from afwezig
    union all
    select persoon, cast('9999-12-31' as date) as tot, max(tot) as van
    from afwezig
    group by persoon
)

select persoon, coalesce(van, cast('0001-01-01' as date)) as van, tot
from grens
where coalesce(van, cast('0001-01-01' as date)) < tot
