-- Between which counts each published cell of a municipality lies when every uncertain link were the other way round.
-- One client moves at most one household or client into a cell or out of it.
select
    cast(overlap.definitie as varchar) as definitie,
    cast(overlap.periode as varchar) as periode,
    cast(overlap.eenheid as varchar) as eenheid,
    cast(overlap.gebied_code as varchar) as gebied_code,
    cast(overlap.combinatie as varchar) as combinatie,
    cast(case when {{ is_geheim('overlap.aantal', 'overlap.geheim_onder', 'overlap.nul_geheim') }} then 0 else greatest(floor(({{ afgerond('overlap.aantal', 'overlap.afronding') }} - {{ speling('overlap.afronding') }} - onzeker.personen) / 5.0) * 5, 0) end as integer) as ondergrens,
    cast(ceil((case when {{ is_geheim('overlap.aantal', 'overlap.geheim_onder', 'overlap.nul_geheim') }} then overlap.geheim_onder - 1 else {{ afgerond('overlap.aantal', 'overlap.afronding') }} + {{ speling('overlap.afronding') }} end + onzeker.personen) / 5.0) * 5 as integer) as bovengrens
from {{ ref('int_telling__overlap') }} as overlap
inner join {{ ref('int_koppeling__onzeker') }} as onzeker
    on
        overlap.definitie = onzeker.definitie
        and overlap.periode = onzeker.periode
        and overlap.gebied_code = 'GM' || onzeker.gemeente
