-- A registration without BSN belongs to the one resident with the same name, birth date, postcode and house number.
select koppelsleutel, min(persoon) as persoon
from {{ ref('int_persoon__rij') }}
where koppelsleutel is not null and eigen_gemeente and functie_adres = 'W'
group by koppelsleutel
having count(distinct persoon) = 1
