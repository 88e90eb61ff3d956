-- The disclosure rule of a definition, from one year to another.
select
    definitie,
    cast(coalesce(van_jaar, 0) as integer) as van_jaar,
    cast(coalesce(tot_en_met_jaar, 9999) as integer) as tot_en_met_jaar,
    cast(geheim_onder as integer) as geheim_onder,
    nul_geheim,
    cast(afronding as integer) as afronding,
    cast(minstens_geheim as integer) as minstens_geheim
from {{ source('raw', 'definitie__onthulling') }}
