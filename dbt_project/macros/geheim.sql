{#- Secrecy of a cell as a whole: small, or hidden beside the small ones (int_geheim__tweede). Every mart that shows a cell or
    anything that follows from it uses these. -#}

{#- The table that shows the groups of a unit. -#}
{% macro tabel_van(eenheid) -%}
    case when {{ eenheid }} = 'clienten' then 'client_overlap' else 'huishouden_overlap' end
{%- endmacro %}

{#- The rows of a relation of counts with `geheim` beside them; `tabel` is the expression for the table that shows a row, and
    `onderdeel` the column that is the last part of its key. -#}
{% macro met_geheim(relatie, tabel, onderdeel) -%}
    select
        telling.*,
        {{ is_geheim('telling.aantal', 'telling.geheim_onder', 'telling.nul_geheim') }} or tweede.onderdeel is not null as geheim
    from {{ relatie }} as telling
    left join {{ ref('int_geheim__tweede') }} as tweede
        on
            tweede.tabel = {{ tabel }}
            and telling.definitie = tweede.definitie
            and telling.periode = tweede.periode
            and telling.eenheid = tweede.eenheid
            and telling.gebied_code = tweede.gebied_code
            and telling.{{ onderdeel }} = tweede.onderdeel
{%- endmacro %}
