-- Per address and day who lives in which household. `gezin` is the family, joined by minors who have no parent there,
-- and those with them, to the household of the oldest person; it is named after one of its members.
-- `is_institutioneel` from 11 gezinnen.
with zonder_ouder as (
    select bewoner.adres_id, bewoner.dag, bewoner.volgnummer
    from {{ ref('int_huishouden__bewoner') }} as bewoner
    left join {{ ref('int_huishouden__familie') }} as familie
        on bewoner.adres_id = familie.adres_id and bewoner.dag = familie.dag and bewoner.volgnummer = familie.volgnummer
    where bewoner.is_minderjarig and not coalesce(familie.heeft_ouder, false)
),

-- Elsewhere the families are the households: without such a minor nobody joins, and fewer than 11 residents are never
-- 11 gezinnen.
bijzonder as (
    select adres_id, dag from zonder_ouder
    union
    select adres_id, dag
    from {{ ref('int_huishouden__bewoner') }}
    group by adres_id, dag
    having count(*) >= 11
),

huis as (
    select
        bewoner.adres_id,
        bewoner.dag,
        bewoner.volgnummer,
        bewoner.geboortedatum,
        coalesce(familie.familie, bewoner.volgnummer) as familie,
        zonder_ouder.volgnummer is not null as is_zonder_ouder
    from {{ ref('int_huishouden__bewoner') }} as bewoner
    inner join bijzonder on bewoner.adres_id = bijzonder.adres_id and bewoner.dag = bijzonder.dag
    left join {{ ref('int_huishouden__familie') }} as familie
        on bewoner.adres_id = familie.adres_id and bewoner.dag = familie.dag and bewoner.volgnummer = familie.volgnummer
    left join zonder_ouder
        on bewoner.adres_id = zonder_ouder.adres_id and bewoner.dag = zonder_ouder.dag and bewoner.volgnummer = zonder_ouder.volgnummer
),

geteld as (
    select
        *,
        count(*) over (partition by adres_id, dag, familie) as grootte,
        max(case when is_zonder_ouder then 1 else 0 end) over (partition by adres_id, dag, familie) as sluit_aan
    from huis
),

gezin as (
    select
        adres_id,
        dag,
        volgnummer,
        case
            when sluit_aan = 1
                then first_value(familie) over (
                    partition by adres_id, dag order by geboortedatum nulls last, grootte desc, volgnummer
                )
            else familie
        end as gezin
    from geteld
),

instelling as (
    select adres_id, dag
    from gezin
    group by adres_id, dag
    having count(distinct gezin) >= 11
)

select
    bewoner.adres_id,
    bewoner.dag,
    bewoner.is_peildag,
    bewoner.persoon,
    bewoner.volgnummer,
    bewoner.gemeente,
    bewoner.pc6_huisnummer,
    coalesce(gezin.gezin, familie.familie, bewoner.volgnummer) as gezin,
    instelling.adres_id is not null as is_institutioneel
from {{ ref('int_huishouden__bewoner') }} as bewoner
left join {{ ref('int_huishouden__familie') }} as familie
    on bewoner.adres_id = familie.adres_id and bewoner.dag = familie.dag and bewoner.volgnummer = familie.volgnummer
left join gezin on bewoner.adres_id = gezin.adres_id and bewoner.dag = gezin.dag and bewoner.volgnummer = gezin.volgnummer
left join instelling on bewoner.adres_id = instelling.adres_id and bewoner.dag = instelling.dag
