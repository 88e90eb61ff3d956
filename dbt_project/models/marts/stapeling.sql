-- Clients and households by the number of facilities that they use.
with telling as (
    {{ met_geheim(ref('int_telling__stapeling'), "'stapeling'", 'aantal_voorzieningen') }}
)

select
    definitie,
    periode,
    eenheid,
    gebied_code,
    aantal_voorzieningen,
    case when not geheim then {{ afgerond('aantal', 'afronding') }} end as aantal,
    case when not geheim then {{ verhouding(afgerond('aantal', 'afronding'), 'noemer_gepubliceerd', 1000) }} end as per_1000,
    geheim
from telling
