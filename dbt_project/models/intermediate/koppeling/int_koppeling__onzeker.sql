-- How many clients whose link is not certain may use a law, per definition, period and municipality: the one linked by
-- chance may be somebody else, the one that was not linked may be a resident who is counted already or not.
select
    periode.definitie,
    periode.periode,
    gemeente.gemeente,
    count(distinct rij.persoon) as personen
from {{ ref('int_koppeling__rij') }} as rij
-- Whatever their age, which another person may have.
inner join {{ ref('int_definitie__soort') }} as soort
    on rij.wet = soort.wet and rij.categorie = soort.categorie and rij.leveringsvorm = soort.leveringsvorm and rij.herkomst = soort.herkomst
inner join {{ ref('int_definitie__periode') }} as periode
    on
        soort.definitie = periode.definitie
        and rij.van <= periode.eind_datum
        and coalesce(rij.einddatum, periode.eind_datum) >= periode.eerste_dag
inner join {{ ref('stg_gebieden__gemeente') }} as gemeente on coalesce(rij.gemeente, gemeente.gemeente) = gemeente.gemeente
where rij.koppeling in ('waarschijnlijk', 'klerk', 'geen', 'niet_te_vergelijken')
group by periode.definitie, periode.periode, gemeente.gemeente
