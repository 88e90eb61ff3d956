-- The published periods of which an overlap table of CBS landed, with the last delivery date that CBS could still use.
select distinct
    periode.periode,
    periode.jaar,
    periode.begin_datum,
    periode.eind_datum,
    cbs.tabel,
    cbs.status,
    cbs.aangeleverd
from {{ ref('int_peil__periode') }} as periode
inner join {{ ref('stg_cbs__overlap') }} as cbs on periode.periode = cbs.periode
