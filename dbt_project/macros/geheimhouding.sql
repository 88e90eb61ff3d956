{#- The disclosure rule `cbs`: 0 to 7 is secret, all else the nearest multiple of 5. Used by every mart, written here once. -#}

{% macro is_geheim(aantal) -%} ({{ aantal }} <= 7) {%- endmacro %}

{% macro afgerond(aantal) -%} cast(floor(({{ aantal }} + 2.5) / 5) * 5 as integer) {%- endmacro %}

{#- The published count: NULL when secret. -#}
{% macro gepubliceerd(aantal) -%} case when {{ aantal }} > 7 then {{ afgerond(aantal) }} end {%- endmacro %}

{#- The published denominator: exact for a municipality, else a multiple of 5; NULL below 30. -#}
{% macro noemer_gepubliceerd(aantal, gebied_soort) -%}
    case
        when {{ aantal }} < 30 then null
        when {{ gebied_soort }} = 'gemeente' then cast({{ aantal }} as integer)
        else {{ afgerond(aantal) }}
    end
{%- endmacro %}

{#- A rate of two published figures, whole, halves up; NULL when the count is secret. -#}
{% macro verhouding(teller, noemer, per) -%}
    cast(floor(({{ 2 * per }} * {{ teller }} + {{ noemer }}) / (2.0 * {{ noemer }})) as integer)
{%- endmacro %}
