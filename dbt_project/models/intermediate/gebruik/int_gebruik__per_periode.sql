-- Who uses what in which period, under every definition at once: a row per definition, period, person and facility.
with geteld as (
    select
        periode.definitie,
        periode.periode,
        tijdvak.persoon,
        tijdvak.wet,
        tijdvak.voorziening,
        soort.leeftijd_van,
        soort.leeftijd_tot_en_met,
        soort.leeftijd_onbekend,
        case soort.leeftijd_op when 'eerste_dag' then periode.eerste_dag when 'laatste_dag' then periode.eind_datum end as leeftijdsdag,
        min(greatest(tijdvak.van, periode.eerste_dag)) as eerste_dag,
        max(tijdvak.gemeente) as gemeente
    from {{ ref('int_gebruik__tijdvak') }} as tijdvak
    inner join {{ ref('int_definitie__soort') }} as soort
        on
            tijdvak.wet = soort.wet
            and tijdvak.categorie = soort.categorie
            and tijdvak.leveringsvorm = soort.leveringsvorm
            and tijdvak.herkomst = soort.herkomst
    inner join {{ ref('int_definitie__periode') }} as periode
        on
            soort.definitie = periode.definitie
            and tijdvak.van <= periode.eind_datum
            and tijdvak.tot_en_met >= periode.eerste_dag
    where tijdvak.is_bruikbaar and tijdvak.telt_voor_wet
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9
),

-- The age of somebody holds for all they use of a law in that period.
met_leeftijd as (
    select
        geteld.*,
        coalesce(
            geteld.leeftijdsdag, min(geteld.eerste_dag) over (partition by geteld.definitie, geteld.periode, geteld.persoon, geteld.wet)
        ) as dag
    from geteld
    where geteld.leeftijd_van is not null
),

gebruik as (
    select definitie, periode, persoon, wet, voorziening, gemeente
    from geteld
    where leeftijd_van is null
    union all
    select geteld.definitie, geteld.periode, geteld.persoon, geteld.wet, geteld.voorziening, geteld.gemeente
    from met_leeftijd as geteld
    left join {{ ref('int_persoon__gegevens') }} as gegevens
        on geteld.persoon = gegevens.persoon and geteld.dag >= gegevens.van and geteld.dag < gegevens.tot
    where
        -- Help from before the birth is of age 0.
        greatest(coalesce({{ leeftijd_op('gegevens.geboortedatum', 'geteld.dag') }}, geteld.leeftijd_onbekend), 0)
        between geteld.leeftijd_van and geteld.leeftijd_tot_en_met
)

select
    definitie,
    periode,
    persoon,
    wet,
    voorziening,
    case wet when 'jeugd' then 1 when 'pwet' then 2 else 4 end as wet_bit,
    gemeente
from gebruik
