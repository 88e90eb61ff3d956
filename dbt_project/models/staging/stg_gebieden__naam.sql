-- Areas by name, per delivery; which year they name follows from the address file they came with.
select
    levering.leverdatum,
    naam.code as gebied_code,
    naam.soort as gebied_soort,
    min(naam.naam) as gebied_naam
from {{ ref('geland_gebieden__naam') }} as naam
inner join {{ ref('stg_manifest__levering') }} as levering on naam.bestand_id = levering.bestand_id
where naam.code is not null and naam.soort is not null
group by levering.leverdatum, naam.code, naam.soort
