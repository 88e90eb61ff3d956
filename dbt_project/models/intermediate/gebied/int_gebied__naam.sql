-- Areas of served municipalities per published year, with the names that came with that year's address file.
with adresbestand as (
    select jaar as indelingsjaar, max(leverdatum) as leverdatum
    from {{ ref('stg_manifest__levering') }}
    where soort = 'gebieden__adres'
    group by jaar
),

naambestand as (
    select
        adresbestand.indelingsjaar,
        naam.leverdatum,
        row_number() over (
            partition by adresbestand.indelingsjaar
            order by
                case when naam.leverdatum <= adresbestand.leverdatum then 0 else 1 end,
                case when naam.leverdatum <= adresbestand.leverdatum then naam.leverdatum end desc,
                naam.leverdatum
        ) as voorkeur
    from adresbestand
    cross join (select distinct leverdatum from {{ ref('stg_gebieden__naam') }}) as naam
)

select
    jaar.jaar,
    naam.gebied_code,
    naam.gebied_soort,
    naam.gebied_naam,
    case naam.gebied_soort
        when 'wijk' then 'GM' || substring(naam.gebied_code, 3, 4)
        when 'buurt' then 'WK' || substring(naam.gebied_code, 3, 6)
    end as bovenliggend
from {{ ref('int_gebied__jaar') }} as jaar
inner join naambestand on jaar.indelingsjaar = naambestand.indelingsjaar and naambestand.voorkeur = 1
inner join {{ ref('stg_gebieden__naam') }} as naam on naambestand.leverdatum = naam.leverdatum
inner join {{ ref('stg_gebieden__gemeente') }} as gemeente on substring(naam.gebied_code, 3, 4) = gemeente.gemeente
where naam.gebied_soort in ('gemeente', 'wijk', 'buurt')
