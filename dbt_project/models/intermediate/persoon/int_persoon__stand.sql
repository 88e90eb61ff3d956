-- One row per person ever registered here: what the latest delivery says of death and of the end of registration.
with rij as (
    select
        *,
        min(case when overlijden_onbekend then leverdatum end) over (partition by persoon) as overlijden_gezien,
        min(case when opschorting_onbekend then leverdatum end) over (partition by persoon) as opschorting_gezien,
        row_number() over (partition by persoon order by leverdatum desc, van desc, bestand_id, rij) as nieuwste,
        row_number() over (partition by persoon order by leverdatum, van, bestand_id, rij) as oudste
    from {{ ref('int_persoon__rij') }}
    where eigen_gemeente
),

stand as (
    select
        persoon,
        gemeente,
        bsn_status,
        case when overlijden_onbekend then overlijden_gezien else overlijden end as overlijden,
        case when opschorting_onbekend then opschorting_gezien else opschorting end as opschorting
    from rij
    where nieuwste = 1
)

select
    stand.persoon,
    stand.gemeente,
    stand.bsn_status,
    stand.overlijden,
    least(
        coalesce(stand.overlijden, cast('9999-12-31' as date)), coalesce(stand.opschorting, cast('9999-12-31' as date))
    ) as einde,
    -- A number per person that follows from the deliveries and not from the key, to break ties with.
    row_number() over (order by rij.leverdatum, rij.bestand_id, rij.rij) as volgnummer
from stand
inner join rij on stand.persoon = rij.persoon and rij.oudste = 1
