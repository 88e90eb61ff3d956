-- Per assignment and month what was assigned, declared, accepted and credited, up to and including the month up to which
-- deliveries are known. A line counts in the month of its product period, also when it corrects an earlier one. A week
-- belongs to the month of its Sunday, as where the standard counts output: so the months add up to the total.
{% set sleutel = 'gemeente, wet, toewijzingnummer' %}
with kalender as (
    -- The two laws exist since 2015.
    select {{ datum('jaar.getal', 'maand.getal', 1) }} as maand
    from {{ reeks(2015, 2100) }} as jaar
    cross join {{ reeks(1, 12) }} as maand
    inner join {{ ref('int_peil__bekend_op') }} as peil on {{ datum('jaar.getal', 'maand.getal', 1) }} <= peil.bekend_op
),

dag as (
    select
        omvang.*,
        kalender.maand,
        greatest(omvang.ingangsdatum, kalender.maand) as van,
        least(coalesce(omvang.einddatum, {{ maand_einde('kalender.maand') }}), {{ maand_einde('kalender.maand') }}) as tot_en_met
    from {{ ref('int_keten__omvang') }} as omvang
    inner join kalender
        on
            kalender.maand >= {{ maand_begin('omvang.ingangsdatum') }}
            and kalender.maand <= coalesce(omvang.einddatum, cast('9999-12-31' as date))
    where not omvang.is_verwijderd and omvang.ingangsdatum <= coalesce(omvang.einddatum, omvang.ingangsdatum)
),

toegewezen as (
    select
        {{ sleutel }},
        maand,
        rekeneenheid,
        frequentie,
        volume,
        {{ dagen_tussen('van', 'tot_en_met') }} + 1 as dagen,
        {{ zondagen('van', 'tot_en_met') }} + case when gebroken_week between van and tot_en_met then 1 else 0 end as weken
    from dag
),

regel as (
    select
        {{ sleutel }},
        {{ maand_begin('regel.product_begin') }} as maand,
        omvang.rekeneenheid,
        regel.stand,
        regel.debet_credit = 'C' as is_credit,
        regel.debet_credit = 'D' and {{ vervallen_op('regel.') }} is null as staat,
        case regel.debet_credit when 'C' then -1 else 1 end * regel.bedrag_cent as cent,
        case regel.debet_credit when 'C' then -1 else 1 end * case
            when omvang.rekeneenheid = '83' then regel.bedrag_cent
            when omvang.rekeneenheid = '01' and regel.eenheid = '04' then 60 * regel.volume
            when omvang.rekeneenheid = regel.eenheid then regel.volume
        end as volume
    from {{ ref('int_declaratie__regel') }} as regel
    left join {{ ref('int_keten__omvang') }} as omvang using ({{ sleutel }})
),

gedeclareerd as (
    select
        {{ sleutel }},
        maand,
        max(rekeneenheid) as rekeneenheid,
        {%- for wat in ['volume', 'cent'] %}
        sum(case when stand = 'toegekend' then {{ wat }} end) as toegekend_{{ wat }},
        sum(case when stand = 'in behandeling' then {{ wat }} end) as in_behandeling_{{ wat }},
        sum(case when stand = 'toegekend' and is_credit then -{{ wat }} end) as gecrediteerd_{{ wat }},
        {%- endfor %}
        sum(case when stand = 'afgewezen' then cent end) as afgewezen_cent,
        sum(case when staat then 1 else 0 end) as aantal_regels
    from regel
    group by {{ sleutel }}, maand
),

samen as (
    select
        {{ sleutel }},
        maand,
        coalesce(toegewezen.rekeneenheid, gedeclareerd.rekeneenheid) as rekeneenheid,
        toegewezen.weken,
        toegewezen.volume
        * case toegewezen.frequentie when '1' then toegewezen.dagen when '2' then toegewezen.weken when '4' then 1 end as toegewezen_volume,
        {%- for bedrag in ['toegekend_volume', 'in_behandeling_volume', 'gecrediteerd_volume', 'toegekend_cent', 'in_behandeling_cent', 'gecrediteerd_cent', 'afgewezen_cent', 'aantal_regels'] %}
        cast(coalesce(gedeclareerd.{{ bedrag }}, 0) as bigint) as {{ bedrag }}{{ '' if loop.last else ',' }}
        {%- endfor %}
    from toegewezen
    full join gedeclareerd using ({{ sleutel }}, maand)
)

select
    {{ sleutel }},
    maand,
    rekeneenheid,
    cast(weken as integer) as weken,
    cast(toegewezen_volume as bigint) as volume_toegewezen,
    case when rekeneenheid is not null then toegekend_volume + in_behandeling_volume end as volume_gedeclareerd,
    case when rekeneenheid is not null then toegekend_volume end as volume_toegekend,
    case when rekeneenheid is not null then gecrediteerd_volume end as volume_gecrediteerd,
    toegekend_cent + in_behandeling_cent + afgewezen_cent as ingediend_cent,
    toegekend_cent,
    in_behandeling_cent,
    afgewezen_cent,
    gecrediteerd_cent,
    aantal_regels
from samen
