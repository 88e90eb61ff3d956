-- How many clients whose link is not certain may use a law, per definition, period and municipality: the one linked by
-- chance may be somebody else, the one that was not linked may be a resident who is counted already or not.
with definities as (
    select distinct definitie, periode, eind_datum, case definitie when 'peildatum' then eind_datum else begin_datum end as eerste_dag
    from {{ ref('int_peil__periode') }}
    cross join (select distinct definitie from {{ ref('int_telling__rooster') }}) as definitie
)

select
    definities.definitie,
    definities.periode,
    gemeente.gemeente,
    count(distinct rij.persoon) as personen
from {{ ref('int_koppeling__rij') }} as rij
inner join definities
    on rij.van <= definities.eind_datum and coalesce(rij.einddatum, definities.eind_datum) >= definities.eerste_dag
inner join {{ ref('stg_gebieden__gemeente') }} as gemeente on coalesce(rij.gemeente, gemeente.gemeente) = gemeente.gemeente
where rij.telt_voor_wet and rij.koppeling in ('waarschijnlijk', 'klerk', 'geen', 'niet_te_vergelijken')
group by definities.definitie, definities.periode, gemeente.gemeente
