-- Marriages and partnerships as a person's own row shows them: [van, tot). One that only the row of the other shows
-- stands under the other. The latest delivery that shows a bond says when it ends; one that a person's latest delivery
-- no longer shows ends at the latest when that person's next bond begins, also if that is with somebody without a valid
-- number.
{{ config(materialized='view') }}
with rij as (
    select
        persoon,
        partner,
        -- A dissolved bond may be delivered without its begin: then it is the one with this partner that is known.
        coalesce(
            bond_begin, max(bond_begin) over (partition by persoon, partner), cast('0001-01-01' as date)
        ) as van,
        case
            when bond_einde_onbekend
                then min(case when bond_einde_onbekend then leverdatum end) over (partition by persoon, partner, bond_begin)
            else coalesce(bond_einde, cast('9999-12-31' as date))
        end as tot,
        leverdatum,
        leverdatum = max(leverdatum) over (partition by persoon) as in_nieuwste,
        partner is not null or bond_begin is not null as is_getoond,
        bestand_id,
        rij
    from {{ ref('int_persoon__rij') }}
    where eigen_gemeente and not coalesce(is_enige, false)
),

bond as (
    select *, row_number() over (partition by persoon, partner, van order by leverdatum desc, bestand_id, rij) as voorkeur
    from rij
    where is_getoond
),

opgevolgd as (
    select
        persoon,
        partner,
        van,
        tot,
        in_nieuwste,
        lead(van) over (partition by persoon order by van, leverdatum, partner) as volgende
    from bond
    where voorkeur = 1
),

geldig as (
    select
        persoon,
        partner,
        van,
        case when in_nieuwste then tot else least(tot, coalesce(volgende, cast('9999-12-31' as date))) end as tot
    from opgevolgd
    union all
    select
        persoon,
        partner,
        coalesce(bond_begin, cast('0001-01-01' as date)) as van,
        case when bond_einde_onbekend then leverdatum else coalesce(bond_einde, cast('9999-12-31' as date)) end as tot
    from {{ ref('int_persoon__rij') }}
    where eigen_gemeente and is_enige and partner is not null
)

select persoon, partner, van, tot
from geldig
where van < tot and persoon <> partner
