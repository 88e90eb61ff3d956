-- Unrounded: our own count of a cell, that of CBS, and what the steps from one to the other take away. Exactly:
-- aantal - cbs = pgb + buiten_berichten + te_laat + woonplaats + vanaf_18 + afronding_cbs + rest.
with cel as (
    select
        overlap.definitie,
        overlap.periode,
        overlap.eenheid,
        overlap.gebied_code,
        overlap.combinatie,
        overlap.noemer_gepubliceerd,
        overlap.geheim_onder,
        overlap.nul_geheim,
        overlap.afronding,
        periode.jaar,
        periode.tabel as cbs_tabel,
        periode.status as cbs_status,
        cbs.herkomst as cbs_herkomst,
        coalesce(cbs.reden, 'ontbreekt') as cbs_reden,
        cast(overlap.aantal as integer) as aantal,
        cast(cbs.aantal as integer) as cbs,
        cbs.per_1000 as cbs_per_1000,
        {% for stap in range(6) -%}
        coalesce(stap.na_{{ stap }}, 0) as na_{{ stap }}{{ "," if not loop.last }}
        {% endfor -%}
    from {{ ref('int_telling__overlap') }} as overlap
    inner join {{ ref('int_aansluiting__periode') }} as periode on overlap.periode = periode.periode
    left join {{ ref('int_aansluiting__stap') }} as stap
        on
            overlap.periode = stap.periode
            and overlap.eenheid = stap.eenheid
            and overlap.gebied_code = stap.gebied_code
            and overlap.combinatie = stap.combinatie
    left join {{ ref('stg_cbs__overlap') }} as cbs
        on
            periode.tabel = cbs.tabel
            and overlap.periode = cbs.periode
            and overlap.gebied_code = cbs.gebied_code
            and overlap.combinatie = cbs.combinatie
            and cbs.aantal_voorzieningen = 'totaal'
            and case when overlap.eenheid = 'clienten' then 'clienten' else 'huishoudens' end = cbs.eenheid
    where
        overlap.definitie in ('gmsd', 'alles')
        and overlap.combinatie <> 'geen'
        and (overlap.gebied_code like 'GM%' or overlap.gebied_code like 'WK%')
),

oorzaak as (
    select
        *,
        case when definitie = 'alles' then na_0 - na_1 else 0 end as pgb,
        na_1 - na_2 as buiten_berichten,
        na_2 - na_3 as te_laat,
        na_3 - na_4 as woonplaats,
        na_4 - na_5 as vanaf_18,
        -- CBS shows the nearest multiple of 5: at most 2 up or down.
        case when cbs is not null then greatest(least(na_5 - cbs, 2), -2) end as afronding_cbs
    from cel
)

select
    *,
    aantal - cbs - pgb - buiten_berichten - te_laat - woonplaats - vanaf_18 - afronding_cbs as rest
from oorzaak
