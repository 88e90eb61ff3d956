-- What is wrong with requests for assignment (315), and with the references and order of 315 and 317. A reference that was used
-- before (TR347) says the message is a repeat: then it is not judged as a second request (TR374) too. A product that is said twice in one
-- message is TR101's.
with aanvraag as (
    select
        regel.*,
        dubbel.regel is not null as is_dubbel,
        row_number() over (partition by regel.bestand_id, regel.referentie_aanbieder order by dubbel.regel is not null, regel.rij) as keer,
        max(case when dubbel.regel is null then coalesce(regel.toewijzing_einddatum, cast('9999-12-31' as date)) end) over (
            partition by regel.bestand_id, regel.productcategorie, regel.productcode
            order by regel.toewijzing_ingangsdatum, regel.rij rows between unbounded preceding and 1 preceding
        ) as eerder_tot
    from {{ ref('stg_bericht__aangevraagd_product') }} as regel
    left join {{ ref('stg_bericht__schending') }} as dubbel
        on
            regel.bestand_id = dubbel.bestand_id
            and regel.rij = dubbel.rij
            and dubbel.regel = 'TR101'
            and dubbel.element = 'AangevraagdProduct'
),

referentie as (
    select *, row_number() over (partition by wet, aanbieder, referentie_aanbieder order by leverdatum, dagtekening, bestand_id) as keer
    from {{ ref('int_verzoek__referentie') }}
),

bericht as (
    select
        tabel,
        bestand_id,
        min(rij) as rij,
        wet,
        gemeente,
        aanbieder,
        persoon,
        leverdatum,
        dagtekening,
        max(keer) as keer,
        case when count(*) = count(afgehandeld_op) then max(afgehandeld_op) end as afgehandeld_op
    from referentie
    where persoon is not null
    group by tabel, bestand_id, wet, gemeente, aanbieder, persoon, leverdatum, dagtekening
),

-- Two requests on one day: the one that was settled first was the first. A request that was dated before another but delivered
-- after it is judged in the order of the dates (OP080).
onderhanden as (
    select
        later.tabel,
        later.bestand_id,
        later.rij,
        later.leverdatum,
        least(eerder.afgehandeld_op, case when later.dagtekening < eerder.dagtekening then later.afgehandeld_op end) as opgelost_op
    from bericht as later
    inner join bericht as eerder
        on
            later.wet = eerder.wet
            and later.gemeente = eerder.gemeente
            and later.aanbieder = eerder.aanbieder
            and later.persoon = eerder.persoon
            and (later.leverdatum, later.dagtekening, coalesce(later.afgehandeld_op, cast('9999-12-31' as date)), later.bestand_id)
            > (eerder.leverdatum, eerder.dagtekening, coalesce(eerder.afgehandeld_op, cast('9999-12-31' as date)), eerder.bestand_id)
    where later.keer = 1
)

select 'CS002' as regel, 'bericht__aangevraagd_product' as tabel, bestand_id, rij, cast(null as date) as hersteld_op
from aanvraag
where bsn_status <> 'geldig'
union all
select 'TR134' as regel, 'bericht__aangevraagd_product' as tabel, bestand_id, rij, cast(null as date) as hersteld_op
from aanvraag
where beschikking_ingangsdatum > dagtekening
union all
select 'TR383' as regel, 'bericht__aangevraagd_product' as tabel, bestand_id, rij, cast(null as date) as hersteld_op
from aanvraag
where keer > 1 and not is_dubbel
union all
select 'TR386' as regel, 'bericht__aangevraagd_product' as tabel, bestand_id, rij, cast(null as date) as hersteld_op
from aanvraag
where toewijzing_ingangsdatum <= eerder_tot and not is_dubbel
union all
select 'TR347' as regel, tabel, bestand_id, rij, cast(null as date) as hersteld_op
from referentie
where keer > 1
union all
select 'TR374' as regel, tabel, bestand_id, rij, case when count(*) = count(opgelost_op) then max(opgelost_op) end as hersteld_op
from onderhanden
where opgelost_op is null or opgelost_op > leverdatum
group by tabel, bestand_id, rij
