-- Starts and stops (305, 307) that break a rule. Precedence: what is wrong within the row (CS002, CS058, TR018, TR134) and the
-- missing assignment (TR019) come first; only what passes those is held against other messages. A removal (status 3) is judged
-- by TR063 and TR071 alone. A row that was removed is put right by that.
with rij as (
    select * from {{ ref('int_regie__rij') }}
),

verwijdering as (
    select * from rij
    where status_aanlevering = '3'
),

-- TR071: the start goes while its stop stays; put right by removing the stop or by delivering the start again.
nog_gestopt as (
    select
        start.tabel,
        start.bestand_id,
        start.rij,
        least(start.opnieuw_op, case when count(*) = count(stop.verwijderd_op) then max(stop.verwijderd_op) end) as hersteld_op
    from verwijdering as start
    inner join rij as stop
        on
            start.gemeente = stop.gemeente
            and start.wet = stop.wet
            and start.persoon = stop.persoon
            and start.toewijzingnummer = stop.toewijzingnummer
            and start.begindatum = stop.begindatum
            and start.productcategorie is not distinct from stop.productcategorie
            and start.productcode is not distinct from stop.productcode
    where
        start.tabel = 'bericht__start'
        and start.eerste_levering <= start.leverdatum
        and stop.tabel = 'bericht__stop'
        and stop.status_aanlevering <> '3'
        and stop.leverdatum <= start.leverdatum
        and (stop.verwijderd_op is null or stop.verwijderd_op > start.leverdatum)
    group by start.tabel, start.bestand_id, start.rij, start.opnieuw_op
),

-- TR382 (9069): a stop needs a start with the same key; a start that was removed on the same day or later is TR071's.
met_start as (
    select
        stop.tabel,
        stop.bestand_id,
        stop.rij,
        stop.verwijderd_op,
        max(case when start.leverdatum <= stop.leverdatum and coalesce(start.verwijderd_op >= stop.leverdatum, true) then 1 else 0 end) as had_start,
        min(case when start.leverdatum > stop.leverdatum and start.verwijderd_op is null then start.leverdatum end) as gekomen_op
    from {{ ref('int_regie__te_toetsen') }} as stop
    left join rij as start
        on
            start.tabel = 'bericht__start'
            and start.status_aanlevering <> '3'
            and stop.gemeente = start.gemeente
            and stop.wet = start.wet
            and stop.persoon = start.persoon
            and stop.toewijzingnummer = start.toewijzingnummer
            and stop.begindatum = start.begindatum
            and stop.productcategorie is not distinct from start.productcategorie
            and stop.productcode is not distinct from start.productcode
    where stop.tabel = 'bericht__stop'
    group by stop.tabel, stop.bestand_id, stop.rij, stop.verwijderd_op
),

fout as (
    select regel, tabel, bestand_id, rij, hersteld_op
    from {{ ref('int_regie__binnen') }}
    union all
    select regel, tabel, bestand_id, rij, hersteld_op
    from {{ ref('int_regie__wees') }}
    union all
    select regel, tabel, bestand_id, rij, hersteld_op
    from {{ ref('int_regie__botsing') }}
    union all
    select 'TR063' as regel, tabel, bestand_id, rij, eerste_levering as hersteld_op
    from verwijdering
    where eerste_levering is null or eerste_levering > leverdatum
    union all
    select 'TR071' as regel, tabel, bestand_id, rij, hersteld_op
    from nog_gestopt
    union all
    select 'TR074' as regel, tabel, bestand_id, rij, verwijderd_op as hersteld_op
    from {{ ref('int_regie__te_toetsen') }}
    where vorige_status <> '3'
    union all
    select 'TR382' as regel, tabel, bestand_id, rij, least(gekomen_op, verwijderd_op) as hersteld_op
    from met_start
    where had_start = 0
    union all
    select 'TR381' as regel, rij.tabel, rij.bestand_id, rij.rij, rij.verwijderd_op as hersteld_op
    from rij
    inner join {{ ref('int_regie__productfout') }} as product
        on rij.productcategorie = product.productcategorie and rij.productcode = product.productcode
    where rij.status_aanlevering <> '3'
)

select
    fout.regel,
    rij.wet,
    rij.tabel,
    rij.gemeente,
    rij.aanbieder,
    rij.aanbieder as leverancier,
    rij.bestand_id,
    rij.rij,
    rij.persoon,
    rij.toewijzingnummer,
    rij.leverdatum,
    fout.hersteld_op
from fout
inner join rij on fout.tabel = rij.tabel and fout.bestand_id = rij.bestand_id and fout.rij = rij.rij
