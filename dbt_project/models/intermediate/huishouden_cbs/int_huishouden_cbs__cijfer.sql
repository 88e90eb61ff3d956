-- Per published year and area the number of private households according to CBS, and the table and year it is of. Areas
-- of the yearly division come first; the series per municipality fills what they lack. A code of a wijk or buurt is
-- another area in another year; a municipality may be compared with the year before or after, further off the
-- difference would tell of time and not of counting.
with gevonden as (
    select jaar, gebied_code, tabel, cast(waarde as integer) as huishoudens, 1 as volgorde
    from {{ ref('stg_cbs__kwb') }}
    where onderwerp = 'HuishoudensTotaal' and waarde is not null
    union all
    select jaar, gebied_code, tabel, cast(huishoudens as integer) as huishoudens, 2 as volgorde
    from {{ ref('stg_cbs__bevolking') }}
    where huishoudens is not null
),

keuze as (
    select
        perioden.jaar,
        gevonden.gebied_code,
        gevonden.tabel,
        gevonden.jaar as cijferjaar,
        gevonden.huishoudens,
        row_number() over (
            partition by perioden.jaar, gevonden.gebied_code
            order by abs(perioden.jaar - gevonden.jaar), gevonden.jaar, gevonden.volgorde, gevonden.tabel
        ) as voorkeur
    from (select distinct jaar from {{ ref('int_peil__periode') }}) as perioden
    inner join gevonden
        on
            perioden.jaar = gevonden.jaar
            or (gevonden.gebied_code like 'GM%' and abs(perioden.jaar - gevonden.jaar) = 1)
)

select jaar, gebied_code, tabel, cijferjaar, huishoudens
from keuze
where voorkeur = 1
