-- Every occurrence of a finding, per delivery date: at arrival, in the messages, in the registers, in the lake, and what the
-- first gate judged.
{% set kolommen = 'regel, retourcode, laag, bron, tabel, attribuut, ernst, leverancier, leverdatum, hersteld_op, heeft_verloop, aantal, gecontroleerd' %}
{% for deel in ['aankomst', 'levering', 'persoon', 'register', 'bericht', 'schending', 'gebruik', 'samenhang'] %}
select {{ kolommen }}
from {{ ref('int_bevinding__' ~ deel) }}
union all
{% endfor %}
select
    oordeel.regel,
    cast(null as varchar) as retourcode,
    oordeel.laag,
    oordeel.bron,
    oordeel.tabel,
    oordeel.attribuut,
    oordeel.ernst,
    cast(null as varchar) as leverancier,
    peil.bekend_op as leverdatum,
    cast(null as date) as hersteld_op,
    false as heeft_verloop,
    oordeel.aantal,
    oordeel.aantal_gecontroleerd as gecontroleerd
from {{ ref('stg_oordeel__poort') }} as oordeel
cross join {{ ref('int_peil__bekend_op') }} as peil
