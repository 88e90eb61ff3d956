-- What ties two residents of an address on a day into one family: a bond that holds, or parenthood. Both directions.
with ouder as (
    select adres_id, dag, persoon, ouder_1 as ander
    from {{ ref('int_huishouden__bewoner') }}
    where ouder_1 is not null
    union all
    select adres_id, dag, persoon, ouder_2 as ander
    from {{ ref('int_huishouden__bewoner') }}
    where ouder_2 is not null
),

partner as (
    select bewoner.adres_id, bewoner.dag, bewoner.persoon, bond.partner as ander
    from {{ ref('int_huishouden__bewoner') }} as bewoner
    inner join {{ ref('int_persoon__bond') }} as bond
        on bewoner.persoon = bond.persoon and bewoner.dag >= bond.van and bewoner.dag < bond.tot
),

band as (
    select adres_id, dag, persoon, ander, true as is_ouder from ouder
    union all
    select adres_id, dag, persoon, ander, false as is_ouder from partner
)

select
    band.adres_id,
    band.dag,
    band.persoon,
    band.ander,
    band.is_ouder,
    bewoner.volgnummer as volgnummer_persoon,
    ander.volgnummer as volgnummer_ander
from band
inner join {{ ref('int_huishouden__bewoner') }} as bewoner
    on band.adres_id = bewoner.adres_id and band.dag = bewoner.dag and band.persoon = bewoner.persoon
inner join {{ ref('int_huishouden__bewoner') }} as ander
    on band.adres_id = ander.adres_id and band.dag = ander.dag and band.ander = ander.persoon
where band.persoon <> band.ander
