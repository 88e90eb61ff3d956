{#- The most there can be of a count, told no closer than the disclosure rule tells it: 7, or the rounded count and 2. -#}
{% macro hoogstens(aantal) -%} case when {{ is_geheim(aantal) }} then 7 else {{ afgerond(aantal) }} + 2 end {%- endmacro %}

{#- Of so many who may live anywhere in a municipality, how many live in an area with this share of it: the expected
    number and three standard deviations more, and never more than all. -#}
{% macro hoogstens_hier(aantal, aandeel) -%}
    least({{ aantal }}, ceil({{ aantal }} * {{ aandeel }} + 3 * sqrt({{ aantal }} * {{ aandeel }} * (1 - {{ aandeel }}))))
{%- endmacro %}

{#- Whether a combination of laws, or `totaal`, holds a law. -#}
{% macro heeft_wet(combinatie, wet) -%} ({{ combinatie }} = 'totaal' or '+' || {{ combinatie }} || '+' like '%+' || {{ wet }} || '+%') {%- endmacro %}
