-- How many persons each open finding may add to or take from the users of a law, per definition, period and municipality.
-- Who is known and uses that law anyway, is counted already; unknown persons may live in any municipality.
with wet as (
    select
        periode.definitie,
        periode.periode,
        periode.eerste_dag,
        periode.eind_datum,
        wet.wet,
        periode.telt = 'hele_periode' and wet.leeftijd_van is null as wie_gebruikt_telt_al,
        coalesce(wet.leeftijd_op = 'eerste_gebruik', false) as naar_eerste_gebruik
    from {{ ref('int_definitie__periode') }} as periode
    inner join {{ ref('stg_definitie__wet') }} as wet on periode.definitie = wet.definitie
),

-- Of those persons only: that is what the engine can do quickly.
al_geteld as (
    select distinct gebruik.definitie, gebruik.periode, gebruik.persoon, gebruik.wet
    from {{ ref('int_gebruik__per_periode') }} as gebruik
    inner join (select distinct persoon from {{ ref('int_effect__gebruik') }} where richting = 'gemist') as effect
        on gebruik.persoon = effect.persoon
),

geraakt as (
    select
        effect.bevinding_id,
        wet.definitie,
        wet.periode,
        richting.richting,
        effect.wet,
        effect.persoon,
        coalesce(effect.gemeente, stand.gemeente) as gemeente,
        effect.aantal
    from {{ ref('int_effect__gebruik') }} as effect
    inner join wet
        on
            effect.wet = wet.wet
            and coalesce(effect.van, wet.eerste_dag) <= wet.eind_datum
            and coalesce(effect.einddatum, wet.eind_datum) >= wet.eerste_dag
    -- Another first day of use is another age: use more or less may then add somebody and take somebody out.
    inner join (select 'gemist' as richting union all select 'teveel' as richting) as richting
        on effect.richting = richting.richting or wet.naar_eerste_gebruik
    left join {{ ref('int_persoon__stand') }} as stand on effect.persoon = stand.persoon
    left join al_geteld as gebruik
        on
            effect.richting = 'gemist'
            and wet.wie_gebruikt_telt_al
            and effect.persoon = gebruik.persoon
            and wet.definitie = gebruik.definitie
            and wet.periode = gebruik.periode
            and effect.wet = gebruik.wet
    where gebruik.persoon is null
)

select
    geraakt.bevinding_id,
    geraakt.definitie,
    geraakt.periode,
    geraakt.richting,
    geraakt.wet,
    gemeente.gemeente,
    count(distinct geraakt.persoon) + sum(case when geraakt.persoon is null then geraakt.aantal else 0 end) as personen
from geraakt
inner join {{ ref('stg_gebieden__gemeente') }} as gemeente on coalesce(geraakt.gemeente, gemeente.gemeente) = gemeente.gemeente
group by geraakt.bevinding_id, geraakt.definitie, geraakt.periode, geraakt.richting, geraakt.wet, gemeente.gemeente
