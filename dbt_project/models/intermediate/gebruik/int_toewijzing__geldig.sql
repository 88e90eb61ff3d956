-- Each assignment (gemeente, wet, number) as its latest 301 has it; removed ones and those of nobody are marked.
with volgorde as (
    select
        *,
        min(leverdatum) over (partition by gemeente, wet, toewijzingnummer, persoon) as bekend_sinds,
        row_number() over (
            partition by gemeente, wet, toewijzingnummer
            order by {{ toewijzing_volgorde(laatste_eerst=true) }}
        ) as voorkeur
    from {{ ref('stg_bericht__toewijzing') }}
)

select
    gemeente,
    wet,
    toewijzingnummer,
    persoon,
    bsn_status,
    aanbieder,
    productcategorie,
    productcode,
    ingangsdatum,
    einddatum,
    reden_wijziging,
    leverdatum,
    bekend_sinds,
    coalesce(reden_wijziging = '13' and einddatum = ingangsdatum, false) as is_verwijderd
from volgorde
where voorkeur = 1
