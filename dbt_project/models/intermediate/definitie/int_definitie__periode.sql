-- The periods of each definition: from which to which day use counts, whose household and area hold, and what may be shown.
select
    definitie.definitie,
    periode.periode,
    periode.jaar,
    case definitie.telt when 'laatste_dag' then periode.eind_datum else periode.begin_datum end as eerste_dag,
    periode.eind_datum,
    periode.bekend_op,
    periode.status,
    definitie.telt,
    definitie.huishouden_dag,
    definitie.met_adres,
    definitie.met_gezin,
    onthulling.geheim_onder,
    onthulling.nul_geheim,
    onthulling.afronding,
    onthulling.minstens_geheim,
    definitie.beschermingsbreedte
from {{ ref('stg_definitie__definitie') }} as definitie
inner join {{ ref('int_peil__periode') }} as periode
    on case when periode.periode like '%H_' then definitie.met_halfjaar else definitie.met_jaar end
inner join {{ ref('stg_definitie__onthulling') }} as onthulling
    on
        definitie.definitie = onthulling.definitie
        and onthulling.van_jaar <= periode.jaar
        and onthulling.tot_en_met_jaar >= periode.jaar
