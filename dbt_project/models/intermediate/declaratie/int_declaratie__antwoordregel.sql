-- The rejected lines in answers (325), each with the line of the declaration it is about: the one with its reference and,
-- where a reference was used twice, preferably the one with the same content.
with genoemd as (
    select
        regel.*,
        antwoord.declaratie_bestand_id,
        antwoord.telt,
        {{ inhoud_hash(declaratie_inhoud('regel.')) }} as inhoud
    from {{ ref('stg_bericht__antwoordregel') }} as regel
    inner join {{ ref('int_declaratie__antwoord') }} as antwoord on regel.bestand_id = antwoord.bestand_id
),

-- A line that was sent twice in one declaration can be rejected twice.
genummerd as (
    select
        genoemd.*,
        row_number() over (partition by bestand_id, referentienummer, inhoud order by rij) as keer
    from genoemd
),

paar as (
    select
        genummerd.bestand_id,
        genummerd.rij,
        genummerd.keer,
        regel.rij as declaratie_rij,
        regel.persoon as declaratie_persoon,
        regel.bsn_status as declaratie_bsn_status,
        genummerd.inhoud <> {{ inhoud_hash(declaratie_inhoud('regel.')) }} as verschilt,
        row_number() over (
            partition by genummerd.bestand_id, genummerd.rij
            order by genummerd.inhoud <> {{ inhoud_hash(declaratie_inhoud('regel.')) }}, regel.rij
        ) as voorkeur,
        count(*) over (partition by genummerd.bestand_id, genummerd.rij) as aantal
    from genummerd
    inner join {{ ref('stg_bericht__declaratieregel') }} as regel
        on genummerd.declaratie_bestand_id = regel.bestand_id and genummerd.referentienummer = regel.referentienummer
)

select
    genummerd.bestand_id,
    genummerd.rij,
    genummerd.wet,
    genummerd.gemeente,
    genummerd.aanbieder,
    genummerd.leverdatum,
    genummerd.dagtekening,
    genummerd.persoon,
    genummerd.bsn_status,
    genummerd.toewijzingnummer,
    genummerd.product_begin,
    genummerd.product_einde,
    genummerd.telt,
    genummerd.declaratie_bestand_id,
    paar.declaratie_rij,
    paar.declaratie_persoon,
    paar.declaratie_bsn_status,
    paar.verschilt
from genummerd
left join paar
    on
        genummerd.bestand_id = paar.bestand_id
        and genummerd.rij = paar.rij
        and paar.voorkeur = least(paar.keer, paar.aantal)
