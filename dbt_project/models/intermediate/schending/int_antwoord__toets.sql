-- Which rules an answer (325) breaks: as a message (rij 1 of bericht__antwoord) and per rejected line. An answer repeats
-- the line it rejects, so what is wrong in that line is not wrong in the answer.
with kop as (
    select
        antwoord.*,
        declaratie.leverdatum as declaratie_leverdatum,
        declaratie.basis_xsd_versie,
        declaratie.bericht_xsd_versie,
        declaratie.declaratienummer as nummer_van_declaratie,
        case antwoord.ingediend_debet_credit when 'D' then ingediend_cent else -ingediend_cent end as ingediend,
        case antwoord.toegekend_debet_credit when 'D' then toegekend_cent else -toegekend_cent end as toegekend
    from {{ ref('int_declaratie__antwoord') }} as antwoord
    left join {{ ref('int_declaratie__bericht') }} as declaratie on antwoord.declaratie_bestand_id = declaratie.bestand_id
),

afgewezen as (
    select bestand_id, sum(case debet_credit when 'D' then bedrag_cent else -bedrag_cent end) as afgewezen
    from {{ ref('stg_bericht__antwoordregel') }}
    group by bestand_id
),

bericht as (
    select kop.*, coalesce(afgewezen.afgewezen, 0) as afgewezen
    from kop
    left join afgewezen on kop.bestand_id = afgewezen.bestand_id
),

regel as (
    select regel.*, declaratie.dagtekening as declaratie_dagtekening
    from {{ ref('int_declaratie__antwoordregel') }} as regel
    left join {{ ref('int_declaratie__bericht') }} as declaratie on regel.declaratie_bestand_id = declaratie.bestand_id
)

{% for regel, voorwaarde in {
    'TR337': 'declaratie_leverdatum is null or declaratie_leverdatum > leverdatum',
    'TR376': 'declaratienummer <> nummer_van_declaratie',
    'TR371': 'declaratie_basis_xsd_versie <> basis_xsd_versie or declaratie_bericht_xsd_versie <> bericht_xsd_versie',
    'TR342': 'case when heeft_fout then toegekend <> 0 else afgewezen <> ingediend - toegekend end',
    'CS325': "(ingediend_cent = 0 and ingediend_debet_credit = 'C') or (toegekend_cent = 0 and toegekend_debet_credit = 'C')",
}.items() %}
select
    '{{ regel }}' as regel,
    'bericht__antwoord' as tabel,
    wet,
    gemeente,
    aanbieder,
    bestand_id,
    rij,
    cast(null as bigint) as persoon,
    cast(null as bigint) as toewijzingnummer,
    leverdatum,
    {{ 'declaratie_leverdatum' if regel == 'TR337' else 'cast(null as date)' }} as hersteld_op
from bericht
where {{ voorwaarde }}
union all
{% endfor %}
{% for regel, voorwaarde in {
    'TR366': 'declaratie_bestand_id is not null and declaratie_rij is null',
    'TR367': 'verschilt',
    'TR304': 'persoon <> declaratie_persoon',
    'CS002': "bsn_status = 'ongeldig' and declaratie_bsn_status = 'geldig'",
    'TR134': 'declaratie_rij is not null and product_begin > dagtekening and product_begin <= declaratie_dagtekening',
    'TR137': 'declaratie_rij is not null and product_begin <= dagtekening and product_einde > dagtekening and product_einde <= declaratie_dagtekening',
}.items() %}
select
    '{{ regel }}' as regel,
    'bericht__antwoordregel' as tabel,
    wet,
    gemeente,
    aanbieder,
    bestand_id,
    rij,
    persoon,
    toewijzingnummer,
    leverdatum,
    cast(null as date) as hersteld_op
from regel
where {{ voorwaarde }}
{{ 'union all' if not loop.last }}
{% endfor %}
