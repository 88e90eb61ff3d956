{#- What kind of use a row of `voorzieningen` (`stg`) is, for definitions: product category, form of delivery and scheme. -#}
{% macro voorziening_soort() -%}
case when stg.wet in ('jeugd', 'wmo') then coalesce(stg.voorziening, '') else '' end as categorie,
    coalesce(stg.leveringsvorm, 'geen') as leveringsvorm,
    'regeling:' || {{ regelingnaam("coalesce(stg.regeling, '')") }} as herkomst
{%- endmacro %}
