-- To which household a person belongs in a period, per definition and kind. Under `peildatum` only who is a resident
-- on the last day belongs anywhere; under `gmsd` the last day as a resident decides.
with lid as (
    select
        peildag.periode,
        peildag.persoon,
        peildag.adres_id,
        peildag.dag = peildag.eind_datum as op_peildatum,
        lid.volgnummer,
        lid.gezin
    from {{ ref('int_persoon__peildag') }} as peildag
    inner join {{ ref('int_huishouden__lid') }} as lid
        on peildag.adres_id = lid.adres_id and peildag.dag = lid.dag and peildag.persoon = lid.persoon
    where not lid.is_institutioneel
)

select 'gmsd' as definitie, periode, 'adres' as huishoudensoort, persoon, adres_id, cast(0 as bigint) as gezin
from lid
union all
select 'peildatum' as definitie, periode, 'adres' as huishoudensoort, persoon, adres_id, cast(0 as bigint) as gezin
from lid
where op_peildatum
union all
select 'gmsd' as definitie, lid.periode, 'gezin' as huishoudensoort, lid.persoon, lid.adres_id, over_dagen.huishouden as gezin
from lid
inner join {{ ref('int_huishouden__gezin_over_dagen') }} as over_dagen
    on lid.periode = over_dagen.periode and lid.adres_id = over_dagen.adres_id and lid.volgnummer = over_dagen.volgnummer
union all
select 'peildatum' as definitie, periode, 'gezin' as huishoudensoort, persoon, adres_id, gezin
from lid
where op_peildatum
