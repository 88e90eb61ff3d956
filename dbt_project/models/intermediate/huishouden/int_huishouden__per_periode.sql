-- The households with a client, per definition, period and kind: laws, number of facilities and area.
with gebruik as (
    select
        gebruik.periode,
        gebruik.persoon,
        gebruik.wet_bit,
        gebruik.voorziening,
        gebruik.op_peildatum,
        gebied.buurt,
        gevonden.gemeente
    from {{ ref('int_gebruik__per_periode') }} as gebruik
    inner join {{ ref('int_huishouden__gevonden') }} as gevonden
        on gebruik.periode = gevonden.periode and gebruik.persoon = gevonden.persoon
    left join {{ ref('int_gebied__adres') }} as gebied
        on gevonden.pc6_huisnummer = gebied.pc6_huisnummer and gevonden.jaar = gebied.jaar
    where gebruik.wet_bit > 0
)

select
    lid.definitie,
    lid.periode,
    lid.huishoudensoort,
    {{ bits('gebruik.wet_bit') }} as wetten,
    count(distinct gebruik.voorziening) as voorzieningen,
    -- One address can have rows with another house number; the lowest code decides, whatever the pseudonym key.
    min(gebruik.buurt) as buurt,
    min(gebruik.gemeente) as gemeente
from {{ ref('int_huishouden__persoon_per_periode') }} as lid
inner join gebruik on lid.periode = gebruik.periode and lid.persoon = gebruik.persoon
where lid.definitie <> 'peildatum' or gebruik.op_peildatum
group by lid.definitie, lid.periode, lid.huishoudensoort, lid.adres_id, lid.gezin
