-- One row per person in the BRP statements: the first that has them, and how many do.
select persoon, min(leverdatum) as eerste_levering, count(distinct leverdatum) as leveringen
from {{ ref('stg_brp__persoon') }}
group by persoon
