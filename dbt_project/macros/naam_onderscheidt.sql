{#- Whether the names of its files tell the statements of a source apart: one per scheme, one per provider. -#}
{% macro naam_onderscheidt(bron) -%} {{ bron }} in ('voorzieningen', 'beleidsinformatie_jeugd') {%- endmacro %}
