-- The checks on the delivery to CBS, counted before it is made: what cannot go along, and what deserves a look. No persons.
{% set weigeringen = ['bsn', 'gemeente', 'categorie', 'leveringsvorm', 'omgekeerd'] %}
{% set signalen = ['dubbel', 'niet_ingeschreven', 'niet_gestart'] %}
with inschrijving as (
    select distinct periode.periode, verblijf.persoon, verblijf.gemeente
    from {{ ref('int_persoon__inschrijving') }} as verblijf
    inner join {{ ref('int_peil__periode') }} as periode
        on verblijf.van <= periode.eind_datum and verblijf.tot > periode.begin_datum
),

rij as (
    select
        wmo.periode,
        wmo.weigering,
        wmo.weigering is null and count(*) over (
            partition by wmo.periode, wmo.gemeente, wmo.persoon, wmo.productcategorie, wmo.leveringsvorm, wmo.beoogde_start, wmo.weigering
        ) > 1 as dubbel,
        wmo.weigering is null and inschrijving.persoon is null as niet_ingeschreven,
        wmo.weigering is null and wmo.start is null as niet_gestart
    from {{ ref('int_gmsd__wmo') }} as wmo
    left join inschrijving using (periode, persoon, gemeente)
)

{% for code in weigeringen -%}
select periode, '{{ code }}' as controle, 'weigering' as soort, {{ loop.index }} as volgorde, count(*) as gecontroleerd, count(case when weigering = '{{ code }}' then 1 end) as aantal
from rij
group by periode
union all
{% endfor -%}
{% for code in signalen -%}
select periode, '{{ code }}' as controle, 'signaal' as soort, {{ loop.index + 10 }} as volgorde, count(*) as gecontroleerd, count(case when {{ code }} then 1 end) as aantal
from rij
group by periode
{{ 'union all' if not loop.last }}
{% endfor %}
