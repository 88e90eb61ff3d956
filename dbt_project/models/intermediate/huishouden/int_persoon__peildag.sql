-- Per period and person the last day on which they were a resident, with the address of that day.
{{ config(materialized='view') }}
select
    periode.periode,
    periode.jaar,
    periode.eind_datum,
    inschrijving.persoon,
    inschrijving.volgnummer,
    inschrijving.gemeente,
    inschrijving.adres_id,
    inschrijving.pc6_huisnummer,
    least({{ dag_erbij('inschrijving.tot', -1) }}, periode.eind_datum) as dag
from {{ ref('int_persoon__inschrijving') }} as inschrijving
-- One condition on both together: periods are few, and the engine need not sort the residents to find theirs.
inner join {{ ref('int_peil__periode') }} as periode
    on case
        when coalesce(inschrijving.volgende_verblijf, cast('9999-12-31' as date)) > periode.eind_datum
            then least({{ dag_erbij('inschrijving.tot', -1) }}, periode.eind_datum)
    end >= greatest(inschrijving.van, periode.begin_datum)
where inschrijving.is_ingezetene
