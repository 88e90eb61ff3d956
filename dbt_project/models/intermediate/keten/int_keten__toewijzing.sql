-- Each assignment with its whole chain on one row: when it was asked, given, begun, ended and declared, and for how much.
{% set sleutel = 'gemeente, wet, toewijzingnummer' %}
{% set volumes = ['volume_gedeclareerd', 'volume_toegekend', 'volume_gecrediteerd'] %}
{% set bedragen = ['ingediend_cent', 'toegekend_cent', 'in_behandeling_cent', 'afgewezen_cent', 'gecrediteerd_cent'] %}
with versie as (
    select * from {{ ref('int_keten__versie') }} where geldt_nu
),

-- What was asked after the assignment, a change of it, is not the request that it came from.
verzoek as (
    select
        {{ sleutel }},
        min(case when stap.gebeurtenis = 'verzocht' then stap.dag end) as verzocht_op,
        min(case when stap.gebeurtenis = 'in onderzoek' then stap.dag end) as onderzocht_op
    from versie
    inner join {{ ref('int_keten__verzoekstap') }} as stap using ({{ sleutel }})
    where stap.dag <= versie.toegewezen_op
    group by {{ sleutel }}
),

zorg as (
    select
        {{ sleutel }},
        min(case when berichtsoort = '305' then dag end) as eerste_start,
        min(case when gebeurtenis = 'gestopt' then dag end) as eerste_stop,
        max(case when gebeurtenis = 'gestopt' then dag end) as laatste_stop
    from {{ ref('int_keten__zorg') }}
    group by {{ sleutel }}
),

nu as (
    select stand.gemeente, stand.wet, stand.toewijzingnummer, stand.stand, stand.van
    from {{ ref('int_keten__stand') }} as stand
    inner join {{ ref('int_peil__bekend_op') }} as peil on stand.van <= peil.bekend_op and peil.bekend_op < stand.tot
),

per_maand as (
    select
        {{ sleutel }},
        min(case when aantal_regels > 0 then maand end) as eerste_maand,
        max(case when aantal_regels > 0 then maand end) as laatste_maand,
        sum(case when aantal_regels > 0 then weken end) as weken,
        sum(case when aantal_regels > 0 and weken > 0 then volume_gedeclareerd end) as volume_in_weken,
        cast(sum(volume_toegewezen) as bigint) as volume_toegewezen,
        {%- for telling in volumes + bedragen %}
        cast(sum({{ telling }}) as bigint) as {{ telling }}{{ '' if loop.last else ',' }}
        {%- endfor %}
    from {{ ref('int_keten__volume') }}
    group by {{ sleutel }}
)

select
    {{ sleutel }},
    versie.persoon,
    versie.bsn_status,
    versie.aanbieder,
    versie.productcategorie,
    versie.productcode,
    verzoek.verzocht_op,
    verzoek.onderzocht_op,
    versie.toegewezen_op,
    versie.toewijzingsdatum as gewijzigd_op,
    versie.ingangsdatum,
    versie.einddatum,
    versie.is_verwijderd,
    zorg.eerste_start,
    zorg.eerste_stop,
    zorg.laatste_stop,
    per_maand.eerste_maand as eerste_gedeclareerde_maand,
    per_maand.laatste_maand as laatste_gedeclareerde_maand,
    nu.stand,
    nu.van as stand_sinds,
    versie.volume,
    versie.eenheid,
    versie.frequentie,
    versie.budget_cent,
    omvang.rekeneenheid,
    omvang.volume_per_week as volume_toegewezen_per_week,
    cast(cast(per_maand.volume_in_weken as decimal(18, 2)) / nullif(per_maand.weken, 0) as decimal(18, 2)) as volume_gedeclareerd_per_week,
    per_maand.volume_toegewezen as volume_toegewezen_tot_nu,
    omvang.volume_totaal as volume_toegewezen_totaal,
    {%- for volume in volumes %}
    case when omvang.rekeneenheid is not null then coalesce(per_maand.{{ volume }}, 0) end as {{ volume }}_totaal,
    {%- endfor %}
    {%- for bedrag in bedragen %}
    coalesce(per_maand.{{ bedrag }}, 0) as {{ bedrag }},
    {%- endfor %}
    versie.bekend_sinds
from versie
inner join {{ ref('int_keten__omvang') }} as omvang using ({{ sleutel }})
left join nu using ({{ sleutel }})
left join verzoek using ({{ sleutel }})
left join zorg using ({{ sleutel }})
left join per_maand using ({{ sleutel }})
