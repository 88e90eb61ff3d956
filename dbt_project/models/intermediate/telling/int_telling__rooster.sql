-- Every cell frame that is published: definition, period, unit and area with its denominators, if that is 30 or more, and
-- the disclosure rule that holds for it.
with noemer as (
    select jaar, gebied_code, gebied_soort, 'clienten' as eenheid, inwoners as noemer from {{ ref('int_telling__noemer') }}
    union all
    select jaar, gebied_code, gebied_soort, 'huishoudens_adres' as eenheid, huishoudens_adres as noemer from {{ ref('int_telling__noemer') }}
    union all
    select jaar, gebied_code, gebied_soort, 'huishoudens_gezin' as eenheid, huishoudens_gezin as noemer from {{ ref('int_telling__noemer') }}
)

select
    periode.definitie,
    periode.periode,
    periode.bekend_op,
    periode.status,
    noemer.eenheid,
    noemer.gebied_code,
    noemer.noemer,
    {{ noemer_gepubliceerd('noemer.noemer', 'noemer.gebied_soort') }} as noemer_gepubliceerd,
    periode.geheim_onder,
    periode.nul_geheim,
    periode.afronding
from {{ ref('int_definitie__periode') }} as periode
inner join noemer on periode.jaar = noemer.jaar
where
    noemer.noemer >= 30
    and case noemer.eenheid when 'huishoudens_adres' then periode.met_adres when 'huishoudens_gezin' then periode.met_gezin else true end
