{#- The half-year of a day as its first day: half-years compare as dates, and the next begins six months on. -#}
{% macro halfjaar(dag) -%}
    {{ datum('cast(extract(year from ' ~ dag ~ ') as integer)', 'case when extract(month from ' ~ dag ~ ') > 6 then 7 else 1 end', 1) }}
{%- endmacro %}

{#- Spells of help (client, hulpvorm, van, tot_en_met) that touch or overlap, as one trajectory each. -#}
{% macro trajecten(tijdvakken) -%}
    select client, hulpvorm, min(van) as van, max(tot_en_met) as tot_en_met, count(*) as delen
    from (
        select
            client,
            hulpvorm,
            van,
            tot_en_met,
            sum(case when is_vervolg then 0 else 1 end) over (partition by client, hulpvorm order by van, tot_en_met rows between unbounded preceding and current row) as nummer
        from (
            select
                client,
                hulpvorm,
                van,
                tot_en_met,
                coalesce(
                    max(tot_en_met) over (partition by client, hulpvorm order by van, tot_en_met rows between unbounded preceding and 1 preceding) >= {{ dag_erbij('van', -1) }},
                    false
                ) as is_vervolg
            from {{ tijdvakken }}
        ) as op_volgorde
    ) as genummerd
    group by client, hulpvorm, nummer
{%- endmacro %}
