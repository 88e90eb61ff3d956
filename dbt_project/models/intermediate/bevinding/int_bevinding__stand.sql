-- Each finding as it stands: how much is wrong now, how much was put right, since when, and whether it came back.
-- Also rules that nobody broke: gate 2 shows what was checked.
with volgorde as (
    select
        *,
        max(coalesce(hersteld_op, cast('9999-12-31' as date))) over (
            partition by regel, retourcode, laag, bron, tabel, attribuut, ernst, leverancier
            order by case when aantal > 0 then leverdatum end
            rows between unbounded preceding and 1 preceding
        ) as fout_tot,
        max(hersteld_op) over (partition by regel, retourcode, laag, bron, tabel, attribuut, ernst, leverancier) as laatste_herstel
    from {{ ref('int_bevinding__voorval') }}
    where aantal > 0
),

voorval as (
    select regel, retourcode, laag, bron, tabel, attribuut, ernst, leverancier, leverdatum, hersteld_op, heeft_verloop, aantal, gecontroleerd, coalesce(fout_tot < leverdatum, false) as terug, hersteld_op = laatste_herstel as laatst_hersteld
    from volgorde
    union all
    select regel, retourcode, laag, bron, tabel, attribuut, ernst, leverancier, leverdatum, hersteld_op, heeft_verloop, aantal, gecontroleerd, false as terug, false as laatst_hersteld
    from {{ ref('int_bevinding__voorval') }}
    where aantal = 0
)

select
    regel,
    retourcode,
    laag,
    bron,
    tabel,
    attribuut,
    ernst,
    leverancier,
    min(case when heeft_verloop then 1 else 0 end) = 1 as heeft_verloop,
    sum(case when hersteld_op is null then aantal else 0 end) as aantal_open,
    sum(case when laatst_hersteld then aantal else 0 end) as aantal_hersteld,
    case
        when sum(case when hersteld_op is null then 1 else 0 end) > 0 then sum(case when hersteld_op is null then gecontroleerd else 0 end)
        else sum(case when laatst_hersteld then gecontroleerd else 0 end)
    end as aantal_gecontroleerd,
    min(case when aantal > 0 then leverdatum end) as eerste_keer,
    max(case when aantal > 0 then leverdatum end) as laatste_keer,
    max(case when aantal > 0 then hersteld_op end) as hersteld_op,
    max(case when terug then 1 else 0 end) = 1 as terug
from voorval
group by regel, retourcode, laag, bron, tabel, attribuut, ernst, leverancier
