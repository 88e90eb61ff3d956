-- Use of the Participatiewet: each benefit for both its partners, each re-integration facility for its person.
with uitkering as (
    select
        stg.*,
        statistiekcode.telt,
        coalesce(statistiekcode.telt, false) as telt_voor_wet
    from {{ ref('stg_pwet__uitkering') }} as stg
    left join {{ ref('statistiekcode') }} as statistiekcode on stg.statistiekcode = statistiekcode.code
)

select persoon_1 as persoon, bsn_1_status as bsn_status, 'uitkering' as voorziening, 'uitkering' as herkomst, aanvangsdatum as van, einddatum, telt_voor_wet, leverdatum
from uitkering
union all
select persoon_2 as persoon, bsn_2_status as bsn_status, 'uitkering' as voorziening, 'uitkering' as herkomst, aanvangsdatum as van, einddatum, telt_voor_wet, leverdatum
from uitkering
where bsn_2_status <> 'leeg'
union all
select persoon, bsn_status, 'reintegratie' as voorziening, 'reintegratie' as herkomst, aanvangsdatum as van, einddatum, true as telt_voor_wet, leverdatum
from {{ ref('stg_pwet__reintegratie') }}
