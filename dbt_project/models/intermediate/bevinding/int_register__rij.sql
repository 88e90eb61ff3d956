-- Every person in every statement of benefits and other registrations, also in statements that were replaced since: what
-- is wrong in the row, and when the next statement replaced it.
with rij as (
    select 'pwet' as bron, 'pwet__uitkering' as tabel, 'pwet' as wet, bestand_id, persoon_1 as persoon, bsn_1_status as bsn_status, cast(null as bigint) as koppelsleutel, cast(null as bigint) as eigen_client, coalesce(statistiekcode, '') as statistiekcode, aanvangsdatum as van, einddatum
    from {{ ref('geland_pwet__uitkering') }}
    union all
    select 'pwet' as bron, 'pwet__uitkering' as tabel, 'pwet' as wet, bestand_id, persoon_2 as persoon, bsn_2_status as bsn_status, null as koppelsleutel, null as eigen_client, null as statistiekcode, aanvangsdatum as van, einddatum
    from {{ ref('geland_pwet__uitkering') }}
    where bsn_2_status <> 'leeg'
    union all
    select 'pwet' as bron, 'pwet__reintegratie' as tabel, 'pwet' as wet, bestand_id, persoon, bsn_status, null as koppelsleutel, null as eigen_client, null as statistiekcode, aanvangsdatum as van, einddatum
    from {{ ref('geland_pwet__reintegratie') }}
    union all
    select 'voorzieningen' as bron, 'voorzieningen__voorziening' as tabel, case when wet in ('jeugd', 'wmo', 'pwet') and not (wet = 'jeugd' and coalesce(leveringsvorm, '') = 'PGB') then wet end as wet, bestand_id, persoon, bsn_status, koppelsleutel, eigen_client, null as statistiekcode, ingangsdatum as van, einddatum
    from {{ ref('geland_voorzieningen__voorziening') }}
)

select
    rij.bron,
    rij.tabel,
    rij.wet,
    vervangen.naam,
    vervangen.leverdatum,
    vervangen.vervangen_op,
    rij.persoon,
    rij.bsn_status,
    rij.van,
    rij.einddatum,
    case rij.bron when 'pwet' then rij.bsn_status <> 'geldig' else rij.bsn_status = 'ongeldig' end as niemand,
    rij.bsn_status = 'leeg' and gekoppeld.persoon is null and kans.persoon is null as los,
    rij.statistiekcode,
    rij.statistiekcode is not null and statistiekcode.code is null as onbekende_code,
    coalesce(rij.van > rij.einddatum, false) as einde_voor_begin,
    coalesce(rij.van > stand.overlijden and rij.van <= coalesce(rij.einddatum, rij.van), false) as na_overlijden
from rij
inner join {{ ref('stg_manifest__levering') }} as levering on rij.bestand_id = levering.bestand_id
inner join {{ ref('int_levering__vervangen') }} as vervangen
    on
        levering.soort = vervangen.soort
        and levering.leverdatum = vervangen.leverdatum
        and (vervangen.naam is null or levering.naam = vervangen.naam)
left join {{ ref('int_persoon__stand') }} as stand on rij.persoon = stand.persoon
left join {{ ref('int_koppeling__zonder_bsn') }} as gekoppeld on rij.koppelsleutel = gekoppeld.koppelsleutel
left join {{ ref('int_koppeling__kans') }} as kans on rij.eigen_client = kans.eigen_client
left join {{ ref('statistiekcode') }} as statistiekcode on rij.statistiekcode = statistiekcode.code
