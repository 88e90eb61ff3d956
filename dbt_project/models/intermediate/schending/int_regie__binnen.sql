-- What is wrong with a start or stop by itself (level 2 of the standard: 0001). A removal is not judged here.
{% set regels = {
    'CS002': "bsn_status <> 'geldig'",
    'CS058': "status_aanlevering <> '1'",
    'TR018': "einddatum < begindatum",
    'TR134': "greatest(begindatum, einddatum) > dagtekening",
} %}
{% for regel, fout in regels.items() -%}
select '{{ regel }}' as regel, tabel, bestand_id, rij, verwijderd_op as hersteld_op
from {{ ref('int_regie__rij') }}
where status_aanlevering <> '3' and {{ fout }}
{% if not loop.last %}union all{% endif %}
{% endfor %}
