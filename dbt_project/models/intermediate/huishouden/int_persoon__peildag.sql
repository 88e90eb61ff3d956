-- Per period and person the last day on which they were a resident, with the address of that day.
with laatste as (
    select periode.periode, periode.jaar, periode.eind_datum, inschrijving.persoon, max(inschrijving.van) as van
    from {{ ref('int_peil__periode') }} as periode
    inner join {{ ref('int_persoon__inschrijving') }} as inschrijving
        on inschrijving.van <= periode.eind_datum and inschrijving.tot > periode.begin_datum
    where inschrijving.is_ingezetene
    group by periode.periode, periode.jaar, periode.eind_datum, inschrijving.persoon
)

select
    laatste.periode,
    laatste.jaar,
    laatste.eind_datum,
    laatste.persoon,
    inschrijving.gemeente,
    inschrijving.adres_id,
    inschrijving.pc6_huisnummer,
    least({{ dag_erbij('inschrijving.tot', -1) }}, laatste.eind_datum) as dag
from laatste
inner join {{ ref('int_persoon__inschrijving') }} as inschrijving
    on laatste.persoon = inschrijving.persoon and laatste.van = inschrijving.van
