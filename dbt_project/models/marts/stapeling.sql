-- Clients and households by the number of facilities that they use.
select
    definitie,
    periode,
    eenheid,
    gebied_code,
    aantal_voorzieningen,
    {{ gepubliceerd('aantal') }} as aantal,
    case when not {{ is_geheim('aantal') }} then {{ verhouding(afgerond('aantal'), 'noemer_gepubliceerd', 1000) }} end as per_1000,
    {{ is_geheim('aantal') }} as geheim
from {{ ref('int_telling__stapeling') }}
