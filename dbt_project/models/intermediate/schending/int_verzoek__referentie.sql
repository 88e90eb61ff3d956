-- The references of requests (315 per product, 317 once), with the day on which each was settled: rejected (319), assigned
-- (301), or the message refused (316, 318). Without such a day the request is pending.
with verzoek as (
    select 'bericht__aangevraagd_product' as tabel, '316' as retoursoort, bestand_id, min(rij) as rij, wet, gemeente, aanbieder, persoon, referentie_aanbieder, leverdatum, dagtekening
    from {{ ref('stg_bericht__aangevraagd_product') }}
    group by bestand_id, wet, gemeente, aanbieder, persoon, referentie_aanbieder, leverdatum, dagtekening
    union all
    select 'bericht__wijzigingsverzoek' as tabel, '318' as retoursoort, bestand_id, min(rij) as rij, wet, gemeente, aanbieder, persoon, referentie_aanbieder, leverdatum, dagtekening
    from {{ ref('stg_bericht__wijzigingsverzoek') }}
    group by bestand_id, wet, gemeente, aanbieder, persoon, referentie_aanbieder, leverdatum, dagtekening
),

antwoord as (
    select wet, gemeente, aanbieder, referentie_aanbieder, min(leverdatum) as leverdatum
    from (
        select wet, gemeente, aanbieder, referentie_aanbieder, leverdatum
        from {{ ref('stg_bericht__verzoekantwoord') }}
        where verzoek_antwoord = '1'
        union all
        select wet, gemeente, aanbieder, referentie_aanbieder, leverdatum
        from {{ ref('stg_bericht__toewijzing') }}
        where referentie_aanbieder is not null
    ) as beslissing
    group by wet, gemeente, aanbieder, referentie_aanbieder
),

geweigerd as (
    select bericht.bestand_id, retour.berichtsoort as retoursoort, min(retour.leverdatum) as leverdatum
    from {{ ref('stg_bericht__bericht') }} as bericht
    inner join {{ ref('stg_bericht__retour') }} as retour
        on
            bericht.wet = retour.wet
            and bericht.gemeente = retour.gemeente
            and bericht.aanbieder = retour.aanbieder
            and bericht.identificatie = retour.identificatie
    where bericht.berichtsoort in ('315', '317') and retour.berichtsoort in ('316', '318') and retour.retourcodes <> ''
    group by bericht.bestand_id, retour.berichtsoort
)

select
    verzoek.tabel,
    verzoek.bestand_id,
    verzoek.rij,
    verzoek.wet,
    verzoek.gemeente,
    verzoek.aanbieder,
    verzoek.persoon,
    verzoek.referentie_aanbieder,
    verzoek.leverdatum,
    verzoek.dagtekening,
    least(antwoord.leverdatum, geweigerd.leverdatum) as afgehandeld_op
from verzoek
left join antwoord
    on
        verzoek.wet = antwoord.wet
        and verzoek.gemeente = antwoord.gemeente
        and verzoek.aanbieder = antwoord.aanbieder
        and verzoek.referentie_aanbieder = antwoord.referentie_aanbieder
left join geweigerd on verzoek.bestand_id = geweigerd.bestand_id and verzoek.retoursoort = geweigerd.retoursoort
