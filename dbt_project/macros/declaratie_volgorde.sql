{#- In which order lines of declarations came, and when one of them stopped counting. Judgements on more lines need both. -#}

{#- The order of lines of messages; what comes after the delivery date only decides between messages of one day. -#}
{% macro volgorde_van_levering(voor='') -%}
    {{ voor }}leverdatum, {{ voor }}dagtekening, {{ voor }}identificatie, {{ voor }}bestand_id, {{ voor }}rij
{%- endmacro %}

{#- Since when a line does not count any more: rejected in the answer, or credited; NULL as long as it stands. -#}
{% macro vervallen_op(voor='') -%}
    least(case when {{ voor }}stand = 'afgewezen' then {{ voor }}beantwoord_op end, {{ voor }}gecrediteerd_op)
{%- endmacro %}

{#- Until when an earlier row with the same key counted; 9999-12-31 when it still does, NULL when there is none. -#}
{% macro eerdere_telt_tot(vervallen_op, sleutel) -%}
    max(coalesce({{ vervallen_op }}, cast('9999-12-31' as date))) over (
        partition by {{ sleutel | join(', ') }}
        order by {{ volgorde_van_levering() }}
        rows between unbounded preceding and 1 preceding
    )
{%- endmacro %}
