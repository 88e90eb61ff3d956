-- Households by the exclusive combination of the three laws that they use.
select
    definitie,
    periode,
    case eenheid when 'huishoudens_adres' then 'adres' else 'gezin' end as huishoudensoort,
    gebied_code,
    combinatie,
    {{ gepubliceerd('aantal', 'geheim_onder', 'nul_geheim', 'afronding') }} as huishoudens,
    case when not {{ is_geheim('aantal', 'geheim_onder', 'nul_geheim') }} then {{ verhouding(afgerond('aantal', 'afronding'), 'noemer_gepubliceerd', 1000) }} end as per_1000_huishoudens,
    {{ is_geheim('aantal', 'geheim_onder', 'nul_geheim') }} as geheim,
    bekend_op,
    status
from {{ ref('int_telling__overlap') }}
where eenheid <> 'clienten'
