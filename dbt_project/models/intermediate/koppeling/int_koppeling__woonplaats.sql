-- Where each resident lives or last lived, in the division of areas of the last published year.
with laatste as (
    select
        persoon,
        gemeente,
        pc6_huisnummer,
        row_number() over (partition by persoon order by leverdatum desc, van desc, bestand_id, rij) as volgorde
    from {{ ref('int_persoon__rij') }}
    where eigen_gemeente
),

-- An address that lies in two buurten says nothing of where somebody lives.
adres as (
    select pc6_huisnummer, min(buurt) as buurt
    from {{ ref('int_gebied__adres') }}
    where jaar = (select max(jaar) from {{ ref('int_gebied__jaar') }})
    group by pc6_huisnummer
    having count(distinct buurt) = 1
)

select laatste.persoon, laatste.gemeente, adres.buurt
from laatste
left join adres on laatste.pc6_huisnummer = adres.pc6_huisnummer
where laatste.volgorde = 1
