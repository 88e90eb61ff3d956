-- Unrounded number of clients and households with 1, 2, ... 6 or more facilities, also where nobody is.
with geteld as (
    {{ naar_gebieden(ref('int_telling__eenheid'), ['definitie', 'periode', 'eenheid', 'aantal_voorzieningen'], 'aantal') }}
),

klasse as (
    select case when getal = 6 then '6+' else cast(getal as varchar) end as aantal_voorzieningen
    from {{ reeks(1, 6) }} as reeks
)

select
    rooster.definitie,
    rooster.periode,
    rooster.eenheid,
    rooster.gebied_code,
    klasse.aantal_voorzieningen,
    rooster.noemer_gepubliceerd,
    rooster.geheim_onder,
    rooster.nul_geheim,
    rooster.afronding,
    coalesce(geteld.aantal, 0) as aantal
from {{ ref('int_telling__rooster') }} as rooster
cross join klasse
left join geteld
    on
        rooster.definitie = geteld.definitie
        and rooster.periode = geteld.periode
        and rooster.eenheid = geteld.eenheid
        and rooster.gebied_code = geteld.gebied_code
        and klasse.aantal_voorzieningen = geteld.aantal_voorzieningen
