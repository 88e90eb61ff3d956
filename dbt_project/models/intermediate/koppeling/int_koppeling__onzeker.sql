-- Whose link is not certain, per definition, period, law and area. `gekoppeld`: residents linked by chance who count there,
-- and who may not use that law. `onzeker`, of municipalities alone: all whose link is not certain, who may be any resident.
with rij as (
    select distinct periode.definitie, periode.periode, rij.wet, rij.persoon, rij.gemeente, rij.koppeling = 'waarschijnlijk' as gekoppeld
    from {{ ref('int_koppeling__rij') }} as rij
    -- Whatever their age, which another person may have.
    inner join {{ ref('int_definitie__soort') }} as soort
        on
            rij.wet = soort.wet
            and rij.categorie = soort.categorie
            and rij.leveringsvorm = soort.leveringsvorm
            and rij.herkomst = soort.herkomst
    inner join {{ ref('int_definitie__periode') }} as periode
        on
            soort.definitie = periode.definitie
            and rij.van <= periode.eind_datum
            and coalesce(rij.einddatum, periode.eind_datum) >= periode.eerste_dag
    where rij.koppeling in ('waarschijnlijk', 'klerk', 'geen', 'niet_te_vergelijken')
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
