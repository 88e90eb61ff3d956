-- Unrounded, on 1 January per area and kind of household: what can make the own number differ from that of CBS. Who has
-- no address that lies in a buurt counts in the municipality alone.
with peildatum as (
    select distinct jaar, {{ datum('jaar', 1, 1) }} as dag from {{ ref('int_peil__periode') }}
),

lid as (
    select peildatum.jaar, lid.adres_id, lid.gezin, lid.is_institutioneel, lid.gemeente, gebied.buurt
    from peildatum
    inner join {{ ref('int_huishouden__lid') }} as lid on peildatum.dag = lid.dag
    left join {{ ref('int_gebied__adres') }} as gebied
        on lid.pc6_huisnummer = gebied.pc6_huisnummer and peildatum.jaar = gebied.jaar
),

-- Every gezin lies where its address does: one address can have rows with another house number.
adres as (
    select jaar, adres_id, min(gemeente) as gemeente, min(buurt) as buurt, count(distinct gezin) as gezinnen
    from lid
    where not is_institutioneel
    group by jaar, adres_id
),

soort as (
    select 'adres' as huishoudensoort
    union all
    select 'gezin' as huishoudensoort
),

oorzaak as (
    select lid.jaar, soort.huishoudensoort, 'instelling' as oorzaak, lid.gemeente, lid.buurt, 1 as aantal
    from lid
    cross join soort
    where lid.is_institutioneel
    union all
    select peildatum.jaar, soort.huishoudensoort, inschrijving.woonsituatie as oorzaak, inschrijving.gemeente, cast(null as varchar) as buurt, 1 as aantal
    from {{ ref('int_persoon__inschrijving') }} as inschrijving
    inner join peildatum on inschrijving.van <= peildatum.dag and inschrijving.tot > peildatum.dag
    cross join soort
    where not inschrijving.is_ingezetene
    union all
    select adres.jaar, soort.huishoudensoort, 'extra_gezin' as oorzaak, adres.gemeente, adres.buurt, adres.gezinnen - 1 as aantal
    from adres
    cross join soort
    union all
    select
        adres.jaar,
        soort.huishoudensoort,
        'zonder_buurt' as oorzaak,
        adres.gemeente,
        adres.buurt,
        case soort.huishoudensoort when 'adres' then 1 else adres.gezinnen end as aantal
    from adres
    cross join soort
    where adres.buurt is null
),

per_buurt as (
    select jaar, huishoudensoort, oorzaak, gemeente, buurt, sum(aantal) as aantal
    from oorzaak
    group by jaar, huishoudensoort, oorzaak, gemeente, buurt
),

per_gebied as (
    {{ naar_gebieden('per_buurt', ['jaar', 'huishoudensoort', 'oorzaak'], 'aantal') }}
)

select
    naam.jaar,
    naam.gebied_code,
    naam.gebied_soort,
    soort.huishoudensoort,
    coalesce(max(case when per_gebied.oorzaak = 'instelling' then per_gebied.aantal end), 0) as personen_instelling,
    coalesce(max(case when per_gebied.oorzaak = 'briefadres' then per_gebied.aantal end), 0) as personen_briefadres,
    coalesce(max(case when per_gebied.oorzaak = 'adres_onbekend' then per_gebied.aantal end), 0) as personen_adres_onbekend,
    coalesce(max(case when per_gebied.oorzaak = 'zonder_buurt' then per_gebied.aantal end), 0) as huishoudens_zonder_buurt,
    coalesce(max(case when per_gebied.oorzaak = 'extra_gezin' then per_gebied.aantal end), 0) as extra_gezinnen
from {{ ref('int_gebied__naam') }} as naam
cross join soort
left join per_gebied
    on naam.jaar = per_gebied.jaar and naam.gebied_code = per_gebied.gebied_code and soort.huishoudensoort = per_gebied.huishoudensoort
group by naam.jaar, naam.gebied_code, naam.gebied_soort, soort.huishoudensoort
