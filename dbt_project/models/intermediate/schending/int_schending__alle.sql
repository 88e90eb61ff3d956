-- Every row of a message that breaks a rule of the standard, also those that a later delivery put right.
{% for deel in ['aankomst', 'bericht', 'toewijzing', 'regie', 'verzoek', 'declaratie'] %}
select regel, wet, tabel, gemeente, aanbieder, leverancier, bestand_id, rij, persoon, toewijzingnummer, leverdatum, hersteld_op
from {{ ref('int_schending__' ~ deel) }}
{% if not loop.last %}union all{% endif %}
{% endfor %}
