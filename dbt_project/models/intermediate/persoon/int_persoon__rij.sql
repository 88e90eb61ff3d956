-- The BRP rows of a person that say something new. Most people have the same row in every statement: their first is
-- enough (`is_enige`). Of others, of consecutive statements with an equal row the first and the last. With it since when
-- the address holds, and one identification per address. Who has no valid number is linked to nobody.
with gewijzigd as (
    select
        stg.*,
        levering.eerste_levering,
        {{ inhoud_hash([
            'stg.bsn_status', 'stg.ouder_1', 'stg.ouder_2', 'stg.partner', 'stg.geboortedatum', 'stg.bond_begin', 'stg.bond_einde',
            'stg.bond_einde_onbekend', 'stg.overlijden', 'stg.overlijden_onbekend', 'stg.opschorting', 'stg.opschorting_onbekend',
            'stg.gemeente', 'stg.functie_adres', 'stg.aanvang_adres', 'stg.object', 'stg.adres', 'stg.pc6_huisnummer', 'stg.koppelsleutel',
        ]) }} as inhoud
    from {{ ref('stg_brp__persoon') }} as stg
    inner join {{ ref('int_persoon__levering') }} as levering on stg.persoon = levering.persoon
    where not coalesce(levering.is_ongewijzigd, false)
),

beurt as (
    select
        *,
        lag(inhoud) over (partition by persoon order by leverdatum, bestand_id, rij) as vorige,
        lead(inhoud) over (partition by persoon order by leverdatum, bestand_id, rij) as volgende
    from gewijzigd
),

-- A row with an unknown start counts as its own delivery date, so each of those says something new.
nieuw as (
    {%- set kolommen = [
        'persoon', 'leverdatum', 'bestand_id', 'rij', 'bsn_status', 'ouder_1', 'ouder_2', 'partner', 'geboortedatum', 'bond_begin',
        'bond_einde', 'bond_einde_onbekend', 'overlijden', 'overlijden_onbekend', 'opschorting', 'opschorting_onbekend',
        'eigen_gemeente', 'gemeente', 'functie_adres', 'aanvang_adres', 'object', 'adres', 'pc6_huisnummer', 'koppelsleutel',
    ] %}
    select {{ kolommen | join(', ') }}, eerste_levering, false as is_enige
    from beurt
    where aanvang_adres is null or vorige is null or volgende is null or vorige <> inhoud or volgende <> inhoud
    union all
    select stg.{{ kolommen | join(', stg.') }}, levering.eerste_levering, true as is_enige
    from {{ ref('stg_brp__persoon') }} as stg
    inner join {{ ref('int_persoon__levering') }} as levering
        on stg.persoon = levering.persoon and stg.leverdatum = levering.eerste_levering
    where levering.is_ongewijzigd
),

-- A number that follows from the deliveries and not from the key, to break ties with.
bestand as (
    select leverdatum, bestand_id, row_number() over (order by leverdatum, bestand_id) as nummer
    from (select distinct leverdatum, bestand_id from {{ ref('stg_manifest__levering') }} where soort = 'brp__persoon') as bestanden
),

stand as (
    select
        nieuw.*,
        {{ begin_verblijf('nieuw.aanvang_adres', 'nieuw.leverdatum', 'nieuw.eerste_levering') }} as van,
        bestand.nummer * 4294967296 + nieuw.rij as volgnummer
    from nieuw
    inner join bestand on nieuw.leverdatum = bestand.leverdatum and nieuw.bestand_id = bestand.bestand_id
),

-- Only where a row lacks its object is that of another row with the same address asked for.
gevraagd as (
    select distinct adres
    from {{ ref('stg_brp__persoon') }}
    where object is null and adres is not null
),

object_bij_adres as (
    select
        stg.adres,
        stg.object,
        row_number() over (partition by stg.adres order by stg.leverdatum desc, stg.bestand_id, stg.rij) as voorkeur
    from {{ ref('stg_brp__persoon') }} as stg
    inner join gevraagd on stg.adres = gevraagd.adres
    where stg.object is not null and stg.eigen_gemeente
)

select
    stand.persoon,
    stand.leverdatum,
    stand.bestand_id,
    stand.rij,
    stand.volgnummer,
    stand.is_enige,
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
