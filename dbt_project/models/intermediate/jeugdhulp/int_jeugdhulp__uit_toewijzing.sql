-- The same trajectories as they follow from assignments under the Jeugdwet: the use of each assignment, with the form of help
-- of its product. Youth protection and probation (47, 48) are no help; a product that is not on the list is of an unknown form.
with tijdvak as (
    select
        gebruik.persoon as client,
        coalesce(lijst.hulpvorm, 'onbekend') as hulpvorm,
        gebruik.van,
        least(gebruik.tot_en_met, coalesce(stand.overlijden, cast('9999-12-31' as date))) as tot_en_met
    from {{ ref('int_gebruik__toewijzing') }} as gebruik
    left join {{ ref('jz21_hulpvorm') }} as lijst on gebruik.productcode = lijst.productcode
    left join {{ ref('int_persoon__stand') }} as stand on gebruik.persoon = stand.persoon
    where
        gebruik.wet = 'jeugd'
        and gebruik.persoon is not null
        and coalesce(gebruik.productcategorie, '') not in ('47', '48')
),

bruikbaar as (
    select client, hulpvorm, van, tot_en_met
    from tijdvak
    where van <= tot_en_met
)

{{ trajecten('bruikbaar') }}
