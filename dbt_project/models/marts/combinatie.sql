-- The groups by law that tables count in, with what a report needs to name and order them.
select
    combinatie,
    omschrijving as label,
    met_jeugd,
    met_pwet,
    met_wmo,
    -- `totaal` is seven of the others together: whoever adds it to them counts twice.
    combinatie <> 'totaal' as optelbaar,
    volgorde
from {{ ref('wetcombinatie') }}
