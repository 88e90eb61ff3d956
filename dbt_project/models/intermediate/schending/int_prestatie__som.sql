-- Lines with which the declared volume of an assignment first exceeds what was assigned (TR322; a budget: TR369), and those
-- after them. In the order of delivery; a rejected or credited line counts for itself alone, and a line that does not
-- fit its assignment by itself, or is double, does not count at all.
with gedeclareerd as (
    select
        gemeente,
        wet,
        toewijzingnummer,
        sum(case when eenheid = '04' then 60 * volume else volume end) as volume,
        sum(case when eenheid = '83' then volume else bedrag_cent end) as bedrag
    from {{ ref('int_declaratie__regel') }}
    where debet_credit = 'D'
    group by gemeente, wet, toewijzingnummer
),

-- Most assignments are not exceeded even if everything counts; only the others are added up line by line.
kandidaat as (
    select distinct versie.gemeente, versie.wet, versie.toewijzingnummer
    from {{ ref('int_toewijzing__versie') }} as versie
    inner join gedeclareerd
        on
            versie.gemeente = gedeclareerd.gemeente
            and versie.wet = gedeclareerd.wet
            and versie.toewijzingnummer = gedeclareerd.toewijzingnummer
    where versie.som_hoogstens < case versie.som_regel when 'TR322' then gedeclareerd.volume else gedeclareerd.bedrag end
),

past_niet as (
    select bestand_id, rij
    from {{ ref('int_prestatie__toets') }}
    where {{ regels_buiten_de_som() | join(' or ') | lower }}
    group by bestand_id, rij
    having sum(case when is_toen then 1 else 0 end) = 1 and (max(nu_op) is null or count(*) = 2)
    union
    select bestand_id, rij from {{ ref('int_prestatie__dubbel') }} where hersteld_op is null
),

regel as (
    select
        regel.*,
        versie.nu_op,
        versie.som_regel,
        versie.som_hoogstens,
        {{ vervallen_op('regel.') }} as vervallen_op,
        case
            when versie.som_regel = 'TR369' and regel.eenheid <> '83' then regel.bedrag_cent
            when versie.eenheid = '04' and regel.eenheid = '04' then 60 * regel.volume
            else regel.volume
        end as hoeveelheid
    from {{ ref('int_declaratie__regel') }} as regel
    inner join kandidaat
        on
            regel.gemeente = kandidaat.gemeente
            and regel.wet = kandidaat.wet
            and regel.toewijzingnummer = kandidaat.toewijzingnummer
    inner join {{ ref('int_toewijzing__versie') }} as versie
        on
            regel.gemeente = versie.gemeente
            and regel.wet = versie.wet
            and regel.toewijzingnummer = versie.toewijzingnummer
            and regel.leverdatum >= versie.van
            and regel.leverdatum < versie.tot
            and versie.is_toen
    left join past_niet on regel.bestand_id = past_niet.bestand_id and regel.rij = past_niet.rij
    left join {{ ref('int_declaratie__toets') }} as dubbel on regel.bestand_id = dubbel.bestand_id and dubbel.regel = 'TR333' and dubbel.hersteld_op is null
    where regel.debet_credit = 'D' and past_niet.rij is null and dubbel.bestand_id is null
),

opgeteld as (
    select
        regel.*,
        hoeveelheid + coalesce(
            sum(case when vervallen_op is null then hoeveelheid else 0 end) over (
                partition by gemeente, wet, toewijzingnummer
                order by {{ volgorde_van_levering() }}
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as som
    from regel
)

select
    opgeteld.som_regel as regel,
    opgeteld.bestand_id,
    opgeteld.rij,
    case when opgeteld.som <= nu.som_hoogstens then opgeteld.nu_op end as hersteld_op
from opgeteld
left join {{ ref('int_toewijzing__versie') }} as nu
    on
        opgeteld.gemeente = nu.gemeente
        and opgeteld.wet = nu.wet
        and opgeteld.toewijzingnummer = nu.toewijzingnummer
        and opgeteld.som_regel = nu.som_regel
        and not nu.is_toen
where opgeteld.som > opgeteld.som_hoogstens
