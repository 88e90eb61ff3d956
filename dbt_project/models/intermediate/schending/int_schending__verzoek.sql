-- Requests and their answers (315, 317, 319) that break a rule.
with rij as (
    select 'bericht__aangevraagd_product' as tabel, bestand_id, rij, wet, gemeente, aanbieder, aanbieder as leverancier, persoon, cast(null as bigint) as toewijzingnummer, productcategorie, productcode, leverdatum
    from {{ ref('stg_bericht__aangevraagd_product') }}
    union all
    select 'bericht__wijzigingsverzoek' as tabel, bestand_id, rij, wet, gemeente, aanbieder, aanbieder as leverancier, persoon, toewijzingnummer, productcategorie, productcode, leverdatum
    from {{ ref('stg_bericht__wijzigingsverzoek') }}
    union all
    select 'bericht__verzoekantwoord' as tabel, bestand_id, rij, wet, gemeente, aanbieder, gemeente as leverancier, cast(null as bigint) as persoon, cast(null as bigint) as toewijzingnummer, cast(null as varchar) as productcategorie, cast(null as varchar) as productcode, leverdatum
    from {{ ref('stg_bericht__verzoekantwoord') }}
),

fout as (
    {% for deel in ['vraag', 'wijziging', 'samenstelling', 'antwoord'] -%}
    select regel, tabel, bestand_id, rij, hersteld_op
    from {{ ref('int_verzoek__' ~ deel) }}
    union all
    {% endfor -%}
    select 'TR381' as regel, rij.tabel, rij.bestand_id, rij.rij, cast(null as date) as hersteld_op
    from rij
    inner join {{ ref('int_regie__productfout') }} as product
        on rij.productcategorie = product.productcategorie and rij.productcode = product.productcode
)

select
    fout.regel,
    rij.wet,
    rij.tabel,
    rij.gemeente,
    rij.aanbieder,
    rij.leverancier,
    rij.bestand_id,
    rij.rij,
    rij.persoon,
    rij.toewijzingnummer,
    rij.leverdatum,
    fout.hersteld_op
from fout
inner join rij on fout.tabel = rij.tabel and fout.bestand_id = rij.bestand_id and fout.rij = rij.rij
