-- Clients and households by how far their use of each law reaches (see int_aansluiting__persoon), per buurt. Where they
-- count, and in which household they are, is as everywhere else.
with plek as (
    select periode, persoon, min(buurt) as buurt, min(gemeente) as gemeente
    from {{ ref('int_client__per_periode') }}
    where definitie in ('gmsd', 'alles')
    group by periode, persoon
),

lid as (
    select periode, huishoudensoort, persoon, adres_id, gezin
    from {{ ref('int_huishouden__persoon_per_periode') }}
    where huishouden_dag = 'laatste_dag_ingezetene'
),

-- One address can have rows with another house number; among those whose use counts the lowest code decides.
huishouden as (
    select
        lid.periode,
        'huishoudens_' || lid.huishoudensoort as eenheid,
        max(persoon.jeugd) as jeugd,
        max(persoon.pwet) as pwet,
        max(persoon.wmo) as wmo,
        coalesce(
            min(case when greatest(persoon.jeugd, persoon.pwet, persoon.wmo) > 1 then gebied.buurt end), min(gebied.buurt)
        ) as buurt,
        min(gevonden.gemeente) as gemeente
    from lid
    inner join {{ ref('int_aansluiting__persoon') }} as persoon on lid.periode = persoon.periode and lid.persoon = persoon.persoon
    inner join {{ ref('int_huishouden__gevonden') }} as gevonden
        on lid.periode = gevonden.periode and lid.persoon = gevonden.persoon
    left join {{ ref('int_gebied__adres') }} as gebied
        on gevonden.pc6_huisnummer = gebied.pc6_huisnummer and gevonden.jaar = gebied.jaar
    group by lid.periode, lid.huishoudensoort, lid.adres_id, lid.gezin
),

eenheid as (
    select persoon.periode, 'clienten' as eenheid, persoon.jeugd, persoon.pwet, persoon.wmo, plek.buurt, plek.gemeente
    from {{ ref('int_aansluiting__persoon') }} as persoon
    inner join plek on persoon.periode = plek.periode and persoon.persoon = plek.persoon
    union all
    select periode, eenheid, jeugd, pwet, wmo, buurt, gemeente
    from huishouden
)

select periode, eenheid, jeugd, pwet, wmo, buurt, gemeente, count(*) as aantal
from eenheid
group by periode, eenheid, jeugd, pwet, wmo, buurt, gemeente
