-- Unrounded overlap per cell: the seven exclusive groups, `totaal` and `geen`, also where nobody is.
with geteld as (
    {{ naar_gebieden(ref('int_telling__eenheid'), ['definitie', 'periode', 'eenheid', 'combinatie'], 'aantal') }}
),

met_totaal as (
    select definitie, periode, eenheid, gebied_code, combinatie, aantal from geteld
    union all
    select definitie, periode, eenheid, gebied_code, 'totaal' as combinatie, sum(aantal) as aantal
    from geteld
    group by definitie, periode, eenheid, gebied_code
),

rooster as (
    select rooster.*, combinatie.combinatie, combinatie.combinatie = 'geen' as is_geen
    from {{ ref('int_telling__rooster') }} as rooster
    cross join {{ ref('wetcombinatie') }} as combinatie
)

select
    rooster.definitie,
    rooster.periode,
    rooster.bekend_op,
    rooster.status,
    rooster.eenheid,
    rooster.gebied_code,
    rooster.combinatie,
    rooster.noemer_gepubliceerd,
    rooster.geheim_onder,
    rooster.nul_geheim,
    rooster.afronding,
    case
        when rooster.is_geen then greatest(rooster.noemer - coalesce(met_totaal.aantal, 0), 0)
        else coalesce(met_totaal.aantal, 0)
    end as aantal
from rooster
left join met_totaal
    on
        rooster.definitie = met_totaal.definitie
        and rooster.periode = met_totaal.periode
        and rooster.eenheid = met_totaal.eenheid
        and rooster.gebied_code = met_totaal.gebied_code
        and case when rooster.is_geen then 'totaal' else rooster.combinatie end = met_totaal.combinatie
