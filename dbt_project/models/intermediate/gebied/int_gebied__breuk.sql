-- Areas that mean something else than the year before, found in what was delivered: a code that is new or gone, another name
-- of a wijk or buurt, or a twentieth or more of the addresses moved in or out. Fewer is a correction of addresses.
with jaar as (
    select nu.jaar, nu.indelingsjaar, vorig.indelingsjaar as vorig_indelingsjaar
    from {{ ref('int_gebied__jaar') }} as nu
    inner join {{ ref('int_gebied__jaar') }} as vorig on nu.jaar = vorig.jaar + 1
    where nu.indelingsjaar <> vorig.indelingsjaar
),

-- Of addresses that lie in both divisions only: a new house is no other area.
adres as (
    select jaar.jaar, nu.buurt, vorig.buurt as vorige_buurt, count(*) as adressen
    from jaar
    inner join {{ ref('int_gebied__adres') }} as nu on jaar.jaar = nu.jaar
    inner join {{ ref('int_gebied__adres') }} as vorig on vorig.jaar = jaar.jaar - 1 and nu.pc6_huisnummer = vorig.pc6_huisnummer
    group by jaar.jaar, nu.buurt, vorig.buurt
),

kant as (
    {%- for lengte, soort in [(4, 'GM'), (6, 'WK'), (8, 'BU')] %}
    {%- for kolom in ['buurt', 'vorige_buurt'] %}
    select
        jaar,
        '{{ soort }}' || substring({{ kolom }}, 3, {{ lengte }}) as gebied_code,
        adressen,
        case when substring(buurt, 3, {{ lengte }}) <> substring(vorige_buurt, 3, {{ lengte }}) then adressen else 0 end as verhuisd
    from adres
    {%- if not loop.last %} union all{% endif %}
    {%- endfor %}
    {%- if not loop.last %} union all{% endif %}
    {%- endfor %}
),

verschoven as (
    select jaar, gebied_code
    from kant
    group by jaar, gebied_code
    having sum(verhuisd) * 20 >= sum(adressen)
),

naam as (
    select
        jaar,
        gebied_code,
        -- CBS wrote the number of a wijk before its name in some years.
        case when gebied_soort = 'gemeente' then '' else lower(regexp_replace(gebied_naam, '^Wijk [0-9]+ ', '')) end as naam
    from {{ ref('int_gebied__naam') }}
),

-- A code has a row per year in which it is named; without the other one it is new or gone.
genoemd as (
    select jaar.jaar, naam.gebied_code, naam.naam
    from jaar
    inner join naam on naam.jaar = jaar.jaar
    union all
    select jaar.jaar, naam.gebied_code, naam.naam
    from jaar
    inner join naam on naam.jaar = jaar.jaar - 1
),

anders_genoemd as (
    select jaar, gebied_code
    from genoemd
    group by jaar, gebied_code
    having count(*) < 2 or min(naam) <> max(naam)
)

select jaar, gebied_code from verschoven
union
select jaar, gebied_code from anders_genoemd
