-- What each delivery changed in what was declared over a month of care: a line adds its amount (a credit line takes it off)
-- when it is delivered, a rejection takes it off again when it is delivered. A state is that on the day of the month of
-- bekend_op, so that the last one is no younger than those of older months; what is declared ahead is known at age 0.
with peil as (
    select bekend_op, extract(day from bekend_op) as dag from {{ ref('int_peil__bekend_op') }}
),

regel as (
    select
        wet,
        product_begin,
        leverdatum,
        beantwoord_op,
        stand,
        persoon,
        aanbieder,
        case debet_credit when 'C' then -1 else 1 end * bedrag_cent as cent
    from {{ ref('int_declaratie__regel') }}
),

voorval as (
    select wet, product_begin, leverdatum as dag, persoon, aanbieder, cent
    from regel
    union all
    select wet, product_begin, greatest(leverdatum, beantwoord_op) as dag, persoon, aanbieder, -cent as cent
    from regel
    where stand = 'afgewezen'
),

-- Of a month before the first declaration nobody knows when it was declared.
eerste as (
    select wet, {{ maandnummer('min(leverdatum)') }} as maand from regel group by wet
),

met_leeftijd as (
    select
        voorval.wet,
        {{ maandnummer('voorval.product_begin') }} as maand,
        greatest(
            {{ maandnummer('voorval.dag') }} + case when extract(day from voorval.dag) > peil.dag then 1 else 0 end
            - {{ maandnummer('voorval.product_begin') }}, 0
        ) as leeftijd,
        voorval.persoon,
        voorval.aanbieder,
        voorval.cent
    from voorval
    cross join peil
    where {{ maandnummer('voorval.product_begin') }} <= {{ maandnummer('peil.bekend_op') }}
)

select
    met_leeftijd.wet,
    met_leeftijd.maand,
    cast(met_leeftijd.leeftijd as integer) as leeftijd,
    met_leeftijd.persoon,
    met_leeftijd.aanbieder,
    cast(sum(met_leeftijd.cent) as bigint) as cent
from met_leeftijd
inner join eerste on met_leeftijd.wet = eerste.wet and met_leeftijd.maand >= eerste.maand
where met_leeftijd.leeftijd <= {{ grens('volledigheidsgrens', 'volledig_na_maanden') }}
group by met_leeftijd.wet, met_leeftijd.maand, met_leeftijd.leeftijd, met_leeftijd.persoon, met_leeftijd.aanbieder
