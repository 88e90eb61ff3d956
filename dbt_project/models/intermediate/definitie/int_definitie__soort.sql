-- Which kinds of use count under which definition, and at which ages. A kind is a law, product category, form of delivery and
-- where it is known from; there are some hundreds, so all that definitions may say is decided here and not per spell.
with soort as (
    select distinct wet, categorie, leveringsvorm, herkomst
    from {{ ref('int_gebruik__tijdvak') }}
    where wet <> 'overig'
)

select
    wet.definitie,
    soort.wet,
    soort.categorie,
    soort.leveringsvorm,
    soort.herkomst,
    wet.leeftijd_van,
    wet.leeftijd_tot_en_met,
    wet.leeftijd_op,
    wet.leeftijd_onbekend
from soort
inner join {{ ref('stg_definitie__wet') }} as wet on soort.wet = wet.wet
left join {{ ref('stg_definitie__uitsluiting') }} as uitsluiting
    on
        wet.definitie = uitsluiting.definitie
        and wet.wet = uitsluiting.wet
        and case uitsluiting.kenmerk
            when 'categorie' then soort.categorie
            when 'leveringsvorm' then soort.leveringsvorm
            else soort.herkomst
        end = uitsluiting.waarde
where uitsluiting.definitie is null
