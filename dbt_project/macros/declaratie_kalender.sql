{#- Months and ISO weeks in declarations. 1 January 1900 was a Monday. -#}

{% macro maand_begin(dag) -%} cast(date_trunc('month', {{ dag }}) as date) {%- endmacro %}

{% macro maand_einde(dag) -%} last_day({{ dag }}) {%- endmacro %}

{#- How many calendar months a period touches. -#}
{% macro maanden_geraakt(van, tot) -%}
    (extract(year from {{ tot }}) - extract(year from {{ van }})) * 12 + extract(month from {{ tot }}) - extract(month from {{ van }}) + 1
{%- endmacro %}

{#- How many ISO weeks a period touches. -#}
{% macro weken_geraakt(van, tot) -%}
    floor({{ dagen_tussen("cast('1900-01-01' as date)", tot) }} / 7) - floor({{ dagen_tussen("cast('1900-01-01' as date)", van) }} / 7) + 1
{%- endmacro %}

{#- How many Sundays a period has. -#}
{% macro zondagen(van, tot) -%}
    floor(({{ dagen_tussen("cast('1900-01-01' as date)", tot) }} + 1) / 7) - floor({{ dagen_tussen("cast('1900-01-01' as date)", van) }} / 7)
{%- endmacro %}

{#- The last Sunday on or before a day. -#}
{% macro zondag_ervoor(dag) -%}
    {{ dag_erbij(dag, '-((' ~ dagen_tussen("cast('1900-01-01' as date)", dag) ~ ' + 1) % 7)') }}
{%- endmacro %}
