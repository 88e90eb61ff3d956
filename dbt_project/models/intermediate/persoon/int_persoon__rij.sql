-- The BRP rows of a person that say something new: of consecutive statements with an equal row the first and the last.
-- With it since when the address holds, and one identification per address. Who has no valid number is linked to nobody.
with inhoud as (
    select
        persoon,
        leverdatum,
        bestand_id,
        rij,
        aanvang_adres,
        {{ inhoud_hash([
            'bsn_status', 'ouder_1', 'ouder_2', 'partner', 'geboortedatum', 'bond_begin', 'bond_einde',
            'bond_einde_onbekend', 'overlijden', 'overlijden_onbekend', 'opschorting', 'opschorting_onbekend', 'gemeente',
            'functie_adres', 'aanvang_adres', 'object', 'adres', 'pc6_huisnummer', 'koppelsleutel',
        ]) }} as inhoud
    from {{ ref('stg_brp__persoon') }}
),

beurt as (
    select
        *,
        lag(inhoud) over (partition by persoon order by leverdatum, bestand_id, rij) as vorige,
        lead(inhoud) over (partition by persoon order by leverdatum, bestand_id, rij) as volgende
    from inhoud
),

-- A row with an unknown start counts as its own delivery date, so each of those says something new.
nieuw as (
    select bestand_id, rij, leverdatum
    from beurt
    where aanvang_adres is null or vorige is null or volgende is null or vorige <> inhoud or volgende <> inhoud
),

stand as (
    select stg.*, {{ begin_verblijf('stg.aanvang_adres', 'stg.leverdatum', 'levering.eerste_levering') }} as van
    from {{ ref('stg_brp__persoon') }} as stg
    inner join nieuw on stg.bestand_id = nieuw.bestand_id and stg.rij = nieuw.rij and stg.leverdatum = nieuw.leverdatum
    inner join {{ ref('int_persoon__levering') }} as levering on stg.persoon = levering.persoon
),

object_bij_adres as (
    select adres, object, row_number() over (partition by adres order by leverdatum desc, bestand_id, rij) as voorkeur
    from stand
    where object is not null and adres is not null and eigen_gemeente
)

select
    stand.persoon,
    stand.leverdatum,
    stand.bestand_id,
    stand.rij,
    stand.eigen_gemeente,
    stand.gemeente,
    stand.van,
    stand.functie_adres,
    coalesce(stand.object, bekend.object, stand.adres) as adres_id,
    stand.pc6_huisnummer,
    stand.koppelsleutel,
    stand.bsn_status,
    stand.geboortedatum,
    case when stand.bsn_status = 'geldig' then stand.ouder_1 end as ouder_1,
    case when stand.bsn_status = 'geldig' then stand.ouder_2 end as ouder_2,
    case when stand.bsn_status = 'geldig' then stand.partner end as partner,
    case when stand.bsn_status = 'geldig' then stand.bond_begin end as bond_begin,
    stand.bond_einde,
    stand.bond_einde_onbekend,
    stand.overlijden,
    stand.overlijden_onbekend,
    stand.opschorting,
    stand.opschorting_onbekend
from stand
left join object_bij_adres as bekend on stand.adres = bekend.adres and bekend.voorkeur = 1
