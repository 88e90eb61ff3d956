-- Each finding that is or was there, with its status: nieuw (first seen in the latest delivery), open, terug (was put right
-- and is wrong again), geaccepteerd (left as it is until a date), hersteld (nothing is wrong any more).
with gezien as (
    select
        {{ inhoud_id(['regel', 'retourcode', 'laag', 'bron', 'tabel', 'attribuut', 'ernst', 'leverancier']) }} as bevinding_id,
        stand.*
    from {{ ref('int_bevinding__stand') }} as stand
    where stand.aantal_open + stand.aantal_hersteld > 0
),

acceptatie as (
    select gezien.bevinding_id, max(acceptatie.tot) as geaccepteerd_tot, max_by(acceptatie.reden, acceptatie.tot) as reden
    from gezien
    inner join {{ ref('stg_oordeel__acceptatie') }} as acceptatie
        on
            gezien.regel = acceptatie.regel
            and gezien.bron = coalesce(acceptatie.bron, gezien.bron)
            and gezien.tabel is not distinct from coalesce(acceptatie.tabel, gezien.tabel)
            and gezien.leverancier is not distinct from coalesce(acceptatie.leverancier, gezien.leverancier)
    inner join {{ ref('int_peil__bekend_op') }} as peil on acceptatie.tot >= peil.bekend_op
    group by gezien.bevinding_id
)

select
    gezien.*,
    acceptatie.geaccepteerd_tot,
    acceptatie.reden as acceptatie_reden,
    case
        when gezien.aantal_open = 0 then 'hersteld'
        when acceptatie.bevinding_id is not null then 'geaccepteerd'
        when gezien.terug then 'terug'
        when gezien.heeft_verloop and gezien.eerste_keer = peil.bekend_op then 'nieuw'
        else 'open'
    end as status
from gezien
cross join {{ ref('int_peil__bekend_op') }} as peil
left join acceptatie on gezien.bevinding_id = acceptatie.bevinding_id
