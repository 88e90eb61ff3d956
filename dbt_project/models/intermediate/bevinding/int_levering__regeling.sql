-- The rows of each scheme beside what its YAML allows. Which law a row counts for is never changed by it.
select
    levering.leverdatum,
    levering.naam as leverancier,
    omvang.vervangen_op,
    rij.regeling is not null and regeling.naam is null as onbekend,
    regeling.naam is not null as bekend,
    coalesce(',' || regeling.wetten || ',' not like '%,' || rij.wet || ',%', false) as andere_wet,
    coalesce(',' || regeling.leveringsvormen || ',' not like '%,' || coalesce(rij.leveringsvorm, 'geen') || ',%', false) as andere_vorm,
    coalesce(',' || regeling.voorzieningen || ',' not like '%,' || rij.voorziening || ',%', false) as andere_voorziening
from {{ ref('geland_voorzieningen__voorziening') }} as rij
inner join {{ ref('stg_manifest__levering') }} as levering on rij.bestand_id = levering.bestand_id
inner join {{ ref('int_levering__omvang') }} as omvang
    on levering.bron = omvang.bron and levering.naam = omvang.naam and levering.leverdatum = omvang.leverdatum
left join {{ ref('stg_bron__verwachting') }} as regeling
    on regeling.soort = 'regeling' and {{ regelingnaam('rij.regeling') }} = regeling.naam
