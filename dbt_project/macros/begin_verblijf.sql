{#- Since when an address holds: an unknown start counts as the delivery date, in a person's first delivery as always. -#}
{% macro begin_verblijf(aanvang, leverdatum, eerste_levering) -%}
    coalesce({{ aanvang }}, case when {{ leverdatum }} = {{ eerste_levering }} then cast('0001-01-01' as date) else {{ leverdatum }} end)
{%- endmacro %}
