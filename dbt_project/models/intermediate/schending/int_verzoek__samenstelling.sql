-- What is wrong with a request for change (317) as a whole: what it must and may hold, and products that overlap in it. A product that is
-- said twice is TR101's.
with verzoek as (
    select *, row_number() over (partition by bestand_id, klasse order by rij) as nummer
    from {{ ref('stg_bericht__wijzigingsverzoek') }}
),

regel as (
    select
        verzoek.*,
        dubbel.regel is not null as is_dubbel,
        coalesce(toen.toegewezen_categorie, verzoek.productcategorie) as categorie,
        coalesce(toen.toegewezen_code, verzoek.productcode) as code,
        coalesce(verzoek.gewenste_ingangsdatum, toen.toegewezen_van) as van,
        coalesce(verzoek.einddatum, toen.toegewezen_tot, cast('9999-12-31' as date)) as tot,
        verzoek.klasse = 'nieuw' or (toen.is_actueel and not toen.is_van_ander) as is_herkend
    from verzoek
    left join {{ ref('int_verzoek__regel') }} as toen
        on verzoek.bestand_id = toen.bestand_id and verzoek.rij = toen.rij and toen.moment = 'toen'
    left join {{ ref('stg_bericht__schending') }} as dubbel
        on
            verzoek.bestand_id = dubbel.bestand_id
            and verzoek.nummer = dubbel.rij
            and dubbel.regel = 'TR101'
            and dubbel.element = case verzoek.klasse when 'ongewijzigd' then 'OngewijzigdProduct' when 'te_wijzigen' then 'TeWijzigenProduct' else 'NieuwProduct' end
),

stapel as (
    select
        bestand_id,
        rij,
        klasse,
        van,
        max(case when klasse = 'nieuw' then tot end) over (
            partition by bestand_id, categorie, code order by van, rij rows between unbounded preceding and 1 preceding
        ) as nieuw_tot,
        max(case when klasse <> 'nieuw' then tot end) over (
            partition by bestand_id, categorie, code order by van, rij rows between unbounded preceding and 1 preceding
        ) as bestaand_tot
    from regel
    where is_herkend and not is_dubbel
),

bericht as (
    select
        bestand_id,
        min(rij) as rij,
        wet,
        gemeente,
        aanbieder,
        persoon,
        leverdatum,
        dagtekening,
        max(case when klasse in ('ongewijzigd', 'te_wijzigen') then 1 else 0 end) as met_bestaand,
        max(case when klasse in ('te_wijzigen', 'nieuw') then 1 else 0 end) as met_verandering,
        min(case when is_herkend then 1 else 0 end) as alles_herkend
    from regel
    group by bestand_id, wet, gemeente, aanbieder, persoon, leverdatum, dagtekening
),

-- TR349: the assignments of this client at this provider that held on the date of the request and are not in it. A request that
-- names a number that is none of those has its code already, and so has one that names nothing that exists (TR352).
ontbreekt as (
    select
        bericht.bestand_id,
        bericht.rij,
        case
            when nu.persoon = bericht.persoon and nu.aanbieder = bericht.aanbieder and not nu.is_verwijderd and bericht.dagtekening between nu.ingangsdatum and coalesce(nu.einddatum, bericht.dagtekening)
                then null
            else nu.geldig_van
        end as opgelost_op
    from bericht
    inner join {{ ref('int_toewijzing__gegolden') }} as toen
        on
            bericht.gemeente = toen.gemeente
            and bericht.wet = toen.wet
            and bericht.aanbieder = toen.aanbieder
            and bericht.persoon = toen.persoon
            and bericht.leverdatum >= toen.geldig_van
            and bericht.leverdatum < toen.geldig_tot
            and bericht.dagtekening between toen.ingangsdatum and coalesce(toen.einddatum, bericht.dagtekening)
            and not toen.is_verwijderd
    inner join {{ ref('int_toewijzing__gegolden') }} as nu
        on toen.gemeente = nu.gemeente and toen.wet = nu.wet and toen.toewijzingnummer = nu.toewijzingnummer and nu.is_laatste
    left join regel on bericht.bestand_id = regel.bestand_id and toen.toewijzingnummer = regel.toewijzingnummer
    where bericht.met_bestaand = 1 and bericht.alles_herkend = 1 and regel.rij is null
),

fout as (
    select 'CS002' as regel, bestand_id, rij, cast(null as date) as hersteld_op
    from regel
    where bsn_status <> 'geldig'
    union all
    select 'TR349' as regel, bestand_id, rij, case when count(*) = count(opgelost_op) then max(opgelost_op) end as hersteld_op
    from ontbreekt
    group by bestand_id, rij
    union all
    select 'TR352' as regel, bestand_id, rij, cast(null as date) as hersteld_op
    from bericht
    where met_bestaand = 0
    union all
    select 'TR353' as regel, bestand_id, rij, cast(null as date) as hersteld_op
    from bericht
    where met_verandering = 0
    union all
    select 'TR361' as regel, bestand_id, rij, cast(null as date) as hersteld_op
    from stapel
    where van <= bestaand_tot or (klasse <> 'nieuw' and van <= nieuw_tot)
    union all
    select 'TR380' as regel, bestand_id, rij, cast(null as date) as hersteld_op
    from regel
    where klasse = 'nieuw' and gewenste_ingangsdatum <= dagtekening
    union all
    select 'TR410' as regel, bestand_id, rij, cast(null as date) as hersteld_op
    from stapel
    where klasse = 'nieuw' and van <= nieuw_tot
)

select regel, 'bericht__wijzigingsverzoek' as tabel, bestand_id, rij, hersteld_op
from fout
