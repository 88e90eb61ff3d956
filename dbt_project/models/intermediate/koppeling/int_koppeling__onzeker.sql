-- Whose link is not certain, per definition, period, law and area. `gekoppeld`: residents linked by chance who count there,
-- and who may not use that law. `onzeker`, of municipalities alone: all whose link is not certain, who may be any resident.
with definities as (
    select distinct definitie, periode, eind_datum, case definitie when 'peildatum' then eind_datum else begin_datum end as eerste_dag
    from {{ ref('int_peil__periode') }}
    cross join (select distinct definitie from {{ ref('int_telling__rooster') }}) as definitie
),

-- A definition of which is not known that it leaves out PGB under jeugd, may count it.
rij as (
    select distinct definities.definitie, definities.periode, rij.wet, rij.persoon, rij.gemeente, rij.koppeling = 'waarschijnlijk' as gekoppeld
    from {{ ref('int_koppeling__rij') }} as rij
    inner join definities
        on rij.van <= definities.eind_datum and coalesce(rij.einddatum, definities.eind_datum) >= definities.eerste_dag
    where
        rij.koppeling in ('waarschijnlijk', 'klerk', 'geen', 'niet_te_vergelijken')
        and (rij.telt_voor_wet or (rij.wet <> 'overig' and definities.definitie not in ('gmsd', 'peildatum', 'tmsd')))
),

bewoner as (
    select rij.definitie, rij.periode, rij.wet, client.buurt, client.gemeente, cast(1 as bigint) as aantal
    from rij
    inner join {{ ref('int_client__per_periode') }} as client
        on rij.definitie = client.definitie and rij.periode = client.periode and rij.persoon = client.persoon
    where rij.gekoppeld
),

per_cel as (
    select definitie, periode, wet, gebied_code, aantal as gekoppeld, 0 as onzeker
    from ({{ naar_gebieden('bewoner', ['definitie', 'periode', 'wet'], 'aantal') }}) as gekoppelden
    union all
    select rij.definitie, rij.periode, rij.wet, 'GM' || gemeente.gemeente as gebied_code, 0 as gekoppeld, count(distinct rij.persoon) as onzeker
    from rij
    inner join {{ ref('stg_gebieden__gemeente') }} as gemeente on coalesce(rij.gemeente, gemeente.gemeente) = gemeente.gemeente
    group by rij.definitie, rij.periode, rij.wet, gemeente.gemeente
)

select definitie, periode, wet, gebied_code, sum(gekoppeld) as gekoppeld, sum(onzeker) as onzeker
from per_cel
group by definitie, periode, wet, gebied_code
