-- The households with a client, per definition, period and kind: laws, number of facilities and area.
with gebruik as (
    select
        lid.definitie,
        lid.periode,
        lid.huishoudensoort,
        lid.adres_id,
        lid.gezin,
        gebruik.wet_bit,
        gebruik.voorziening,
        peildag.pc6_huisnummer,
        peildag.jaar,
        peildag.gemeente
    from {{ ref('int_huishouden__persoon_per_periode') }} as lid
    inner join {{ ref('int_gebruik__per_periode') }} as gebruik
        on lid.periode = gebruik.periode and lid.persoon = gebruik.persoon
    inner join {{ ref('int_persoon__peildag') }} as peildag
        on lid.periode = peildag.periode and lid.persoon = peildag.persoon
    where gebruik.wet_bit > 0 and (lid.definitie <> 'peildatum' or gebruik.op_peildatum)
),

huishouden as (
    select
        definitie,
        periode,
        jaar,
        huishoudensoort,
        adres_id,
        gezin,
        {{ bits('wet_bit') }} as wetten,
        count(distinct voorziening) as voorzieningen,
        min(pc6_huisnummer) as pc6_huisnummer,
        min(gemeente) as gemeente
    from gebruik
    group by definitie, periode, jaar, huishoudensoort, adres_id, gezin
)

select
    huishouden.definitie,
    huishouden.periode,
    huishouden.huishoudensoort,
    huishouden.wetten,
    huishouden.voorzieningen,
    gebied.buurt,
    huishouden.gemeente
from huishouden
left join {{ ref('int_gebied__adres') }} as gebied
    on huishouden.pc6_huisnummer = gebied.pc6_huisnummer and huishouden.jaar = gebied.jaar
