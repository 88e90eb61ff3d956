-- To which household a person belongs in a period, per day that may hold and kind: that of their last day as a resident, or
-- that of the last day of the period, and then only who is a resident on it belongs anywhere.
{{ config(materialized='view') }}
select 'laatste_dag_ingezetene' as huishouden_dag, periode, 'adres' as huishoudensoort, persoon, adres_id, cast(0 as bigint) as gezin
from {{ ref('int_huishouden__gevonden') }}
union all
select 'laatste_dag_periode' as huishouden_dag, periode, 'adres' as huishoudensoort, persoon, adres_id, cast(0 as bigint) as gezin
from {{ ref('int_huishouden__gevonden') }}
where op_peildatum
union all
select
    'laatste_dag_ingezetene' as huishouden_dag,
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
select 'laatste_dag_periode' as huishouden_dag, periode, 'gezin' as huishoudensoort, persoon, adres_id, gezin
from {{ ref('int_huishouden__gevonden') }}
where op_peildatum
