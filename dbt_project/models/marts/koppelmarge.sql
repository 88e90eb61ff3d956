-- Between which counts each published cell lies when every uncertain link were the other way round. A row of a law moves one
-- client or household out of a cell with that law, or into it; who may be any resident of the municipality is in an area at
-- most as often as chance allows. All follows from what is published, so a secret cell has no bounds.
with cel as (
    select definitie, periode, 'huishoudens_' || huishoudensoort as eenheid, gebied_code, combinatie, huishoudens as aantal
    from {{ ref('huishouden_overlap') }}
    union all
    select definitie, periode, 'clienten' as eenheid, gebied_code, combinatie, clienten as aantal
    from {{ ref('client_overlap') }}
),

-- Fewer than 8 uncertain ones of a municipality are not told.
gemeente as (
    select definitie, periode, gebied_code
    from {{ ref('int_koppeling__onzeker') }}
    where gebied_code like 'GM%'
    group by definitie, periode, gebied_code
    having sum(onzeker) > 7
),

aandeel as (
    select deel.gebied_code, deel.jaar,
        least(cast(deel.inwoners as double) / geheel.inwoners, 1) as clienten,
        least(cast(deel.huishoudens_adres as double) / geheel.huishoudens_adres, 1) as huishoudens_adres,
        least(cast(deel.huishoudens_gezin as double) / geheel.huishoudens_gezin, 1) as huishoudens_gezin
    from {{ ref('gebied') }} as deel
    inner join {{ ref('gebied') }} as geheel
        on deel.jaar = geheel.jaar and geheel.gebied_code = 'GM' || substring(deel.gebied_code, 3, 4)
),

-- Per cell the uncertain ones of the laws in its combination (met) and of the other laws (zonder): those who count in the
-- area, and all of the municipality.
geteld as (
    select
        cel.definitie, cel.periode, cel.eenheid, cel.gebied_code, cel.combinatie, cel.aantal,
        coalesce(sum(case when {{ heeft_wet('cel.combinatie', 'onzeker.wet') }} and onzeker.gebied_code = cel.gebied_code then onzeker.gekoppeld end), 0) as hier_met,
        coalesce(sum(case when not {{ heeft_wet('cel.combinatie', 'onzeker.wet') }} and onzeker.gebied_code = cel.gebied_code then onzeker.gekoppeld end), 0) as hier_zonder,
        coalesce(sum(case when {{ heeft_wet('cel.combinatie', 'onzeker.wet') }} then onzeker.onzeker end), 0) as overal_met,
        coalesce(sum(case when not {{ heeft_wet('cel.combinatie', 'onzeker.wet') }} then onzeker.onzeker end), 0) as overal_zonder
    from cel
    inner join gemeente
        on
            cel.definitie = gemeente.definitie
            and cel.periode = gemeente.periode
            and gemeente.gebied_code = 'GM' || substring(cel.gebied_code, 3, 4)
    inner join {{ ref('int_koppeling__onzeker') }} as onzeker
        on
            cel.definitie = onzeker.definitie
            and cel.periode = onzeker.periode
            and onzeker.gebied_code in (cel.gebied_code, gemeente.gebied_code)
    group by cel.definitie, cel.periode, cel.eenheid, cel.gebied_code, cel.combinatie, cel.aantal
),

-- Of the municipality the bounds are certain, and who is no resident may leave a cell of clients as well.
beweging as (
    select
        geteld.*,
        {{ hoogstens('geteld.hier_zonder') }} + {{ hoogstens_hier(hoogstens('geteld.overal_met'), 'deel.aandeel') }} as omhoog,
        case
            when geteld.eenheid = 'clienten' and geteld.gebied_code like 'GM%' then {{ hoogstens('geteld.overal_met') }}
            else {{ hoogstens('geteld.hier_met') }}
        end + {{ hoogstens_hier(hoogstens('geteld.overal_zonder'), 'deel.aandeel') }} as omlaag
    from geteld
    inner join (
        select gebied_code, jaar, 'clienten' as eenheid, clienten as aandeel from aandeel
        union all
        select gebied_code, jaar, 'huishoudens_adres' as eenheid, huishoudens_adres as aandeel from aandeel
        union all
        select gebied_code, jaar, 'huishoudens_gezin' as eenheid, huishoudens_gezin as aandeel from aandeel
    ) as deel
        on
            geteld.gebied_code = deel.gebied_code
            and cast(substring(geteld.periode, 1, 4) as integer) = deel.jaar
            and geteld.eenheid = deel.eenheid
)

-- A published count may be 2 off by rounding; bounds go outward to fives.
select
    cast(definitie as varchar) as definitie,
    cast(periode as varchar) as periode,
    cast(eenheid as varchar) as eenheid,
    cast(gebied_code as varchar) as gebied_code,
    cast(combinatie as varchar) as combinatie,
    case when aantal is not null then cast(greatest(floor((aantal - 2 - omlaag) / 5.0) * 5, 0) as integer) end as ondergrens,
    case when aantal is not null then cast(ceil((aantal + 2 + omhoog) / 5.0) * 5 as integer) end as bovengrens
from beweging
