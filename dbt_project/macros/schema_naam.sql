{#- Schemas carry the name of their layer, without dbt's prefix: one name for file, asset and table. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name if custom_schema_name else target.schema }}
{%- endmacro %}
