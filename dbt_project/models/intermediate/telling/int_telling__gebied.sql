-- The areas of every published year with their denominators as published: what every outsider starts from.
select
    naam.gebied_code,
    naam.gebied_soort,
    naam.gebied_naam,
    naam.bovenliggend,
    cast(naam.jaar as integer) as jaar,
    {{ noemer_gepubliceerd('noemer.inwoners', 'naam.gebied_soort') }} as inwoners,
    {{ noemer_gepubliceerd('noemer.huishoudens_adres', 'naam.gebied_soort') }} as huishoudens_adres,
    {{ noemer_gepubliceerd('noemer.huishoudens_gezin', 'naam.gebied_soort') }} as huishoudens_gezin
from {{ ref('int_gebied__naam') }} as naam
inner join {{ ref('int_telling__noemer') }} as noemer
    on naam.jaar = noemer.jaar and naam.gebied_code = noemer.gebied_code
