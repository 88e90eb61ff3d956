-- What was refused or warned about at arrival. A statement is put right by the next of its kind, a message that was
-- refused by an accepted file of the same name.
with levering as (
    select bron, naam as wat, leverdatum from {{ ref('stg_manifest__levering') }} where bron in ('iwmo', 'ijw') or {{ naam_onderscheidt('bron') }}
    union all
    select bron, soort as wat, leverdatum from {{ ref('stg_manifest__levering') }} where bron not in ('iwmo', 'ijw') and not {{ naam_onderscheidt('bron') }}
    union all
    select bron, '' as wat, leverdatum from {{ ref('stg_manifest__levering') }} where bron not in ('iwmo', 'ijw') and not {{ naam_onderscheidt('bron') }}
),

melding as (
    select
        code,
        klasse,
        bron,
        soort,
        attribuut,
        leverancier,
        leverdatum,
        case
            when {{ naam_onderscheidt('bron') }} or (bron in ('iwmo', 'ijw') and klasse = 'bestand_geweigerd') then naam
            when bron not in ('iwmo', 'ijw') then coalesce(soort, '')
        end as wat,
        sum(aantal) as aantal,
        sum(greatest(gelezen, aantal)) as gecontroleerd
    from {{ ref('stg_manifest__melding') }}
    group by code, klasse, bron, soort, attribuut, leverancier, leverdatum, wat
)

select
    melding.code as regel,
    case when melding.bron in ('iwmo', 'ijw') and melding.klasse = 'bestand_geweigerd' then '0001' end as retourcode,
    'levering' as laag,
    melding.bron,
    melding.soort as tabel,
    melding.attribuut,
    case melding.klasse when 'waarschuwing' then 'waarschuwing' else 'fout' end as ernst,
    melding.leverancier,
    melding.leverdatum,
    min(levering.leverdatum) as hersteld_op,
    melding.leverdatum is not null as heeft_verloop,
    max(melding.aantal) as aantal,
    max(melding.gecontroleerd) as gecontroleerd
from melding
left join levering
    on melding.bron = levering.bron and melding.wat = levering.wat and melding.leverdatum < levering.leverdatum
group by melding.code, melding.klasse, melding.bron, melding.soort, melding.attribuut, melding.leverancier, melding.leverdatum, melding.wat
