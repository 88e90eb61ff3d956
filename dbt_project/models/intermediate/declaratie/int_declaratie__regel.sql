-- Each declared line (323) with what became of it: answered, rejected, credited. The answer names only what it rejects.
with afgewezen as (
    select distinct declaratie_bestand_id as bestand_id, declaratie_rij as rij
    from {{ ref('int_declaratie__antwoordregel') }}
    where telt and declaratie_rij is not null
),

gecrediteerd as (
    select debet_bestand_id as bestand_id, debet_rij as rij, min(leverdatum) as gecrediteerd_op
    from {{ ref('int_declaratie__credit') }}
    where not is_afgewezen and debet_rij is not null
    group by debet_bestand_id, debet_rij
)

select
    regel.bestand_id,
    regel.rij,
    regel.wet,
    regel.gemeente,
    regel.aanbieder,
    regel.leverdatum,
    regel.dagtekening,
    declaratie.identificatie,
    regel.declaratienummer,
    declaratie.periode_begin as declaratie_begin,
    declaratie.periode_einde as declaratie_einde,
    declaratie.declaratie_dagtekening,
    regel.persoon,
    regel.bsn_status,
    regel.referentienummer,
    regel.vorig_referentienummer,
    regel.toewijzingnummer,
    regel.productcategorie,
    regel.productcode,
    regel.product_begin,
    regel.product_einde,
    regel.volume,
    regel.eenheid,
    regel.tarief_cent,
    regel.bedrag_cent,
    regel.debet_credit,
    antwoord.leverdatum as beantwoord_op,
    case
        when antwoord.bestand_id is null then 'in behandeling'
        when antwoord.wijst_alles_af or afgewezen.rij is not null then 'afgewezen'
        else 'toegekend'
    end as stand,
    gecrediteerd.gecrediteerd_op
from {{ ref('stg_bericht__declaratieregel') }} as regel
inner join {{ ref('int_declaratie__bericht') }} as declaratie on regel.bestand_id = declaratie.bestand_id
left join {{ ref('int_declaratie__antwoord') }} as antwoord
    on regel.bestand_id = antwoord.declaratie_bestand_id and antwoord.telt
left join afgewezen on regel.bestand_id = afgewezen.bestand_id and regel.rij = afgewezen.rij
left join gecrediteerd on regel.bestand_id = gecrediteerd.bestand_id and regel.rij = gecrediteerd.rij
