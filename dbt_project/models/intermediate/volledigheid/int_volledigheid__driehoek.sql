-- The development triangle: per month of care what was known at each age, in cents and in clients, and whether the cents
-- say too much; with it the use of assignments over stretches of months. From the first change that could be read off, later ages of that month are secret as well.
{% set afronding = grens('volledigheidsgrens', 'afronding_euro') %}
with rooster as (
    select bijdrage.wet, bijdrage.maand, leeftijd.getal as leeftijd
    from (select distinct wet, maand from {{ ref('int_volledigheid__bijdrage') }}) as bijdrage
    cross join {{ reeks(0, 60) }} as leeftijd
    cross join {{ ref('int_peil__bekend_op') }} as peil
    where
        leeftijd.getal <= {{ grens('volledigheidsgrens', 'volledig_na_maanden') }}
        and bijdrage.maand + leeftijd.getal <= {{ maandnummer('peil.bekend_op') }}
),

stand as (
    select
        rooster.wet,
        rooster.maand,
        rooster.leeftijd,
        coalesce(sum(bijdrage.cent) over tot_hier, 0) as cent,
        coalesce(sum(bijdrage.clienten_erbij) over tot_hier, 0) as clienten,
        max(bijdrage.grootste_client) over maand as grootste_client,
        max(bijdrage.grootste_aanbieder) over maand as grootste_aanbieder,
        max(bijdrage.aanbieders) over maand as aanbieders,
        -- A change that rounding does not hide, from few clients or mostly from one or two.
        max(
            case
                when
                    abs(bijdrage.cent) * client.p_procent > 10000 * {{ afronding }}
                    and {{ overheerst('bijdrage.gewijzigd', 'bijdrage.omvang_cent', 'bijdrage.grootste_cent', 'bijdrage.grootste_cent', 'client') }}
                    then 1
                else 0
            end
        ) over tot_hier = 1 as is_af_te_lezen
    from rooster
    cross join (select * from {{ ref('dominantie') }} where bijdrager = 'client') as client
    left join {{ ref('int_volledigheid__bijdrage') }} as bijdrage
        on rooster.wet = bijdrage.wet and rooster.maand = bijdrage.maand and rooster.leeftijd = bijdrage.leeftijd
    window
        maand as (partition by rooster.wet, rooster.maand),
        tot_hier as (partition by rooster.wet, rooster.maand order by rooster.leeftijd)
)

select
    stand.wet,
    cast(maat.maat as varchar) as maat,
    cast(1 as integer) as duur,
    cast(stand.maand as integer) as maand,
    cast(stand.leeftijd as integer) as leeftijd,
    cast(case maat.maat when 'bedrag' then stand.cent else stand.clienten end as bigint) as bekend,
    case maat.maat
        when 'clienten' then {{ is_geheim('stand.clienten') }}
        else
            stand.is_af_te_lezen
            or {{ overheerst('stand.clienten', 'stand.cent', 'stand.grootste_client', 'stand.grootste_client', 'client') }}
            or {{ overheerst('stand.aanbieders', 'stand.cent', 'stand.grootste_aanbieder', 'stand.grootste_aanbieder', 'aanbieder') }}
    end as geheim
from stand
cross join (select 'bedrag' as maat union all select 'clienten' as maat) as maat
cross join (select * from {{ ref('dominantie') }} where bijdrager = 'client') as client
cross join (select * from {{ ref('dominantie') }} where bijdrager = 'aanbieder') as aanbieder
union all
select
    wet,
    cast('gebruik' as varchar) as maat,
    duur,
    maand,
    leeftijd,
    clienten as bekend,
    {{ is_geheim('clienten') }} as geheim
from {{ ref('int_volledigheid__gebruik') }}
