-- How many rows of each message table were held against the rules, per law and sender.
{% set van_gemeente = ['toewijzing', 'verzoekantwoord', 'antwoord', 'antwoordregel'] %}
{% set van_aanbieder = ['start', 'stop', 'aangevraagd_product', 'wijzigingsverzoek', 'declaratie', 'declaratieregel'] %}
select
    'bericht__bericht' as tabel,
    wet,
    case when berichtsoort in ('301', '302', '319', '320', '325') then gemeente else aanbieder end as leverancier,
    count(*) as aantal
from {{ ref('stg_bericht__bericht') }}
group by 1, 2, 3
{% for tabel in van_gemeente + van_aanbieder %}
union all
select 'bericht__{{ tabel }}' as tabel, wet, {{ 'gemeente' if tabel in van_gemeente else 'aanbieder' }} as leverancier, count(*) as aantal
from {{ ref('stg_bericht__' ~ tabel) }}
group by 1, 2, 3
{% endfor %}
