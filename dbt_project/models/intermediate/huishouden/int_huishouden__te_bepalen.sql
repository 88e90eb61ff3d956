-- The addresses and days of which the households are asked: every address on 1 January for the denominators, and in
-- each period the addresses of who uses a law under any definition, on every day that was somebody's last there
-- (`is_peildag`).
with adres_met_gebruik as (
    select distinct peildag.periode, peildag.adres_id
    from {{ ref('int_persoon__peildag') }} as peildag
    inner join (select distinct periode, persoon from {{ ref('int_gebruik__per_periode') }}) as gebruik
        on peildag.periode = gebruik.periode and peildag.persoon = gebruik.persoon
),

jaar as (
    select distinct {{ datum('jaar', 1, 1) }} as begin_datum from {{ ref('int_peil__periode') }}
),

vraag as (
    select peildag.adres_id, peildag.dag, 1 as is_peildag
    from {{ ref('int_persoon__peildag') }} as peildag
    inner join adres_met_gebruik on peildag.periode = adres_met_gebruik.periode and peildag.adres_id = adres_met_gebruik.adres_id
    union all
    select inschrijving.adres_id, jaar.begin_datum as dag, 0 as is_peildag
    from {{ ref('int_persoon__inschrijving') }} as inschrijving
    inner join jaar on inschrijving.van <= jaar.begin_datum and inschrijving.tot > jaar.begin_datum
    where inschrijving.is_ingezetene
)

select adres_id, dag, max(is_peildag) = 1 as is_peildag
from vraag
group by adres_id, dag
