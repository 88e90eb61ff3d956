-- Of the clients of one scheme, how many and which share also use another, as definition gmsd shows counts.
with telling as (
    select
        matrix.*,
        periode.geheim_onder,
        periode.nul_geheim,
        periode.afronding,
        {{ is_geheim('matrix.clienten_a_en_b', 'periode.geheim_onder', 'periode.nul_geheim') }} or tweede.onderdeel is not null as geheim
    from {{ ref('int_telling__matrix') }} as matrix
    inner join {{ ref('int_definitie__periode') }} as periode on matrix.periode = periode.periode and periode.definitie = 'gmsd'
    left join {{ ref('int_geheim__tweede') }} as tweede
        on
            tweede.tabel = 'overlap_matrix'
            and matrix.periode = tweede.periode
            and tweede.onderdeel = least(matrix.regeling_a, matrix.regeling_b) || ' en ' || greatest(matrix.regeling_a, matrix.regeling_b)
)

select
    periode,
    regeling_a,
    regeling_b,
    {{ gepubliceerd('clienten_a', 'geheim_onder', 'nul_geheim', 'afronding') }} as clienten_a,
    case when not geheim then {{ afgerond('clienten_a_en_b', 'afronding') }} end as clienten_a_en_b,
    case
        when not geheim
            then {{ verhouding(afgerond('clienten_a_en_b', 'afronding'), afgerond('clienten_a', 'afronding'), 100) }}
    end as percentage,
    geheim
from telling
