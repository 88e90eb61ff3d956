-- Denominators, unrounded: inhabitants and households of each kind on 1 January of the year, per area.
with peildatum as (
    select distinct jaar, {{ datum('jaar', 1, 1) }} as dag from {{ ref('int_peil__periode') }}
),

eenheid as (
    select
        peildatum.jaar,
        'inwoners' as soort,
        inschrijving.gemeente,
        case when inschrijving.is_ingezetene then inschrijving.pc6_huisnummer end as pc6_huisnummer
    from peildatum
    inner join {{ ref('int_persoon__inschrijving') }} as inschrijving
        on inschrijving.van <= peildatum.dag and inschrijving.tot > peildatum.dag
    union all
    select peildatum.jaar, 'huishoudens_adres' as soort, min(lid.gemeente) as gemeente, min(lid.pc6_huisnummer) as pc6_huisnummer
    from peildatum
    inner join {{ ref('int_huishouden__lid') }} as lid on peildatum.dag = lid.dag
    where not lid.is_institutioneel
    group by peildatum.jaar, lid.adres_id
    union all
    select peildatum.jaar, 'huishoudens_gezin' as soort, min(lid.gemeente) as gemeente, min(lid.pc6_huisnummer) as pc6_huisnummer
    from peildatum
    inner join {{ ref('int_huishouden__lid') }} as lid on peildatum.dag = lid.dag
    where not lid.is_institutioneel
    group by peildatum.jaar, lid.adres_id, lid.gezin
),

per_buurt as (
    select eenheid.jaar, eenheid.soort, eenheid.gemeente, gebied.buurt, count(*) as aantal
    from eenheid
    left join {{ ref('int_gebied__adres') }} as gebied
        on eenheid.pc6_huisnummer = gebied.pc6_huisnummer and eenheid.jaar = gebied.jaar
    group by eenheid.jaar, eenheid.soort, eenheid.gemeente, gebied.buurt
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
