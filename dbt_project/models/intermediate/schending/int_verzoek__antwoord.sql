-- What is wrong with answers to requests (319). An answer to a request that nobody knows (TR355) is not held against other
-- answers and assignments. After a rejection every further answer is TR365; TR360 is a second "in onderzoek".
with antwoord as (
    select antwoord.*, gevraagd.gevraagd_op
    from {{ ref('stg_bericht__verzoekantwoord') }} as antwoord
    left join (
        select wet, gemeente, aanbieder, referentie_aanbieder, min(leverdatum) as gevraagd_op
        from {{ ref('int_verzoek__referentie') }}
        group by wet, gemeente, aanbieder, referentie_aanbieder
    ) as gevraagd
        on
            antwoord.wet = gevraagd.wet
            and antwoord.gemeente = gevraagd.gemeente
            and antwoord.aanbieder = gevraagd.aanbieder
            and antwoord.referentie_aanbieder = gevraagd.referentie_aanbieder
),

-- An answer that was dated before another but delivered after it is judged in the order of the dates (OP080).
tweede as (
    select distinct
        later.bestand_id,
        later.rij,
        max(case when eerder.verzoek_antwoord = '1' then 1 else 0 end) over (partition by later.bestand_id, later.rij) as na_afwijzing
    from antwoord as later
    inner join antwoord as eerder
        on
            later.wet = eerder.wet
            and later.gemeente = eerder.gemeente
            and later.aanbieder = eerder.aanbieder
            and later.referentie_aanbieder = eerder.referentie_aanbieder
            and (later.leverdatum, later.dagtekening, -cast(later.verzoek_antwoord as integer), later.bestand_id)
            > (eerder.leverdatum, eerder.dagtekening, -cast(eerder.verzoek_antwoord as integer), eerder.bestand_id)
    where
        later.gevraagd_op is not null
        and (
            (later.verzoek_antwoord = '2' and (eerder.verzoek_antwoord = '2' or later.dagtekening >= eerder.dagtekening))
            or (later.verzoek_antwoord = '1' and eerder.verzoek_antwoord = '1')
        )
),

-- TR359: assigned before the answer, by delivery and by date. On one and the same day only a rejection contradicts it.
toegewezen as (
    select distinct antwoord.bestand_id, antwoord.rij
    from antwoord
    inner join {{ ref('stg_bericht__toewijzing') }} as toewijzing
        on
            antwoord.wet = toewijzing.wet
            and antwoord.gemeente = toewijzing.gemeente
            and antwoord.aanbieder = toewijzing.aanbieder
            and antwoord.referentie_aanbieder = toewijzing.referentie_aanbieder
    where
        antwoord.gevraagd_op is not null
        and toewijzing.leverdatum <= antwoord.leverdatum
        and toewijzing.dagtekening <= antwoord.dagtekening
        and (antwoord.verzoek_antwoord = '1' or toewijzing.leverdatum < antwoord.leverdatum or toewijzing.dagtekening < antwoord.dagtekening)
),

fout as (
    select 'TR355' as regel, bestand_id, rij, gevraagd_op as hersteld_op
    from antwoord
    where gevraagd_op is null or gevraagd_op > leverdatum
    union all
    select 'TR359' as regel, bestand_id, rij, cast(null as date) as hersteld_op
    from toegewezen
    union all
    select case na_afwijzing when 1 then 'TR365' else 'TR360' end as regel, bestand_id, rij, cast(null as date) as hersteld_op
    from tweede
    union all
    select 'TR377' as regel, bestand_id, rij, cast(null as date) as hersteld_op
    from antwoord
    where wet = 'jeugd' and reden_afwijzing = '8' and woonplaatsbeginsel_gemeente is null
    union all
    select 'TR409' as regel, bestand_id, rij, cast(null as date) as hersteld_op
    from antwoord
    where wet = 'jeugd' and reden_afwijzing is distinct from '8' and woonplaatsbeginsel_gemeente is not null
)

select regel, 'bericht__verzoekantwoord' as tabel, bestand_id, rij, hersteld_op
from fout
