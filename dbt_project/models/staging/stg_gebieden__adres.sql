-- Postcode with house number to buurt, per year of division; of one year the latest statement holds.
with laatste as (
    select jaar, max(leverdatum) as leverdatum
    from {{ ref('stg_manifest__levering') }}
    where soort = 'gebieden__adres'
    group by jaar
)

select
    adres.jaar,
    adres.pc6_huisnummer,
    min(adres.buurt) as buurt,
    count(distinct adres.buurt) as buurten
from {{ ref('geland_gebieden__adres') }} as adres
inner join {{ ref('stg_manifest__levering') }} as levering on adres.bestand_id = levering.bestand_id
inner join laatste on levering.jaar = laatste.jaar and levering.leverdatum = laatste.leverdatum
where adres.pc6_huisnummer is not null
group by adres.jaar, adres.pc6_huisnummer
