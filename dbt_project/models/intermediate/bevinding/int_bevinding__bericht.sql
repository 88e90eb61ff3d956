-- Messages of municipalities that are not served: they count nowhere.
with rij as (
    select
        'BERICHT_ANDERE_GEMEENTE' as regel,
        case bericht.wet when 'wmo' then 'iwmo' else 'ijw' end as bron,
        'gemeente' as attribuut,
        'waarschuwing' as ernst,
        bericht.gemeente as leverancier,
        levering.leverdatum,
        gemeente.gemeente is null as fout
    from {{ ref('geland_bericht__bericht') }} as bericht
    inner join {{ ref('stg_manifest__levering') }} as levering on bericht.bestand_id = levering.bestand_id
    left join {{ ref('stg_gebieden__gemeente') }} as gemeente on bericht.gemeente = gemeente.gemeente
)

{{ voorvallen('rij', laag='lake', tabel="'bericht__bericht'") }}
