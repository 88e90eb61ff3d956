-- Findings on the lake as it is now: spells of assignments that never were, addresses that lie in no buurt, clients of
-- no municipality.
with rij as (
    select 'EINDE_VOOR_BEGIN' as regel, bron, 'int_gebruik__tijdvak' as tabel, 'einddatum' as attribuut, 'fout' as ernst, leverancier, leverdatum, coalesce(einde_voor_begin, false) as fout
    from {{ ref('int_gebruik__tijdvak') }}
    where bron in ('iwmo', 'ijw')
    union all
    select 'GEBRUIK_NA_OVERLIJDEN' as regel, bron, 'int_gebruik__tijdvak' as tabel, 'einddatum' as attribuut, 'waarschuwing' as ernst, leverancier, leverdatum, coalesce(not einde_voor_begin and van > tot_en_met, false) as fout
    from {{ ref('int_gebruik__tijdvak') }}
    where bron in ('iwmo', 'ijw')
    union all
    select 'ADRES_ZONDER_BUURT' as regel, 'gebieden' as bron, 'gebieden__adres' as tabel, 'pc6_huisnummer' as attribuut, 'waarschuwing' as ernst, cast(null as varchar) as leverancier, peil.bekend_op as leverdatum, gebied.buurt is null as fout
    from {{ ref('int_persoon__peildag') }} as peildag
    cross join {{ ref('int_peil__bekend_op') }} as peil
    left join {{ ref('int_gebied__adres') }} as gebied
        on peildag.pc6_huisnummer = gebied.pc6_huisnummer and peildag.jaar = gebied.jaar
    where peildag.dag = peildag.eind_datum
    union all
    select 'ADRES_IN_TWEE_BUURTEN' as regel, 'gebieden' as bron, 'gebieden__adres' as tabel, 'buurt' as attribuut, 'waarschuwing' as ernst, cast(null as varchar) as leverancier, peil.bekend_op as leverdatum, adres.buurten > 1 as fout
    from {{ ref('stg_gebieden__adres') }} as adres
    cross join {{ ref('int_peil__bekend_op') }} as peil
    union all
    select 'CLIENT_ZONDER_GEMEENTE' as regel, 'brp' as bron, 'int_client__per_periode' as tabel, 'gemeente' as attribuut, 'fout' as ernst, cast(null as varchar) as leverancier, peil.bekend_op as leverdatum, client.gemeente is null as fout
    from {{ ref('int_client__per_periode') }} as client
    cross join {{ ref('int_peil__bekend_op') }} as peil
)

{{ voorvallen('rij', laag='lake') }}
