-- How many clients had an assignment in the months up to and including a month, as it was known so many months later: by the
-- messages (301, 305, 307) that were delivered by then. At the ages that published periods have now, and when complete; of
-- all stretches of as many months, for the half-years themselves are too few to learn from. Death ends no use here.
with peil as (
    select
        {{ maandnummer('bekend_op') }} as laatste,
        extract(day from bekend_op) as dag,
        (select {{ maandnummer('min(geldig_van)') }} from {{ ref('int_toewijzing__gegolden') }}) as eerste
    from {{ ref('int_peil__bekend_op') }}
),

-- The months that matter, each with its days and the day of bekend_op in it.
maand as (
    select
        {{ maandnummer(datum('jaar.getal', 'maand.getal', 1)) }} as maand,
        {{ datum('jaar.getal', 'maand.getal', 1) }} as eerste_dag,
        {{ maand_einde(datum('jaar.getal', 'maand.getal', 1)) }} as laatste_dag,
        least(
            {{ dag_erbij(datum('jaar.getal', 'maand.getal', 1), 'cast(peil.dag as integer) - 1') }},
            {{ maand_einde(datum('jaar.getal', 'maand.getal', 1)) }}
        ) as peildag
    from {{ reeks(1990, 2100) }} as jaar
    cross join {{ reeks(1, 12) }} as maand
    inner join peil on jaar.getal * 12 + maand.getal - 1 between peil.eerste and peil.laatste
),

leeftijd as (
    select peil.laatste - {{ maandnummer('periode.eind_datum') }} as leeftijd
    from {{ ref('int_peil__periode') }} as periode
    cross join peil
    union
    select {{ grens('volledigheidsgrens', 'volledig_na_maanden') }} as leeftijd
),

stop as (
    select gemeente, wet, toewijzingnummer, persoon, einddatum, leverdatum, coalesce(verwijderd_op, cast('9999-12-31' as date)) as tot
    from {{ ref('int_regie__rij') }}
    where tabel = 'bericht__stop' and status_aanlevering <> '3' and reden_beeindiging <> '20'
),

bekend as (
    select
        maand.maand as stand,
        versie.wet,
        versie.persoon,
        greatest(versie.ingangsdatum, coalesce(max(gestart.begindatum), versie.ingangsdatum)) as van,
        least(coalesce(versie.einddatum, cast('9999-12-31' as date)), coalesce(min(stop.einddatum), cast('9999-12-31' as date))) as tot_en_met
    from {{ ref('int_toewijzing__gegolden') }} as versie
    inner join maand on versie.geldig_van <= maand.peildag and versie.geldig_tot > maand.peildag
    left join {{ ref('int_start__geldig') }} as gestart
        on
            versie.gemeente = gestart.gemeente
            and versie.wet = gestart.wet
            and versie.toewijzingnummer = gestart.toewijzingnummer
            and gestart.bekend_op <= maand.peildag
    left join stop
        on
            versie.gemeente = stop.gemeente
            and versie.wet = stop.wet
            and versie.toewijzingnummer = stop.toewijzingnummer
            and versie.persoon = stop.persoon
            and stop.leverdatum <= maand.peildag
            and stop.tot > maand.peildag
    where not versie.is_verwijderd and versie.persoon is not null
    group by maand.maand, versie.wet, versie.persoon, versie.gemeente, versie.toewijzingnummer, versie.ingangsdatum, versie.einddatum
),

venster as (
    select duur.duur, laatste.maand, leeftijd.leeftijd, eerste.eerste_dag, laatste.laatste_dag
    from (select 6 as duur union all select 12 as duur) as duur
    inner join maand as laatste on 1 = 1
    inner join maand as eerste on eerste.maand = laatste.maand - duur.duur + 1
    cross join leeftijd
    inner join maand as stand on stand.maand = laatste.maand + leeftijd.leeftijd
    where leeftijd.leeftijd <= {{ grens('volledigheidsgrens', 'volledig_na_maanden') }}
)

select
    bekend.wet,
    cast(venster.duur as integer) as duur,
    cast(venster.maand as integer) as maand,
    cast(venster.leeftijd as integer) as leeftijd,
    cast(count(distinct bekend.persoon) as bigint) as clienten
from bekend
inner join venster
    on
        bekend.stand = venster.maand + venster.leeftijd
        and bekend.van <= venster.laatste_dag
        and bekend.tot_en_met >= venster.eerste_dag
where bekend.van <= bekend.tot_en_met
group by bekend.wet, venster.duur, venster.maand, venster.leeftijd
