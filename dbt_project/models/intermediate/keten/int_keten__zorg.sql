-- The starts (305) and stops (307) that hold, in the order in which they happened: which row of a key holds, and of whom,
-- as in int_start__geldig and int_stop__geldig. On one day what began earlier comes first, so that care that resumes on the
-- last day before a temporary stop follows it.
{% set tot_hier = "partition by rij.gemeente, rij.wet, rij.toewijzingnummer order by coalesce(rij.einddatum, rij.begindatum), rij.begindatum, rij.tabel, rij.bestand_id, rij.rij" %}
with geldig as (
    select
        rij.*,
        rij.tabel = 'bericht__start' as is_start,
        coalesce(rij.einddatum, rij.begindatum) as dag,
        row_number() over ({{ tot_hier }}) as volgnummer,
        sum(case when rij.tabel = 'bericht__start' then 1 else 0 end) over ({{ tot_hier }} rows unbounded preceding) as starts,
        lag(rij.reden_beeindiging) over ({{ tot_hier }}) as vorige_reden
    from {{ ref('int_regie__rij') }} as rij
    inner join {{ ref('int_toewijzing__geldig') }} as toewijzing
        on
            rij.gemeente = toewijzing.gemeente
            and rij.wet = toewijzing.wet
            and rij.toewijzingnummer = toewijzing.toewijzingnummer
            and rij.persoon = toewijzing.persoon
    where rij.status_aanlevering <> '3' and rij.verwijderd_op is null and rij.opnieuw_op is null
)

select
    gemeente,
    wet,
    toewijzingnummer,
    volgnummer,
    case
        when is_start and starts > 1 and coalesce(vorige_reden = '20', false) then 'hervat'
        when is_start then 'gestart'
        when reden_beeindiging = '20' then 'tijdelijk gestopt'
        else 'gestopt'
    end as gebeurtenis,
    dag,
    leverdatum,
    case when is_start then '305' else '307' end as berichtsoort,
    bestand_id,
    rij,
    aanbieder,
    reden_beeindiging as reden,
    starts > 0 as na_start
from geldig
