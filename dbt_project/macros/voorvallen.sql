{#- Judged rows as occurrences: per rule, part, supplier and delivery date how many rows were judged and how many are wrong,
    and the date from which a later delivery put that right. `verloop` false: judged on the lake as it is now. -#}
{% macro voorvallen(rijen, laag, bron='bron', tabel='tabel', retourcode='cast(null as varchar)', verloop=false) -%}
select
    regel,
    {{ retourcode }} as retourcode,
    '{{ laag }}' as laag,
    {{ bron }} as bron,
    {{ tabel }} as tabel,
    attribuut,
    ernst,
    leverancier,
    leverdatum,
    {{ 'vervangen_op' if verloop else 'cast(null as date)' }} as hersteld_op,
    {{ 'true' if verloop else 'false' }} as heeft_verloop,
    sum(case when fout then 1 else 0 end) as aantal,
    count(*) as gecontroleerd
from {{ rijen }}
group by regel, 3, 4, 5, attribuut, ernst, leverancier, leverdatum, 10
{%- endmacro %}
