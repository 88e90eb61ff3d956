{#- Tables and views made in one statement, instead of under another name that is then swapped: DuckDB replaces a table whole or
    not at all. There are two hundred models, and each swap takes nine statements (docs/architectuur.md says what that costs).

    Belongs here: how a model becomes a relation. Does not belong here: incremental models (dbt's own), or any rule. -#}
{% materialization table, adapter='duckdb', supported_languages=['sql', 'python'] %}
{%- set doel = this.incorporate(type='table') -%}
{{ maak_plaats(doel) }}
{{ run_hooks(pre_hooks) }}
{%- set in_python = model['language'] == 'python' -%}
{%- if in_python or config.get('contract').enforced -%}
    {#- Python writes on a connection of its own, which does not see what this one has not committed. -#}
    {%- call statement('weg', auto_begin=not in_python) -%} drop table if exists {{ doel }} {%- endcall -%}
    {%- call statement('main', language=model['language']) -%}
    {{ create_table_as(False, doel, compiled_code, model['language']) }}
    {%- endcall -%}
    {%- do persist_docs(doel, model) -%}
    {%- do adapter.commit() -%}
{%- else -%}
    {%- call statement('main', auto_begin=False) -%}
    create or replace table {{ doel }} as (
    {{ compiled_code }}
    )
    {%- endcall -%}
{%- endif -%}
{{ run_hooks(post_hooks) }}
{{ return({'relations': [doel]}) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
{%- set doel = this.incorporate(type='view') -%}
{{ maak_plaats(doel) }}
{{ run_hooks(pre_hooks) }}
{%- call statement('main', auto_begin=False) -%}
create or replace view {{ doel }} as (
{{ compiled_code }}
)
{%- endcall -%}
{{ run_hooks(post_hooks) }}
{{ return({'relations': [doel]}) }}
{% endmaterialization %}

{#- A view cannot be replaced by a table of its name, nor the other way round. -#}
{% macro maak_plaats(doel) -%}
{%- set oud = load_cached_relation(doel) -%}
{%- if oud is not none and oud.type != doel.type -%} {%- do adapter.drop_relation(oud) -%} {%- endif -%}
{%- endmacro %}
