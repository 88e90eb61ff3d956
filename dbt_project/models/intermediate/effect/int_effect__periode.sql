-- How many persons each open finding may add to or take from the users of a law, per definition, period and municipality.
-- Who is known and uses that law anyway, is counted already; unknown persons may live in any municipality.
with definities as (
    select distinct definitie, periode, jaar, begin_datum, eind_datum, case definitie when 'peildatum' then eind_datum else begin_datum end as eerste_dag
    from {{ ref('int_peil__periode') }}
    cross join (select distinct definitie from {{ ref('int_telling__rooster') }}) as definitie
),

geraakt as (
    select
        effect.bevinding_id,
        definities.definitie,
        definities.periode,
        effect.richting,
        effect.wet,
        effect.persoon,
        coalesce(effect.gemeente, stand.gemeente) as gemeente,
        effect.aantal
    from {{ ref('int_effect__gebruik') }} as effect
    inner join definities
        on
            coalesce(effect.van, definities.eerste_dag) <= definities.eind_datum
            and coalesce(effect.einddatum, definities.eind_datum) >= definities.eerste_dag
    left join {{ ref('int_persoon__stand') }} as stand on effect.persoon = stand.persoon
    left join {{ ref('int_gebruik__per_periode') }} as gebruik
        on
            effect.richting = 'gemist'
            and definities.definitie = 'gmsd'
            and effect.persoon = gebruik.persoon
            and definities.periode = gebruik.periode
            and case effect.wet when 'jeugd' then 1 when 'pwet' then 2 else 4 end = gebruik.wet_bit
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
