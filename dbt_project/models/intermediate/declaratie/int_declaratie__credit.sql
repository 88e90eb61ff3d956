-- The credit lines (323), each with the debit line it takes back: the one with the reference it names and, where more
-- have it, preferably the one with the same content that was not rejected, delivered first.
with afgewezen as (
    select distinct declaratie_bestand_id as bestand_id, declaratie_rij as rij
    from {{ ref('int_declaratie__antwoordregel') }}
    where telt and declaratie_rij is not null
),

credit as (
    select
        regel.*,
        coalesce(antwoord.wijst_alles_af, false) or afgewezen.rij is not null as is_afgewezen
    from {{ ref('stg_bericht__declaratieregel') }} as regel
    left join {{ ref('int_declaratie__antwoord') }} as antwoord
        on regel.bestand_id = antwoord.declaratie_bestand_id and antwoord.telt
    left join afgewezen on regel.bestand_id = afgewezen.bestand_id and regel.rij = afgewezen.rij
    where regel.debet_credit = 'C' and regel.vorig_referentienummer is not null
),

genoemd as (
    select
        credit.bestand_id,
        credit.rij,
        debet.bestand_id as debet_bestand_id,
        debet.rij as debet_rij,
        debet.leverdatum as debet_leverdatum,
        {{ inhoud_hash(prestatie_inhoud('credit.')) }} <> {{ inhoud_hash(prestatie_inhoud('debet.')) }} as verschilt,
        coalesce(credit.persoon, 0) = coalesce(debet.persoon, 0) as zelfde_client
    from credit
    inner join {{ ref('stg_bericht__declaratieregel') }} as debet
        on
            credit.wet = debet.wet
            and credit.gemeente = debet.gemeente
            and credit.aanbieder = debet.aanbieder
            and credit.vorig_referentienummer = debet.referentienummer
            and debet.debet_credit = 'D'
),

paar as (
    select
        genoemd.*,
        coalesce(antwoord.wijst_alles_af, false) or afgewezen.rij is not null as debet_is_afgewezen,
        row_number() over (
            partition by genoemd.bestand_id, genoemd.rij
            order by
                genoemd.verschilt,
                coalesce(antwoord.wijst_alles_af, false) or afgewezen.rij is not null,
                genoemd.debet_leverdatum,
                declaratie.dagtekening,
                declaratie.identificatie,
                genoemd.debet_bestand_id,
                genoemd.debet_rij
        ) as voorkeur
    from genoemd
    inner join {{ ref('int_declaratie__bericht') }} as declaratie on genoemd.debet_bestand_id = declaratie.bestand_id
    left join {{ ref('int_declaratie__antwoord') }} as antwoord
        on genoemd.debet_bestand_id = antwoord.declaratie_bestand_id and antwoord.telt
    left join afgewezen on genoemd.debet_bestand_id = afgewezen.bestand_id and genoemd.debet_rij = afgewezen.rij
)

select
    credit.bestand_id,
    credit.rij,
    credit.leverdatum,
    credit.is_afgewezen,
    credit.referentienummer = credit.vorig_referentienummer as noemt_zichzelf,
    paar.debet_bestand_id,
    paar.debet_rij,
    paar.debet_leverdatum,
    paar.debet_is_afgewezen,
    paar.verschilt,
    paar.zelfde_client
from credit
left join paar on credit.bestand_id = paar.bestand_id and credit.rij = paar.rij and paar.voorkeur = 1
