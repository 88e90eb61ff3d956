-- Of the clients of one scheme, how many and which share also use another.
select
    periode,
    regeling_a,
    regeling_b,
    {{ gepubliceerd('clienten_a') }} as clienten_a,
    {{ gepubliceerd('clienten_a_en_b') }} as clienten_a_en_b,
    case when not {{ is_geheim('clienten_a_en_b') }} then {{ verhouding(afgerond('clienten_a_en_b'), afgerond('clienten_a'), 100) }} end as percentage,
    {{ is_geheim('clienten_a_en_b') }} as geheim
from {{ ref('int_telling__matrix') }}
