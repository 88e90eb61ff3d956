-- Postcode with house number to buurt for every published year, served municipalities only.
select jaar.jaar, adres.pc6_huisnummer, adres.buurt
from {{ ref('int_gebied__jaar') }} as jaar
inner join {{ ref('stg_gebieden__adres') }} as adres on jaar.indelingsjaar = adres.jaar
inner join {{ ref('stg_gebieden__gemeente') }} as gemeente on substring(adres.buurt, 3, 4) = gemeente.gemeente
