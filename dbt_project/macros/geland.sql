{#- A raw table as the lake keeps it: every part file is read once, on the run after it was landed. `deel` is that file. -#}
{% macro geland(tabel) -%}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    pre_hook=["{{ verdwenen_delen('" ~ tabel ~ "') }}", "{{ nieuwe_delen('" ~ tabel ~ "') }}"]
) }}
-- depends_on: {{ source('raw', tabel) }}
select * exclude (filename), parse_filename(filename) as deel
from read_parquet(
    getvariable('delen'),
    filename = true,
    encryption_config = struct_pack(footer_key := 'lake')
)
{%- endmacro %}

{#- The part files of a raw table that the manifest names, as table `deel`. -#}
{% macro genoemde_delen(tabel) -%}
(
    select distinct split_part(deel, '/', 2) as deel
    from (select unnest(string_split(delen, ',')) as deel from {{ source('manifest', 'bestand') }})
    where deel like '{{ tabel }}/%'
)
{%- endmacro %}

{#- Rows of parts that the manifest no longer names (a killed run, a removed person) leave the lake. -#}
{% macro verdwenen_delen(tabel) -%}
{% if is_incremental() -%}
delete from {{ this }} where deel not in (select deel from {{ genoemde_delen(tabel) }} as genoemd)
{%- else -%}
select 1
{%- endif %}
{%- endmacro %}

{#- Sets the variable `delen`: the files to read now, and the file without rows that fixes the columns. -#}
{% macro nieuwe_delen(tabel) -%}
set variable delen = (
    select list('{{ env_var("SDL_RAW") }}/{{ tabel }}/' || deel order by deel <> 'leeg.parquet', deel)
    from (
        select 'leeg.parquet' as deel
        union
        select deel from {{ genoemde_delen(tabel) }} as genoemd
        {% if is_incremental() -%}
        where deel not in (select distinct deel from {{ this }})
        {%- endif %}
    ) as te_lezen
)
{%- endmacro %}
