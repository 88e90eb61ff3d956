-- Gezinnen found on different days of a period at one address are one when they share a member, transitively.
-- One row per period, address and member, with the lowest number of all that are so tied together; only of addresses
-- where a household was found on more than one day, elsewhere there is nothing to tie together.
with recursive gevonden as (
    select distinct periode, adres_id, dag, gezin
    from {{ ref('int_huishouden__gevonden') }}
),

meer_dagen as (
    select periode, adres_id
    from gevonden
    group by periode, adres_id
    having min(dag) < max(dag)
),

lid_van_gezin as (
    select gevonden.periode, gevonden.adres_id, gevonden.dag, gevonden.gezin, lid.volgnummer
    from gevonden
    inner join meer_dagen on gevonden.periode = meer_dagen.periode and gevonden.adres_id = meer_dagen.adres_id
    inner join {{ ref('int_huishouden__lid') }} as lid
        on gevonden.adres_id = lid.adres_id and gevonden.dag = lid.dag and gevonden.gezin = lid.gezin
),

tak as (
    select distinct a.periode, a.adres_id, a.volgnummer as a, b.volgnummer as b
    from lid_van_gezin as a
    inner join lid_van_gezin as b
        on a.periode = b.periode and a.adres_id = b.adres_id and a.dag = b.dag and a.gezin = b.gezin
    where a.volgnummer <> b.volgnummer
),

bereik as (
    select distinct periode, adres_id, a as volgnummer, a as huishouden
    from tak
    union
    select bereik.periode, bereik.adres_id, tak.b as volgnummer, bereik.huishouden
    from bereik
    inner join tak on bereik.periode = tak.periode and bereik.adres_id = tak.adres_id and bereik.volgnummer = tak.a
    where bereik.huishouden < tak.b
)

select
    lid.periode,
    lid.adres_id,
    lid.volgnummer,
    least(min(lid.gezin), coalesce(min(bereik.huishouden), min(lid.gezin))) as huishouden
from lid_van_gezin as lid
left join bereik
    on lid.periode = bereik.periode and lid.adres_id = bereik.adres_id and lid.volgnummer = bereik.volgnummer
group by lid.periode, lid.adres_id, lid.volgnummer
