-- Of use that is restated in every statement (Participatiewet): the first delivery date on which a statement had it for that
-- period. Per period, person and facility a row; assignments carry their own date.
with opgave as (
    select voorziening, persoon, van, tot_en_met, leverdatum
    from (
        select 'uitkering' as voorziening, uitkering.persoon_1 as persoon, uitkering.aanvangsdatum as van, uitkering.einddatum as tot_en_met, levering.leverdatum
        from {{ ref('geland_pwet__uitkering') }} as uitkering
        inner join {{ ref('stg_manifest__levering') }} as levering on uitkering.bestand_id = levering.bestand_id
        inner join {{ ref('statistiekcode') }} as statistiekcode on uitkering.statistiekcode = statistiekcode.code and statistiekcode.telt
        union all
        select 'uitkering' as voorziening, uitkering.persoon_2 as persoon, uitkering.aanvangsdatum as van, uitkering.einddatum as tot_en_met, levering.leverdatum
        from {{ ref('geland_pwet__uitkering') }} as uitkering
        inner join {{ ref('stg_manifest__levering') }} as levering on uitkering.bestand_id = levering.bestand_id
        inner join {{ ref('statistiekcode') }} as statistiekcode on uitkering.statistiekcode = statistiekcode.code and statistiekcode.telt
        union all
        select 'reintegratie' as voorziening, reintegratie.persoon, reintegratie.aanvangsdatum as van, reintegratie.einddatum as tot_en_met, levering.leverdatum
        from {{ ref('geland_pwet__reintegratie') }} as reintegratie
        inner join {{ ref('stg_manifest__levering') }} as levering on reintegratie.bestand_id = levering.bestand_id
        union all
        select registratie.wet || ':' || coalesce(registratie.voorziening, '') as voorziening, registratie.persoon, registratie.ingangsdatum as van, registratie.einddatum as tot_en_met, levering.leverdatum
        from {{ ref('geland_voorzieningen__voorziening') }} as registratie
        inner join {{ ref('stg_manifest__levering') }} as levering on registratie.bestand_id = levering.bestand_id
        where registratie.wet = 'pwet'
    ) as alle
    where persoon is not null
)

select periode.periode, opgave.persoon, opgave.voorziening, min(opgave.leverdatum) as bekend_sinds
from opgave
inner join {{ ref('int_aansluiting__periode') }} as periode
    on opgave.van <= periode.eind_datum and coalesce(opgave.tot_en_met, cast('9999-12-31' as date)) >= periode.begin_datum
group by periode.periode, opgave.persoon, opgave.voorziening
