-- Each request (315, 317) and each answer to one (319), with the assignments it is about: those that name its reference and,
-- for a request for change, those of that provider that it asks to change. Without an assignment the number is NULL.
with stap as (
    select gemeente, wet, aanbieder, referentie_aanbieder, 'verzocht' as gebeurtenis, '315' as berichtsoort, dagtekening, leverdatum, bestand_id, rij, cast(null as varchar) as reden
    from {{ ref('stg_bericht__aangevraagd_product') }}
    union all
    select gemeente, wet, aanbieder, referentie_aanbieder, 'verzocht' as gebeurtenis, '317' as berichtsoort, dagtekening, leverdatum, bestand_id, min(rij) as rij, min(reden_verzoek) as reden
    from {{ ref('stg_bericht__wijzigingsverzoek') }}
    group by gemeente, wet, aanbieder, referentie_aanbieder, dagtekening, leverdatum, bestand_id
    union all
    select gemeente, wet, aanbieder, referentie_aanbieder, case verzoek_antwoord when '1' then 'verzoek afgewezen' else 'in onderzoek' end as gebeurtenis, '319' as berichtsoort, dagtekening, leverdatum, bestand_id, rij, reden_afwijzing as reden
    from {{ ref('stg_bericht__verzoekantwoord') }}
),

-- `union`, not `union all`: an assignment that was asked to change and then names the request is one.
betreft as (
    select gemeente, wet, aanbieder, referentie_aanbieder, toewijzingnummer
    from {{ ref('stg_bericht__toewijzing') }}
    where referentie_aanbieder is not null
    union
    select verzoek.gemeente, verzoek.wet, verzoek.aanbieder, verzoek.referentie_aanbieder, verzoek.toewijzingnummer
    from {{ ref('stg_bericht__wijzigingsverzoek') }} as verzoek
    inner join {{ ref('int_toewijzing__geldig') }} as toewijzing
        on
            verzoek.gemeente = toewijzing.gemeente
            and verzoek.wet = toewijzing.wet
            and verzoek.toewijzingnummer = toewijzing.toewijzingnummer
            and verzoek.aanbieder = toewijzing.aanbieder
    where verzoek.klasse = 'te_wijzigen'
)

select
    stap.gemeente,
    stap.wet,
    stap.aanbieder,
    stap.referentie_aanbieder,
    betreft.toewijzingnummer,
    stap.gebeurtenis,
    stap.dagtekening as dag,
    stap.leverdatum,
    stap.berichtsoort,
    stap.bestand_id,
    stap.rij,
    stap.reden
from stap
left join betreft
    on
        stap.gemeente = betreft.gemeente
        and stap.wet = betreft.wet
        and stap.aanbieder = betreft.aanbieder
        and stap.referentie_aanbieder = betreft.referentie_aanbieder
