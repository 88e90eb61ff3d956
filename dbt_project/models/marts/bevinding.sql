-- What is wrong in deliveries, lake and marts, per rule, source, column and supplier; without personal data.
with alles as (
    select regel, retourcode, laag, bron, tabel, attribuut, ernst, leverancier, aantal, aantal_gecontroleerd, eerste_keer, laatste_keer
    from {{ ref('int_bevinding__aankomst') }}
    union all
    select regel, retourcode, laag, bron, tabel, attribuut, ernst, leverancier, aantal, aantal_gecontroleerd, eerste_keer, laatste_keer
    from {{ ref('int_bevinding__lake') }}
    union all
    select oordeel.regel, null as retourcode, oordeel.laag, oordeel.bron, oordeel.tabel, oordeel.attribuut, oordeel.ernst, null as leverancier, oordeel.aantal, oordeel.aantal_gecontroleerd, peil.bekend_op as eerste_keer, peil.bekend_op as laatste_keer
    from {{ ref('stg_oordeel__poort') }} as oordeel
    cross join {{ ref('int_peil__bekend_op') }} as peil
)

select
    {{ inhoud_id(['regel', 'retourcode', 'laag', 'bron', 'tabel', 'attribuut', 'ernst', 'leverancier']) }} as bevinding_id,
    cast(regel as varchar) as regel,
    cast(retourcode as varchar) as retourcode,
    cast(laag as varchar) as laag,
    cast(bron as varchar) as bron,
    cast(tabel as varchar) as tabel,
    cast(attribuut as varchar) as attribuut,
    cast(ernst as varchar) as ernst,
    cast(aantal as integer) as aantal,
    cast(aantal_gecontroleerd as integer) as aantal_gecontroleerd,
    cast(leverancier as varchar) as leverancier,
    cast(eerste_keer as date) as eerste_keer,
    cast(laatste_keer as date) as laatste_keer,
    'open' as status
from alles
where aantal > 0
