-- Each version of an assignment that ever held, with the delivery dates from which and until which (exclusive) it was the
-- latest one known: on any day at most one per number. The last one holds still, as in int_toewijzing__geldig.
with volgorde as (
    select
        *,
        row_number() over (
            partition by gemeente, wet, toewijzingnummer
            order by {{ toewijzing_volgorde() }}
        ) as rang
    from {{ ref('stg_bericht__toewijzing') }}
),

hoogste as (
    select
        *,
        max(rang) over (partition by gemeente, wet, toewijzingnummer order by leverdatum) as hoogste_rang,
        max(rang) over (partition by gemeente, wet, toewijzingnummer) as laatste_rang
    from volgorde
)

select
    gemeente,
    wet,
    toewijzingnummer,
    persoon,
    aanbieder,
    productcategorie,
    productcode,
    toewijzingsdatum,
    ingangsdatum,
    einddatum,
    volume,
    eenheid,
    frequentie,
    budget_cent,
    coalesce(reden_wijziging = '13' and einddatum = ingangsdatum, false) as is_verwijderd,
    leverdatum as geldig_van,
    lead(leverdatum, 1, cast('9999-12-31' as date)) over (partition by gemeente, wet, toewijzingnummer order by leverdatum) as geldig_tot,
    rang = laatste_rang as is_laatste
from hoogste
where rang = hoogste_rang
