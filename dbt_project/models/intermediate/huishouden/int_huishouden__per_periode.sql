-- The households with a client, per definition, period and kind: laws, number of facilities and area.
with gebruik as (
    select
        gebruik.definitie,
        gebruik.periode,
        gebruik.persoon,
        gebruik.wet_bit,
        gebruik.voorziening,
        periode.huishouden_dag,
        periode.met_adres,
        periode.met_gezin,
        gebied.buurt,
        gevonden.gemeente
    from {{ ref('int_gebruik__per_periode') }} as gebruik
    inner join {{ ref('int_definitie__periode') }} as periode
        on gebruik.definitie = periode.definitie and gebruik.periode = periode.periode
    inner join {{ ref('int_huishouden__gevonden') }} as gevonden
        on gebruik.periode = gevonden.periode and gebruik.persoon = gevonden.persoon
    left join {{ ref('int_gebied__adres') }} as gebied
        on gevonden.pc6_huisnummer = gebied.pc6_huisnummer and gevonden.jaar = gebied.jaar
)

select
    gebruik.definitie,
    gebruik.periode,
    lid.huishoudensoort,
    {{ bits('gebruik.wet_bit') }} as wetten,
    count(distinct gebruik.voorziening) as voorzieningen,
    -- One address can have rows with another house number; the lowest code decides, whatever the pseudonym key.
    min(gebruik.buurt) as buurt,
    min(gebruik.gemeente) as gemeente
from gebruik
inner join {{ ref('int_huishouden__persoon_per_periode') }} as lid
    on
        gebruik.huishouden_dag = lid.huishouden_dag
        and gebruik.periode = lid.periode
        and gebruik.persoon = lid.persoon
where case lid.huishoudensoort when 'adres' then gebruik.met_adres else gebruik.met_gezin end
group by gebruik.definitie, gebruik.periode, lid.huishoudensoort, lid.adres_id, lid.gezin
