-- Which published cells differ from the state of the delivery date before this one, and what was delivered since.
with vorig as (
    {{ cellen(vorige) }}
),

nu as (
    {{ cellen(ref) }}
),

peil as (
    select nu.bekend_op, vorig.bekend_op as vorig_bekend_op
    from {{ ref('int_peil__bekend_op') }} as nu
    cross join (select max(bekend_op) as bekend_op from {{ source('vorige', 'client_overlap') }}) as vorig
    where vorig.bekend_op is not null
),

geleverd as (
    select levering.bron, levering.bron in ('brp', 'gebieden') as voor_gebied, levering.bron || ' ' || cast(count(*) as varchar) as tekst
    from {{ ref('stg_manifest__levering') }} as levering
    inner join peil on levering.leverdatum > peil.vorig_bekend_op
    where levering.bron in ('brp', 'gebieden', 'ijw', 'iwmo', 'pwet', 'voorzieningen')
    group by levering.bron
),

leveringen as (
    select
        string_agg(case when voor_gebied then tekst end, ', ' order by bron) as voor_gebied,
        string_agg(tekst, ', ' order by bron) as voor_alles
    from geleverd
)

select
    cast(coalesce(nu.tabel, vorig.tabel) as varchar) as tabel,
    cast(coalesce(nu.definitie, vorig.definitie) as varchar) as definitie,
    cast(coalesce(nu.periode, vorig.periode) as varchar) as periode,
    cast(coalesce(nu.eenheid, vorig.eenheid) as varchar) as eenheid,
    cast(coalesce(nu.gebied_code, vorig.gebied_code) as varchar) as gebied_code,
    cast(coalesce(nu.onderdeel, vorig.onderdeel) as varchar) as onderdeel,
    case when vorig.tabel is null then 'nieuw' when nu.tabel is null then 'vervallen' else 'gewijzigd' end as aard,
    cast(vorig.waarde as integer) as waarde_vorig,
    cast(nu.waarde as integer) as waarde,
    vorig.geheim as geheim_vorig,
    nu.geheim,
    cast(peil.vorig_bekend_op as date) as vorig_bekend_op,
    cast(peil.bekend_op as date) as bekend_op,
    cast(case coalesce(nu.tabel, vorig.tabel) when 'gebied' then leveringen.voor_gebied else leveringen.voor_alles end as varchar) as leveringen
from nu
full outer join vorig
    on
        nu.tabel = vorig.tabel
        and nu.definitie is not distinct from vorig.definitie
        and nu.periode = vorig.periode
        and nu.eenheid = vorig.eenheid
        and nu.gebied_code is not distinct from vorig.gebied_code
        and nu.onderdeel is not distinct from vorig.onderdeel
cross join peil
cross join leveringen
where nu.waarde is distinct from vorig.waarde or nu.geheim is distinct from vorig.geheim
