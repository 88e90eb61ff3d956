-- Findings on the message chain: what breaks a rule of the standard, with its return code, per sender.
with geschonden as (
    select regel, wet, tabel, leverancier, leverdatum, hersteld_op, count(*) as aantal, 0 as gecontroleerd
    from {{ ref('int_schending__alle') }}
    group by regel, wet, tabel, leverancier, leverdatum, hersteld_op
),

-- Each sender of a kind of row was held against every rule on that kind of row that somebody broke.
getoetst as (
    select regel.regel, deel.wet, deel.tabel, deel.leverancier, cast(null as date) as leverdatum, cast(null as date) as hersteld_op, 0 as aantal, deel.aantal as gecontroleerd
    from {{ ref('int_schending__gecontroleerd') }} as deel
    inner join (select distinct regel, tabel from {{ ref('int_schending__alle') }}) as regel on deel.tabel = regel.tabel
),

rij as (
    select * from geschonden
    union all
    select * from getoetst
)

select
    rij.regel,
    regel.retourcode,
    'lake' as laag,
    case rij.wet when 'wmo' then 'iwmo' else 'ijw' end as bron,
    rij.tabel,
    regel.attribuut,
    regel.ernst,
    rij.leverancier,
    rij.leverdatum,
    rij.hersteld_op,
    true as heeft_verloop,
    rij.aantal,
    rij.gecontroleerd
from rij
inner join {{ ref('regel') }} as regel on rij.regel = regel.regel
