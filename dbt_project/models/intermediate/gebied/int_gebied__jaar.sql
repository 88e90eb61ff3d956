-- Per published year the year of division that holds: its own, else the nearest earlier, else the nearest later.
with keuze as (
    select
        perioden.jaar,
        indeling.jaar as indelingsjaar,
        row_number() over (
            partition by perioden.jaar
            order by
                case when indeling.jaar <= perioden.jaar then 0 else 1 end,
                abs(perioden.jaar - indeling.jaar)
        ) as voorkeur
    from (select distinct jaar from {{ ref('int_peil__periode') }}) as perioden
    cross join (select distinct jaar from {{ ref('stg_gebieden__adres') }}) as indeling
)

select jaar, indelingsjaar
from keuze
where voorkeur = 1
