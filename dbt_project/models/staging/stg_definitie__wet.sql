-- Which laws count under a definition, and at which ages.
select
    definitie,
    wet,
    cast(leeftijd_van as integer) as leeftijd_van,
    cast(leeftijd_tot_en_met as integer) as leeftijd_tot_en_met,
    leeftijd_op,
    cast(leeftijd_onbekend as integer) as leeftijd_onbekend
from {{ source('raw', 'definitie__wet') }}
