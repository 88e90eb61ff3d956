-- When and where a person was an inhabitant: [van, tot) per address. Resident = at a W address that is known.
with adresrij as (
    select *, row_number() over (partition by persoon, van order by leverdatum desc, bestand_id, rij) as voorkeur
    from {{ ref('int_persoon__rij') }}
    where not coalesce(is_enige, false)
),

verloop as (
    select persoon, eigen_gemeente, gemeente, functie_adres, adres_id, pc6_huisnummer, is_enige, van, cast('9999-12-31' as date) as tot
    from {{ ref('int_persoon__rij') }}
    where is_enige
    union all
    select
        persoon,
        eigen_gemeente,
        gemeente,
        functie_adres,
        adres_id,
        pc6_huisnummer,
        false as is_enige,
        van,
        coalesce(lead(van) over (partition by persoon order by van), cast('9999-12-31' as date)) as tot
    from adresrij
    where voorkeur = 1
),

-- Who has no row in `aanwezig` was never absent.
binnen as (
    select
        verloop.persoon,
        stand.volgnummer,
        verloop.gemeente,
        case
            when verloop.functie_adres = 'W' and verloop.adres_id is not null then 'woonadres'
            when verloop.functie_adres = 'B' then 'briefadres'
            else 'adres_onbekend'
        end as woonsituatie,
        verloop.adres_id,
        verloop.pc6_huisnummer,
        verloop.is_enige and aanwezig.persoon is null as is_enige,
        greatest(verloop.van, coalesce(aanwezig.van, verloop.van)) as van,
        least(verloop.tot, coalesce(aanwezig.tot, verloop.tot), stand.einde) as tot
    from verloop
    inner join {{ ref('int_persoon__stand') }} as stand on verloop.persoon = stand.persoon
    left join {{ ref('int_persoon__aanwezig') }} as aanwezig on verloop.persoon = aanwezig.persoon
    where
        verloop.eigen_gemeente
        and (aanwezig.persoon is null or (verloop.van < aanwezig.tot and aanwezig.van < verloop.tot))
),

verblijf as (
    select *, cast(null as date) as volgende
    from binnen
    where is_enige and van < tot
    union all
    select *, lead(van) over (partition by persoon, woonsituatie = 'woonadres' order by van) as volgende
    from binnen
    where not is_enige and van < tot
)

select
    persoon,
    volgnummer,
    van,
    tot,
    gemeente,
    woonsituatie = 'woonadres' as is_ingezetene,
    woonsituatie,
    adres_id,
    pc6_huisnummer,
    case when woonsituatie = 'woonadres' then volgende end as volgende_verblijf
from verblijf
