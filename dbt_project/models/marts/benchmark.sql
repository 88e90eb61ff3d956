-- What others published, and our own published figures next to it: the same indicator, unit and period.
with cbs as (
    select
        'CBS' as bron,
        'tabel ' || tabel as tabel,
        eenheid || case when combinatie = 'totaal' and aantal_voorzieningen <> 'totaal' then '_stapeling' else '_overlap' end as indicator,
        case when aantal_voorzieningen = 'totaal' then combinatie else aantal_voorzieningen end as onderdeel,
        periode,
        gebied_code,
        gebied_naam,
        eenheid as waarvan,
        aantal,
        per_1000,
        case reden when 'geheim_of_onbekend' then 'geheim of onbekend' when 'onmogelijk' then 'komt niet voor' end as opmerking,
        case herkomst when 'CBS' then 'gepubliceerd' else herkomst end as reeks
    from {{ ref('stg_cbs__overlap') }}
    where gebied_soort = 'gemeente' and (aantal_voorzieningen = 'totaal' or combinatie = 'totaal')
),

gepubliceerd as (
    select bron, tabel, indicator, onderdeel, eenheid, periode, gebied_code, gebied_naam, waarde, opmerking, 'gepubliceerd' as reeks
    from {{ ref('benchmark_gepubliceerd') }}
    union all
    select bron, tabel, indicator, onderdeel, 'aantal' as eenheid, periode, gebied_code, gebied_naam, cast(aantal as decimal(14, 2)) as waarde, opmerking, reeks
    from cbs
    union all
    select
        bron,
        tabel,
        indicator,
        onderdeel,
        case waarvan when 'clienten' then 'per 1.000 inwoners' else 'per 1.000 huishoudens' end as eenheid,
        periode,
        gebied_code,
        gebied_naam,
        cast(per_1000 as decimal(14, 2)) as waarde,
        cast(null as varchar) as opmerking,
        reeks
    from cbs
    where per_1000 is not null
),

onze as (
    select 'eigen' as reeks, 'clienten_overlap' as indicator, combinatie as onderdeel, periode, gebied_code, clienten as aantal, per_1000_inwoners as per_1000
    from {{ ref('client_overlap') }}
    where definitie = 'gmsd'
    union all
    select 'eigen_' || huishoudensoort as reeks, 'huishoudens_overlap' as indicator, combinatie as onderdeel, periode, gebied_code, huishoudens as aantal, per_1000_huishoudens as per_1000
    from {{ ref('huishouden_overlap') }}
    where definitie = 'gmsd'
    union all
    select
        case eenheid when 'clienten' then 'eigen' else 'eigen_' || substring(eenheid, 13) end as reeks,
        case eenheid when 'clienten' then 'clienten_stapeling' else 'huishoudens_stapeling' end as indicator,
        aantal_voorzieningen as onderdeel,
        periode,
        gebied_code,
        aantal,
        per_1000
    from {{ ref('stapeling') }}
    where definitie = 'gmsd'
    union all
    select 'eigen' as reeks, 'inwoners' as indicator, 'totaal' as onderdeel, cast(jaar as varchar) as periode, gebied_code, inwoners as aantal, null as per_1000
    from {{ ref('gebied') }}
),

-- Our own figure stands in every table that has the indicator in that unit and period.
eigen as (
    select
        groep.bron,
        groep.tabel,
        groep.indicator,
        groep.onderdeel,
        groep.eenheid,
        groep.periode,
        onze.gebied_code,
        gebied.gebied_naam,
        cast(case groep.eenheid when 'aantal' then onze.aantal else onze.per_1000 end as decimal(14, 2)) as waarde,
        case when onze.aantal is null then 'geheim' end as opmerking,
        onze.reeks
    from (select distinct bron, tabel, indicator, onderdeel, eenheid, periode from gepubliceerd) as groep
    inner join onze
        on groep.indicator = onze.indicator and groep.onderdeel = onze.onderdeel and groep.periode = onze.periode
    inner join {{ ref('gebied') }} as gebied
        on onze.gebied_code = gebied.gebied_code and substring(onze.periode, 1, 4) = cast(gebied.jaar as varchar) and gebied.gebied_soort = 'gemeente'
    where groep.eenheid in ('aantal', 'per 1.000 inwoners', 'per 1.000 huishoudens')
),

alle as (
    select * from gepubliceerd
    union all
    select * from eigen
),

-- A figure is ranked among what is published of other municipalities in that table, from high to low; equal is equal.
rang as (
    select alle.bron, alle.tabel, alle.indicator, alle.onderdeel, alle.eenheid, alle.periode, alle.gebied_code, alle.reeks,
        1 + count(distinct case when ander.waarde > alle.waarde then ander.gebied_code end) as rang,
        1 + count(distinct ander.gebied_code) as rang_van
    from alle
    left join gepubliceerd as ander
        on
            alle.bron = ander.bron
            and alle.tabel = ander.tabel
            and alle.indicator = ander.indicator
            and alle.onderdeel = ander.onderdeel
            and alle.eenheid = ander.eenheid
            and alle.periode = ander.periode
            and alle.gebied_code <> ander.gebied_code
            and ander.waarde is not null
            and ander.gebied_code like 'GM____'
    where alle.waarde is not null and alle.gebied_code like 'GM____'
    group by alle.bron, alle.tabel, alle.indicator, alle.onderdeel, alle.eenheid, alle.periode, alle.gebied_code, alle.reeks
)

select
    cast(alle.bron as varchar) as bron,
    cast(alle.tabel as varchar) as tabel,
    cast(alle.indicator as varchar) as indicator,
    cast(alle.onderdeel as varchar) as onderdeel,
    cast(alle.eenheid as varchar) as eenheid,
    cast(alle.periode as varchar) as periode,
    cast(alle.gebied_code as varchar) as gebied_code,
    cast(alle.reeks as varchar) as reeks,
    cast(alle.gebied_naam as varchar) as gebied_naam,
    cast(alle.waarde as decimal(14, 2)) as waarde,
    cast(rang.rang as integer) as rang,
    cast(rang.rang_van as integer) as rang_van,
    cast(alle.opmerking as varchar) as opmerking
from alle
left join rang
    on
        alle.bron = rang.bron
        and alle.tabel = rang.tabel
        and alle.indicator = rang.indicator
        and alle.onderdeel = rang.onderdeel
        and alle.eenheid = rang.eenheid
        and alle.periode = rang.periode
        and alle.gebied_code = rang.gebied_code
        and alle.reeks = rang.reeks
