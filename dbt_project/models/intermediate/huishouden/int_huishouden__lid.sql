-- Per address and day who lives in which household. `gezin` is the family, joined by minors who have no parent there,
-- and those with them, to the household of the oldest person; it is named after its lowest volgnummer.
-- `is_institutioneel` from 11 gezinnen.
with lid as (
    select
        bewoner.*,
        familie.familie,
        count(*) over (partition by bewoner.adres_id, bewoner.dag, familie.familie) as grootte,
        max(case when bewoner.is_minderjarig and ouder.persoon is null then 1 else 0 end) over (
            partition by bewoner.adres_id, bewoner.dag, familie.familie
        ) as sluit_aan
    from {{ ref('int_huishouden__bewoner') }} as bewoner
    inner join {{ ref('int_huishouden__familie') }} as familie
        on bewoner.adres_id = familie.adres_id and bewoner.dag = familie.dag and bewoner.volgnummer = familie.volgnummer
    left join (select distinct adres_id, dag, persoon from {{ ref('int_huishouden__band') }} where is_ouder) as ouder
        on bewoner.adres_id = ouder.adres_id and bewoner.dag = ouder.dag and bewoner.persoon = ouder.persoon
),

met_oudste as (
    select
        *,
        first_value(familie) over (
            partition by adres_id, dag order by geboortedatum nulls last, grootte desc, volgnummer
        ) as familie_van_oudste
    from lid
),

gezin as (
    select *, case when sluit_aan = 1 then familie_van_oudste else familie end as gezin
    from met_oudste
),

aantal as (
    select adres_id, dag, count(distinct gezin) as gezinnen
    from gezin
    group by adres_id, dag
)

select
    gezin.adres_id,
    gezin.dag,
    gezin.persoon,
    gezin.volgnummer,
    gezin.gemeente,
    gezin.pc6_huisnummer,
    min(gezin.volgnummer) over (partition by gezin.adres_id, gezin.dag, gezin.gezin) as gezin,
    aantal.gezinnen >= 11 as is_institutioneel
from gezin
inner join aantal on gezin.adres_id = aantal.adres_id and gezin.dag = aantal.dag
