-- Each request (315, 317) by its reference, with what became of it: also those that never became an assignment, and so
-- are in no chain. What came after the assignment does not change what became of the request.
with toegewezen as (
    select gemeente, wet, aanbieder, referentie_aanbieder, min(toewijzingsdatum) as toegewezen_op, count(distinct toewijzingnummer) as aantal
    from {{ ref('stg_bericht__toewijzing') }}
    where referentie_aanbieder is not null
    group by gemeente, wet, aanbieder, referentie_aanbieder
),

verzoek as (
    select
        gemeente,
        wet,
        aanbieder,
        referentie_aanbieder,
        min(case when gebeurtenis = 'verzocht' then berichtsoort end) as berichtsoort,
        min(case when gebeurtenis = 'verzocht' then dag end) as verzocht_op,
        min(case when gebeurtenis = 'in onderzoek' then dag end) as onderzocht_op,
        min(case when gebeurtenis = 'verzoek afgewezen' then dag end) as afgewezen_op,
        min(case when gebeurtenis = 'verzoek afgewezen' then reden end) as reden_afwijzing,
        min(leverdatum) as bekend_sinds
    from {{ ref('int_keten__verzoekstap') }}
    group by gemeente, wet, aanbieder, referentie_aanbieder
)

select
    verzoek.gemeente,
    verzoek.wet,
    verzoek.aanbieder,
    verzoek.referentie_aanbieder,
    verzoek.berichtsoort,
    verzoek.verzocht_op,
    verzoek.onderzocht_op,
    verzoek.afgewezen_op,
    verzoek.reden_afwijzing,
    toegewezen.toegewezen_op,
    coalesce(toegewezen.aantal, 0) as aantal_toewijzingen,
    verzoek.bekend_sinds,
    case
        when toegewezen.toegewezen_op is not null then 'toegewezen'
        when verzoek.afgewezen_op is not null then 'afgewezen'
        when verzoek.onderzocht_op is not null then 'in onderzoek'
        else 'aangevraagd'
    end as stand
from verzoek
left join toegewezen
    on
        verzoek.gemeente = toegewezen.gemeente
        and verzoek.wet = toegewezen.wet
        and verzoek.aanbieder = toegewezen.aanbieder
        and verzoek.referentie_aanbieder = toegewezen.referentie_aanbieder
where verzoek.verzocht_op is not null
