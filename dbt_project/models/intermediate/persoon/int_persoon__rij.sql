-- Every BRP row with what is needed of it: since when the address holds, and one identification per address.
-- Who has no valid number is linked to nobody. An unknown start counts as the delivery date, in a person's first delivery as always.
with rij as (
    select
        stg.*,
        coalesce(
            aanvang_adres,
            case
                when leverdatum = min(leverdatum) over (partition by persoon) then cast('0001-01-01' as date)
                else leverdatum
            end
        ) as van
    from {{ ref('stg_brp__persoon') }} as stg
),

object_bij_adres as (
    select adres, object, row_number() over (partition by adres order by leverdatum desc, bestand_id, rij) as voorkeur
    from rij
    where object is not null and adres is not null and eigen_gemeente
)

select
    rij.persoon,
    rij.leverdatum,
    rij.bestand_id,
    rij.rij,
    rij.eigen_gemeente,
    rij.gemeente,
    rij.van,
    rij.functie_adres,
    coalesce(rij.object, bekend.object, rij.adres) as adres_id,
    rij.pc6_huisnummer,
    rij.koppelsleutel,
    rij.bsn_status,
    rij.geboortedatum,
    case when rij.bsn_status = 'geldig' then rij.ouder_1 end as ouder_1,
    case when rij.bsn_status = 'geldig' then rij.ouder_2 end as ouder_2,
    case when rij.bsn_status = 'geldig' then rij.partner end as partner,
    case when rij.bsn_status = 'geldig' then rij.bond_begin end as bond_begin,
    rij.bond_einde,
    rij.bond_einde_onbekend,
    rij.overlijden,
    rij.overlijden_onbekend,
    rij.opschorting,
    rij.opschorting_onbekend
from rij
left join object_bij_adres as bekend on rij.adres = bekend.adres and bekend.voorkeur = 1
