-- Families: residents of an address and day who are tied to each other, directly or through others. Named after the
-- lowest volgnummer among them, which travels along the ties until nothing changes.
with recursive tak as (
    select adres_id, dag, volgnummer_persoon as a, volgnummer_ander as b from {{ ref('int_huishouden__band') }}
    union
    select adres_id, dag, volgnummer_ander as a, volgnummer_persoon as b from {{ ref('int_huishouden__band') }}
),

bereik as (
    select distinct adres_id, dag, a as volgnummer, a as familie
    from tak
    union
    select bereik.adres_id, bereik.dag, tak.b as volgnummer, bereik.familie
    from bereik
    inner join tak on bereik.adres_id = tak.adres_id and bereik.dag = tak.dag and bereik.volgnummer = tak.a
    where bereik.familie < tak.b
)

select bewoner.adres_id, bewoner.dag, bewoner.volgnummer, coalesce(min(bereik.familie), bewoner.volgnummer) as familie
from {{ ref('int_huishouden__bewoner') }} as bewoner
left join bereik
    on bewoner.adres_id = bereik.adres_id and bewoner.dag = bereik.dag and bewoner.volgnummer = bereik.volgnummer
group by bewoner.adres_id, bewoner.dag, bewoner.volgnummer
