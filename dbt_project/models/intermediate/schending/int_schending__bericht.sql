-- Rules on a message of any kind, and TR381 on declared lines (put right when rejected or
-- credited; a credit copies its debit). Return messages are answers, not deliveries, and are not
-- judged. The list of municipalities is that of 2026: what was dated before it is not held against it.
with heen as (
    select bericht.*, levering.leverdatum, case when bericht.berichtsoort in ('301', '319', '325') then bericht.gemeente else bericht.aanbieder end as leverancier
    from {{ ref('geland_bericht__bericht') }} as bericht
    inner join {{ ref('stg_manifest__levering') }} as levering on bericht.bestand_id = levering.bestand_id
    where bericht.berichtsoort in ('301', '305', '307', '315', '317', '319', '323', '325')
),

-- TR056: an identification is used once per sender and kind of message (of a law); the later content violates.
eigen as (
    select heen.*, row_number() over (partition by heen.wet, heen.berichtsoort, heen.leverancier, heen.identificatie order by heen.leverdatum, heen.dagtekening, heen.bestand_id) as keer
    from heen
    inner join {{ ref('stg_gebieden__gemeente') }} as gemeente on heen.gemeente = gemeente.gemeente
),

fout as (
    select 'TR056' as regel, 'bericht__bericht' as tabel, wet, gemeente, aanbieder, leverancier, bestand_id, rij, cast(null as bigint) as persoon, cast(null as bigint) as toewijzingnummer, leverdatum, cast(null as date) as hersteld_op
    from eigen
    where keer > 1
    union all
    select 'TR135' as regel, 'bericht__bericht' as tabel, wet, gemeente, aanbieder, leverancier, bestand_id, rij, cast(null as bigint) as persoon, cast(null as bigint) as toewijzingnummer, leverdatum, cast(null as date) as hersteld_op
    from eigen
    where dagtekening > leverdatum
    union all
    select 'TR378' as regel, 'bericht__bericht' as tabel, heen.wet, heen.gemeente, heen.aanbieder, heen.leverancier, heen.bestand_id, heen.rij, cast(null as bigint) as persoon, cast(null as bigint) as toewijzingnummer, heen.leverdatum, cast(null as date) as hersteld_op
    from heen
    left join {{ ref('gemeentecode') }} as code on heen.gemeente = code.gemeente
    where heen.dagtekening >= cast('2026-01-01' as date) and code.gemeente is null
    union all
    select 'TR378' as regel, 'bericht__verzoekantwoord' as tabel, antwoord.wet, antwoord.gemeente, antwoord.aanbieder, antwoord.gemeente as leverancier, antwoord.bestand_id, antwoord.rij, cast(null as bigint) as persoon, cast(null as bigint) as toewijzingnummer, antwoord.leverdatum, cast(null as date) as hersteld_op
    from {{ ref('stg_bericht__verzoekantwoord') }} as antwoord
    left join {{ ref('gemeentecode') }} as code on antwoord.woonplaatsbeginsel_gemeente = code.gemeente
    where antwoord.dagtekening >= cast('2026-01-01' as date) and antwoord.woonplaatsbeginsel_gemeente is not null and code.gemeente is null
    union all
    select 'TR381' as regel, 'bericht__declaratieregel' as tabel, regel.wet, regel.gemeente, regel.aanbieder, regel.aanbieder as leverancier, regel.bestand_id, regel.rij, regel.persoon, regel.toewijzingnummer, regel.leverdatum, least(case when regel.stand = 'afgewezen' then regel.beantwoord_op end, regel.gecrediteerd_op) as hersteld_op
    from {{ ref('int_declaratie__regel') }} as regel
    inner join {{ ref('int_regie__productfout') }} as product
        on regel.productcategorie = product.productcategorie and regel.productcode = product.productcode
    where regel.debet_credit = 'D'
)

select regel, wet, tabel, gemeente, aanbieder, leverancier, bestand_id, rij, persoon, toewijzingnummer, leverdatum, hersteld_op
from fout
