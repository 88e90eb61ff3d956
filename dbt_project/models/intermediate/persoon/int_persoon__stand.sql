-- One row per person ever registered here: what the latest delivery says of death and of the end of registration.
with rij as (
    select
        persoon,
        gemeente,
        bsn_status,
        overlijden,
        overlijden_onbekend,
        opschorting,
        opschorting_onbekend,
        leverdatum as overlijden_gezien,
        leverdatum as opschorting_gezien,
        volgnummer,
        1 as nieuwste
    from {{ ref('int_persoon__rij') }}
    where eigen_gemeente and is_enige
    union all
    select
        persoon,
        gemeente,
        bsn_status,
        overlijden,
        overlijden_onbekend,
        opschorting,
        opschorting_onbekend,
        min(case when overlijden_onbekend then leverdatum end) over (partition by persoon) as overlijden_gezien,
        min(case when opschorting_onbekend then leverdatum end) over (partition by persoon) as opschorting_gezien,
        min(volgnummer) over (partition by persoon) as volgnummer,
        row_number() over (partition by persoon order by leverdatum desc, van desc, bestand_id, rij) as nieuwste
    from {{ ref('int_persoon__rij') }}
    where eigen_gemeente and not coalesce(is_enige, false)
),

stand as (
    select
        persoon,
        gemeente,
        bsn_status,
        case when overlijden_onbekend then overlijden_gezien else overlijden end as overlijden,
        case when opschorting_onbekend then opschorting_gezien else opschorting end as opschorting,
        volgnummer
    from rij
    where nieuwste = 1
)

select
    persoon,
    gemeente,
    bsn_status,
    overlijden,
    least(coalesce(overlijden, cast('9999-12-31' as date)), coalesce(opschorting, cast('9999-12-31' as date))) as einde,
    volgnummer
from stand
