-- Use that follows from the other registrations. Without BSN the exact rule says who it is of, else linking by chance. `overig` counts with no law.
select
    coalesce(stg.persoon, gekoppeld.persoon, kans.persoon, stg.eigen_client) as persoon,
    case when stg.bsn_status = 'leeg' then 'geldig' else stg.bsn_status end as bsn_status,
    stg.wet,
    case
        when stg.wet <> 'overig' then stg.wet
        when stg.regeling in ('jeugd', 'pwet', 'wmo') then 'overig:' || stg.regeling
        else stg.regeling
    end as regeling,
    stg.wet || ':' || coalesce(stg.voorziening, '') as voorziening,
    {{ voorziening_soort() }},
    stg.ingangsdatum as van,
    stg.einddatum,
    stg.leverdatum,
    stg.levering_naam as leverancier
from {{ ref('stg_voorzieningen__voorziening') }} as stg
left join {{ ref('int_koppeling__zonder_bsn') }} as gekoppeld
    on stg.bsn_status = 'leeg' and stg.koppelsleutel = gekoppeld.koppelsleutel
left join {{ ref('int_koppeling__kans') }} as kans
    on stg.bsn_status = 'leeg' and stg.eigen_client = kans.eigen_client
