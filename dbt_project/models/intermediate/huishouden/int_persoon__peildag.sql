-- Per period and person the last day on which they were a resident, with the address of that day.
with dag as (
    select
        periode.periode,
        periode.jaar,
        periode.eind_datum,
        inschrijving.persoon,
        inschrijving.gemeente,
        inschrijving.adres_id,
        inschrijving.pc6_huisnummer,
        least({{ dag_erbij('inschrijving.tot', -1) }}, periode.eind_datum) as dag,
        row_number() over (
            partition by periode.periode, inschrijving.persoon order by inschrijving.van desc
        ) as voorkeur
    from {{ ref('int_peil__periode') }} as periode
    inner join {{ ref('int_persoon__inschrijving') }} as inschrijving
        on inschrijving.van <= periode.eind_datum and inschrijving.tot > periode.begin_datum
    where inschrijving.is_ingezetene
)

select periode, jaar, eind_datum, persoon, gemeente, adres_id, pc6_huisnummer, dag
from dag
where voorkeur = 1
