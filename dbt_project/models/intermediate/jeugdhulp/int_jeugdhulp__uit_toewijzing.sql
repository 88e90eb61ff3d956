-- The same trajectories as they follow from assignments under the Jeugdwet: the spell of each assignment, with the form of help of
-- its product. Youth protection and probation (47, 48) are no help; a product that is not on the list is of an unknown form.
with product as (
    select gemeente, toewijzingnummer, productcategorie, max(productcode) as productcode
    from {{ ref('stg_bericht__toewijzing') }}
    where wet = 'jeugd'
    group by gemeente, toewijzingnummer, productcategorie
),

tijdvak as (
    select
        toewijzing.persoon as client,
        coalesce(lijst.hulpvorm, 'onbekend') as hulpvorm,
        greatest(toewijzing.ingangsdatum, coalesce(gestart.begindatum, toewijzing.ingangsdatum)) as van,
        least(
            coalesce(toewijzing.einddatum, cast('9999-12-31' as date)),
            coalesce(gestopt.einddatum, cast('9999-12-31' as date)),
            coalesce(stand.overlijden, cast('9999-12-31' as date))
        ) as tot_en_met
    from {{ ref('int_toewijzing__geldig') }} as toewijzing
    left join product
        on
            toewijzing.gemeente = product.gemeente
            and toewijzing.toewijzingnummer = product.toewijzingnummer
            and toewijzing.productcategorie = product.productcategorie
    left join {{ ref('jz21_hulpvorm') }} as lijst on product.productcode = lijst.productcode
    left join {{ ref('int_start__geldig') }} as gestart
        on
            toewijzing.gemeente = gestart.gemeente
            and toewijzing.wet = gestart.wet
            and toewijzing.toewijzingnummer = gestart.toewijzingnummer
    left join {{ ref('int_stop__geldig') }} as gestopt
        on
            toewijzing.gemeente = gestopt.gemeente
            and toewijzing.wet = gestopt.wet
            and toewijzing.toewijzingnummer = gestopt.toewijzingnummer
    left join {{ ref('int_persoon__stand') }} as stand on toewijzing.persoon = stand.persoon
    where
        toewijzing.wet = 'jeugd'
        and not toewijzing.is_verwijderd
        and toewijzing.persoon is not null
        and coalesce(toewijzing.productcategorie, '') not in ('47', '48')
),

bruikbaar as (
    select client, hulpvorm, van, tot_en_met
    from tijdvak
    where van <= tot_en_met
)

{{ trajecten('bruikbaar') }}
