-- What providers state about help to young people, per half-year: of each provider (the name of its file) the latest statement
-- on a half-year holds. Which half-year that is, follows from the last day that it mentions.
with rij as (
    select
        rij.*,
        levering.naam as leverancier,
        levering.leverdatum,
        case when rij.einde <= levering.leverdatum then greatest(rij.aanvang, rij.einde) when rij.aanvang <= levering.leverdatum then rij.aanvang end as laatste_dag
    from {{ ref('geland_beleidsinformatie_jeugd__jeugdhulp') }} as rij
    inner join {{ ref('stg_manifest__levering') }} as levering on rij.bestand_id = levering.bestand_id
),

opgave as (
    select leverancier, leverdatum, {{ halfjaar('max(laatste_dag)') }} as halfjaar
    from rij
    group by leverancier, leverdatum
),

geldig as (
    select leverancier, halfjaar, max(leverdatum) as leverdatum, max(halfjaar) over (partition by leverancier) as laatste_halfjaar
    from opgave
    group by leverancier, halfjaar
)

select
    rij.bestand_id,
    rij.rij,
    rij.leverancier,
    rij.leverdatum,
    geldig.halfjaar,
    geldig.halfjaar = geldig.laatste_halfjaar as is_laatste,
    coalesce(rij.persoon, rij.eigen_client) as client,
    rij.persoon,
    rij.bsn_status,
    rij.gemeente,
    rij.hulpvorm,
    rij.maatregel,
    rij.aanvang,
    rij.einde
from rij
inner join geldig on rij.leverancier = geldig.leverancier and rij.leverdatum = geldig.leverdatum
left join {{ ref('stg_gebieden__gemeente') }} as gemeente on rij.gemeente = gemeente.gemeente
where rij.gemeente is null or gemeente.gemeente is not null
