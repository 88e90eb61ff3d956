-- How each row of the statements that hold was given a person, and how sure that is.
with gemeente as (
    select case when count(*) = 1 then min(gemeente) end as enige
    from {{ ref('stg_gebieden__gemeente') }}
),

rij as (
    select
        stg.levering_naam as regeling,
        stg.wet,
        {{ voorziening_soort() }},
        stg.ingangsdatum as van,
        stg.einddatum,
        coalesce(stg.persoon, exact.persoon, kans.persoon, stg.eigen_client) as persoon,
        case
            when stg.bsn_status = 'geldig' then 'bsn'
            when stg.bsn_status = 'ongeldig' then 'nummer_ongeldig'
            when exact.persoon is not null then 'sleutel'
            else coalesce(kans.klasse, 'geen')
        end as koppeling,
        case when stg.bsn_status = 'leeg' and exact.persoon is null then kans.kans end as kans
    from {{ ref('stg_voorzieningen__voorziening') }} as stg
    left join {{ ref('int_koppeling__zonder_bsn') }} as exact
        on stg.bsn_status = 'leeg' and stg.koppelsleutel = exact.koppelsleutel
    left join {{ ref('int_koppeling__kans') }} as kans
        on stg.bsn_status = 'leeg' and stg.eigen_client = kans.eigen_client
)

select
    rij.*,
    case when rij.koppeling = 'waarschijnlijk' then 1 - coalesce(rij.kans, 0) else 0 end as onjuist,
    case when rij.koppeling in ('klerk', 'geen') then coalesce(rij.kans, 0) else 0 end as gemist,
    coalesce(woont.gemeente, gemeente.enige) as gemeente,
    woont.buurt
from rij
cross join gemeente
left join {{ ref('int_koppeling__woonplaats') }} as woont on rij.persoon = woont.persoon
