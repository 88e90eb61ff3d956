-- Birth date and parents of a person over time: as in the latest delivery on or before the day, else the first.
{{ config(materialized='view') }}
with rij as (
    select *, row_number() over (partition by persoon, leverdatum order by van desc, bestand_id, rij) as voorkeur
    from {{ ref('int_persoon__rij') }}
    where eigen_gemeente and not coalesce(is_enige, false)
),

vergeleken as (
    select
        persoon,
        leverdatum,
        geboortedatum,
        ouder_1,
        ouder_2,
        row_number() over (partition by persoon order by leverdatum) as volgorde,
        lag(geboortedatum) over (partition by persoon order by leverdatum) as vorige_geboortedatum,
        lag(ouder_1) over (partition by persoon order by leverdatum) as vorige_ouder_1,
        lag(ouder_2) over (partition by persoon order by leverdatum) as vorige_ouder_2
    from rij
    where voorkeur = 1
),

wijziging as (
    select *
    from vergeleken
    where
        volgorde = 1
        or geboortedatum is distinct from vorige_geboortedatum
        or ouder_1 is distinct from vorige_ouder_1
        or ouder_2 is distinct from vorige_ouder_2
)

select
    persoon,
    geboortedatum,
    ouder_1,
    ouder_2,
    cast('0001-01-01' as date) as van,
    cast('9999-12-31' as date) as tot
from {{ ref('int_persoon__rij') }}
where eigen_gemeente and is_enige
union all
select
    persoon,
    geboortedatum,
    ouder_1,
    ouder_2,
    case when volgorde = 1 then cast('0001-01-01' as date) else leverdatum end as van,
    coalesce(lead(leverdatum) over (partition by persoon order by leverdatum), cast('9999-12-31' as date)) as tot
from wijziging
