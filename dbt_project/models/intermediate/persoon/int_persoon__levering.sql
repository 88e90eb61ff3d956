-- One row per person in the BRP statements: the first that has them, how many do, and whether all say the same.
-- A row with an unknown start counts as its own delivery date, so of those each says something new.
with rij as (
    select
        persoon,
        leverdatum,
        aanvang_adres,
        {{ inhoud_hash(['leverdatum']) }} as datum,
        {{ inhoud_hash([
            'bsn_status', 'ouder_1', 'ouder_2', 'partner', 'geboortedatum', 'bond_begin', 'bond_einde',
            'bond_einde_onbekend', 'overlijden', 'overlijden_onbekend', 'opschorting', 'opschorting_onbekend', 'gemeente',
            'functie_adres', 'aanvang_adres', 'object', 'adres', 'pc6_huisnummer', 'koppelsleutel',
        ]) }} as inhoud
    from {{ ref('stg_brp__persoon') }}
),

persoon as (
    select
        persoon,
        min(leverdatum) as eerste_levering,
        count(*) as rijen,
        bit_xor(datum) as datums,
        min(inhoud) = max(inhoud) and (count(*) = 1 or count(aanvang_adres) = count(*)) as is_gelijk
    from rij
    group by persoon
),

elke as (
    select count(*) as leveringen, bit_xor({{ inhoud_hash(['leverdatum']) }}) as datums
    from (select distinct leverdatum from {{ ref('stg_manifest__levering') }} where soort = 'brp__persoon') as datums
),

-- Most people are once in every statement: their rows need not be counted apart. Who has as many rows, but on other
-- dates, has another sum of dates.
ander as (
    select rij.persoon, count(distinct rij.leverdatum) as leveringen
    from rij
    inner join persoon on rij.persoon = persoon.persoon
    inner join elke on persoon.rijen <> elke.leveringen or persoon.datums <> elke.datums
    group by rij.persoon
)

select
    persoon.persoon,
    persoon.eerste_levering,
    coalesce(ander.leveringen, persoon.rijen) as leveringen,
    persoon.is_gelijk and persoon.rijen = coalesce(ander.leveringen, persoon.rijen) as is_ongewijzigd
from persoon
left join ander on persoon.persoon = ander.persoon
