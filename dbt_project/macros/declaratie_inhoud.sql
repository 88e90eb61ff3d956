{#- What two lines must have in common to be the same delivery: a credit line and its debit line, a line and its rejection. -#}

{#- Without who it is about and its own references: those have rules of their own. -#}
{% macro prestatie_inhoud(voor='') -%}
    {{ return([
        voor ~ 'toewijzingnummer', voor ~ 'productcategorie', voor ~ 'productcode', voor ~ 'product_begin',
        voor ~ 'product_einde', voor ~ 'volume', voor ~ 'eenheid', voor ~ 'tarief_cent', voor ~ 'bedrag_cent',
    ]) }}
{%- endmacro %}

{#- As an answer repeats it. -#}
{% macro declaratie_inhoud(voor='') -%}
    {{ return(prestatie_inhoud(voor) + [voor ~ 'vorig_referentienummer', voor ~ 'debet_credit']) }}
{%- endmacro %}

{#- A tariff per minute from one per hour, in whole cents, halves up. -#}
{% macro zestigste(cent) -%} cast(floor(({{ cent }} * 2 + 60) / 120) as bigint) {%- endmacro %}
