-- Denominators, unrounded: inhabitants and households of each kind on 1 January of the year, per area.
with peildatum as (
    select distinct jaar, {{ datum('jaar', 1, 1) }} as dag from {{ ref('int_peil__periode') }}
),

inwoner as (
    select
        peildatum.jaar,
        inschrijving.gemeente,
        case when inschrijving.is_ingezetene then inschrijving.pc6_huisnummer end as pc6_huisnummer
    from peildatum
    inner join {{ ref('int_persoon__inschrijving') }} as inschrijving
        on inschrijving.van <= peildatum.dag and inschrijving.tot > peildatum.dag
),

lid as (
    select peildatum.jaar, lid.adres_id, lid.gezin, lid.gemeente, gebied.buurt
    from peildatum
    inner join {{ ref('int_huishouden__lid') }} as lid on peildatum.dag = lid.dag
    left join {{ ref('int_gebied__adres') }} as gebied
        on lid.pc6_huisnummer = gebied.pc6_huisnummer and peildatum.jaar = gebied.jaar
    where not lid.is_institutioneel
),

eenheid as (
    select inwoner.jaar, 'inwoners' as soort, inwoner.gemeente, gebied.buurt
    from inwoner
    left join {{ ref('int_gebied__adres') }} as gebied
        on inwoner.pc6_huisnummer = gebied.pc6_huisnummer and inwoner.jaar = gebied.jaar
    union all
    select jaar, 'huishoudens_adres' as soort, min(gemeente) as gemeente, min(buurt) as buurt
    from lid
    group by jaar, adres_id
    union all
    select jaar, 'huishoudens_gezin' as soort, min(gemeente) as gemeente, min(buurt) as buurt
    from lid
    group by jaar, adres_id, gezin
),

per_buurt as (
    select jaar, soort, gemeente, buurt, count(*) as aantal
    from eenheid
    group by jaar, soort, gemeente, buurt
),

per_gebied as (
    {{ naar_gebieden('per_buurt', ['jaar', 'soort'], 'aantal') }}
)

select
    naam.jaar,
    naam.gebied_code,
    naam.gebied_soort,
    coalesce(max(case when per_gebied.soort = 'inwoners' then per_gebied.aantal end), 0) as inwoners,
    coalesce(max(case when per_gebied.soort = 'huishoudens_adres' then per_gebied.aantal end), 0) as huishoudens_adres,
    coalesce(max(case when per_gebied.soort = 'huishoudens_gezin' then per_gebied.aantal end), 0) as huishoudens_gezin
from {{ ref('int_gebied__naam') }} as naam
left join per_gebied on naam.jaar = per_gebied.jaar and naam.gebied_code = per_gebied.gebied_code
group by naam.jaar, naam.gebied_code, naam.gebied_soort
