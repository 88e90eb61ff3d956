-- Families: residents of an address and day who are tied to each other, directly or through others. Named after one
-- of them; who is tied to nobody is not here.
with recursive richting as (
    select true as heen
    union all
    select false as heen
),

-- Whom somebody names: the lowest of their parents there, else of themselves and their partner. In most homes all
-- name the same one, and then they are one family. Every tie is seen from both ends.
genoemd as (
    select
        adres_id,
        dag,
        volgnummer,
        coalesce(min(ouder), least(volgnummer, coalesce(min(partner), volgnummer))) as familie,
        min(ouder) is not null as heeft_ouder
    from (
        select
            band.adres_id,
            band.dag,
            case when richting.heen then band.volgnummer_persoon else band.volgnummer_ander end as volgnummer,
            case when richting.heen and band.is_ouder then band.volgnummer_ander end as ouder,
            case
                when not band.is_ouder and richting.heen then band.volgnummer_ander
                when not band.is_ouder then band.volgnummer_persoon
            end as partner
        from {{ ref('int_huishouden__band') }} as band
        cross join richting
    ) as einde
    group by adres_id, dag, volgnummer
),

oneens as (
    select adres_id, dag
    from genoemd
    group by adres_id, dag
    having min(familie) <> max(familie)
),

oneens_genoemd as (
    select genoemd.adres_id, genoemd.dag, genoemd.volgnummer, genoemd.familie
    from genoemd
    inner join oneens on genoemd.adres_id = oneens.adres_id and genoemd.dag = oneens.dag
),

-- In the others the lowest name travels along the ties until nothing changes.
tak as (
    select
        band.adres_id,
        band.dag,
        case when richting.heen then band.volgnummer_persoon else band.volgnummer_ander end as a,
        case when richting.heen then band.volgnummer_ander else band.volgnummer_persoon end as b
    from {{ ref('int_huishouden__band') }} as band
    inner join oneens on band.adres_id = oneens.adres_id and band.dag = oneens.dag
    cross join richting
),

open_tak as (
    select tak.adres_id, tak.dag, tak.a, tak.b, naar.familie as familie_b
    from tak
    inner join oneens_genoemd as naar on tak.adres_id = naar.adres_id and tak.dag = naar.dag and tak.b = naar.volgnummer
),

bereik as (
    select adres_id, dag, volgnummer, familie
    from oneens_genoemd
    union
    select bereik.adres_id, bereik.dag, open_tak.b as volgnummer, bereik.familie
    from bereik
    inner join open_tak
        on bereik.adres_id = open_tak.adres_id and bereik.dag = open_tak.dag and bereik.volgnummer = open_tak.a
    where bereik.familie < open_tak.familie_b
),

gevonden as (
    select adres_id, dag, volgnummer, min(familie) as familie
    from bereik
    group by adres_id, dag, volgnummer
)

select
    genoemd.adres_id,
    genoemd.dag,
    genoemd.volgnummer,
    coalesce(gevonden.familie, genoemd.familie) as familie,
    genoemd.heeft_ouder
from genoemd
left join gevonden
    on genoemd.adres_id = gevonden.adres_id and genoemd.dag = gevonden.dag and genoemd.volgnummer = gevonden.volgnummer
