-- What was declared over a half-year per client, provider and product category, accepted and not (rejected, or not answered
-- yet), with the buurt of the client's last day as a resident in that half-year. The costs of a year are those of its two
-- halves, each where the client lived: so areas and periods add up exactly. A client is the number of his first line: it
-- decides between clients of equal amounts, and follows from deliveries whatever the keys are.
with client as (
    select persoon, min(regel) as client
    from (
        select persoon, row_number() over (order by bestand_id, rij) as regel
        from {{ ref('int_declaratie__regel') }}
    ) as genummerd
    where persoon is not null
    group by persoon
),

halfjaar as (
    select periode, jaar, begin_datum, eind_datum
    from {{ ref('int_peil__periode') }}
    where periode <> cast(jaar as varchar)
)

select
    halfjaar.periode,
    halfjaar.jaar,
    regel.wet,
    regel.gemeente,
    case when substring(gebied.buurt, 3, 4) = regel.gemeente then gebied.buurt end as buurt,
    coalesce(regel.productcategorie, 'onbekend') as productcategorie,
    client.client,
    regel.aanbieder,
    case regel.stand when 'toegekend' then 'toegekend' else 'niet_toegekend' end as soort,
    cast(sum(case regel.debet_credit when 'C' then -1 else 1 end * regel.bedrag_cent) as bigint) as cent
from {{ ref('int_declaratie__regel') }} as regel
inner join halfjaar on regel.product_begin between halfjaar.begin_datum and halfjaar.eind_datum
left join client on regel.persoon = client.persoon
left join {{ ref('int_persoon__peildag') }} as plek
    on halfjaar.periode = plek.periode and regel.persoon = plek.persoon
left join {{ ref('int_gebied__adres') }} as gebied
    on plek.pc6_huisnummer = gebied.pc6_huisnummer and plek.jaar = gebied.jaar
group by 1, 2, 3, 4, 5, 6, 7, 8, 9
