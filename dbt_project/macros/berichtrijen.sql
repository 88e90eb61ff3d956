{#- The rows of one raw table of messages, of served municipalities; each message once, on its earliest delivery date. -#}
{% macro berichtrijen(tabel) -%}
select
    regel.*,
    levering.leverdatum
from {{ ref('geland_' ~ tabel) }} as regel
inner join {{ ref('stg_manifest__levering') }} as levering on regel.bestand_id = levering.bestand_id
inner join {{ ref('stg_gebieden__gemeente') }} as gemeente on regel.gemeente = gemeente.gemeente
{%- endmacro %}
