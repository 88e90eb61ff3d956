-- Which message (301) of an assignment comes after which: by its decision, then by its delivery (contract 4.1). The last two
-- only make it one order; they never decide what counts.
{% macro toewijzing_volgorde(tabel='', laatste_eerst=false) -%}
    {%- set op = ' desc' if laatste_eerst else '' -%}
    {%- set af = '' if laatste_eerst else ' desc' -%}
    {%- set punt = tabel ~ '.' if tabel else '' -%}
    {{ punt }}toewijzingsdatum{{ op }}, {{ punt }}toewijzingstijd{{ op }}, {{ punt }}leverdatum{{ op }}, {{ punt }}bestand_id{{ af }}, {{ punt }}rij{{ op }}
{%- endmacro %}
