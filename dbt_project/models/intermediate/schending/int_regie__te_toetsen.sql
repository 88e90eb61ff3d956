-- The starts and stops that are held against other messages: delivered, right by themselves, not said twice in their message
-- (TR101), with an assignment. So one mistake gives one code.
select rij.*
from {{ ref('int_regie__rij') }} as rij
left join {{ ref('int_regie__binnen') }} as binnen
    on rij.tabel = binnen.tabel and rij.bestand_id = binnen.bestand_id and rij.rij = binnen.rij
left join {{ ref('int_regie__wees') }} as wees
    on rij.tabel = wees.tabel and rij.bestand_id = wees.bestand_id and rij.rij = wees.rij and wees.blijft
left join {{ ref('stg_bericht__schending') }} as dubbel
    on
        rij.bestand_id = dubbel.bestand_id
        and rij.rij = dubbel.rij
        and dubbel.regel = 'TR101'
        and dubbel.element in ('StartProduct', 'StopProduct')
where rij.status_aanlevering = '1' and binnen.regel is null and wees.regel is null and dubbel.regel is null
