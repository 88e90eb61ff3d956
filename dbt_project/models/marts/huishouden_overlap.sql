-- Households by the exclusive combination of the three laws that they use.
with telling as (
    {{ met_geheim(ref('int_telling__overlap'), "'huishouden_overlap'", 'combinatie') }}
)

select
    definitie,
    periode,
    case eenheid when 'huishoudens_adres' then 'adres' else 'gezin' end as huishoudensoort,
    gebied_code,
    combinatie,
    case when not geheim then {{ afgerond('aantal', 'afronding') }} end as huishoudens,
    case when not geheim then {{ verhouding(afgerond('aantal', 'afronding'), 'noemer_gepubliceerd', 1000) }} end as per_1000_huishoudens,
    geheim,
    bekend_op,
    status
from telling
where eenheid <> 'clienten'
