-- TR019: starts and stops that did not belong to the assignment that held when they were delivered (gemeente, wet, number and
-- person). Put right by an assignment that came later and still holds; `blijft` are those that have none. A BSN that
-- identifies nobody is CS002 alone.
with zonder as (
    select rij.*
    from {{ ref('int_regie__rij') }} as rij
    left join {{ ref('int_toewijzing__gegolden') }} as toen
        on
            rij.gemeente = toen.gemeente
            and rij.wet = toen.wet
            and rij.toewijzingnummer = toen.toewijzingnummer
            and rij.persoon = toen.persoon
            and rij.leverdatum >= toen.geldig_van
            and rij.leverdatum < toen.geldig_tot
    where rij.status_aanlevering <> '3' and rij.bsn_status = 'geldig' and toen.toewijzingnummer is null
),

later as (
    select
        zonder.tabel,
        zonder.bestand_id,
        zonder.rij,
        zonder.verwijderd_op,
        min(versie.geldig_van) as gekomen_op,
        coalesce(bool_or(versie.is_laatste), false) as past_nu
    from zonder
    left join {{ ref('int_toewijzing__gegolden') }} as versie
        on
            zonder.gemeente = versie.gemeente
            and zonder.wet = versie.wet
            and zonder.toewijzingnummer = versie.toewijzingnummer
            and zonder.persoon = versie.persoon
            and zonder.leverdatum < versie.geldig_van
    group by zonder.tabel, zonder.bestand_id, zonder.rij, zonder.verwijderd_op
)

select
    'TR019' as regel,
    tabel,
    bestand_id,
    rij,
    least(case when past_nu then gekomen_op end, verwijderd_op) as hersteld_op,
    not past_nu as blijft
from later
