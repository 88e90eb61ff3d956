-- Per month of care and age of what is declared: how much came and from how many clients, how many clients are known, and
-- the largest client and provider, as large as they ever were that month.
with client as (
    select wet, maand, leeftijd, persoon, sum(cent) as cent
    from {{ ref('int_volledigheid__mutatie') }}
    group by wet, maand, leeftijd, persoon
),

stand as (
    select
        wet,
        maand,
        leeftijd,
        persoon,
        cent,
        sum(cent) over (partition by wet, maand, persoon order by leeftijd) as tot_nu_toe
    from client
),

aanbieder as (
    select wet, maand, aanbieder, sum(cent) over (partition by wet, maand, aanbieder order by leeftijd) as tot_nu_toe
    from (
        select wet, maand, leeftijd, aanbieder, sum(cent) as cent
        from {{ ref('int_volledigheid__mutatie') }}
        group by wet, maand, leeftijd, aanbieder
    ) as per_leeftijd
),

grootste as (
    select client.wet, client.maand, client.grootste_client, aanbieder.grootste_aanbieder, aanbieder.aanbieders
    from (
        select wet, maand, max(tot_nu_toe) as grootste_client from stand group by wet, maand
    ) as client
    inner join (
        select wet, maand, max(tot_nu_toe) as grootste_aanbieder, count(distinct aanbieder) as aanbieders from aanbieder group by wet, maand
    ) as aanbieder on client.wet = aanbieder.wet and client.maand = aanbieder.maand
)

select
    stand.wet,
    stand.maand,
    stand.leeftijd,
    cast(sum(stand.cent) as bigint) as cent,
    cast(sum(abs(stand.cent)) as bigint) as omvang_cent,
    cast(max(abs(stand.cent)) as bigint) as grootste_cent,
    cast(sum(case when stand.cent <> 0 then 1 else 0 end) as integer) as gewijzigd,
    cast(
        sum(
            case when stand.persoon is null then 0 when stand.tot_nu_toe > 0 then 1 else 0 end
            - case when stand.persoon is null then 0 when stand.tot_nu_toe - stand.cent > 0 then 1 else 0 end
        ) as integer
    ) as clienten_erbij,
    cast(max(grootste.grootste_client) as bigint) as grootste_client,
    cast(max(grootste.grootste_aanbieder) as bigint) as grootste_aanbieder,
    cast(max(grootste.aanbieders) as integer) as aanbieders
from stand
inner join grootste on stand.wet = grootste.wet and stand.maand = grootste.maand
group by stand.wet, stand.maand, stand.leeftijd
