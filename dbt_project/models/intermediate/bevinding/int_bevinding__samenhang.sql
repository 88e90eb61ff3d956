-- What can never be: a person in two places, groups or numbers that do not add up. Judged on unrounded figures, so a
-- violation is a defect here or in a delivery, and nothing is published.
with verblijf as (
    select coalesce(lead(van) over (partition by persoon order by van) < tot, false) as fout
    from {{ ref('int_persoon__inschrijving') }}
),

huishouden as (
    select count(*) > 1 as fout
    from {{ ref('int_huishouden__persoon_per_periode') }}
    group by huishouden_dag, periode, huishoudensoort, persoon
),

totaal as (
    select definitie, periode, eenheid, gebied_code, aantal
    from {{ ref('int_telling__overlap') }}
    where combinatie = 'totaal'
),

groepen as (
    select definitie, periode, eenheid, gebied_code, sum(aantal) as aantal
    from {{ ref('int_telling__overlap') }}
    where combinatie not in ('totaal', 'geen')
    group by definitie, periode, eenheid, gebied_code
),

aantallen as (
    select definitie, periode, eenheid, gebied_code, sum(aantal) as aantal
    from {{ ref('int_telling__stapeling') }}
    group by definitie, periode, eenheid, gebied_code
),

-- Parts may be missing (areas below 30 have no cell), so together they are at most the whole.
delen as (
    select definitie, periode, eenheid, case when gebied_code like 'BU%' then 'WK' || substring(gebied_code, 3, 6) else 'GM' || substring(gebied_code, 3, 4) end as gebied_code, sum(aantal) as aantal
    from totaal
    where gebied_code not like 'GM%'
    group by 1, 2, 3, 4
),

rij as (
    select 'VERBLIJF_OVERLAPT' as regel, 'int_persoon__inschrijving' as tabel, fout from verblijf
    union all
    select 'PERSOON_IN_TWEE_HUISHOUDENS' as regel, 'int_huishouden__persoon_per_periode' as tabel, fout from huishouden
    union all
    select 'GROEPEN_SLUITEN_AAN' as regel, 'int_telling__overlap' as tabel, totaal.aantal <> groepen.aantal as fout
    from totaal
    inner join groepen
        on totaal.definitie = groepen.definitie and totaal.periode = groepen.periode and totaal.eenheid = groepen.eenheid and totaal.gebied_code = groepen.gebied_code
    union all
    select 'AANTALLEN_SLUITEN_AAN' as regel, 'int_telling__stapeling' as tabel, totaal.aantal <> aantallen.aantal as fout
    from totaal
    inner join aantallen
        on totaal.definitie = aantallen.definitie and totaal.periode = aantallen.periode and totaal.eenheid = aantallen.eenheid and totaal.gebied_code = aantallen.gebied_code
    union all
    select 'GEBIEDEN_SLUITEN_AAN' as regel, 'int_telling__overlap' as tabel, delen.aantal > totaal.aantal as fout
    from delen
    inner join totaal
        on delen.definitie = totaal.definitie and delen.periode = totaal.periode and delen.eenheid = totaal.eenheid and delen.gebied_code = totaal.gebied_code
),

toets as (
    select rij.regel, rij.tabel, cast(null as varchar) as attribuut, 'fataal' as ernst, cast(null as varchar) as leverancier, peil.bekend_op as leverdatum, rij.fout
    from rij
    cross join {{ ref('int_peil__bekend_op') }} as peil
)

{{ voorvallen('toets', laag='lake', bron="'lake'") }}
