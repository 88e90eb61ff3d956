-- When and where a person was an inhabitant: [van, tot) per address. Resident = at a W address that is known.
with adresrij as (
    select *, row_number() over (partition by persoon, van order by leverdatum desc, bestand_id, rij) as voorkeur
    from {{ ref('int_persoon__rij') }}
),

verloop as (
    select *, coalesce(lead(van) over (partition by persoon order by van), cast('9999-12-31' as date)) as tot
    from adresrij
    where voorkeur = 1
),

binnen as (
    select
        verloop.persoon,
        verloop.gemeente,
        verloop.functie_adres,
        verloop.adres_id,
        verloop.pc6_huisnummer,
        greatest(verloop.van, aanwezig.van) as van,
        least(verloop.tot, aanwezig.tot, stand.einde) as tot
    from verloop
    inner join {{ ref('int_persoon__stand') }} as stand on verloop.persoon = stand.persoon
    inner join {{ ref('int_persoon__aanwezig') }} as aanwezig
        on verloop.persoon = aanwezig.persoon and verloop.van < aanwezig.tot and aanwezig.van < verloop.tot
    where verloop.eigen_gemeente
)

select
    persoon,
    van,
    tot,
    gemeente,
    coalesce(functie_adres = 'W' and adres_id is not null, false) as is_ingezetene,
    adres_id,
    pc6_huisnummer
from binnen
where van < tot
