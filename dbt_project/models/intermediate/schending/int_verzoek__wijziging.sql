-- What is wrong with the lines of a request for change (317), held against the assignments they name. First whether the
-- assignment is that client's (TR304), then whether it is current (TR350, TR351), only then what is asked: one mistake gives one
-- code. An assignment that came or was corrected later puts it right; what was decided on the request itself does not.
{% set budget = "coalesce(budget_cent <> toegewezen_budget_cent, false) or coalesce(toegewezen_frequentie = '6' and (volume <> toegewezen_volume or eenheid <> toegewezen_eenheid or frequentie <> '6'), false)" %}
{% set na_2020 = "coalesce(toegewezen_tot, cast('9999-12-31' as date)) > cast('2020-12-31' as date)" %}
{% set van_toewijzing = {
    'TR304': "is_van_ander",
    'TR350': "klasse = 'ongewijzigd' and not is_van_ander and not is_actueel",
    'TR351': "klasse = 'te_wijzigen' and not is_van_ander and not is_actueel",
} %}
{% set van_inhoud = {
    'TR357': "gewenste_ingangsdatum <= dagtekening and gewenste_ingangsdatum <> toegewezen_van and not (" ~ budget ~ ")",
    'TR373': "gewenste_ingangsdatum <> toegewezen_van and (" ~ budget ~ ")",
    'TR375': "volume is not null and toegewezen_categorie is null and " ~ na_2020,
    'TR411': "volume is null and toegewezen_code is not null",
    'TR412': "volume is not null and toegewezen_categorie is not null and toegewezen_code is null and " ~ na_2020,
} %}
with oordeel as (
    {% for regel, fout in van_toewijzing.items() -%}
    select '{{ regel }}' as regel, moment, bestand_id, rij, leverdatum, geldig_van, {{ fout }} as fout, not is_onbekend and not is_van_ander and is_actueel as is_goed
    from {{ ref('int_verzoek__regel') }}
    union all
    {% endfor -%}
    {% for regel, fout in van_inhoud.items() -%}
    select '{{ regel }}' as regel, moment, bestand_id, rij, leverdatum, geldig_van, klasse = 'te_wijzigen' and not is_van_ander and is_actueel and {{ fout }} as fout, not is_van_ander and is_actueel and toewijzingsdatum <= dagtekening and not coalesce({{ fout }}, false) as is_goed
    from {{ ref('int_verzoek__regel') }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    toen.regel,
    'bericht__wijzigingsverzoek' as tabel,
    toen.bestand_id,
    toen.rij,
    case when nu.is_goed then nu.geldig_van end as hersteld_op
from oordeel as toen
inner join oordeel as nu on toen.regel = nu.regel and toen.bestand_id = nu.bestand_id and toen.rij = nu.rij
where toen.moment = 'toen' and nu.moment = 'nu' and toen.fout
