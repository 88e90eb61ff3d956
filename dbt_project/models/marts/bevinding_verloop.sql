-- How each finding fares: who repairs it, how much was put right, and what the municipality decided about it.
select
    cast(status.bevinding_id as varchar) as bevinding_id,
    cast(coalesce(regeling.eigenaar, bron.eigenaar) as varchar) as eigenaar,
    cast(status.aantal_open as integer) as aantal_open,
    cast(status.aantal_hersteld as integer) as aantal_hersteld,
    cast(status.hersteld_op as date) as hersteld_op,
    cast(status.geaccepteerd_tot as date) as geaccepteerd_tot,
    cast(status.acceptatie_reden as varchar) as acceptatie_reden,
    cast(status.status as varchar) as status
from {{ ref('int_bevinding__status') }} as status
left join {{ ref('stg_bron__verwachting') }} as bron on status.bron = bron.bron and bron.soort = 'bron'
left join {{ ref('stg_bron__verwachting') }} as regeling
    on status.bron = regeling.bron and status.leverancier = regeling.naam and regeling.soort = 'regeling'
