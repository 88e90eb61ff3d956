{#- How names of schemes are compared: without capitals, a blank or hyphen as the underscore of a YAML's name. -#}
{% macro regelingnaam(kolom) -%} replace(replace(lower({{ kolom }}), ' ', '_'), '-', '_') {%- endmacro %}
