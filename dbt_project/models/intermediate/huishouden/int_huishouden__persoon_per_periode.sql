-- To which household a person belongs in a period, per definition and kind. Under `peildatum` only who is a resident
-- on the last day belongs anywhere; under `gmsd` the last day as a resident decides.
{{ config(materialized='view') }}
select 'gmsd' as definitie, periode, 'adres' as huishoudensoort, persoon, adres_id, cast(0 as bigint) as gezin
from {{ ref('int_huishouden__gevonden') }}
union all
select 'peildatum' as definitie, periode, 'adres' as huishoudensoort, persoon, adres_id, cast(0 as bigint) as gezin
from {{ ref('int_huishouden__gevonden') }}
where op_peildatum
union all
select
    'gmsd' as definitie,
    gevonden.periode,
    'gezin' as huishoudensoort,
    gevonden.persoon,
    gevonden.adres_id,
    coalesce(over_dagen.huishouden, gevonden.gezin) as gezin
from {{ ref('int_huishouden__gevonden') }} as gevonden
left join {{ ref('int_huishouden__gezin_over_dagen') }} as over_dagen
    on
        gevonden.periode = over_dagen.periode
        and gevonden.adres_id = over_dagen.adres_id
        and gevonden.volgnummer = over_dagen.volgnummer
union all
select 'peildatum' as definitie, periode, 'gezin' as huishoudensoort, persoon, adres_id, gezin
from {{ ref('int_huishouden__gevonden') }}
where op_peildatum
