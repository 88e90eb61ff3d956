-- Which rules a declaration (323) breaks as a message: number, period, total. hersteld_op: what another message put right.
with totaal as (
    select bestand_id, sum(case debet_credit when 'D' then bedrag_cent else -bedrag_cent end) as som_cent
    from {{ ref('int_declaratie__regel') }}
    group by bestand_id
),

kop as (
    select
        declaratie.*,
        {{ maand_begin('declaratie.periode_begin') }} as maand,
        coalesce(totaal.som_cent, 0) as som_cent,
        case when antwoord.wijst_alles_af then antwoord.leverdatum end as vervallen_op
    from {{ ref('int_declaratie__bericht') }} as declaratie
    left join totaal on declaratie.bestand_id = totaal.bestand_id
    left join {{ ref('int_declaratie__antwoord') }} as antwoord
        on declaratie.bestand_id = antwoord.declaratie_bestand_id and antwoord.telt
),

nummer as (
    select
        bestand_id,
        leverdatum,
        {{ eerdere_telt_tot('vervallen_op', ['gemeente', 'wet', 'aanbieder', 'declaratienummer']) }} as eerdere_tot
    from kop
),

maand as (
    select gemeente, wet, aanbieder, maand, min(leverdatum) as sinds
    from kop
    group by gemeente, wet, aanbieder, maand
),

-- The last month before it that had been declared when a month was first declared.
voorganger as (
    select maand.gemeente, maand.wet, maand.aanbieder, maand.maand, maand.sinds, max(eerder.maand) as vorige
    from maand
    inner join maand as eerder
        on
            maand.gemeente = eerder.gemeente
            and maand.wet = eerder.wet
            and maand.aanbieder = eerder.aanbieder
            and maand.maand > eerder.maand
            and maand.sinds >= eerder.sinds
    group by maand.gemeente, maand.wet, maand.aanbieder, maand.maand, maand.sinds
),

zorg as (
    select distinct bestand_id, {{ maand_begin('product_begin') }} as maand
    from {{ ref('int_declaratie__regel') }}
    where debet_credit = 'D'
),

-- A skipped month breaks the order of months only if this very declaration shows that there was care in it: a month
-- without care may be skipped, and care that comes to light later may be declared with a later month.
overgeslagen as (
    select kop.bestand_id, count(*) as maanden, count(alsnog.sinds) as hersteld, max(alsnog.sinds) as hersteld_op
    from kop
    inner join voorganger
        on
            kop.gemeente = voorganger.gemeente
            and kop.wet = voorganger.wet
            and kop.aanbieder = voorganger.aanbieder
            and kop.maand = voorganger.maand
            and kop.leverdatum = voorganger.sinds
    inner join zorg on kop.bestand_id = zorg.bestand_id and zorg.maand > voorganger.vorige and zorg.maand < kop.maand
    left join maand as alsnog
        on
            kop.gemeente = alsnog.gemeente
            and kop.wet = alsnog.wet
            and kop.aanbieder = alsnog.aanbieder
            and zorg.maand = alsnog.maand
    group by kop.bestand_id
),

geschonden as (
    select 'TR333' as regel, bestand_id, case when eerdere_tot < cast('9999-12-31' as date) then eerdere_tot end as hersteld_op
    from nummer
    where eerdere_tot > leverdatum
    union all
    select 'TR318' as regel, bestand_id, case when maanden = hersteld then hersteld_op end as hersteld_op
    from overgeslagen
    {% for regel, voorwaarde in {
        'TR358': "som_cent <> case debet_credit when 'D' then totaal_cent else -totaal_cent end",
        'CS325': "totaal_cent = 0 and debet_credit = 'C'",
        'TR134': 'periode_begin > dagtekening',
        'TR137': 'periode_einde < periode_begin or (periode_begin <= dagtekening and periode_einde > dagtekening)',
        'CS100': "periode_begin < cast('2021-01-01' as date)",
        'CS340': 'periode_begin <= periode_einde and (periode_begin <> maand or periode_einde <> ' ~ maand_einde('periode_begin') ~ ')',
    }.items() %}
    union all
    select '{{ regel }}' as regel, bestand_id, cast(null as date) as hersteld_op
    from kop
    where {{ voorwaarde }}
    {% endfor %}
)

select
    geschonden.regel,
    geschonden.bestand_id,
    least(geschonden.hersteld_op, case when kop.vervallen_op is not null then greatest(kop.vervallen_op, kop.leverdatum) end) as hersteld_op
from geschonden
inner join kop on geschonden.bestand_id = kop.bestand_id
