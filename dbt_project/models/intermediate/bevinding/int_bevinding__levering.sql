-- Findings on deliveries as a whole, and on providers and schemes: what stays away, shrinks, comes by half or falls silent, and
-- rows that their scheme does not know. A later delivery of the same puts it right.
with dag as (
    select distinct verwacht.bron, verwacht.naam, verwacht.leverancier, verwacht.ritme_dagen, levering.leverdatum
    from {{ ref('stg_manifest__levering') }} as levering
    inner join {{ ref('int_levering__verwacht') }} as verwacht
        on levering.bron = verwacht.bron and (verwacht.naam = '' or levering.naam = verwacht.naam)
),

ritme as (
    select
        bron,
        leverancier,
        leverdatum,
        {{ dag_erbij('leverdatum', 'ritme_dagen + 1') }} as te_laat_op,
        lead(leverdatum) over (partition by bron, naam order by leverdatum) as volgende
    from dag
),

-- A kind that came with more than half of the earlier deliveries of its source belongs with each of them.
onderdeel as (
    select
        dag.bron,
        soort.soort,
        dag.leverancier,
        dag.leverdatum,
        geleverd.leverdatum is null as ontbreekt,
        count(geleverd.leverdatum) over (partition by dag.bron, soort.soort order by dag.leverdatum rows between unbounded preceding and 1 preceding) as eerder_wel,
        count(*) over (partition by dag.bron, soort.soort order by dag.leverdatum rows between unbounded preceding and 1 preceding) as eerder,
        min(geleverd.leverdatum) over (partition by dag.bron, soort.soort order by dag.leverdatum rows between 1 following and unbounded following) as volgende
    from dag
    inner join (select distinct bron, soort from {{ ref('stg_manifest__levering') }}) as soort on dag.bron = soort.bron
    left join (select distinct bron, soort, leverdatum from {{ ref('stg_manifest__levering') }}) as geleverd
        on dag.bron = geleverd.bron and soort.soort = geleverd.soort and dag.leverdatum = geleverd.leverdatum
    where dag.naam = '' and dag.bron not in ('iwmo', 'ijw')
),

toets as (
    select 'LEVERING_UITGEBLEVEN' as regel, ritme.bron, cast(null as varchar) as tabel, cast(null as varchar) as attribuut, ritme.leverancier, case when coalesce(ritme.volgende, peil.bekend_op) >= ritme.te_laat_op then ritme.te_laat_op else ritme.leverdatum end as leverdatum, ritme.volgende as vervangen_op, coalesce(ritme.volgende, peil.bekend_op) >= ritme.te_laat_op as fout
    from ritme
    cross join {{ ref('int_peil__bekend_op') }} as peil
    union all
    select 'LEVERING_KROMP' as regel, stand.bron, stand.soort as tabel, null as attribuut, stand.leverancier, stand.leverdatum, min(later.leverdatum) as vervangen_op, coalesce(stand.rijen < stand.minste_aandeel * stand.vorige_rijen, false) as fout
    from {{ ref('int_levering__omvang') }} as stand
    left join {{ ref('int_levering__omvang') }} as later
        on
            stand.bron = later.bron
            and stand.soort = later.soort
            and stand.naam = later.naam
            and stand.jaar is not distinct from later.jaar
            and stand.leverdatum < later.leverdatum
            and later.rijen >= stand.minste_aandeel * stand.vorige_rijen
    where stand.vorige_rijen is not null
    group by stand.bron, stand.soort, stand.naam, stand.jaar, stand.leverancier, stand.leverdatum, stand.rijen, stand.minste_aandeel, stand.vorige_rijen
    union all
    select 'LEVERING_HALF' as regel, bron, soort as tabel, null as attribuut, leverancier, leverdatum, volgende as vervangen_op, ontbreekt and eerder_wel * 2 > eerder as fout
    from onderdeel
    union all
    select 'AANBIEDER_STIL' as regel, bron, 'bericht__declaratie' as tabel, 'periode_begin' as attribuut, aanbieder as leverancier, leverdatum, vervangen_op, is_stil as fout
    from {{ ref('int_aanbieder__stil') }}
    union all
    select 'REGELING_ONBEKEND' as regel, 'voorzieningen' as bron, 'voorzieningen__voorziening' as tabel, 'regeling' as attribuut, leverancier, leverdatum, vervangen_op, onbekend as fout
    from {{ ref('int_levering__regeling') }}
    union all
    select 'REGELING_ANDERE_WET' as regel, 'voorzieningen' as bron, 'voorzieningen__voorziening' as tabel, 'wet' as attribuut, leverancier, leverdatum, vervangen_op, andere_wet as fout
    from {{ ref('int_levering__regeling') }}
    where bekend
    union all
    select 'REGELING_ANDERE_LEVERINGSVORM' as regel, 'voorzieningen' as bron, 'voorzieningen__voorziening' as tabel, 'leveringsvorm' as attribuut, leverancier, leverdatum, vervangen_op, andere_vorm as fout
    from {{ ref('int_levering__regeling') }}
    where bekend
    union all
    select 'REGELING_ANDERE_VOORZIENING' as regel, 'voorzieningen' as bron, 'voorzieningen__voorziening' as tabel, 'voorziening' as attribuut, leverancier, leverdatum, vervangen_op, andere_voorziening as fout
    from {{ ref('int_levering__regeling') }}
    where bekend
),

rij as (
    select *, 'waarschuwing' as ernst
    from toets
)

{{ voorvallen('rij', laag='levering', verloop=true) }}
