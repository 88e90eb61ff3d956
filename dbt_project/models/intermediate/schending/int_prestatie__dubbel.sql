-- Lines that repeat an earlier one: its reference (TR314), the debit of its product and period (TR389; within one
-- message TR416), the credit of its debit line (TR390; within one message TR315). What no longer counts cannot be
-- repeated. A line with a used reference is said to be double once, and a declaration that is double (TR333) as a whole.
{% set sleutels = {
    'referentie': ['gemeente', 'wet', 'aanbieder', 'referentienummer'],
    'debet': ['gemeente', 'wet', 'toewijzingnummer', 'product_begin', 'product_einde', 'productcategorie', 'productcode'],
    'credit': ['gemeente', 'wet', 'aanbieder', 'vorig_referentienummer'],
} %}
{% set alleen = {
    'referentie': 'true',
    'debet': "debet_credit = 'D'",
    'credit': "debet_credit = 'C' and vorig_referentienummer is not null",
} %}
with
{% for soort, kolommen in sleutels.items() %}
-- Only what occurs more than once can be double: a count of hashes first, the exact comparison on what is left.
{{ soort }}_vaker as (
    select {{ inhoud_hash(kolommen) }} as sleutel
    from {{ ref('int_declaratie__regel') }}
    where {{ alleen[soort] }}
    group by 1
    having count(*) > 1
),

{{ soort }}_kandidaat as (
    select
        regel.bestand_id,
        regel.rij,
        regel.leverdatum,
        regel.dagtekening,
        regel.identificatie,
        {% for kolom in kolommen %}
        regel.{{ kolom }},
        {% endfor %}
        {{ inhoud_hash(['regel.bestand_id', 'regel.persoon', 'regel.bsn_status', 'regel.vorig_referentienummer']) }} as bij_client,
        {{ vervallen_op('regel.') }} as vervallen_op,
        case when antwoord.wijst_alles_af then regel.beantwoord_op end as geheel_afgewezen_op
    from {{ ref('int_declaratie__regel') }} as regel
    inner join {{ soort }}_vaker as vaker on {{ inhoud_hash(kolommen) }} = vaker.sleutel
    left join {{ ref('int_declaratie__antwoord') }} as antwoord on regel.bestand_id = antwoord.declaratie_bestand_id and antwoord.telt
    left join {{ ref('int_declaratie__toets') }} as dubbel on regel.bestand_id = dubbel.bestand_id and dubbel.regel = 'TR333' and dubbel.hersteld_op is null
    where {{ alleen[soort] }} and dubbel.bestand_id is null
),

{{ soort }} as (
    select
        bestand_id,
        rij,
        leverdatum,
        {{ eerdere_telt_tot('geheel_afgewezen_op' if soort == 'referentie' else 'vervallen_op', kolommen) }} as eerdere_tot,
        coalesce(bestand_id = lag(bestand_id) over (eerdere), false) as in_bericht,
        -- The same line twice with one client is a double class (TR101), which arrival reports.
        coalesce(bij_client = lag(bij_client) over (eerdere), false) as is_klasse_dubbel
    from {{ soort }}_kandidaat
    window eerdere as (partition by {{ kolommen | join(', ') }} order by {{ volgorde_van_levering() }})
),
{% endfor %}

herhaald as (
    select bestand_id, rij, leverdatum, eerdere_tot, is_klasse_dubbel
    from referentie
    where eerdere_tot > leverdatum
),

dubbel as (
    select 'TR314' as regel, bestand_id, rij, eerdere_tot
    from herhaald
    where not is_klasse_dubbel
    {% for soort, in_bericht, later in [('debet', 'TR416', 'TR389'), ('credit', 'TR315', 'TR390')] %}
    union all
    select case when {{ soort }}.in_bericht then '{{ in_bericht }}' else '{{ later }}' end as regel, {{ soort }}.bestand_id, {{ soort }}.rij, {{ soort }}.eerdere_tot
    from {{ soort }}
    left join herhaald on {{ soort }}.bestand_id = herhaald.bestand_id and {{ soort }}.rij = herhaald.rij
    where {{ soort }}.eerdere_tot > {{ soort }}.leverdatum and herhaald.rij is null
    {% endfor %}
)

select regel, bestand_id, rij, case when eerdere_tot < cast('9999-12-31' as date) then eerdere_tot end as hersteld_op
from dubbel
