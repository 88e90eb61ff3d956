-- What linking by chance says of each client of its own: one answer, from all statements in which that client stood. The
-- link with the highest weight holds; two residents with that weight are no answer.
with rij as (
    select distinct
        registratie.eigen_client,
        kans.persoon,
        kans.gewicht,
        kans.tweede_gewicht,
        case kans.klasse when 'waarschijnlijk' then 3 when 'klerk' then 2 when 'geen' then 1 else 0 end as rang
    from {{ ref('geland_koppeling__kans') }} as kans
    inner join {{ ref('geland_voorzieningen__voorziening') }} as registratie
        on kans.bestand_id = registratie.bestand_id and kans.rij = registratie.rij
    inner join {{ ref('stg_manifest__levering') }} as levering on kans.bestand_id = levering.bestand_id
),

gerangschikt as (
    select *, rank() over (partition by eigen_client order by rang desc, gewicht desc nulls last) as plaats
    from rij
),

beste as (
    select
        eigen_client,
        max(rang) as rang,
        count(distinct persoon) as personen,
        min(persoon) as persoon,
        max(gewicht) as gewicht,
        max(tweede_gewicht) as tweede_gewicht
    from gerangschikt
    where plaats = 1
    group by eigen_client
)

-- The chance that the best one is right: its odds against those of the second and of nobody.
select
    eigen_client,
    case when rang = 3 and personen = 1 then persoon end as persoon,
    case
        when rang = 3 and personen = 1 then 'waarschijnlijk'
        when rang >= 2 then 'klerk'
        when rang = 1 then 'geen'
        else 'niet_te_vergelijken'
    end as klasse,
    coalesce(power(2.0, gewicht) / (1 + power(2.0, gewicht) + coalesce(power(2.0, tweede_gewicht), 0)), 0) as kans
from beste
