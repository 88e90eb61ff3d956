-- Clients and households by the number of facilities that they use.
select
    definitie,
    periode,
    eenheid,
    gebied_code,
    aantal_voorzieningen,
    {{ gepubliceerd('aantal', 'geheim_onder', 'nul_geheim', 'afronding') }} as aantal,
    case when not {{ is_geheim('aantal', 'geheim_onder', 'nul_geheim') }} then {{ verhouding(afgerond('aantal', 'afronding'), 'noemer_gepubliceerd', 1000) }} end as per_1000,
    {{ is_geheim('aantal', 'geheim_onder', 'nul_geheim') }} as geheim
from {{ ref('int_telling__stapeling') }}
