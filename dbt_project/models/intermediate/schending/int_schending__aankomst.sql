-- Rules within one message that intake judged, because what shows it is not landed (birth dates, contacts, whole classes).
select
    regel,
    wet,
    'bericht__bericht' as tabel,
    gemeente,
    aanbieder,
    case when berichtsoort in ('301', '319', '325') then gemeente else aanbieder end as leverancier,
    bestand_id,
    rij,
    cast(null as bigint) as persoon,
    cast(null as bigint) as toewijzingnummer,
    leverdatum,
    cast(null as date) as hersteld_op
from {{ ref('stg_bericht__schending') }}
