-- The columns of the published tables, from their descriptions: what the comments say, for tools that do not show comments.
{% set rijen = [] %}
{% for knoop in (graph.nodes.values() if execute else []) if knoop.resource_type == 'model' and knoop.fqn[1] == 'marts' %}
    {% for kolom in knoop.columns.values() %}
        {% do rijen.append((knoop.name, loop.index, kolom.name, kolom.data_type, kolom.description)) %}
    {% endfor %}
{% endfor %}
select
    cast(tabel as varchar) as tabel,
    cast(kolom as varchar) as kolom,
    cast(volgorde as integer) as volgorde,
    cast(type as varchar) as type,
    cast(omschrijving as varchar) as omschrijving
from (
    {%- for tabel, volgorde, kolom, type, omschrijving in rijen | sort %}
    select {{ dbt.string_literal(tabel) }} as tabel, {{ dbt.string_literal(kolom) }} as kolom, {{ volgorde }} as volgorde, {{ dbt.string_literal(type) }} as type, {{ dbt.string_literal(dbt.escape_single_quotes(omschrijving)) }} as omschrijving
    {{ 'union all' if not loop.last }}
    {%- else %}
    select null as tabel, null as kolom, null as volgorde, null as type, null as omschrijving
    {%- endfor %}
) as beschrijving
where tabel is not null
