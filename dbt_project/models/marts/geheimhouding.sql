-- How much of each table is not shown, and how much of that only because it would give away something small.
with cel as (
    select
        cel.definitie,
        cel.tabel,
        cel.periode,
        cel.rijen,
        cel.waarde is null as klein,
        cel.waarde is not null and tweede.onderdeel is not null as verborgen
    from {{ ref('int_geheim__cel') }} as cel
    left join {{ ref('int_geheim__tweede') }} as tweede
        on
            cel.tabel = tweede.tabel
            and cel.definitie = tweede.definitie
            and cel.periode = tweede.periode
            and cel.eenheid = tweede.eenheid
            and cel.gebied_code = tweede.gebied_code
            and cel.onderdeel = tweede.onderdeel
    where cel.rijen > 0
),

telling as (
    select
        definitie,
        tabel,
        periode,
        sum(rijen) as rijen,
        sum(case when klein then rijen else 0 end) as geheim_klein,
        sum(case when verborgen then rijen else 0 end) as geheim_verborgen
    from cel
    group by definitie, tabel, periode
)

select
    cast(definitie as varchar) as definitie,
    cast(tabel as varchar) as tabel,
    cast(periode as varchar) as periode,
    cast(rijen as integer) as rijen,
    cast(rijen - geheim_klein - geheim_verborgen as integer) as zichtbaar,
    cast(geheim_klein as integer) as geheim_klein,
    cast(geheim_verborgen as integer) as geheim_verborgen,
    {{ verhouding('geheim_verborgen', 'rijen', 1000) }} as verborgen_per_1000
from telling
