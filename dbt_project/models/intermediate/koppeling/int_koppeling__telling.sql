-- Rows of registrations per scheme, area and way of linking, and the links that are expected to be missed or wrong.
with per_rij as (
    select regeling, wet, koppeling, buurt, gemeente, cast(1 as double) as aantal
    from {{ ref('int_koppeling__rij') }}
    union all
    select regeling, wet, 'geschat_gemist' as koppeling, buurt, gemeente, gemist as aantal
    from {{ ref('int_koppeling__rij') }}
    union all
    select regeling, wet, 'geschat_onjuist' as koppeling, buurt, gemeente, onjuist as aantal
    from {{ ref('int_koppeling__rij') }}
),

per_gebied as (
    {{ naar_gebieden('per_rij', ['regeling', 'wet', 'koppeling'], 'aantal') }}
),

-- Every cell, also where nothing was counted: which cells there are may not tell anything.
rooster as (
    select regeling.regeling, regeling.wet, koppeling.koppeling, gebied.gebied_code
    from (select distinct regeling, wet from {{ ref('int_koppeling__rij') }}) as regeling
    cross join (
        {%- for wijze in ['bsn', 'nummer_ongeldig', 'sleutel', 'waarschijnlijk', 'klerk', 'geen', 'niet_te_vergelijken', 'geschat_gemist', 'geschat_onjuist'] %}
        select '{{ wijze }}' as koppeling
        {%- if not loop.last %} union all{% endif %}
        {%- endfor %}
    ) as koppeling
    cross join (
        select distinct gebied_code
        from {{ ref('int_gebied__naam') }}
        where gebied_soort in ('gemeente', 'wijk') and jaar = (select max(jaar) from {{ ref('int_gebied__jaar') }})
    ) as gebied
)

select
    rooster.regeling,
    rooster.wet,
    rooster.gebied_code,
    rooster.koppeling,
    cast(floor(coalesce(per_gebied.aantal, 0) + 0.5) as bigint) as aantal
from rooster
left join per_gebied
    on
        rooster.regeling = per_gebied.regeling
        and rooster.wet = per_gebied.wet
        and rooster.koppeling = per_gebied.koppeling
        and rooster.gebied_code = per_gebied.gebied_code
