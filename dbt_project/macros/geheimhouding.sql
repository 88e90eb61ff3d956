{#- The disclosure rule of every mart, written here once. A table by definition gives the columns of its rule (`geheim_onder`,
    `nul_geheim`, `afronding`, from definities.yml); what belongs to no definition follows the rule of CBS: 0 to 7 is secret, all
    else the nearest multiple of 5. -#}

{% macro is_geheim(aantal, geheim_onder=8, nul_geheim='true') -%}
    ({{ aantal }} < {{ geheim_onder }} and ({{ nul_geheim }} or {{ aantal }} > 0))
{%- endmacro %}

{#- The nearest multiple, halves up. -#}
{% macro afgerond(aantal, afronding=5) -%}
    cast(floor((2 * {{ aantal }} + {{ afronding }}) / (2.0 * {{ afronding }})) * {{ afronding }} as integer)
{%- endmacro %}

{#- How far a published count is at most from the one it was rounded from. -#}
{% macro speling(afronding=5) -%} cast(floor({{ afronding }} / 2.0) as integer) {%- endmacro %}

{#- The published count: NULL when secret. -#}
{% macro gepubliceerd(aantal, geheim_onder=8, nul_geheim='true', afronding=5) -%}
    case when not {{ is_geheim(aantal, geheim_onder, nul_geheim) }} then {{ afgerond(aantal, afronding) }} end
{%- endmacro %}

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
