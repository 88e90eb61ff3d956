-- What was agreed on the declared products: per provider, product, unit, start and tariff of a debit line, whether a
-- contract holds, knows the product, knows the unit and has that tariff. Without any contract delivered: no rows.
with gedeclareerd as (
    select distinct regel.wet, regel.aanbieder, regel.productcode, regel.eenheid, regel.product_begin, regel.tarief_cent
    from {{ ref('int_declaratie__regel') }} as regel
    inner join (select count(*) as aantal from {{ ref('stg_contracten__contract') }}) as geleverd on geleverd.aantal > 0
    where regel.debet_credit = 'D'
),

geldig_contract as (
    select
        gedeclareerd.*,
        contract.contract,
        -- A contract without tariffs is about a task, not about products.
        met_tarief.contract is not null as heeft_tarieven
    from gedeclareerd
    inner join {{ ref('stg_contracten__contract') }} as contract
        on
            gedeclareerd.aanbieder = contract.agb
            and gedeclareerd.wet = contract.wet
            and gedeclareerd.product_begin >= contract.ingangsdatum
            and gedeclareerd.product_begin <= coalesce(contract.einddatum, cast('9999-12-31' as date))
    left join (select distinct contract from {{ ref('stg_contracten__tarief') }}) as met_tarief on contract.contract = met_tarief.contract
),

afspraak as (
    select
        contract.wet,
        contract.aanbieder,
        contract.productcode,
        contract.eenheid,
        contract.product_begin,
        contract.tarief_cent,
        contract.heeft_tarieven,
        tarief.contract is not null as heeft_product,
        -- Minutes may be declared on a tariff per hour, shown as a sixtieth in whole cents.
        coalesce(tarief.eenheid = contract.eenheid or (tarief.eenheid = '04' and contract.eenheid = '01'), false) as heeft_eenheid,
        case when tarief.eenheid = '04' and contract.eenheid = '01' then tarief.tarief_cent end as uurtarief_cent,
        case
            when tarief.eenheid = contract.eenheid then tarief.tarief_cent
            when tarief.eenheid = '04' and contract.eenheid = '01' then {{ zestigste('tarief.tarief_cent') }}
        end as verwacht_cent
    from geldig_contract as contract
    left join {{ ref('stg_contracten__tarief') }} as tarief
        on
            contract.contract = tarief.contract
            and contract.productcode = tarief.productcode
            and contract.product_begin >= tarief.ingangsdatum
            and contract.product_begin <= coalesce(tarief.einddatum, cast('9999-12-31' as date))
),

oordeel as (
    select
        wet,
        aanbieder,
        productcode,
        eenheid,
        product_begin,
        coalesce(tarief_cent, -1) as tarief_cent,
        max(case when heeft_tarieven then 1 else 0 end) = 1 as heeft_tarieven,
        max(case when heeft_product then 1 else 0 end) = 1 as heeft_product,
        max(case when heeft_eenheid then 1 else 0 end) = 1 as heeft_eenheid,
        max(case when verwacht_cent = tarief_cent then 1 else 0 end) = 1 as heeft_tarief,
        coalesce(max(case when verwacht_cent = tarief_cent then uurtarief_cent end), max(uurtarief_cent)) as uurtarief_cent
    from afspraak
    group by wet, aanbieder, productcode, eenheid, product_begin, tarief_cent
)

select
    gedeclareerd.wet,
    gedeclareerd.aanbieder,
    gedeclareerd.productcode,
    gedeclareerd.eenheid,
    gedeclareerd.product_begin,
    coalesce(gedeclareerd.tarief_cent, -1) as tarief_cent,
    oordeel.wet is not null as heeft_contract,
    coalesce(oordeel.heeft_tarieven, false) as heeft_tarieven,
    coalesce(oordeel.heeft_product, false) as heeft_product,
    coalesce(oordeel.heeft_eenheid, false) as heeft_eenheid,
    coalesce(oordeel.heeft_tarief, false) as heeft_tarief,
    oordeel.uurtarief_cent
from gedeclareerd
left join oordeel
    on
        gedeclareerd.wet = oordeel.wet
        and gedeclareerd.aanbieder = oordeel.aanbieder
        and gedeclareerd.productcode = oordeel.productcode
        and gedeclareerd.eenheid = oordeel.eenheid
        and gedeclareerd.product_begin = oordeel.product_begin
        and coalesce(gedeclareerd.tarief_cent, -1) = oordeel.tarief_cent
