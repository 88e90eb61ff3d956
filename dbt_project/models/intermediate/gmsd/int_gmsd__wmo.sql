-- What the municipality delivers to CBS on Wmo provisions of its own: per half-year every arrangement of that half-year, with
-- why it cannot go along. Only who was delivered with a BSN goes along: an identity that was linked is never passed on.
{% set sleutel = 'gemeente, wet, toewijzingnummer' %}
with gemeente as (
    select max(gemeente) as gemeente from {{ ref('stg_gebieden__gemeente') }} having count(*) = 1
),

reden as (
    select zorg.gemeente, zorg.wet, zorg.toewijzingnummer, min(zorg.reden) as reden
    from {{ ref('int_keten__zorg') }} as zorg
    inner join {{ ref('int_stop__geldig') }} as stop using ({{ sleutel }})
    where zorg.berichtsoort = '307' and zorg.dag = stop.einddatum
    group by zorg.gemeente, zorg.wet, zorg.toewijzingnummer
),

arrangement as (
    select
        versie.gemeente,
        'iwmo' as bron,
        versie.toewijzingnummer,
        versie.persoon,
        versie.bsn_status,
        versie.aanbieder,
        versie.productcategorie,
        'ZIN' as leveringsvorm,
        versie.ingangsdatum as beoogde_start,
        versie.einddatum as beoogd_einde,
        start.begindatum as start,
        stop.einddatum as einde,
        reden.reden as reden_beeindiging,
        versie.volume,
        versie.eenheid,
        versie.frequentie
    from {{ ref('int_keten__versie') }} as versie
    left join {{ ref('int_start__geldig') }} as start using ({{ sleutel }})
    left join {{ ref('int_stop__geldig') }} as stop using ({{ sleutel }})
    left join reden using ({{ sleutel }})
    where versie.geldt_nu and versie.wet = 'wmo' and not versie.is_verwijderd
    union all
    select
        gemeente.gemeente,
        'voorzieningen' as bron,
        cast(null as bigint) as toewijzingnummer,
        stg.persoon,
        stg.bsn_status,
        cast(null as varchar) as aanbieder,
        stg.voorziening as productcategorie,
        stg.leveringsvorm,
        stg.ingangsdatum as beoogde_start,
        cast(null as date) as beoogd_einde,
        stg.ingangsdatum as start,
        stg.einddatum as einde,
        cast(null as varchar) as reden_beeindiging,
        cast(null as bigint) as volume,
        cast(null as varchar) as eenheid,
        cast(null as varchar) as frequentie
    from {{ ref('stg_voorzieningen__voorziening') }} as stg
    left join gemeente on true
    where stg.wet = 'wmo'
),

tijdvak as (
    select
        arrangement.*,
        greatest(arrangement.beoogde_start, coalesce(arrangement.start, arrangement.beoogde_start)) as van,
        least(
            coalesce(arrangement.beoogd_einde, cast('9999-12-31' as date)), coalesce(arrangement.einde, cast('9999-12-31' as date))
        ) as tot_en_met,
        coalesce(stand.overlijden, cast('9999-12-31' as date)) as overlijden
    from arrangement
    left join {{ ref('int_persoon__stand') }} as stand on arrangement.persoon = stand.persoon
),

betaald as (
    select periode.periode, volume.gemeente, volume.toewijzingnummer, cast(sum(volume.toegekend_cent) as bigint) as cent
    from {{ ref('int_keten__volume') }} as volume
    inner join {{ ref('int_peil__periode') }} as periode on volume.maand between periode.begin_datum and periode.eind_datum
    where volume.wet = 'wmo'
    group by periode.periode, volume.gemeente, volume.toewijzingnummer
)

select
    periode.periode,
    periode.begin_datum,
    periode.eind_datum,
    tijdvak.gemeente,
    tijdvak.bron,
    tijdvak.toewijzingnummer,
    tijdvak.persoon,
    tijdvak.bsn_status,
    tijdvak.aanbieder,
    tijdvak.productcategorie,
    tijdvak.leveringsvorm,
    tijdvak.beoogde_start,
    tijdvak.beoogd_einde,
    tijdvak.start,
    tijdvak.einde,
    tijdvak.reden_beeindiging,
    tijdvak.volume,
    tijdvak.eenheid,
    tijdvak.frequentie,
    tijdvak.van,
    tijdvak.tot_en_met,
    betaald.cent as betaald_cent,
    case
        when tijdvak.persoon is null or tijdvak.bsn_status <> 'geldig' then 'bsn'
        when tijdvak.gemeente is null then 'gemeente'
        when not coalesce(tijdvak.productcategorie between '01' and '18' and length(tijdvak.productcategorie) = 2, false) then 'categorie'
        when tijdvak.leveringsvorm is null then 'leveringsvorm'
        when tijdvak.van > tijdvak.tot_en_met then 'omgekeerd'
    end as weigering
from tijdvak
inner join {{ ref('int_peil__periode') }} as periode
    on
        periode.periode like '%H%'
        and tijdvak.van <= periode.eind_datum
        -- An end before the start is told in the half-year of the start.
        and case
            when tijdvak.van > tijdvak.tot_en_met then tijdvak.van else least(tijdvak.tot_en_met, tijdvak.overlijden)
        end >= periode.begin_datum
left join betaald
    on
        tijdvak.toewijzingnummer = betaald.toewijzingnummer
        and tijdvak.gemeente = betaald.gemeente
        and periode.periode = betaald.periode
