-- Findings on who a row is about: numbers that identify nobody, other municipalities, registrations that found no one.
with bericht as (
    select 'bericht__toewijzing' as tabel, wet, aanbieder, gemeente, bsn_status, leverdatum from {{ ref('stg_bericht__toewijzing') }}
    union all
    select 'bericht__start' as tabel, wet, aanbieder, gemeente, bsn_status, leverdatum from {{ ref('stg_bericht__start') }}
    union all
    select 'bericht__stop' as tabel, wet, aanbieder, gemeente, bsn_status, leverdatum from {{ ref('stg_bericht__stop') }}
),

rij as (
    select 'BSN_IDENTIFICEERT_NIEMAND' as regel, 'brp' as bron, 'brp__persoon' as tabel, 'bsn' as attribuut, 'fout' as ernst, gemeente as leverancier, leverdatum, bsn_status <> 'geldig' as fout
    from {{ ref('stg_brp__persoon') }}
    union all
    select 'BRP_ANDERE_GEMEENTE' as regel, 'brp' as bron, 'brp__persoon' as tabel, 'gemeente' as attribuut, 'waarschuwing' as ernst, cast(null as varchar) as leverancier, leverdatum, not eigen_gemeente as fout
    from {{ ref('stg_brp__persoon') }}
    union all
    select 'CS002' as regel, case wet when 'wmo' then 'iwmo' else 'ijw' end as bron, tabel, 'bsn' as attribuut, 'fout' as ernst, case tabel when 'bericht__toewijzing' then gemeente else aanbieder end as leverancier, leverdatum, bsn_status <> 'geldig' as fout
    from bericht
    union all
    select 'BSN_IDENTIFICEERT_NIEMAND' as regel, 'pwet' as bron, case voorziening when 'uitkering' then 'pwet__uitkering' else 'pwet__reintegratie' end as tabel, 'bsn' as attribuut, 'fout' as ernst, cast(null as varchar) as leverancier, leverdatum, bsn_status <> 'geldig' as fout
    from {{ ref('int_gebruik__pwet') }}
    union all
    select 'BSN_IDENTIFICEERT_NIEMAND' as regel, 'voorzieningen' as bron, 'voorzieningen__voorziening' as tabel, 'bsn' as attribuut, 'fout' as ernst, levering_naam as leverancier, leverdatum, bsn_status = 'ongeldig' as fout
    from {{ ref('stg_voorzieningen__voorziening') }}
    union all
    select 'NIET_GEKOPPELD' as regel, 'voorzieningen' as bron, 'voorzieningen__voorziening' as tabel, 'bsn' as attribuut, 'waarschuwing' as ernst, stg.levering_naam as leverancier, stg.leverdatum, gekoppeld.persoon is null as fout
    from {{ ref('stg_voorzieningen__voorziening') }} as stg
    left join {{ ref('int_koppeling__zonder_bsn') }} as gekoppeld on stg.koppelsleutel = gekoppeld.koppelsleutel
    where stg.bsn_status = 'leeg'
)

select
    regel,
    case regel when 'CS002' then '0001' end as retourcode,
    'lake' as laag,
    bron,
    tabel,
    attribuut,
    ernst,
    leverancier,
    sum(case when fout then 1 else 0 end) as aantal,
    count(*) as aantal_gecontroleerd,
    min(case when fout then leverdatum end) as eerste_keer,
    max(case when fout then leverdatum end) as laatste_keer
from rij
group by regel, bron, tabel, attribuut, ernst, leverancier
