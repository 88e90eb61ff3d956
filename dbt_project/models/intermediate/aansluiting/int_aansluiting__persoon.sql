-- How far the use of each law by a person reaches on the way from our own count to what CBS could count. The steps are taken
-- in this order, each leaves out more: 1 what `alles` counts and `gmsd` does not (PGB under jeugd), 2 what is outside the message traffic, 3 what was delivered too
-- late for CBS, 4 people who were not registered here, 5 jeugd of people of 18 and older. A law holds the highest number of
-- its spells: 0 never used, n left out by step n, 6 left out by none.
with tijdvak as (
    select
        periode.periode,
        periode.begin_datum,
        periode.eind_datum,
        periode.aangeleverd,
        tijdvak.persoon,
        tijdvak.wet,
        tijdvak.voorziening,
        tijdvak.bron,
        tijdvak.leverancier,
        tijdvak.bekend_sinds,
        gmsd.definitie is not null as telt_in_gmsd,
        tijdvak.van,
        greatest(tijdvak.van, periode.begin_datum) as dag
    from {{ ref('int_aansluiting__periode') }} as periode
    inner join {{ ref('int_gebruik__tijdvak') }} as tijdvak
        on tijdvak.van <= periode.eind_datum and tijdvak.tot_en_met >= periode.begin_datum
    inner join {{ ref('int_definitie__soort') }} as alles
        on
            alles.definitie = 'alles'
            and tijdvak.wet = alles.wet
            and tijdvak.categorie = alles.categorie
            and tijdvak.leveringsvorm = alles.leveringsvorm
            and tijdvak.herkomst = alles.herkomst
    left join {{ ref('int_definitie__soort') }} as gmsd
        on
            gmsd.definitie = 'gmsd'
            and tijdvak.wet = gmsd.wet
            and tijdvak.categorie = gmsd.categorie
            and tijdvak.leveringsvorm = gmsd.leveringsvorm
            and tijdvak.herkomst = gmsd.herkomst
    where tijdvak.is_bruikbaar and tijdvak.telt_voor_wet
),

-- A provider works for a task when all its contracts of that law on that day are of that form.
taakgericht as (
    select tijdvak.wet, tijdvak.leverancier, tijdvak.van
    from (select distinct wet, leverancier, van from tijdvak where bron <> 'voorzieningen' and leverancier is not null) as tijdvak
    inner join {{ ref('stg_contracten__contract') }} as contract
        on
            tijdvak.wet = contract.wet
            and tijdvak.leverancier = contract.agb
            and tijdvak.van >= contract.ingangsdatum
            and tijdvak.van <= coalesce(contract.einddatum, cast('9999-12-31' as date))
    group by tijdvak.wet, tijdvak.leverancier, tijdvak.van
    having min(contract.contractvorm) = 'taakgericht' and max(contract.contractvorm) = 'taakgericht'
),

ingeschreven as (
    select distinct periode.periode, inschrijving.persoon
    from {{ ref('int_aansluiting__periode') }} as periode
    inner join {{ ref('int_persoon__inschrijving') }} as inschrijving
        on inschrijving.van <= periode.eind_datum and inschrijving.tot > periode.begin_datum
),

stap as (
    select
        tijdvak.periode,
        tijdvak.persoon,
        tijdvak.wet,
        case
            when not tijdvak.telt_in_gmsd then 1
            when tijdvak.wet in ('jeugd', 'wmo') and (tijdvak.bron = 'voorzieningen' or taakgericht.van is not null) then 2
            when coalesce(tijdvak.bekend_sinds, bekend.bekend_sinds) > tijdvak.aangeleverd then 3
            when ingeschreven.persoon is null then 4
            when tijdvak.wet = 'jeugd' and {{ leeftijd_op('gegevens.geboortedatum', 'tijdvak.dag') }} >= 18 then 5
            else 6
        end as afgevallen_bij
    from tijdvak
    left join taakgericht
        on tijdvak.wet = taakgericht.wet and tijdvak.leverancier = taakgericht.leverancier and tijdvak.van = taakgericht.van and tijdvak.bron <> 'voorzieningen'
    left join {{ ref('int_aansluiting__bekend') }} as bekend
        on tijdvak.periode = bekend.periode and tijdvak.persoon = bekend.persoon and tijdvak.voorziening = bekend.voorziening
    left join ingeschreven on tijdvak.periode = ingeschreven.periode and tijdvak.persoon = ingeschreven.persoon
    left join {{ ref('int_persoon__gegevens') }} as gegevens
        on tijdvak.wet = 'jeugd' and tijdvak.persoon = gegevens.persoon and tijdvak.dag >= gegevens.van and tijdvak.dag < gegevens.tot
)

select
    periode,
    persoon,
    max(case when wet = 'jeugd' then afgevallen_bij else 0 end) as jeugd,
    max(case when wet = 'pwet' then afgevallen_bij else 0 end) as pwet,
    max(case when wet = 'wmo' then afgevallen_bij else 0 end) as wmo
from stap
group by periode, persoon
