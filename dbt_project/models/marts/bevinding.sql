-- What is wrong in deliveries, lake and marts, per rule, source, column and supplier; without personal data.
select
    cast(bevinding_id as varchar) as bevinding_id,
    cast(regel as varchar) as regel,
    cast(retourcode as varchar) as retourcode,
    cast(laag as varchar) as laag,
    cast(bron as varchar) as bron,
    cast(tabel as varchar) as tabel,
    cast(attribuut as varchar) as attribuut,
    cast(ernst as varchar) as ernst,
    -- Of a finding that was put right: how much was wrong until then.
    cast(case when aantal_open > 0 then aantal_open else aantal_hersteld end as integer) as aantal,
    cast(greatest(aantal_gecontroleerd, aantal_open, aantal_hersteld) as integer) as aantal_gecontroleerd,
    cast(leverancier as varchar) as leverancier,
    cast(eerste_keer as date) as eerste_keer,
    cast(laatste_keer as date) as laatste_keer,
    cast(status as varchar) as status
from {{ ref('int_bevinding__status') }}
