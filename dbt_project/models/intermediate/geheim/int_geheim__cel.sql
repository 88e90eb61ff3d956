-- Every cell of the four counting tables as it would be published by itself, with its disclosure rule; of overlap_matrix one
-- per pair and one per scheme. `rijen` is how many rows of the publication it is, `mag_geheim` whether it can be hidden alone.
with telling as (
    select {{ tabel_van('eenheid') }} as tabel, definitie, periode, eenheid, gebied_code, combinatie as onderdeel, aantal
    from {{ ref('int_telling__overlap') }}
    union all
    select 'stapeling' as tabel, definitie, periode, eenheid, gebied_code, aantal_voorzieningen as onderdeel, aantal
    from {{ ref('int_telling__stapeling') }}
),

paar as (
    select
        'overlap_matrix' as tabel,
        'gmsd' as definitie,
        periode,
        'clienten' as eenheid,
        '' as gebied_code,
        regeling_a || ' en ' || regeling_b as onderdeel,
        clienten_a_en_b as aantal,
        2 as rijen,
        true as mag_geheim,
        regeling_a,
        regeling_b
    from {{ ref('int_telling__matrix') }}
    where regeling_a < regeling_b
),

regeling as (
    select distinct
        'overlap_matrix' as tabel,
        'gmsd' as definitie,
        periode,
        'clienten' as eenheid,
        '' as gebied_code,
        regeling_a as onderdeel,
        clienten_a as aantal,
        0 as rijen,
        false as mag_geheim,
        regeling_a,
        cast(null as varchar) as regeling_b
    from {{ ref('int_telling__matrix') }}
),

cel as (
    select *, 1 as rijen, true as mag_geheim, cast(null as varchar) as regeling_a, cast(null as varchar) as regeling_b
    from telling
    union all
    select * from paar
    union all
    select * from regeling
)

select
    cel.tabel,
    cel.definitie,
    cel.periode,
    cel.eenheid,
    cel.gebied_code,
    cel.onderdeel,
    {{ gepubliceerd('cel.aantal', 'periode.geheim_onder', 'periode.nul_geheim', 'periode.afronding') }} as waarde,
    cel.rijen,
    cel.mag_geheim,
    cel.regeling_a,
    cel.regeling_b,
    periode.geheim_onder,
    periode.nul_geheim,
    periode.afronding,
    periode.minstens_geheim,
    periode.beschermingsbreedte
from cel
inner join {{ ref('int_definitie__periode') }} as periode on cel.definitie = periode.definitie and cel.periode = periode.periode
