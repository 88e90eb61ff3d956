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
        gebied.buurt,
        peildag.gemeente
    from {{ ref('int_huishouden__persoon_per_periode') }} as lid
    inner join {{ ref('int_gebruik__per_periode') }} as gebruik
        on lid.periode = gebruik.periode and lid.persoon = gebruik.persoon
    inner join {{ ref('int_persoon__peildag') }} as peildag
        on lid.periode = peildag.periode and lid.persoon = peildag.persoon
    left join {{ ref('int_gebied__adres') }} as gebied
        on peildag.pc6_huisnummer = gebied.pc6_huisnummer and peildag.jaar = gebied.jaar
    where gebruik.wet_bit > 0 and (lid.definitie <> 'peildatum' or gebruik.op_peildatum)
)

select
    definitie,
    periode,
    huishoudensoort,
    {{ bits('wet_bit') }} as wetten,
    count(distinct voorziening) as voorzieningen,
    -- One address can have rows with another house number; the lowest code decides, whatever the pseudonym key.
    min(buurt) as buurt,
    min(gemeente) as gemeente
from gebruik
group by definitie, periode, huishoudensoort, adres_id, gezin
