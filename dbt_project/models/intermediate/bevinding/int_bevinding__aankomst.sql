-- What was refused or warned about at arrival, per rule, source, column and supplier.
with melding as (
    select
        code as regel,
        case when bron in ('iwmo', 'ijw') and klasse = 'bestand_geweigerd' then '0001' end as retourcode,
        bron,
        soort as tabel,
        attribuut,
        case klasse when 'waarschuwing' then 'waarschuwing' else 'fout' end as ernst,
        leverancier,
        aantal,
        gelezen,
        leverdatum
    from {{ ref('stg_manifest__melding') }}
)

select
    regel,
    retourcode,
    'levering' as laag,
    bron,
    tabel,
    attribuut,
    ernst,
    leverancier,
    sum(aantal) as aantal,
    sum(greatest(gelezen, aantal)) as aantal_gecontroleerd,
    min(leverdatum) as eerste_keer,
    max(leverdatum) as laatste_keer
from melding
group by regel, retourcode, bron, tabel, attribuut, ernst, leverancier
