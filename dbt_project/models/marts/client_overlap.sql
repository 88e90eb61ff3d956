-- Clients by the exclusive combination of the three laws that they use.
select
    definitie,
    periode,
    gebied_code,
    combinatie,
    {{ gepubliceerd('aantal') }} as clienten,
    case when not {{ is_geheim('aantal') }} then {{ verhouding(afgerond('aantal'), 'noemer_gepubliceerd', 1000) }} end as per_1000_inwoners,
    {{ is_geheim('aantal') }} as geheim,
    bekend_op,
    status
from {{ ref('int_telling__overlap') }}
where eenheid = 'clienten'
