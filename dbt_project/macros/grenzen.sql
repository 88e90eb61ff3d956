{#- Limits that stand with their reason in a seed, and the arithmetic of amounts under them. -#}

{#- The value of a limit of this seed. -#}
{% macro grens(seed, naam) -%} (select max(norm) from {{ ref(seed) }} where naam = '{{ naam }}') {%- endmacro %}

{#- An amount in cents in euros, on the nearest multiple of so many euros, halves up. -#}
{% macro op_veelvoud(cent, euro) -%}
    {{ geheel_gedeeld('(' ~ cent ~ ' + 50 * ' ~ euro ~ ')', '(100 * ' ~ euro ~ ')') }} * {{ euro }}
{%- endmacro %}

{#- Months as whole numbers that follow each other. -#}
{% macro maandnummer(dag) -%} cast(extract(year from {{ dag }}) * 12 + extract(month from {{ dag }}) - 1 as integer) {%- endmacro %}

{#- Whether an amount says too much of one kind of contributor: too few, two that dominate, or a largest that the second can
    work out. All whole numbers: `grens` is a row of dominantie, `grootste` and `tweede` the largest contributions. -#}
{% macro overheerst(aantal, totaal, grootste, tweede, grens) -%}
    ({{ aantal }} < {{ grens }}.minste_aantal
    or 100 * ({{ grootste }} + {{ tweede }}) > {{ grens }}.hoogste_procent * {{ totaal }}
    or 100 * ({{ totaal }} - {{ grootste }} - {{ tweede }}) < {{ grens }}.p_procent * {{ grootste }})
{%- endmacro %}
