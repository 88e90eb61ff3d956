-- What ties two residents of an address on a day into one family: a bond that holds, or parenthood. A tie stands under
-- the person whose row shows it.
with relatie as (
    select adres_id, dag, persoon, volgnummer, ouder_1 as ander, true as is_ouder
    from {{ ref('int_huishouden__bewoner') }}
    where ouder_1 is not null
    union all
    select adres_id, dag, persoon, volgnummer, ouder_2 as ander, true as is_ouder
    from {{ ref('int_huishouden__bewoner') }}
    where ouder_2 is not null
    union all
    select bewoner.adres_id, bewoner.dag, bewoner.persoon, bewoner.volgnummer, bond.partner as ander, false as is_ouder
    from {{ ref('int_huishouden__bewoner') }} as bewoner
    inner join {{ ref('int_persoon__bond') }} as bond
        on bewoner.persoon = bond.persoon and bewoner.dag >= bond.van and bewoner.dag < bond.tot
)

select
    relatie.adres_id,
    relatie.dag,
    relatie.is_ouder,
    relatie.volgnummer as volgnummer_persoon,
    ander.volgnummer as volgnummer_ander
from relatie
inner join {{ ref('int_huishouden__bewoner') }} as ander
    on relatie.adres_id = ander.adres_id and relatie.dag = ander.dag and relatie.ander = ander.persoon
where relatie.persoon <> relatie.ander
