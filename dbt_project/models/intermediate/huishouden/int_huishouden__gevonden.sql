-- Where somebody was found: the household of their own last day as a resident in a period. Of addresses where somebody
-- uses a law in that period; who was in an institution that day is in no household.
select
    peildag.periode,
    peildag.jaar,
    peildag.persoon,
    peildag.adres_id,
    peildag.dag,
    peildag.dag = peildag.eind_datum as op_peildatum,
    peildag.gemeente,
    peildag.pc6_huisnummer,
    lid.volgnummer,
    lid.gezin
from {{ ref('int_persoon__peildag') }} as peildag
inner join {{ ref('int_huishouden__lid') }} as lid
    on peildag.adres_id = lid.adres_id and peildag.dag = lid.dag and peildag.persoon = lid.persoon
where lid.is_peildag and not lid.is_institutioneel
