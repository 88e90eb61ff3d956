-- Between which counts each published cell of a municipality would lie if an open finding were put right.
-- One more user of a law moves at most one household or client, to a group with that law from one without it.
with telling as (
    {{ met_geheim(ref('int_telling__overlap'), tabel_van('telling.eenheid'), 'combinatie') }}
),

cel as (
    select definitie, periode, eenheid, gebied_code, combinatie, aantal, geheim_onder, nul_geheim, afronding, '+' || combinatie || '+' as groep
    from telling
    -- A cell that is hidden without being small has no published figure to start from.
    where gebied_code like 'GM%' and (not geheim or {{ is_geheim('aantal', 'geheim_onder', 'nul_geheim') }})
),

beweging as (
    select
        effect.bevinding_id,
        cel.definitie,
        cel.periode,
        cel.eenheid,
        cel.gebied_code,
        cel.combinatie,
        cel.aantal,
        cel.geheim_onder,
        cel.nul_geheim,
        cel.afronding,
        effect.personen,
        effect.richting = 'gemist' as gemist,
        cel.combinatie = 'totaal' or cel.groep like '%+' || effect.wet || '+%' as met_wet
    from cel
    inner join {{ ref('int_effect__periode') }} as effect
        on
            cel.definitie = effect.definitie
            and cel.periode = effect.periode
            and cel.gebied_code = 'GM' || effect.gemeente
),

grens as (
    select
        bevinding_id,
        definitie,
        periode,
        eenheid,
        gebied_code,
        combinatie,
        aantal,
        geheim_onder,
        nul_geheim,
        afronding,
        sum(case when gemist = met_wet then personen else 0 end) as omhoog,
        sum(case when gemist <> met_wet then personen else 0 end) as omlaag
    from beweging
    group by bevinding_id, definitie, periode, eenheid, gebied_code, combinatie, aantal, geheim_onder, nul_geheim, afronding
)

-- From the published figure, outward to fives: a bound says no more of a count than the table itself does.
select
    cast(bevinding_id as varchar) as bevinding_id,
    cast(definitie as varchar) as definitie,
    cast(periode as varchar) as periode,
    cast(eenheid as varchar) as eenheid,
    cast(gebied_code as varchar) as gebied_code,
    cast(combinatie as varchar) as combinatie,
    cast(case when {{ is_geheim('aantal', 'geheim_onder', 'nul_geheim') }} then 0 else greatest(floor(({{ afgerond('aantal', 'afronding') }} - {{ speling('afronding') }} - omlaag) / 5.0) * 5, 0) end as integer) as ondergrens,
    cast(ceil((case when {{ is_geheim('aantal', 'geheim_onder', 'nul_geheim') }} then geheim_onder - 1 else {{ afgerond('aantal', 'afronding') }} + {{ speling('afronding') }} end + omhoog) / 5.0) * 5 as integer) as bovengrens
from grens
where omhoog + omlaag > 0
