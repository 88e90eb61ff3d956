-- Lines with which the declared volume of an assignment first exceeds what was assigned (TR322; a budget: TR369), and those
-- after them. In the order of delivery: a line counts until it is rejected or credited, and what leaves on a day leaves
-- before what comes. A line that does not fit its assignment by itself, or is double, does not count at all.
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
        row_number() over (
            partition by regel.gemeente, regel.wet, regel.toewijzingnummer order by {{ volgorde_van_levering('regel.') }}
        ) as volgnummer,
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

verloop as (
    select gemeente, wet, toewijzingnummer, volgnummer, leverdatum as op, 1 as komt, case when vervallen_op <= leverdatum then 0 else hoeveelheid end as erbij
    from regel
    union all
    select gemeente, wet, toewijzingnummer, volgnummer, vervallen_op as op, 0 as komt, -hoeveelheid as erbij
    from regel
    where vervallen_op > leverdatum
),

opgeteld as (
    select
        gemeente,
        wet,
        toewijzingnummer,
        volgnummer,
        komt,
        sum(erbij) over (
            partition by gemeente, wet, toewijzingnummer order by op, komt, volgnummer rows unbounded preceding
        ) - erbij as stand
    from verloop
),

overschreden as (
    select regel.*, opgeteld.stand + regel.hoeveelheid as som, nu.som_hoogstens as nu_som_hoogstens
    from regel
    inner join opgeteld
        on
            regel.gemeente = opgeteld.gemeente
            and regel.wet = opgeteld.wet
            and regel.toewijzingnummer = opgeteld.toewijzingnummer
            and regel.volgnummer = opgeteld.volgnummer
            and opgeteld.komt = 1
    left join {{ ref('int_toewijzing__versie') }} as nu
        on
            regel.gemeente = nu.gemeente
            and regel.wet = nu.wet
            and regel.toewijzingnummer = nu.toewijzingnummer
            and regel.som_regel = nu.som_regel
            and regel.nu_op is not null
            and not nu.is_toen
    where opgeteld.stand + regel.hoeveelheid > regel.som_hoogstens
),

-- What an earlier line took and gave back after this one came, day by day.
vrijgekomen as (
    select
        overschreden.bestand_id,
        overschreden.rij,
        eerder.vervallen_op,
        overschreden.som - sum(eerder.hoeveelheid) over (
            partition by overschreden.bestand_id, overschreden.rij order by eerder.vervallen_op
        ) as som
    from overschreden
    inner join regel as eerder
        on
            overschreden.gemeente = eerder.gemeente
            and overschreden.wet = eerder.wet
            and overschreden.toewijzingnummer = eerder.toewijzingnummer
            and overschreden.volgnummer > eerder.volgnummer
            and overschreden.leverdatum < eerder.vervallen_op
),

hersteld as (
    select
        overschreden.bestand_id,
        overschreden.rij,
        min(case when vrijgekomen.som <= overschreden.som_hoogstens then vrijgekomen.vervallen_op end) as zonder_eerdere_op,
        min(case when vrijgekomen.som <= overschreden.nu_som_hoogstens then vrijgekomen.vervallen_op end) as met_versie_op
    from overschreden
    inner join vrijgekomen on overschreden.bestand_id = vrijgekomen.bestand_id and overschreden.rij = vrijgekomen.rij
    group by overschreden.bestand_id, overschreden.rij
)

select
    overschreden.som_regel as regel,
    overschreden.bestand_id,
    overschreden.rij,
    least(
        hersteld.zonder_eerdere_op,
        case when overschreden.som <= overschreden.nu_som_hoogstens then overschreden.nu_op end,
        case when hersteld.met_versie_op is not null then greatest(hersteld.met_versie_op, overschreden.nu_op) end
    ) as hersteld_op
from overschreden
left join hersteld on overschreden.bestand_id = hersteld.bestand_id and overschreden.rij = hersteld.rij
