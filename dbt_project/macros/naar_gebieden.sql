{#- Adds up counts per buurt to buurt, wijk and municipality. The municipal total follows from `gemeente` and so also
    holds what has no buurt; wijk follows from buurt. `sleutel` are the columns that stay beside the area. -#}
{% macro naar_gebieden(tabel, sleutel, aantal) -%}
    select {{ sleutel | join(', ') }}, gebied_code, sum({{ aantal }}) as {{ aantal }}
    from (
        select {{ sleutel | join(', ') }}, buurt as gebied_code, {{ aantal }} from {{ tabel }} where buurt is not null
        union all
        select {{ sleutel | join(', ') }}, 'WK' || substring(buurt, 3, 6) as gebied_code, {{ aantal }} from {{ tabel }} where buurt is not null
        union all
        select {{ sleutel | join(', ') }}, 'GM' || gemeente as gebied_code, {{ aantal }} from {{ tabel }} where gemeente is not null
    ) as gebieden
    group by {{ sleutel | join(', ') }}, gebied_code
{%- endmacro %}
