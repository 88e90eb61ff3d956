-- TR326 and TR413 to TR415: a start while another start of the assignment is current, a stop beside another stop of the same
-- start. The later one in order of delivery violates. A message that was dated before the other but delivered after it is
-- held against it in the order of the dates (OP080). Products are not compared; the same key again is TR074 alone.
with later as (
    select * from {{ ref('int_regie__te_toetsen') }}
    where coalesce(vorige_status, '3') = '3'
),

eerder as (
    select * from {{ ref('int_regie__rij') }}
    where status_aanlevering <> '3'
),

start as (
    select
        later.tabel,
        later.bestand_id,
        later.rij,
        later.leverdatum,
        later.verwijderd_op,
        eerder.verwijderd_op as eerder_weg_op,
        -- a stop that was removed had its effect until then
        min(case when stop.begindatum = eerder.begindatum and (stop.verwijderd_op is null or (stop.leverdatum <= later.leverdatum and stop.verwijderd_op > later.leverdatum)) then stop.leverdatum end) as eerder_gestopt_op,
        min(case when stop.begindatum = later.begindatum and stop.verwijderd_op is null and later.dagtekening < eerder.dagtekening and later.begindatum < eerder.begindatum then stop.leverdatum end) as zelf_gestopt_op
    from later
    inner join eerder
        on
            later.tabel = eerder.tabel
            and later.gemeente = eerder.gemeente
            and later.wet = eerder.wet
            and later.toewijzingnummer = eerder.toewijzingnummer
            and later.persoon = eerder.persoon
            and (later.leverdatum, later.dagtekening, later.begindatum, later.bestand_id, later.rij)
            > (eerder.leverdatum, eerder.dagtekening, eerder.begindatum, eerder.bestand_id, eerder.rij)
    left join eerder as stop
        on
            stop.tabel = 'bericht__stop'
            and later.gemeente = stop.gemeente
            and later.wet = stop.wet
            and later.toewijzingnummer = stop.toewijzingnummer
            and later.persoon = stop.persoon
    where later.tabel = 'bericht__start'
    group by later.tabel, later.bestand_id, later.rij, later.leverdatum, later.verwijderd_op, eerder.bestand_id, eerder.rij, eerder.verwijderd_op
),

stop as (
    select
        case
            when later.reden_beeindiging = '20' and eerder.reden_beeindiging = '20' then 'TR413'
            when eerder.reden_beeindiging = '20' and later.einddatum < eerder.einddatum then 'TR414'
            when eerder.reden_beeindiging = '20' then null
            when later.reden_beeindiging = '20' and later.dagtekening < eerder.dagtekening and later.einddatum <= eerder.einddatum then null
            else 'TR415'
        end as regel,
        later.tabel,
        later.bestand_id,
        later.rij,
        later.leverdatum,
        later.verwijderd_op,
        eerder.verwijderd_op as opgelost_op
    from later
    inner join eerder
        on
            later.tabel = eerder.tabel
            and later.gemeente = eerder.gemeente
            and later.wet = eerder.wet
            and later.toewijzingnummer = eerder.toewijzingnummer
            and later.persoon = eerder.persoon
            and later.begindatum = eerder.begindatum
            and (later.leverdatum, later.dagtekening, case when later.reden_beeindiging = '20' then 0 else 1 end, later.bestand_id, later.rij)
            > (eerder.leverdatum, eerder.dagtekening, case when eerder.reden_beeindiging = '20' then 0 else 1 end, eerder.bestand_id, eerder.rij)
    where later.tabel = 'bericht__stop'
),

botsing as (
    select 'TR326' as regel, tabel, bestand_id, rij, leverdatum, verwijderd_op, least(eerder_weg_op, eerder_gestopt_op, zelf_gestopt_op) as opgelost_op
    from start
    union all
    select regel, tabel, bestand_id, rij, leverdatum, verwijderd_op, opgelost_op
    from stop
    where regel is not null
)

select
    regel,
    tabel,
    bestand_id,
    rij,
    least(case when count(*) = count(opgelost_op) then max(opgelost_op) end, verwijderd_op) as hersteld_op
from botsing
where opgelost_op is null or opgelost_op > leverdatum
group by regel, tabel, bestand_id, rij, verwijderd_op
