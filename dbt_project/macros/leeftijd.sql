{#- Age in whole years on a day. Who was born on 29 February has a birthday on 1 March in other years. -#}
{% macro leeftijd_op(geboortedatum, dag) -%}
    (
        extract(year from {{ dag }}) - extract(year from {{ geboortedatum }})
        - case
            when
                extract(month from {{ dag }}) * 100 + extract(day from {{ dag }})
                < extract(month from {{ geboortedatum }}) * 100 + extract(day from {{ geboortedatum }})
                then 1
            else 0
        end
    )
{%- endmacro %}
