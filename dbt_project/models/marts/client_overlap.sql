-- Clients by the exclusive combination of the three laws that they use.
select
    definitie,
    periode,
    gebied_code,
    combinatie,
    {{ gepubliceerd('aantal', 'geheim_onder', 'nul_geheim', 'afronding') }} as clienten,
    case when not {{ is_geheim('aantal', 'geheim_onder', 'nul_geheim') }} then {{ verhouding(afgerond('aantal', 'afronding'), 'noemer_gepubliceerd', 1000) }} end as per_1000_inwoners,
    {{ is_geheim('aantal', 'geheim_onder', 'nul_geheim') }} as geheim,
    bekend_op,
    status
from {{ ref('int_telling__overlap') }}
where eenheid = 'clienten'
