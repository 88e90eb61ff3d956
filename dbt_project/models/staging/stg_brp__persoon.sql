-- One row per person row of each BRP statement, with the municipality judged: is it one that this lakehouse serves?
select
    persoon.*,
    levering.leverdatum,
    gemeente.gemeente is not null as eigen_gemeente
from {{ ref('geland_brp__persoon') }} as persoon
inner join {{ ref('stg_manifest__levering') }} as levering on persoon.bestand_id = levering.bestand_id
left join {{ ref('stg_gebieden__gemeente') }} as gemeente on persoon.gemeente = gemeente.gemeente
