{#- Everything that engines write differently, and nothing else. A model uses these instead of the engine's own words. -#}

{#- The day `dagen` days after (or, negative, before) a date. -#}
{% macro dag_erbij(datum, dagen) -%}
    {{ return(adapter.dispatch('dag_erbij', 'sociaal_domein')(datum, dagen)) }}
{%- endmacro %}
{% macro default__dag_erbij(datum, dagen) -%} cast({{ datum }} + ({{ dagen }}) as date) {%- endmacro %}
{% macro spark__dag_erbij(datum, dagen) -%} date_add({{ datum }}, {{ dagen }}) {%- endmacro %}

{#- The date `maanden` months after a date; the last day of the month where that day does not exist. -#}
{% macro maand_erbij(datum, maanden) -%}
    {{ return(adapter.dispatch('maand_erbij', 'sociaal_domein')(datum, maanden)) }}
{%- endmacro %}
{% macro default__maand_erbij(datum, maanden) -%} cast({{ datum }} + interval '{{ maanden }} months' as date) {%- endmacro %}
{% macro spark__maand_erbij(datum, maanden) -%} add_months({{ datum }}, {{ maanden }}) {%- endmacro %}

{#- A date from its parts. -#}
{% macro datum(jaar, maand, dag) -%} make_date({{ jaar }}, {{ maand }}, {{ dag }}) {%- endmacro %}

{#- A table of whole numbers `getal` from `van` up to and including `tot`. -#}
{% macro reeks(van, tot) -%}
    {{ return(adapter.dispatch('reeks', 'sociaal_domein')(van, tot)) }}
{%- endmacro %}
{% macro default__reeks(van, tot) -%} (select cast(unnest(range({{ van }}, {{ tot }} + 1)) as integer) as getal) {%- endmacro %}
{% macro spark__reeks(van, tot) -%} (select cast(id as int) as getal from range({{ van }}, {{ tot }} + 1)) {%- endmacro %}

{#- A text that identifies a combination of texts: hexadecimal md5. -#}
{% macro inhoud_id(kolommen) -%}
    md5({% for kolom in kolommen %}coalesce(cast({{ kolom }} as varchar), '') {% if not loop.last %} || '|' || {% endif %}{% endfor %})
{%- endmacro %}

{#- A number that differs when one of the columns does; only to compare rows with within one run, never kept. -#}
{% macro inhoud_hash(kolommen) -%}
    {{ return(adapter.dispatch('inhoud_hash', 'sociaal_domein')(kolommen)) }}
{%- endmacro %}
{% macro default__inhoud_hash(kolommen) -%} hash({{ kolommen | join(', ') }}) {%- endmacro %}
{% macro spark__inhoud_hash(kolommen) -%} xxhash64({{ kolommen | join(', ') }}) {%- endmacro %}

{#- The bits of all values of a group together. -#}
{% macro bits(kolom) -%} bit_or({{ kolom }}) {%- endmacro %}

{#- How many days `tot` lies after `van`. -#}
{% macro dagen_tussen(van, tot) -%}
    {{ return(adapter.dispatch('dagen_tussen', 'sociaal_domein')(van, tot)) }}
{%- endmacro %}
{% macro default__dagen_tussen(van, tot) -%} cast({{ tot }} - {{ van }} as integer) {%- endmacro %}
{% macro spark__dagen_tussen(van, tot) -%} datediff({{ tot }}, {{ van }}) {%- endmacro %}

{#- Whole division of whole numbers, down. The divisor is above 0. -#}
{% macro geheel_gedeeld(teller, noemer) -%}
    {{ return(adapter.dispatch('geheel_gedeeld', 'sociaal_domein')(teller, noemer)) }}
{%- endmacro %}
{#- The engine's own division goes towards 0. -#}
{% macro default__geheel_gedeeld(teller, noemer) -%} (({{ teller }}) // ({{ noemer }}) - case when ({{ teller }}) % ({{ noemer }}) < 0 then 1 else 0 end) {%- endmacro %}
{% macro spark__geheel_gedeeld(teller, noemer) -%} (({{ teller }}) div ({{ noemer }}) - case when ({{ teller }}) % ({{ noemer }}) < 0 then 1 else 0 end) {%- endmacro %}

{#- A whole number of up to 38 digits, for products that a bigint does not hold. -#}
{% macro groot_geheel(getal) -%}
    {{ return(adapter.dispatch('groot_geheel', 'sociaal_domein')(getal)) }}
{%- endmacro %}
{% macro default__groot_geheel(getal) -%} cast({{ getal }} as hugeint) {%- endmacro %}
{% macro spark__groot_geheel(getal) -%} cast({{ getal }} as decimal(38, 0)) {%- endmacro %}
