-- One row per area and year, with its denominators as published.
select
    gebied_code,
    gebied_soort,
    gebied_naam,
    bovenliggend,
    jaar,
    inwoners,
    huishoudens_adres,
    huishoudens_gezin
from {{ ref('int_telling__gebied') }}
