-- Inhabitants and households of an area on 1 January according to CBS, of that very year.
with gevonden as (
    select jaar, gebied_code, case onderwerp when 'AantalInwoners' then 'inwoners' else 'huishoudens' end as soort, cast(waarde as integer) as aantal, 1 as volgorde
    from {{ ref('stg_cbs__kwb') }}
    where onderwerp in ('AantalInwoners', 'HuishoudensTotaal')
    union all
    select jaar, gebied_code, 'inwoners' as soort, cast(inwoners as integer) as aantal, 2 as volgorde
    from {{ ref('stg_cbs__bevolking') }}
    union all
    select jaar, gebied_code, 'huishoudens' as soort, cast(huishoudens as integer) as aantal, 2 as volgorde
    from {{ ref('stg_cbs__bevolking') }}
),

keuze as (
    select *, row_number() over (partition by jaar, gebied_code, soort order by volgorde) as voorkeur
    from gevonden
    where aantal is not null
)

select jaar, gebied_code, soort, aantal
from keuze
where voorkeur = 1
