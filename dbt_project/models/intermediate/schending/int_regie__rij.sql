-- The starts and stops (305, 307) with what happened to their key around them: what came just before, when it was first
-- delivered, and when it was removed or delivered (again) afterwards. Key and order are those of the contract.
{% set sleutel = inhoud_hash(['tabel', 'gemeente', 'wet', 'persoon', 'toewijzingnummer', 'productcategorie', 'productcode', 'begindatum', 'reden_beeindiging', 'einddatum']) %}
{% set volgorde = "partition by sleutel order by leverdatum, dagtekening, case when status_aanlevering = '3' then 1 else 0 end, bestand_id, rij" %}
with rij as (
    select 'bericht__start' as tabel, bestand_id, rij, wet, gemeente, aanbieder, leverdatum, dagtekening, persoon, bsn_status, toewijzingnummer, productcategorie, productcode, begindatum, cast(null as varchar) as reden_beeindiging, cast(null as date) as einddatum, status_aanlevering
    from {{ ref('stg_bericht__start') }}
    union all
    select 'bericht__stop' as tabel, bestand_id, rij, wet, gemeente, aanbieder, leverdatum, dagtekening, persoon, bsn_status, toewijzingnummer, productcategorie, productcode, begindatum, reden_beeindiging, einddatum, status_aanlevering
    from {{ ref('stg_bericht__stop') }}
),

met_sleutel as (
    select *, {{ sleutel }} as sleutel
    from rij
)

select
    *,
    lag(status_aanlevering) over ({{ volgorde }}) as vorige_status,
    min(case when status_aanlevering <> '3' then leverdatum end) over (partition by sleutel) as eerste_levering,
    min(case when status_aanlevering = '3' then leverdatum end) over ({{ volgorde }} rows between 1 following and unbounded following) as verwijderd_op,
    min(case when status_aanlevering <> '3' then leverdatum end) over ({{ volgorde }} rows between 1 following and unbounded following) as opnieuw_op
from met_sleutel
