-- Of the clients of one scheme, how many and which share also use another, as definition gmsd shows counts.
with telling as (
    select matrix.*, periode.geheim_onder, periode.nul_geheim, periode.afronding
    from {{ ref('int_telling__matrix') }} as matrix
    inner join {{ ref('int_definitie__periode') }} as periode on matrix.periode = periode.periode and periode.definitie = 'gmsd'
)

select
    periode,
    regeling_a,
    regeling_b,
    {{ gepubliceerd('clienten_a', 'geheim_onder', 'nul_geheim', 'afronding') }} as clienten_a,
    {{ gepubliceerd('clienten_a_en_b', 'geheim_onder', 'nul_geheim', 'afronding') }} as clienten_a_en_b,
    case
        when not {{ is_geheim('clienten_a_en_b', 'geheim_onder', 'nul_geheim') }}
            then {{ verhouding(afgerond('clienten_a_en_b', 'afronding'), afgerond('clienten_a', 'afronding'), 100) }}
    end as percentage,
    {{ is_geheim('clienten_a_en_b', 'geheim_onder', 'nul_geheim') }} as geheim
from telling
