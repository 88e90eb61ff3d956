{#- The published cells of the five fixed tables, each with its value, in one form. `waar` gives the relation of a table. -#}
{% macro cellen(waar) -%}
{% for maat in ['inwoners', 'huishoudens_adres', 'huishoudens_gezin'] %}
select 'gebied' as tabel, cast(null as varchar) as definitie, cast(jaar as varchar) as periode, '{{ maat }}' as eenheid, gebied_code, cast(null as varchar) as onderdeel, {{ maat }} as waarde, {{ maat }} is null as geheim
from {{ waar('gebied') }}
union all
{% endfor %}
select 'huishouden_overlap' as tabel, definitie, periode, 'huishoudens_' || huishoudensoort as eenheid, gebied_code, combinatie as onderdeel, huishoudens as waarde, geheim
from {{ waar('huishouden_overlap') }}
union all
select 'client_overlap' as tabel, definitie, periode, 'clienten' as eenheid, gebied_code, combinatie as onderdeel, clienten as waarde, geheim
from {{ waar('client_overlap') }}
union all
select 'stapeling' as tabel, definitie, periode, eenheid, gebied_code, aantal_voorzieningen as onderdeel, aantal as waarde, geheim
from {{ waar('stapeling') }}
union all
select 'overlap_matrix' as tabel, null as definitie, periode, 'clienten' as eenheid, null as gebied_code, regeling_a || ' en ' || regeling_b as onderdeel, clienten_a_en_b as waarde, geheim
from {{ waar('overlap_matrix') }}
{%- endmacro %}

{#- Where the tables of the state before this one lie. -#}
{% macro vorige(tabel) -%} {{ return(source('vorige', tabel)) }} {%- endmacro %}
