-- Every spell of use of every person: [van, tot_en_met], ended by death; `is_bruikbaar` false where it never was use.
with gebruik as (
    select
        persoon, bsn_status, wet, regeling, voorziening, categorie, leveringsvorm, herkomst, telt_voor_wet, gemeente, bron, leverancier, leverdatum, bekend_sinds, van, tot_en_met
    from {{ ref('int_gebruik__toewijzing') }}
    union all
    select
        persoon,
        bsn_status,
        'pwet' as wet,
        'pwet' as regeling,
        voorziening,
        '' as categorie,
        'geen' as leveringsvorm,
        herkomst,
        telt_voor_wet,
        cast(null as varchar) as gemeente,
        'pwet' as bron,
        cast(null as varchar) as leverancier,
        leverdatum,
        cast(null as date) as bekend_sinds,
        van,
        coalesce(einddatum, cast('9999-12-31' as date)) as tot_en_met
    from {{ ref('int_gebruik__pwet') }}
    union all
    select
        persoon,
        bsn_status,
        wet,
        regeling,
        voorziening,
        categorie,
        leveringsvorm,
        herkomst,
        true as telt_voor_wet,
        cast(null as varchar) as gemeente,
        'voorzieningen' as bron,
        leverancier,
        leverdatum,
        cast(null as date) as bekend_sinds,
        van,
        coalesce(einddatum, cast('9999-12-31' as date)) as tot_en_met
    from {{ ref('int_gebruik__voorziening') }}
)

select
    gebruik.persoon,
    gebruik.bsn_status,
    gebruik.wet,
    gebruik.regeling,
    gebruik.voorziening,
    gebruik.categorie,
    gebruik.leveringsvorm,
    gebruik.herkomst,
    gebruik.telt_voor_wet,
    gebruik.gemeente,
    gebruik.bron,
    gebruik.leverancier,
    gebruik.leverdatum,
    gebruik.bekend_sinds,
    gebruik.van,
    least(gebruik.tot_en_met, coalesce(stand.overlijden, cast('9999-12-31' as date))) as tot_en_met,
    gebruik.van > gebruik.tot_en_met as einde_voor_begin,
    coalesce(
        gebruik.persoon is not null
        and gebruik.bsn_status = 'geldig'
        and gebruik.van <= least(gebruik.tot_en_met, coalesce(stand.overlijden, cast('9999-12-31' as date))),
        false
    ) as is_bruikbaar
from gebruik
left join {{ ref('int_persoon__stand') }} as stand on gebruik.persoon = stand.persoon
