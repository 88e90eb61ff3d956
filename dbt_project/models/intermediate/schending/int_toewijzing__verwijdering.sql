-- Removals of assignments (301) on which accepted lines stood that were not credited (TR385). Put right by a credit of all
-- of them, or by a later message that gives the assignment again.
select
    toewijzing.bestand_id,
    toewijzing.rij,
    toewijzing.wet,
    toewijzing.gemeente,
    toewijzing.aanbieder,
    toewijzing.persoon,
    toewijzing.toewijzingnummer,
    toewijzing.leverdatum,
    least(
        max(case when nu.leverdatum > toewijzing.leverdatum and not nu.is_verwijderd then nu.leverdatum end),
        case when count(*) = count(regel.gecrediteerd_op) then max(regel.gecrediteerd_op) end
    ) as hersteld_op
from {{ ref('stg_bericht__toewijzing') }} as toewijzing
inner join {{ ref('int_declaratie__regel') }} as regel
    on
        toewijzing.gemeente = regel.gemeente
        and toewijzing.wet = regel.wet
        and toewijzing.toewijzingnummer = regel.toewijzingnummer
        and toewijzing.leverdatum >= regel.beantwoord_op
        and toewijzing.leverdatum < coalesce(regel.gecrediteerd_op, cast('9999-12-31' as date))
left join {{ ref('int_toewijzing__geldig') }} as nu
    on
        toewijzing.gemeente = nu.gemeente
        and toewijzing.wet = nu.wet
        and toewijzing.toewijzingnummer = nu.toewijzingnummer
where toewijzing.reden_wijziging = '13' and regel.debet_credit = 'D' and regel.stand = 'toegekend'
group by
    toewijzing.bestand_id,
    toewijzing.rij,
    toewijzing.wet,
    toewijzing.gemeente,
    toewijzing.aanbieder,
    toewijzing.persoon,
    toewijzing.toewijzingnummer,
    toewijzing.leverdatum
